"""Forms of department lists."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..taskforces.forms import departments
from .models import ListItem


def _date(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class ItemForm(forms.Form):
    """A form about one item; ``found`` is empty for a new one."""

    def __init__(self, *args: Any, actor: Actor, found: ListItem | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor, self.found = actor, found
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and what is known."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AddForm(ItemForm):
    department = forms.ChoiceField(label="责任部门")
    leader = forms.CharField(
        label="责任领导", max_length=32, required=False, help_text="不填为部门负责人。"
    )
    title = forms.CharField(label="事项", max_length=200)
    promise = forms.CharField(label="承诺措施", max_length=300, required=False)
    enterprise = forms.CharField(
        label="企业", max_length=128, required=False, help_text="企业全称或统一社会信用代码。"
    )
    source = forms.ChoiceField(label="来源", choices=ListItem.Source.choices)
    promised_on = _date("承诺日期")
    due_on = _date("完成期限")

    def prepare(self) -> None:
        self.fields["department"].choices = [("", "请选择"), *departments(self.actor)]
        self.fields["promised_on"].initial = clock.today

    def clean_enterprise(self) -> int | None:
        typed = self.cleaned_data["enterprise"].strip()
        if not typed:
            return None
        rows = Enterprise.objects.visible_to(self.actor)
        found = rows.filter(name=typed).first() or rows.filter(uscc=typed.upper()).first()
        if found is None:
            raise forms.ValidationError(f"企业库里没有“{typed}”，请核对全称或信用代码。")
        return found.pk

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"department": int(data["department"])}


class FinishForm(ItemForm):
    result = forms.CharField(label="完成情况", max_length=300)
    done_on = _date("完成日期")

    def prepare(self) -> None:
        self.fields["done_on"].initial = clock.today


class ChangeForm(ItemForm):
    due_on = _date("完成期限")
    leader = forms.CharField(label="责任领导", max_length=32, required=False)
    reason = forms.CharField(label="原因", max_length=200)

    def prepare(self) -> None:
        if self.found:
            self.fields["due_on"].initial = self.found.due_on
            self.fields["leader"].initial = self.found.leader


class CancelForm(ItemForm):
    reason = forms.CharField(label="原因", max_length=200)


class MergeForm(ItemForm):
    into = forms.CharField(label="并入哪一项", max_length=24, help_text="填编号，例：QD20260012。")
    reason = forms.CharField(label="理由", max_length=200)
