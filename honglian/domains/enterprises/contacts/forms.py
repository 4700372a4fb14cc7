"""Forms of contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q

from honglian.foundation.zones.models import Chain
from honglian.kit import clock

from ..models import Enterprise, Instructor

DAY = {"type": "date"}


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY), **kwargs)


class InstructorForm(forms.ModelForm):
    """What the planner knows of somebody."""

    class Meta:
        model = Instructor
        fields = ["unit", "post", "skills", "chains", "capacity", "longitude", "latitude"]
        labels = {"chains": "熟悉的产业链"}
        widgets = {"chains": forms.CheckboxSelectMultiple}
        help_texts = {
            "skills": "懂什么、会什么语言，几项之间用“、”隔开，如 融资、环评、日语。",
            "longitude": "地图上点一下办公地点就能看到，如 114.33；不知道可以空着。",
        }

    def __init__(self, *args, zone_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chains"].queryset = Chain.objects.filter(zone_id=zone_id)


class CoverForm(forms.Form):
    cover = forms.ModelChoiceField(label="代班的人", queryset=Instructor.rows.none())
    starts_on = day_field("开始", initial=clock.today)
    until = day_field("结束（含当天）", help_text="过了这一天自动结束，不用再操作。")
    why = forms.CharField(label="事由", max_length=120, required=False, help_text="没有就留空。")

    def __init__(self, *args, zone_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = present(zone_id)


class ConflictForm(forms.Form):
    enterprise = forms.ModelChoiceField(label="企业", queryset=Enterprise.rows.none())
    why = forms.CharField(
        label="什么利害关系", max_length=120, help_text="如 配偶任财务负责人、持有股份。"
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Enterprise.objects.visible_to(actor).filter(is_key=True)
        self.fields["enterprise"].queryset = rows.order_by("name")


def present(zone_id: int):
    """Instructors who have not left."""
    today = clock.today()
    rows = Instructor.rows.filter(zone_id=zone_id)
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=today)).order_by("name", "code")


class HandOverForm(forms.Form):
    """One field a thing that is open, with a proposed successor; empty leaves it where it is."""

    day = day_field("移交日期", initial=clock.today, help_text="从这一天起由接手的人负责。")

    def __init__(
        self,
        *args,
        lines: Sequence[tuple[str, str, str, str, int | None]],
        people: Sequence[tuple[int, str]],
        proposed: Mapping[str, int],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for key, _, words, _, _ in lines:
            self.fields[key] = forms.TypedChoiceField(
                label=f"{words}交给谁",
                choices=[("", "先不移交"), *people],
                coerce=int,
                required=False,
                empty_value=None,
                initial=proposed.get(key, ""),
            )

    def to(self) -> dict[str, int]:
        found = {line[0]: self.cleaned_data.get(line[0]) for line in self.lines}
        return {key: who for key, who in found.items() if who}

    def rows(self):
        """(kind, words, address, field) of each line, for the page."""
        return [(kind, words, url, self[key]) for key, kind, words, url, _ in self.lines]


class LeaveForm(forms.Form):
    on = day_field("离任日期", initial=clock.today, help_text="从这一天起不再包保企业。")
