"""What counts how much in a division."""

from __future__ import annotations

from typing import Any

from django import forms

WORTH = [("0", "不看"), ("1", "一般"), ("2", "重要"), ("4", "最重要")]


def _worth(label: str, initial: str, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=WORTH, initial=initial, help_text=help_text)


class PlanForm(forms.Form):
    load = _worth("工作量均衡", "4", "每月应走访次数（重点企业两次、其他一次）加在办事项。")
    risk = _worth("风险均衡", "2", "一年内的安全事项，加从业人员 300 人以上的计一。")
    way = _worth("路程短", "1", "把一个网格的企业串起来的最短路线。")
    keep = _worth("少变动", "1", "现在的网格员熟悉企业，能不动就不动。")
    seconds = forms.IntegerField(
        label="最多算几秒", min_value=2, max_value=30, initial=8, help_text="企业几百家时几秒就够。"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if all(data.get(name) == "0" for name in ("load", "risk", "way", "keep")):
            raise forms.ValidationError("四项都不看就没有好坏之分，请至少看一项。")
        return data


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="不采用的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class NothingForm(forms.Form):
    """To be asked once more before enterprises change their grid."""
