"""Forms of handing over and of leaves."""

from __future__ import annotations

from django import forms

from ..forms import CaseForm, _text
from .selectors import colleagues


class HandOverForm(CaseForm):
    to = forms.TypedChoiceField(label="转交给", coerce=int, help_text="本部门在岗的承办人。")
    reason = _text("转交理由", most=300)

    def prepare(self) -> None:
        people = colleagues(self.order.department_id) if self.order else {}
        others = [(pk, name) for pk, name in people.items() if pk != self.order.handler_id]
        self.fields["to"].choices = [("", "请选择"), *others]
        if not others:
            self.fields["to"].help_text = "本部门没有别的承办人账号，请先请管理员开通。"


class LeaveForm(CaseForm):
    deputy = forms.TypedChoiceField(label="代办人", coerce=int)
    since = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label="到哪天止",
        help_text="含这一天；到期没办完的自动转回给您。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(label="原因", max_length=200, help_text="例如休假、出差、培训。")

    def prepare(self) -> None:
        people = colleagues(self.actor.department_id) if self.actor.department_id else {}
        others = [(pk, name) for pk, name in people.items() if pk != self.actor.user_id]
        self.fields["deputy"].choices = [("", "请选择本部门同事"), *others]
