"""Forms of a branch: what is missing, and the confirmation."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.algo.standards import Invalid, mobile

from ..codes import EDUCATION, OCCUPATIONS, TAGS
from ..models import PartyMember


class CompleteForm(forms.Form):
    """Filled in with what is known; identity and dates are not changed here."""

    education = forms.ChoiceField(
        label="学历", required=False, choices=[("", "请选择"), *EDUCATION.items()]
    )
    degree = forms.CharField(label="学位", max_length=16, required=False)
    occupation = forms.ChoiceField(label="工作岗位", required=False)
    post = forms.CharField(label="行政职务", max_length=32, required=False)
    mobile = forms.CharField(
        label="联系手机", max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(label="固定电话", max_length=32, required=False)
    address = forms.CharField(
        label="家庭住址", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    introducers = forms.CharField(
        label="入党介绍人", max_length=64, required=False, help_text="两名，用顿号隔开。"
    )
    tags = forms.MultipleChoiceField(
        label="身份标签", required=False, choices=[(t, t) for t in TAGS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    consent_version = forms.CharField(
        label="知情同意版本", max_length=32, required=False,
        help_text="党员签过的告知书版本，例：2026-01 版；没有签的留空。",
    )  # fmt: skip

    def __init__(self, *args: Any, member: PartyMember, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)
        known = list(dict.fromkeys([*OCCUPATIONS, *filter(None, [member.occupation])]))
        self.fields["occupation"].choices = [("", "请选择"), *((o, o) for o in known)]
        for name, field in self.fields.items():
            if name not in ("mobile", "address"):
                field.initial = getattr(member, name)
        for name in ("mobile", "address"):
            if getattr(member, name):
                self.fields[name].help_text = "已登记（未显示）；留空就不改。"

    def clean_mobile(self) -> str:
        text = self.cleaned_data["mobile"].strip()
        if not text:
            return self.member.mobile
        try:
            return mobile.parse(text)
        except Invalid as problem:
            raise forms.ValidationError(f"{problem}。") from problem

    def clean_address(self) -> str:
        return self.cleaned_data["address"].strip() or self.member.address
