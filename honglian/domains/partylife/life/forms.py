"""Forms of life meetings."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.domains.members.api import organisations
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..rectify.forms import MeasureMixin, accounts_of, day_field, long_text
from ..rectify.models import RectifyItem
from .models import Criticism, LifeMeeting

RAISE_HINT = "台账上级也能看到：只写问题本身，不写是谁提的、原话怎么说。"


class PlanForm(forms.Form):
    branch = forms.ModelChoiceField(label="党支部", queryset=PartyOrg.rows.none())
    theme = forms.CharField(label="会议主题", max_length=120)
    planned_on = day_field("计划召开日期", help_text="每年至少 1 次，一般在第四季度。")
    place = forms.CharField(label="地点", max_length=64, required=False)
    host_name = forms.CharField(
        label="主持人", max_length=32, required=False, help_text="不填就是您本人。"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations(actor).order_by("name")
        self.fields["branch"].queryset = rows
        self.fields["branch"].initial = rows.first() if rows.count() == 1 else None
        self.actor = actor

    def facts(self) -> dict[str, Any]:
        """An account of the branch with the host's name hosts; without a name the one who plans."""
        data = dict(self.cleaned_data)
        branch = data.pop("branch")
        name = data["host_name"].strip()
        if name and name != self.actor.name:
            accounts = [int(pk) for pk, known in accounts_of(branch) if known == name]
            data["host_user_id"] = accounts[0] if len(accounts) == 1 else None
        return {**data, "branch_id": branch.pk}


class PrepareForm(forms.Form):
    done_on = day_field("完成日期", initial=clock.today)
    text = long_text("怎么做的", 300, required=False, rows=2)


class HoldForm(forms.Form):
    held_on = day_field("召开日期", initial=clock.today)
    absent = forms.MultipleChoiceField(
        label="没有到会的党员", widget=forms.CheckboxSelectMultiple, required=False
    )
    absent_because = forms.CharField(label="缺席原因", max_length=100, required=False)
    minutes = long_text(
        "会议情况",
        4000,
        required=False,
        rows=5,
        help_text="不写个人的批评内容，那些记在批评和自我批评里。",
    )
    missing_because = long_text("准备不全的说明", 200, required=False, rows=2)

    def __init__(self, *args: Any, meeting: LifeMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = [(str(s.pk), s.name) for s in meeting.seats.all()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("absent") and not data.get("absent_because", "").strip():
            self.add_error("absent_because", "有党员没有到会，请写明原因，如：张某出差、李某病假。")
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        why = data["absent_because"]
        return {
            "held_on": data["held_on"],
            "minutes": data["minutes"],
            "missing_because": data["missing_because"],
            "absences": {int(pk): why for pk in data["absent"]},
        }


class WhyForm(forms.Form):
    text = long_text("原因", 200)


class SettleForm(forms.Form):
    text = long_text("说明", 200, required=False, help_text="一条问题也没有列入的才写。")


class CriticiseForm(forms.Form):
    critic = forms.ChoiceField(label="谁说的")
    target = forms.ChoiceField(label="对谁说的", required=False)
    category = forms.ChoiceField(label="问题类别", choices=RectifyItem.Category.choices)
    content = long_text("批评意见", 1000, rows=4)
    suggestion = long_text("改进建议", 500, required=False, rows=2)
    accepted = forms.ChoiceField(
        label="本人是否接受",
        choices=[("", "没有表态"), ("1", "接受"), ("0", "不接受")],
        required=False,
    )

    def __init__(self, *args: Any, meeting: LifeMeeting, actor: Actor, host: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        seats = [s for s in meeting.seats.all() if s.present]
        mine = seats if host else [s for s in seats if s.user_id == actor.user_id]
        self.fields["critic"].choices = [(str(s.pk), s.name) for s in mine]
        targets = [(str(s.pk), s.name) for s in meeting.seats.all()]
        self.fields["target"].choices = [("", "支部班子"), *targets]

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "critic_id": int(data["critic"]),
            "target_id": int(data["target"]) if data["target"] else None,
            "category": data["category"],
            "content": data["content"],
            "suggestion": data["suggestion"],
            "accepted": {"1": True, "0": False}.get(data["accepted"]),
        }


class RaiseForm(MeasureMixin):
    seat = forms.ChoiceField(label="谁的问题", required=False)
    category = forms.ChoiceField(label="问题类别", choices=RectifyItem.Category.choices)
    issue = long_text("具体问题", 500, help_text=RAISE_HINT)
    kind = forms.ChoiceField(label="整改类型", choices=RectifyItem.Kind.choices)

    def __init__(
        self, *args: Any, meeting: LifeMeeting, said: Criticism | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        seats = [(str(s.pk), s.name) for s in meeting.seats.all()]
        self.fields["seat"].choices = [("", "支部班子"), *seats]
        if said is not None:
            self.fields["seat"].initial = str(said.target_id or "")
            self.fields["category"].initial = said.category
        self.ask_measure(required=False, branch=meeting.branch)
        self.said = said

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("category", "issue", "kind", "measure", "responsible", "due_on")
        return {
            **{name: data[name] for name in names},
            "seat_id": int(data["seat"]) if data["seat"] else None,
            "responsible_user_id": self.account(),
            "criticism_id": self.said.pk if self.said else None,
        }
