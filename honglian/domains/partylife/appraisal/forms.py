"""Forms of the appraisal."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..meetings.selectors import branches as owing
from ..rectify.forms import day_field, long_text
from .models import Appraisal, Grade


def _ballots(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)


class BeginForm(forms.Form):
    branch = forms.ModelChoiceField(label="党支部", queryset=PartyOrg.rows.none())
    year = forms.IntegerField(label="年度", min_value=2018, max_value=2100)
    held_on = day_field("评议日期", initial=clock.today)
    ballots_given = _ballots("发出测评票")
    ballots_back = _ballots("收回测评票")
    text = long_text(
        "评议情况", 2000, required=False, rows=4, help_text="个人自评、党员互评、民主测评怎样进行。"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = owing(actor)
        self.fields["branch"].queryset = rows.order_by("name")
        self.fields["branch"].initial = rows.first() if rows.count() == 1 else None
        self.fields["year"].initial = clock.today().year

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {"branch_id": data.pop("branch").pk, **data}


class GradesForm(forms.Form):
    """One choice a member; those on probation are named without one."""

    def __init__(self, *args: Any, appraisal: Appraisal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(appraisal.grades.all())
        for row in self.rows:
            if row.probationary:
                continue
            self.fields[f"grade_{row.pk}"] = forms.ChoiceField(
                label=row.name,
                choices=[("", "还没有"), *Grade.choices],
                required=False,
                initial=row.grade,
            )

    def grades(self) -> dict[int, str]:
        names = {f"grade_{row.pk}": row.pk for row in self.rows}
        return {names[n]: value for n, value in self.cleaned_data.items() if n in names}


class WhyForm(forms.Form):
    text = long_text("为什么更正", 200)


class NothingForm(forms.Form):
    """Asks nothing; the button says it all."""


class DecideForm(forms.Form):
    body = forms.CharField(
        label="作出决定的会议", max_length=64, initial="支部委员会", help_text="如：支部党员大会。"
    )
    decided_on = day_field("决定日期", initial=clock.today)
    decision = long_text("支部意见", 500, rows=4)
