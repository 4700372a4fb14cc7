"""Forms of meetings: one small form a step, with what is known filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.files.fields import FilesField
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import selectors
from .actions import Present
from .kinds import TOPICS, MeetingKind
from .models import Decision, Meeting, PartyGroup
from .people import Invited, accounts_of, invited, secretary_of


def day_field(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def time_field(label: str, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


def long_text(label: str, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def short_text(label: str, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def person(label: str) -> forms.CharField:
    return short_text(label, 32, required=False)


def firms_of(actor: Actor):
    return Enterprise.objects.visible_to(actor).order_by("name")


class ArrangementMixin(forms.Form):
    """What a meeting needs besides its day, by kind."""

    def ask_arrangement(self, kind: MeetingKind, actor: Actor) -> None:
        self.fields["place"] = short_text("地点", 64, required=False)
        self.fields["host"] = person("主持人")
        self.fields["recorder"] = person("记录人")
        if kind.speaker:
            self.fields["speaker"] = person("主讲人")
        self.fields["agenda"] = long_text("议程", 2000, 4, required=False, help_text="一行一项。")
        if kind.themed:
            self.fields["topic_kind"] = forms.ChoiceField(
                label="业务主题", choices=[("", "没有，一般主题党日"), *TOPICS.items()],
                required=False, help_text="开到生产一线、研发前沿的，选一个。",
            )  # fmt: skip
            self.fields["enterprise"] = forms.ModelChoiceField(
                label="在哪家企业", queryset=firms_of(actor), required=False, empty_label="不在企业"
            )
            self.fields["problem"] = long_text("要解决什么问题", 300, 2, required=False)

    def arrangement(self) -> dict[str, Any]:
        names = ("topic", "place", "host", "recorder", "speaker", "agenda", "topic_kind", "problem")
        data = self.cleaned_data
        found = {name: data[name] for name in names if name in data}
        if "enterprise" in data:
            found["enterprise_id"] = data["enterprise"].pk if data["enterprise"] else None
        return found


class PlanForm(ArrangementMixin):
    """A meeting of a kind that is already chosen."""

    branch = forms.ModelChoiceField(label="党支部", queryset=PartyOrg.rows.none())
    topic = short_text("会议主题", 120)
    planned_on = day_field("日期", initial=clock.today)
    planned_time = time_field("时间", required=False)

    def __init__(
        self, *args: Any, actor: Actor, kind: MeetingKind, branch: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = selectors.branches(actor).order_by("name")
        self.fields["branch"].queryset = rows
        found = list(rows.filter(pk=branch)[:1]) if branch else list(rows[:2])
        only = found[0] if len(found) == 1 else None
        self.fields["branch"].initial = only
        if only and rows.count() == 1:
            self.fields["branch"].widget = forms.HiddenInput()
        if kind.seats == "group":
            groups = PartyGroup.objects.visible_to(actor).filter(ends_on=None)
            if only:
                groups = groups.filter(branch=only)
            self.fields["group"] = forms.ModelChoiceField(label="党小组", queryset=groups)
        self.ask_arrangement(kind, actor)
        self.branch = only
        if only:
            self.fields["host"].initial = secretary_of(only, clock.today())
            self.fields["place"].initial = _last_place(only)
        self.fields["recorder"].initial = actor.name

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "branch_id": data["branch"].pk,
            "planned_on": data["planned_on"],
            "planned_time": data["planned_time"],
            "group_id": data["group"].pk if data.get("group") else None,
            **self.arrangement(),
        }


def _last_place(branch: PartyOrg) -> str:
    """Where the branch met last: as a rule the same room."""
    last = Meeting.rows.filter(branch=branch).exclude(place="").order_by("-planned_on", "-pk")
    return last.values_list("place", flat=True).first() or ""


class StepForm(forms.Form):
    """A step on one meeting; ``facts`` are the arguments of its action."""

    def __init__(self, *args: Any, meeting: Meeting, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.actor = meeting, actor
        self.ask()

    def ask(self) -> None:
        """Add the fields of the step."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NothingForm(StepForm):
    """A step that asks nothing more."""


