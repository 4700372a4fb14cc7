"""Forms of trainings. None asks for hours, points or a list of those who signed in (O.7)."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.domains.members.api import organisations
from honglian.foundation.files.fields import FilesField
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit.actor import Actor

from ..rectify.forms import day_field, long_text
from .gaps import Need
from .models import Training


class ArrangeForm(forms.Form):
    org = forms.ModelChoiceField(label="举办的党组织", queryset=PartyOrg.rows.none())
    kind = forms.ChoiceField(label="形式", choices=Training.Kind.choices)
    audience = forms.ChoiceField(label="对象", choices=Training.Audience.choices)
    topic = forms.CharField(label="主题", max_length=120)
    on = day_field("日期")
    until = day_field("到", required=False, help_text="只有一天的不填。")
    place = forms.CharField(label="地点", max_length=64, required=False)
    speaker = forms.CharField(label="主讲或牵头", max_length=64, required=False)
    orgs = forms.ModelMultipleChoiceField(
        label="请哪些党组织参加",
        queryset=PartyOrg.rows.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = long_text(
        "针对的短板", 4000, required=False, rows=5, help_text="一行一条，说明为什么办。"
    )
    files = FilesField(label="学习材料")

    def __init__(self, *args: Any, actor: Actor, need: Need | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations(actor).order_by("name")
        self.fields["org"].queryset = self.fields["orgs"].queryset = rows
        self.fields["org"].initial = rows.order_by("parent_id", "pk").first()
        if need is not None:
            self.fields["topic"].initial = need.gap.topic
            self.fields["kind"].initial = need.gap.kind
            self.fields["audience"].initial = need.gap.audience
            self.fields["orgs"].initial = [org.pk for org, _ in need.branches]
            self.fields["needs"].initial = "\n".join(need.reasons)[:4000]

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        lines = [line.strip() for line in data.pop("needs").splitlines()]
        return {
            "org_id": data.pop("org").pk,
            "org_ids": [org.pk for org in data.pop("orgs")],
            "needs": [line for line in lines if line],
            **data,
        }


class HoldForm(forms.Form):
    held_on = day_field("举办日期")
    people = long_text(
        "参加人员", 500, required=False, rows=2, help_text="写得清是谁就行，不需要签到。"
    )
    agreed = long_text("商定的事", 2000, rows=5, help_text="商定了什么、回去怎么做、谁来做。")
    files = FilesField(label="材料")


class WhyForm(forms.Form):
    text = long_text("为什么取消", 200)
