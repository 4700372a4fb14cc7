"""Forms of the library, and the reply form with its wordings."""

from __future__ import annotations

from django import forms

from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import config_of

from ..forms import CaseForm, ReplyForm, _text
from ..models import Order
from .selectors import fitting


def _categories(zone_id: int, blank: str) -> list[tuple[str, str]]:
    return [("", blank), *((c.code, c.name) for c in config_of(zone_id).categories)]


class TemplateForm(CaseForm):
    title = forms.CharField(label="名称", max_length=40, help_text="承办人按名称挑选。")
    category = forms.ChoiceField(label="适用类别", required=False)
    text = _text("正文", most=3000, rows=8, hint="插入以后还可以改；要填的地方写成【】。")
    is_active = forms.BooleanField(label="在用", required=False, initial=True)

    def prepare(self) -> None:
        self.fields["category"].choices = _categories(self.actor.zone_id, "各类通用")


class KnowledgeForm(CaseForm):
    question = forms.CharField(label="问题", max_length=200, help_text="企业会怎么问，就怎么写。")
    answer = _text(
        "答复口径", most=3000, rows=8, hint="企业也能看到：怎么办、找谁、带什么材料；不写个人信息。"
    )
    category = forms.ChoiceField(label="类别", required=False)

    def prepare(self) -> None:
        self.fields["category"].choices = _categories(self.actor.zone_id, "不分类")
        if self.case is not None:
            lead = Order.rows.filter(case=self.case, role="lead", state="replied").first()
            known = {
                "question": self.case.title,
                "answer": lead.reply if lead else "",
                "category": self.case.category,
            }
            self.initial = known | self.initial


class EntryForm(KnowledgeForm):
    department = forms.TypedChoiceField(
        label="责任部门", required=False, coerce=int, empty_value=None
    )
    is_active = forms.BooleanField(label="在用", required=False, initial=True)

    def prepare(self) -> None:
        super().prepare()
        rows = Department.rows.filter(zone_id=self.actor.zone_id, is_active=True).order_by("id")
        self.fields["department"].choices = [("", "不限"), *rows.values_list("pk", "name")]


class ReplyWithTemplates(ReplyForm):
    """The reply form; ``template`` with the button “插入” puts a wording into the text."""

    template = forms.TypedChoiceField(
        label="答复模板", required=False, coerce=int, empty_value=None
    )
    field_order = ("template", "text", "outcome", "files")

    def prepare(self) -> None:
        found = fitting(self.actor, self.case.category)
        self.wordings = {row.pk: row.text for row in found}
        if not found:
            del self.fields["template"]
            return
        self.fields["template"].choices = [("", "不用模板"), *((r.pk, r.title) for r in found)]
        self.fields["template"].inserts = True

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name != "template"}

    def inserted(self) -> dict:
        """What the form starts with after “插入”: all that was typed, and the wording after it."""
        typed = self.data.get("text", "").strip()
        picked = self.data.get("template", "")
        wording = self.wordings.get(int(picked), "") if picked.isdigit() else ""
        text = "\n".join(part for part in (typed, wording) if part)
        return {"text": text, "outcome": self.data.get("outcome", "solved"), "template": ""}
