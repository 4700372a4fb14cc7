"""The form of a department."""

from __future__ import annotations

from typing import Any

from django import forms


class DepartmentForm(forms.Form):
    """``code`` is asked only for a new one."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,31}$",
        label="代码",
        help_text="小写英文字母、数字和下划线，建好后不再改动。",
        error_messages={"invalid": "代码用小写英文字母开头，只含字母、数字和下划线。"},
    )
    name = forms.CharField(label="名称", max_length=64)
    short_name = forms.CharField(label="简称", max_length=32, required=False)
    aliases = forms.CharField(
        label="别名",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="企业和热线常用的叫法，一行一个，用来认出部门。",
    )
    leader = forms.CharField(label="负责人", max_length=32, required=False)
    phone = forms.CharField(label="联系电话", max_length=32, required=False)
    is_fallback = forms.BooleanField(
        label="兜底部门：拿不准归谁的诉求先派给它（全区只有一个）", required=False
    )
    is_active = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    def clean_aliases(self) -> list[str]:
        lines = self.cleaned_data["aliases"].splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))
