"""Forms of hazards."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.kit import clock

from ..fields import EnterpriseField, StepForm, day_field, long_text, photos
from . import clauses
from .models import Hazard, Level

BEFORE_HELP = "拍整改前的样子；整改后要在同一位置再拍一张。安全检查可以拍照。"


class FindForm(StepForm):
    enterprise = EnterpriseField()
    domain = forms.ChoiceField(label="隐患类别", choices=Hazard.Domain.choices)
    source = forms.ChoiceField(label="来源", choices=Hazard.Source.choices)
    part = forms.CharField(label="隐患部位", max_length=64, help_text="例如：2 号车间配电箱")
    description = long_text("看到了什么", 500)
    found_on = day_field("排查日期")
    photos = photos("整改前照片", help_text=BEFORE_HELP)

    def build(self) -> None:
        assert self.actor is not None
        self.fields["enterprise"].actor = self.actor  # type: ignore[attr-defined]
        self.fields["found_on"].initial = clock.today()
        source = "self" if self.actor.can("hazards.rectify") else "grid"
        self.fields["source"].initial = "department" if self.actor.department_id else source
        if self.thing is not None:
            self.fields["enterprise"].initial = self.thing.name
            self.fields["enterprise"].disabled = True

    def facts(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        enterprise = found.pop("enterprise")
        found["enterprise_id"] = self.thing.pk if self.thing is not None else enterprise.pk
        return found


class GradeForm(StepForm):
    level = forms.ChoiceField(label="等级", choices=Level.choices)
    basis = forms.ChoiceField(
        label="判定依据",
        help_text="没有合适的条款就不能判级。重大火灾隐患与重大事故隐患分开统计。",
    )
    basis_note = forms.CharField(
        label="复核说明", max_length=200, required=False,
        help_text="选“疑似重大”的条款时必填：按标准复核，符合哪一条判定要素。",
    )  # fmt: skip

    def build(self) -> None:
        self.fields["basis"].choices = [("", "请选择条款"), *clauses.choices()]  # type: ignore[attr-defined]


class ReasonForm(StepForm):
    text = long_text("说明", 300)


class ReportForm(StepForm):
    text = long_text("向谁报告、怎么报告的", 300, help_text="监管部门和职工代表大会都要报告。")


class PlanForm(StepForm):
    measure = long_text("措施", 500, required=False)
    responsible = forms.CharField(label="责任人", max_length=32, required=False)
    money = forms.DecimalField(
        label="资金（万元）", max_digits=12, decimal_places=2, min_value=0, required=False,
        help_text="不花钱的填 0。",
    )  # fmt: skip
    due_on = day_field("时限", required=False)
    emergency = long_text(
        "预案", 300, rows=2, required=False, help_text="整改期间怎么防范、出事怎么处置。"
    )

    def build(self) -> None:
        for name in self.fields:
            self.fields[name].initial = getattr(self.thing, name)
        rules = self.thing.zone.settings.visits
        days = rules.serious_days if self.thing.is_serious else rules.ordinary_days
        self.fields["due_on"].help_text = f"从排查日期起最长 {days} 日。"


class ProgressForm(StepForm):
    text = long_text("进展", 300)
    photos = photos("照片")


class ApplyForm(StepForm):
    text = long_text("怎么整改的", 300)
    photos = photos("整改后照片", help_text="有整改前照片的必须有整改后照片，同一位置。")


class CheckForm(StepForm):
    text = long_text("复查结论", 300, help_text="看了什么，是否消除；不通过的写哪里没有改到位。")
    photos = photos("照片")


class ListForm(StepForm):
    at = forms.ChoiceField(
        label="挂牌级别", choices=[("区级", "区级"), ("市级", "市级"), ("省级", "省级")]
    )
    text = long_text("督办要求", 300)
