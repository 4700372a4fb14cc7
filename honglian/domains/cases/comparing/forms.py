"""Which rate of which period is compared."""

from __future__ import annotations

from django import forms


class CompareForm(forms.Form):
    """Which rate of which period; cases count by the day they were reported."""

    RATES = (
        ("overall", "综合"),
        ("response", "响应率"),
        ("solve", "解决率"),
        ("satisfaction", "满意率"),
    )
    rate = forms.ChoiceField(label="指标", choices=RATES, required=False)
    since = forms.DateField(
        label="吹哨日期从",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label="到",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean(self) -> dict:
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期早于开始日期，请改一个。")
        return asked
