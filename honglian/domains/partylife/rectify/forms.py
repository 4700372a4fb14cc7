"""Forms of rectification: one small form a step."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.domains.members.api import PartyMember, organisations
from honglian.foundation.access.api import Grant
from honglian.foundation.files.fields import FilesField
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from ..limits import DEADLINE_DAYS, IMMEDIATE_DAYS
from .models import RectifyItem

LIMITS = (
    f"立行立改从登记起最长 {IMMEDIATE_DAYS} 日，限期整改最长 {DEADLINE_DAYS} 日；"
    "长期坚持的可以不填，按季度报告。"
)


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def long_text(label: str, most: int, **more: Any) -> forms.CharField:
    rows = more.pop("rows", 3)
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def accounts_of(branch: PartyOrg) -> list[tuple[str, str]]:
    """People with an account that works for exactly this branch."""
    rows = Grant.objects.in_force(clock.today()).unscoped("accounts that work for the branch")
    rows = rows.filter(scope_kind=ScopeKind.ORG, scope_id=branch.pk, user__is_active=True)
    found = dict(rows.select_related("user").values_list("user_id", "user__name"))
    return [(str(pk), name) for pk, name in found.items()]


class MeasureMixin(forms.Form):
    """What is to be done, by whom, until when; shared by registering and planning."""

    def ask_measure(self, *, required: bool, branch: PartyOrg | None) -> None:
        self.fields["measure"] = long_text(
            "整改措施",
            500,
            required=required,
            help_text="写到能核验：做什么、做到什么标准、拿什么来看。",
        )
        self.fields["responsible"] = forms.CharField(
            label="责任人", max_length=32, required=required
        )
        if branch is not None:
            self.fields["responsible_user"] = forms.ChoiceField(
                label="责任人的账号",
                choices=[("", "没有账号"), *accounts_of(branch)],
                required=False,
                help_text="选了账号，事项会到本人的待办；责任人不能核查自己的事项。",
            )
        self.fields["due_on"] = day_field("整改期限", required=False, help_text=LIMITS)

    def account(self) -> int | None:
        chosen = self.cleaned_data.get("responsible_user") or ""
        return int(chosen) if chosen else None


class RegisterForm(MeasureMixin):
    branch = forms.ModelChoiceField(label="党组织", queryset=PartyOrg.rows.none())
    member_name = forms.CharField(
        label="党员姓名", max_length=32, required=False, help_text="党组织班子的问题不填。"
    )
    source = forms.ChoiceField(label="问题来源", choices=RectifyItem.Source.choices)
    category = forms.ChoiceField(label="问题类别", choices=RectifyItem.Category.choices)
    issue = long_text("具体问题", 500)
    cause = long_text("原因剖析", 500, required=False, rows=2)
    kind = forms.ChoiceField(label="整改类型", choices=RectifyItem.Kind.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations(actor).order_by("name")
        self.fields["branch"].queryset = rows
        only = rows.first() if rows.count() == 1 else None
        self.fields["branch"].initial = only
        self.ask_measure(required=False, branch=only)
        self.fields["measure"].help_text += "还没想好的可以先不填，事项会在待办里等着。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, branch = (data.get("member_name") or "").strip(), data.get("branch")
        data["member_id"] = None
        if name and branch:
            found = list(PartyMember.rows.filter(branch=branch, name=name).values_list("pk")[:2])
            if len(found) == 1:
                data["member_id"] = found[0][0]
            else:
                words = "没有" if not found else "不止一名"
                self.add_error("member_name", f"{branch.name}{words}党员叫“{name}”，请核对姓名。")
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("member_id", "source", "category", "issue", "cause", "kind", "measure")
        return {
            **{name: data[name] for name in (*names, "responsible", "due_on")},
            "branch_id": data["branch"].pk,
            "responsible_user_id": self.account(),
        }


class StepForm(MeasureMixin):
    """A step on one item; ``facts`` are the arguments of its action."""

    def __init__(self, *args: Any, item: RectifyItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.ask()

    def ask(self) -> None:
        """Add the fields of the step."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlanForm(StepForm):
    kind = forms.ChoiceField(label="整改类型", choices=RectifyItem.Kind.choices)
    cause = long_text("原因剖析", 500, required=False, rows=2)

    def ask(self) -> None:
        item = self.item
        self.ask_measure(required=True, branch=item.branch)
        for name in ("kind", "cause", "measure", "responsible", "due_on"):
            self.fields[name].initial = getattr(item, name)
        self.fields["responsible_user"].initial = str(item.responsible_user_id or "")

    def facts(self) -> dict[str, Any]:
        names = ("kind", "cause", "measure", "responsible", "due_on")
        found = {name: self.cleaned_data[name] for name in names}
        return {**found, "responsible_user_id": self.account()}


class ProgressForm(StepForm):
    text = long_text("目前进展", 500)

    def ask(self) -> None:
        self.fields["text"].initial = self.item.progress


class EvidenceForm(StepForm):
    files = FilesField(label="佐证材料", help_text="文件或照片都可以；能说明整改到位就行。")
    text = forms.CharField(label="说明", max_length=200, required=False)


class ApplyForm(StepForm):
    files = FilesField(label="再补佐证材料", help_text="已经上传过的不用再传。")
    text = long_text("整改到了什么程度", 500)

    def ask(self) -> None:
        self.fields["text"].initial = self.item.progress


class NothingForm(StepForm):
    """A step that asks nothing more."""


class WordsForm(StepForm):
    """One text; its label says what is wanted."""

    label = "说明"

    def ask(self) -> None:
        self.fields["text"] = long_text(self.label, 300)


class WithdrawForm(WordsForm):
    label = "为什么撤回"


class PassForm(WordsForm):
    label = "核查结论"


class ReturnForm(WordsForm):
    label = "退回的原因"


class AssessForm(WordsForm):
    label = "评估意见"


class SuperviseForm(WordsForm):
    label = "督办意见"


class DropForm(WordsForm):
    label = "哪里登记错了"


class LookForm(StepForm):
    held = forms.ChoiceField(
        label="问题有没有反弹",
        choices=[("1", "没有反弹"), ("0", "已经反弹，重新开启")],
        widget=forms.RadioSelect,
    )
    looked_on = day_field("回头看日期", initial=clock.today)
    text = long_text("看到的情况", 300)

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"held": data["held"] == "1", "looked_on": data["looked_on"], "text": data["text"]}