class EditForm(ArrangementMixin, StepForm):
    topic = short_text("会议主题", 120)

    def ask(self) -> None:
        self.ask_arrangement(self.meeting.kind_info, self.actor)
        for name, field in self.fields.items():
            field.initial = getattr(self.meeting, name)

    def facts(self) -> dict[str, Any]:
        return self.arrangement()


class PutOffForm(StepForm):
    planned_on = day_field("新的日期")
    planned_time = time_field("新的时间", required=False)
    reason = short_text("为什么改期", 200)

    def ask(self) -> None:
        self.fields["planned_time"].initial = self.meeting.planned_time


class ReasonForm(StepForm):
    reason = short_text("原因", 200)


class FilesForm(StepForm):
    files = FilesField(label="附件", help_text="签到表、照片、材料都可以，不传也行。")


class RollForm(StepForm):
    """The roll: everybody is ticked; whoever was not there gets a reason."""

    held_on = day_field("召开日期")
    place = short_text("地点", 64, required=False)
    host = person("主持人")
    recorder = person("记录人")

    def ask(self) -> None:
        meeting = self.meeting
        self.fields["held_on"].initial = min(meeting.day, clock.today())
        for name in ("place", "host", "recorder"):
            self.fields[name].initial = getattr(meeting, name)
        self.people = invited(meeting)
        seats = {s.member_id or s.name: s for s in meeting.seats.all()}
        for one in self.people:
            seat = seats.get(one.member_id or one.name)
            self._ask_person(one, seat)

    def _ask_person(self, one: Invited, seat: Any) -> None:
        self.fields[f"here_{one.key}"] = forms.BooleanField(
            label=f"{one.name}到会",
            required=False,
            initial=seat.present if seat else one.counts,
        )
        self.fields[f"out_{one.key}"] = forms.BooleanField(
            label=f"{one.name}不计入应到",
            required=False,
            initial=not seat.counts if seat else not one.counts,
        )
        self.fields[f"why_{one.key}"] = short_text(
            f"{one.name}没到会的原因", 100, required=False, initial=seat.reason if seat else one.why
        )

    @property
    def heads(self) -> list[Any]:
        return [self[name] for name in ("held_on", "place", "host", "recorder")]

    @property
    def rows(self) -> list[RollRow]:
        return [
            RollRow(one, self[f"here_{one.key}"], self[f"out_{one.key}"], self[f"why_{one.key}"])
            for one in self.people
        ]

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        heads = {name: data[name] for name in ("held_on", "place", "host", "recorder")}
        return {**heads, "roll": [self._present(one) for one in self.people]}

    def _present(self, one: Invited) -> Present:
        data = self.cleaned_data
        here = data[f"here_{one.key}"]
        return Present(
            one.name,
            one.member_id,
            one.probationary,
            counts=here or not data[f"out_{one.key}"],
            present=here,
            reason="" if here else data[f"why_{one.key}"],
        )


@dataclass(frozen=True)
class RollRow:
    """One person with the three fields of the roll."""

    person: Invited
    here: Any
    out: Any
    why: Any


BUSINESS = ("problem", "result_name", "result_unit", "result_evidence", "result_before",
            "result_value")  # fmt: skip


