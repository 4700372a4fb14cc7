"""Forms of the planner."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.models import Chain

from . import planning

PAIR = re.compile(r"[+＋、,，;；\t]")


class PlanForm(forms.Form):
    """Limits of a plan; what the law fixes is not asked."""

    most_units = forms.IntegerField(
        label="一个支部最多几个单位", min_value=2, max_value=8, initial=planning.MOST_UNITS,
        help_text="支部条例第五条：覆盖单位一般不超过 5 个。",
    )  # fmt: skip
    reach_km = forms.FloatField(
        label="两家最远相距（公里）", min_value=0.1, max_value=50, initial=planning.REACH_KM,
        help_text="条例只说“地域相邻”，没有定数，以当地商定为准。没有登记经纬度的企业只和同园区的联合。",
    )  # fmt: skip
    same_chain = forms.BooleanField(label="只限同一条产业链", required=False)
    same_park = forms.BooleanField(label="只限同一园区", required=False)
    chain = forms.ModelChoiceField(
        label="只算这条产业链", queryset=Chain.objects.none(), required=False, empty_label="全区"
    )
    pinned = forms.CharField(
        label="必须在一起的企业",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行两家，中间用加号，写全称或信用代码：甲公司 + 乙公司。",
    )
    forbidden = forms.CharField(
        label="不能在一起的企业",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写法同上，例如正在打官司的两家。",
    )
    seconds = forms.IntegerField(
        label="最多算几秒", min_value=2, max_value=300, initial=20,
        help_text="企业少时立刻算完并证明是最好的；多时算得越久越好，可以离开页面。",
    )  # fmt: skip

    def __init__(self, *args: Any, zone_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_id = zone_id
        self.fields["chain"].queryset = Chain.objects.filter(zone_id=zone_id)

    def clean_pinned(self) -> list[tuple[int, int]]:
        return self._pairs("pinned")

    def clean_forbidden(self) -> list[tuple[int, int]]:
        return self._pairs("forbidden")

    def _pairs(self, name: str) -> list[tuple[int, int]]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data[name].splitlines())):
            words = [word.strip() for word in PAIR.split(line) if word.strip()]
            if len(words) != 2 or words[0] == words[1]:
                raise forms.ValidationError(f"“{line[:40]}”不是两家企业，请写成“甲公司 + 乙公司”。")
            found.append((self._enterprise(words[0]), self._enterprise(words[1])))
        return found

    def _enterprise(self, words: str) -> int:
        rows = Enterprise.rows.filter(zone_id=self.zone_id, is_in_park=True)
        found = list(
            (rows.filter(uscc=words.upper()) | rows.filter(name=words)).values_list("pk", flat=True)
        )
        if len(found) != 1:
            raise forms.ValidationError(f"园区企业里没有找到“{words[:40]}”，请写全称或信用代码。")
        return found[0]

    def limits(self) -> dict[str, Any]:
        """What is stored with the plan."""
        data = dict(self.cleaned_data)
        return data | {"chain": data["chain"].pk if data["chain"] else None}


class ChangeForm(forms.Form):
    """Which enterprises the branch shall have; offered are those of the proposal and the free ones."""

    units = forms.TypedMultipleChoiceField(
        label="联合的企业", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="调整原因", max_length=200)

    def __init__(self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = offered


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SetUpForm(forms.Form):
    org = forms.ModelChoiceField(
        label="已成立的联合党支部",
        queryset=PartyOrg.rows.none(),
        help_text="没有找到？先在“党组织”里登记设立，批复后再回来。",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PartyOrg.objects.visible_to(actor).filter(type="joint_branch")
        self.fields["org"].queryset = rows.filter(status__in=PartyOrg.STANDING).order_by("-pk")
