"""Forms of common causes."""

from __future__ import annotations

from django import forms

from honglian.foundation.orgs.api import Department
from honglian.kit.actor import Actor


def _text(label: str, hint: str, most: int = 1000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": 4})
    )


class TakeForm(forms.Form):
    """A measure against the cause, who carries it out, until when."""

    measure = _text("整改措施", "针对原因写，不是逐件再办一遍。例：经二路变压器增容，雨季前完成。")
    department = forms.ChoiceField(label="责任部门")
    due_on = forms.DateField(label="完成期限", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Department.rows.filter(zone_id=actor.zone_id, is_active=True).order_by("id")
        self.fields["department"].choices = [("", "请选择"), *rows.values_list("pk", "name")]

    def clean_department(self) -> int:
        return int(self.cleaned_data["department"])


class DismissForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        help_text="例：只是说法相近，各有各的原因。以后同类诉求明显增多时会再提出来。",
        max_length=200,
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)


class FinishForm(forms.Form):
    result = _text("办结结果", "写清做了什么、效果怎样。以后再有同类诉求，会作为反弹重新提出来。")

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)


FORMS = {"take": TakeForm, "dismiss": DismissForm, "finish": FinishForm}
