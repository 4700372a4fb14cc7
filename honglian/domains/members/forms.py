"""Forms of organisations."""

from __future__ import annotations

from django import forms

from honglian.foundation.orgs.api import Department, Post
from honglian.kit import clock


class AppointForm(forms.Form):
    kind = forms.ChoiceField(label="职务", choices=Post.Kind.choices)
    person_name = forms.CharField(label="姓名", max_length=32)
    department = forms.ModelChoiceField(
        label="同时任职的部门", queryset=Department.rows.none(), required=False
    )
    duty = forms.CharField(label="分工", max_length=64, required=False)
    appointed_by = forms.CharField(label="任职文号", max_length=64, required=False)
    starts_on = forms.DateField(
        label="任职日期", widget=forms.DateInput(attrs={"type": "date"}), initial=clock.today
    )

    excuse = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="书记党龄不满 1 年的，写明原因。",
    )
    is_namesake = forms.BooleanField(label="与其他支部的书记同名，不是同一人", required=False)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Department.objects.visible_to(actor).filter(is_active=True)
        self.fields["department"].queryset = rows
