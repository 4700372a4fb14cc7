"""Forms of standing."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.kit import clock

from ..development.forms import day_field
from .kinds import KINDS, Kind
from .models import StandingMatter
from .selectors import usual_end


def _text(label: str, limit: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": 3}), **more
    )


class OpenForm(forms.Form):
    kind = forms.ChoiceField(label="事项", choices=[])
    reason = _text("事由", 500, help_text="写清时间和事实。")
    searched = _text(
        "查找的方式和结果", required=False, help_text="失去联系的必填：找过谁、怎么找的。"
    )
    disciplined = forms.BooleanField(label="同一问题已受过党纪处分", required=False)
    opened_on = day_field("提出日期", initial=clock.today)

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "请选择"), *((k.code, k.name) for k in kinds)]
        self.fields["kind"].help_text = " ".join(f"{k.name}：{k.hint}" for k in kinds if k.hint)


class LostForm(forms.Form):
    lost_on = day_field("失去联系的日期", help_text="最后一次联系上的第二天。")
    text = _text("最后一次联系和已经用过的联系办法", 200)


class FoundForm(forms.Form):
    text = _text("怎么联系上的", 200)


class StepForm(forms.Form):
    on = day_field("日期", initial=clock.today)
    body = forms.CharField(label="组织", max_length=64)
    text = _text("情况", required=False)

    def __init__(self, *args: Any, name: str, matter: StandingMatter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = matter.branch.parent.name if matter.branch.parent else ""
        upper = name in ("党委事前备案", "报批")
        self.fields["body"].initial = above if upper else matter.branch.name


class DecideForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label="决定",
        choices=[("", "请选择"), ("1", "同意"), ("0", "不同意")],
        coerce=lambda text: text == "1",
        empty_value=None,
    )
    body = forms.CharField(label="作出决定的组织", max_length=64)
    on = day_field("决定日期", initial=clock.today)
    paper_no = forms.CharField(label="批复文号", max_length=64, required=False)
    text = _text("说明", required=False)

    def __init__(self, *args: Any, matter: StandingMatter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if KINDS[matter.kind].code == "rectify":
            self.fields["ends_on"] = day_field(
                "限期改正到",
                initial=usual_end(clock.today()),
                required=False,
                help_text="一般 6 个月，最长 1 年。",
            )


class FinishForm(forms.Form):
    mended = forms.TypedChoiceField(
        label="评议结果",
        choices=[("", "请选择"), ("1", "已改正"), ("0", "没有改正，另行研究处置")],
        coerce=lambda text: text == "1",
        empty_value=None,
    )
    on = day_field("评议日期", initial=clock.today)
    text = _text("评议情况")
