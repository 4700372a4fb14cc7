"""Forms of dues."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from honglian.algo.months import add_months
from honglian.kit import clock

from ..development.forms import day_field
from ..models import DuesBase, PartyMember
from .brackets import TABLE
from .models import CATEGORIES
from .months import first_of


def _money(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=11, decimal_places=2, **more)


class BaseForm(forms.Form):
    category = forms.ChoiceField(label="党费类别", choices=[("", "请选择"), *CATEGORIES])
    base = _money("计算基数（元）", min_value=0, help_text="；".join(
        f"{c.name}：{c.base}" for c in TABLE.categories.values()
    ))  # fmt: skip
    agreed = _money(
        "核定月应交（元）",
        min_value=0,
        required=False,
        help_text="留空按规定算；少于规定的要有上一级党委的批准文号，多交自愿。",
    )
    approval = forms.CharField(label="少交免交批准文号", max_length=64, required=False)
    excuse = forms.CharField(
        label="说明", max_length=200, required=False, help_text="年内改动的写明原因。"
    )

    def __init__(self, *args: Any, before: DuesBase | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is not None:
            self.fields["category"].initial = before.category
            self.fields["base"].initial = before.base
            self.fields["approval"].initial = before.approval
            if before.agreed != before.due:
                self.fields["agreed"].initial = before.agreed


def month_choices(today: date) -> list[tuple[str, str]]:
    """From the months that may still be paid late to the end of next year."""
    first = add_months(first_of(today), -2 * TABLE.backpay_months)
    months = [add_months(first, n) for n in range(2 * TABLE.backpay_months + 14)]
    return [(f"{m:%Y-%m}", f"{m:%Y年%m月}") for m in months]


class MonthField(forms.TypedChoiceField):
    """A month, as the first of its days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=lambda text: date.fromisoformat(f"{text}-01"), **kwargs)


class PayForm(forms.Form):
    first = MonthField(label="从哪个月起")
    months = forms.IntegerField(label="交几个月", min_value=1, max_value=24, initial=1)
    amount = _money("每月金额（元）", min_value=Decimal("0.01"), required=False)
    paid_on = day_field("交纳日期", initial=clock.today)
    excuse = forms.CharField(
        label="说明", max_length=300, required=False, help_text="补交超过 6 个月的写明原因。"
    )

    def __init__(self, *args: Any, month: date, agreed: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = month_choices(clock.today())
        self.fields["first"].initial = f"{month:%Y-%m}"
        said = f"留空按核定的每月 {agreed} 元。" if agreed else "今年还没有核定，请填金额。"
        self.fields["amount"].help_text = said


class GiftForm(forms.Form):
    amount = _money("金额（元）", min_value=Decimal("0.01"))
    paid_on = day_field("交纳日期", initial=clock.today)


class CollectForm(forms.Form):
    """Everybody who has not paid the month, to be ticked."""

    paid_on = day_field("交纳日期", initial=clock.today)
    members = forms.TypedMultipleChoiceField(
        label="本月已交", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, people: list[tuple[PartyMember, Decimal]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(m.pk, f"{m.name} {due} 元") for m, due in people]


class PassOnForm(forms.Form):
    on = day_field("上缴日期", initial=clock.today)
