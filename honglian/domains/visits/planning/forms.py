"""Forms of the month's planning."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.orgs.api import Department
from honglian.kit import clock

from ..fields import StepForm, long_text
from ..inspecting.models import Officer


def _many(label: str, **more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, widget=forms.CheckboxSelectMultiple(), **more
    )


class CrewForm(StepForm):
    name = forms.CharField(label="组名", max_length=32)
    department_ids = _many("去人的部门", help_text="这些部门的服务需求，这个小组能一起办。")
    officer_ids = _many(
        "执法人员",
        required=False,
        help_text="同一部门有两名持证在岗的，小组当天才能做这个部门的检查。",
    )
    is_active = forms.BooleanField(label="参加排期", required=False, initial=True)

    def build(self) -> None:
        zone_id = self.actor.zone_id if self.actor else None
        departments = Department.rows.filter(zone_id=zone_id, is_active=True)
        officers = Officer.rows.filter(zone_id=zone_id).select_related("department")
        self.fields["department_ids"].choices = [(d.pk, d.name) for d in departments]  # type: ignore[attr-defined]
        self.fields["officer_ids"].choices = [  # type: ignore[attr-defined]
            (o.pk, f"{o.department.short_name or o.department.name} {o.name}") for o in officers
        ]
        if self.thing is not None:
            self.fields["name"].initial = self.thing.name
            self.fields["department_ids"].initial = [d.pk for d in self.thing.departments.all()]
            self.fields["officer_ids"].initial = [o.pk for o in self.thing.officers.all()]
            self.fields["is_active"].initial = self.thing.is_active


class MonthForm(StepForm):
    year = forms.IntegerField(label="年度", min_value=2024, max_value=2100)
    month = forms.TypedChoiceField(
        label="月份", coerce=int, choices=[(n, f"{n} 月") for n in range(1, 13)]
    )
    seconds = forms.IntegerField(
        label="最多算几秒",
        min_value=5,
        max_value=50,
        initial=30,
        help_text="时间长一点，路会排得短一点。",
    )

    def build(self) -> None:
        today = clock.today()
        self.fields["year"].initial = today.year + (today.month == 12)
        self.fields["month"].initial = today.month % 12 + 1


class ReleaseForm(StepForm):
    text = long_text("为什么要重新排", 200, help_text="例如：谁病了、从哪天到哪天不在。")
