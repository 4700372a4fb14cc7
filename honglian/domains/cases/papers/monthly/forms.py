"""Which month, in which form."""

from __future__ import annotations

from datetime import date

from django import forms

from honglian.kit import clock

from .selectors import Month

BACK = 24  # months that can be chosen
FORMATS = (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))


def months() -> list[Month]:
    """This month and those before, the newest first."""
    found = [Month(clock.today().replace(day=1))]
    while len(found) < BACK:
        found.append(found[-1].previous)
    return found


class MonthForm(forms.Form):
    month = forms.ChoiceField(label="月份", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(f"{m.first:%Y-%m}", m.name) for m in months()]

    def clean_month(self) -> Month:
        """Last month unless another is asked for."""
        asked = self.cleaned_data["month"]
        if not asked:
            return months()[1]
        year, month = map(int, asked.split("-"))
        return Month(date(year, month, 1))


class FormatForm(MonthForm):
    form = forms.ChoiceField(choices=FORMATS)
