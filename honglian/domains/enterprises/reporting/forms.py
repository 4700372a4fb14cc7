"""Forms of collections and returns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from honglian.kit import clock

from .items import ITEMS
from .models import Return
from .selectors import FILTERS, prefilled

GRACE = 10  # days after the end of a period until its figures are due (设)


def _last_month() -> tuple[int, int]:
    end = clock.today().replace(day=1) - timedelta(days=1)
    return end.year, end.month


class CollectionForm(forms.Form):
    year = forms.IntegerField(label="年", min_value=2015, max_value=2099)
    month = forms.TypedChoiceField(
        label="月",
        coerce=int,
        choices=[(0, "全年"), *((m, f"{m} 月") for m in range(1, 13))],
        help_text="月报填 1 月至本月的累计数；从业人员填期末数。",
    )
    wanted = forms.ChoiceField(
        label="填报范围", choices=[(code, words) for code, (words, _) in FILTERS.items()]
    )
    due_on = forms.DateField(label="填报截止", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year, month = _last_month()
        self.fields["year"].initial, self.fields["month"].initial = year, month
        self.fields["due_on"].initial = clock.today() + timedelta(days=GRACE)


class ReturnForm(forms.Form):
    """One number an item, prefilled with what is known."""

    def __init__(self, *args: Any, found: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = prefilled(found)
        for item in ITEMS:
            self.fields[item.code] = forms.DecimalField(
                label=item.name,
                required=False,
                max_digits=16,
                decimal_places=item.places,
                initial=known.get(item.code),
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )
        self.fields["explanation"] = forms.CharField(
            label="说明",
            required=False,
            max_length=500,
            initial=found.explanation,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="变动大、单位特殊的写一句原因；没有就不填。",
        )

    @property
    def numbers(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of numbers with their units, in the order of the form."""
        return [(self[item.code], item.unit) for item in ITEMS]


class QueryForm(forms.Form):
    query = forms.CharField(
        label="请核实什么", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class WhyForm(forms.Form):
    why = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RevisionForm(forms.Form):
    item = forms.ChoiceField(label="指标", choices=[(i.code, i.label) for i in ITEMS])
    value = forms.DecimalField(
        label="更正为", required=False, max_digits=16, decimal_places=2,
        help_text="没有这项数就留空。",
    )  # fmt: skip
    why = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
