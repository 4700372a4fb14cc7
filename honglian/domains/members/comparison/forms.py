"""Forms of comparisons."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.sheets.forms import ACCEPT
from honglian.kit import clock
from honglian.kit.actor import Actor

from .states import ANSWERS


class CompareForm(forms.Form):
    file = forms.FileField(
        label="全国系统导出的名单",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="Excel 或 CSV，表头用采集表的项目名即可，列的次序不限；身份证号要完整。只比对，不写入。",
        allow_empty_file=True,
        error_messages={"required": "请选择要比对的名单。"},
    )
    taken_on = forms.DateField(
        label="导出日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="名单从全国系统导出的那一天。",
    )
    scope_org_id = forms.TypedChoiceField(
        label="名单范围", coerce=int, empty_value=None, required=False,
        help_text="名单只含一部分党组织的，选它们的上级；不选就是全区。范围内不在名单里的党员会列出来。",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PartyOrg.objects.visible_to(actor).exclude(status=PartyOrg.Status.DISSOLVED)
        pairs = rows.order_by("name").values_list("pk", "name")
        self.fields["scope_org_id"].choices = [("", "全区"), *pairs]
        self.fields["taken_on"].initial = clock.today()


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="核实结果", choices=ANSWERS, widget=forms.RadioSelect)
    text = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="转到哪里、什么时候，或其他情况；选“其他情况”的必填。",
    )