class MinuteForm(StepForm):
    agenda = long_text("议程", 2000, 3, help_text="一行一项。", required=False)
    minutes = long_text(
        "会议记录",
        8000,
        8,
        required=False,
        help_text="谁说了什么、定了什么；另有纸质记录的，可以只传附件。",
    )
    decisions = long_text(
        "决议", 2000, 3, required=False, help_text="一行一条，保存后每条都可以转为工作。"
    )

    def ask(self) -> None:
        meeting, kind = self.meeting, self.meeting.kind_info
        if kind.themed:
            self._ask_business()
        self.fields["outcome"] = long_text("成效", 500, 2, required=False)
        for name, label in (("host", "主持人"), ("recorder", "记录人")):
            self.fields[name] = person(label)
        if kind.speaker:
            self.fields["speaker"] = person("主讲人")
        self.fields["place"] = short_text("地点", 64, required=False)
        self.fields["files"] = FilesField(label="附件", help_text="不强制。")
        for name, field in self.fields.items():
            if name not in ("decisions", "files"):
                field.initial = getattr(meeting, name)
        known = meeting.decisions.count()
        if known:
            self.fields["decisions"].help_text = f"已记 {known} 条；这里只写要加的，一行一条。"

    def _ask_business(self) -> None:
        self.fields["topic_kind"] = forms.ChoiceField(
            label="业务主题", choices=[("", "没有"), *TOPICS.items()], required=False
        )
        self.fields["enterprise"] = forms.ModelChoiceField(
            label="企业", queryset=firms_of(self.actor), required=False, empty_label="不在企业"
        )
        self.fields["problem"] = long_text("解决了什么问题", 300, 2, required=False)
        self.fields["result_name"] = short_text(
            "成效指标", 48, required=False, help_text="例如：一次合格率、换模时间。没有数字的不填。"
        )
        for name, label in (("result_before", "活动前"), ("result_value", "活动后")):
            self.fields[name] = forms.DecimalField(
                label=label, max_digits=14, decimal_places=2, required=False
            )
        self.fields["result_unit"] = short_text(
            "单位", 16, required=False, help_text="例如：%、分钟、万元。"
        )
        self.fields["result_evidence"] = short_text(
            "依据", 200, required=False, help_text="这个数从哪里来，例如：质检日报 11 月 20 日。"
        )

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        business = {name: data.pop(name) for name in (*BUSINESS, "topic_kind") if name in data}
        if "enterprise" in data:
            firm = data.pop("enterprise")
            business["enterprise_id"] = firm.pk if firm else None
        decisions = [line for line in data.pop("decisions").splitlines() if line.strip()]
        return {**data, "decisions": decisions, "business": business}


VOTES = (("entitled", "应到会有表决权"), ("voters", "到会有表决权"), ("in_favour", "赞成"),
         ("against", "反对"), ("abstained", "弃权"))  # fmt: skip


class DecideForm(StepForm):
    text = long_text("决议内容", 300)

    def ask(self) -> None:
        if not self.meeting.kind_info.votes:
            return
        full = [s for s in self.meeting.seats.all() if s.counts and not s.probationary]
        known = {"entitled": len(full), "voters": sum(s.present for s in full)}
        for name, label in VOTES:
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=9999, required=False
            )
        if full:
            shown = f"到会情况里是 {known['entitled']} 名应到、{known['voters']} 名到会；没有表决的都不填。"
            self.fields["entitled"].help_text = shown


class DecisionStepForm(forms.Form):
    """A step on one decision."""

    def __init__(self, *args: Any, decision: Decision, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision, self.actor = decision, actor
        self.ask()

    def ask(self) -> None:
        """Add the fields of the step."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AssignForm(DecisionStepForm):
    owner = short_text("负责人", 32)
    due_on = day_field("完成期限")

    def ask(self) -> None:
        accounts = [(str(pk), name) for pk, name in accounts_of(self.decision.branch)]
        self.fields["owner_user"] = forms.ChoiceField(
            label="放到谁的待办", choices=[("", "支部书记"), *accounts], required=False,
            help_text="负责人有账号的，选上就到本人的待办。",
        )  # fmt: skip
        mine = str(self.actor.user_id or "")
        if mine in dict(accounts):
            self.fields["owner_user"].initial = mine
            self.fields["owner"].initial = self.actor.name

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = data["owner_user"]
        return {
            "owner": data["owner"],
            "due_on": data["due_on"],
            "owner_user_id": int(chosen) if chosen else None,
        }


class FinishForm(DecisionStepForm):
    result = long_text("办成了什么", 300)
    done_on = day_field("办结日期", initial=clock.today)


class PostponeForm(DecisionStepForm):
    due_on = day_field("新的期限")
    reason = short_text("为什么改期限", 200)


class DecisionReasonForm(DecisionStepForm):
    reason = short_text("原因", 200)


class GroupForm(forms.Form):
    name = short_text("党小组名称", 32, help_text="例如：一车间党小组。")
    leader = person("组长")
    starts_on = day_field("从哪天起", initial=clock.today)
