"""Meetings of a branch with their roll and decisions (领域手册 C.1, C.2, 台账 LD05).

There is no check-in, no photo that must be taken and nothing that counts points or hours
(领域手册 O.7): the roll is ticked by the recorder, files are attached if somebody wants to.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import models
from django.db.models import Q

from honglian.domains.enterprises.api import Enterprise, pledged_enterprises
from honglian.foundation.orgs.api import subtree
from honglian.kit import clock
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .kinds import CHOICES, KINDS, TOPICS, MeetingKind
from .states import DECISION, MEETING, REMINDER

WRITTEN = ("minuted", "confirmed")


class MeetingQuerySet(ScopedQuerySet):
    """Rows with a ``branch``: its people, those above it, its chain's lead, its firm's instructor."""

    read_permission = "partylife.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(branch__chain_id__in=ids)
        if actor.scope.kind == ScopeKind.PLEDGE:
            firms = Enterprise.rows.filter(pk__in=pledged_enterprises(actor))
            return Q(branch__in=firms.exclude(party_org=None).values("party_org"))
        return NOTHING


class PartyGroup(models.Model):
    """A group (党小组) of a branch; each meets once a month. ``ends_on`` is its last day."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    name = models.CharField("党小组", max_length=32)
    leader = models.CharField("组长", max_length=32, blank=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党小组"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"], name="party_group_once", condition=Q(ends_on=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting or activity. ``held_on`` is empty until it took place.

    ``agenda`` has one subject a line. ``expected`` and ``present`` are people; they come from
    the seats where there are any, else from a ledger. ``late`` marks minutes that came later
    than seven days after the meeting (补录). The columns from ``topic_kind`` on say what a themed
    day did for the business: the problem, the figure that got better with its unit, and what
    shows it.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=40)
    kind = models.CharField("会议类型", max_length=24, choices=CHOICES)
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    topic = models.CharField("会议主题", max_length=120)
    planned_on = models.DateField("日期")
    planned_time = models.TimeField("时间", null=True, blank=True)
    held_on = models.DateField("召开日期", null=True, blank=True)
    place = models.CharField("地点", max_length=64, blank=True)
    host = models.CharField("主持人", max_length=32, blank=True)
    recorder = models.CharField("记录人", max_length=32, blank=True)
    speaker = models.CharField("主讲人", max_length=32, blank=True)
    agenda = models.TextField("主要议程", max_length=2000, blank=True)
    expected = models.PositiveSmallIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到人数", null=True, blank=True)
    absences = models.CharField("缺席人员及原因", max_length=500, blank=True)
    minutes = models.TextField("会议记录", max_length=8000, blank=True)
    outcome = models.CharField("决议/成效", max_length=500, blank=True)
    minuted_on = models.DateField("记录日期", null=True, blank=True)
    minuted_by = models.CharField("登记人", max_length=64, blank=True)
    late = models.BooleanField("补录", default=False)
    confirmed_by = models.CharField("确认人", max_length=64, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    put_off = models.PositiveSmallIntegerField("改期次数", default=0)
    noticed_at = models.DateTimeField("通知时间", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=MEETING.choices(), default=MEETING.initial
    )
    topic_kind = models.CharField(
        "业务主题", max_length=16, choices=list(TOPICS.items()), blank=True
    )
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, null=True, blank=True, related_name="+"
    )
    problem = models.CharField("解决什么问题", max_length=300, blank=True)
    result_name = models.CharField("成效指标", max_length=48, blank=True)
    result_before = models.DecimalField(
        "活动前", max_digits=14, decimal_places=2, null=True, blank=True
    )
    result_value = models.DecimalField(
        "活动后", max_digits=14, decimal_places=2, null=True, blank=True
    )
    result_unit = models.CharField("单位", max_length=16, blank=True)
    result_evidence = models.CharField("依据", max_length=200, blank=True)
    note = models.CharField("与业务融合事项", max_length=300, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议活动"
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                name="meeting_present_at_most_expected",
                condition=Q(present=None) | Q(expected=None) | Q(present__lte=models.F("expected")),
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "kind", "held_on"]),
            models.Index(fields=["zone", "planned_on", "id"]),
            models.Index(
                fields=["enterprise"], name="meeting_of_firm", condition=Q(enterprise__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_info.name}：{self.topic}"

    @property
    def kind_info(self) -> MeetingKind:
        return KINDS[self.kind]

    @property
    def state_info(self):
        return MEETING.state(self.state)

    @property
    def day(self) -> date:
        """When it was held, else when it is planned."""
        return self.held_on or self.planned_on

    @property
    def at(self) -> datetime:
        """The planned moment; a day without a time means its morning."""
        return datetime.combine(self.planned_on, self.planned_time or time(9), clock.CHINA)

    @property
    def is_written(self) -> bool:
        return self.state in WRITTEN

    @property
    def subjects(self) -> list[str]:
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]

    @property
    def absent(self) -> int | None:
        if self.expected is None or self.present is None:
            return None
        return self.expected - self.present


class Seat(models.Model):
    """A member on the roll. Only those who ``count`` are expected; the others are noted apart."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    member = models.ForeignKey(
        "members.PartyMember", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("姓名", max_length=32)
    probationary = models.BooleanField("预备党员", default=False)
    counts = models.BooleanField("计入应到", default=True)
    present = models.BooleanField("到会", default=False)
    reason = models.CharField("没有到会的原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="meeting_seat_once",
                condition=Q(member__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """What a meeting decided. With an owner and a day it is work until it is done.

    The votes are those of members entitled to vote; empty where nobody voted.
    ``owner_user_id`` is the account whose desk it lies on, if the owner has one.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    no = models.PositiveSmallIntegerField("序号")
    text = models.CharField("决议", max_length=300)
    entitled = models.PositiveSmallIntegerField("应到有表决权", null=True, blank=True)
    voters = models.PositiveSmallIntegerField("实到有表决权", null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField("赞成", null=True, blank=True)
    against = models.PositiveSmallIntegerField("反对", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("弃权", null=True, blank=True)
    passed = models.BooleanField("通过", null=True, blank=True)
    owner = models.CharField("负责人", max_length=32, blank=True)
    owner_user_id = models.BigIntegerField(null=True, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    result = models.CharField("办理结果", max_length=300, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=DECISION.choices(), default=DECISION.initial
    )
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        ordering = ["no", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "no"], name="decision_once")]
        indexes = [models.Index(fields=["zone", "state", "due_on"])]

    def __str__(self) -> str:
        return self.text

    @property
    def state_info(self):
        return DECISION.state(self.state)

    @property
    def is_late(self) -> bool:
        """Past its day and not done, or done after it."""
        return self.due_on is not None and self.due_on < (self.done_on or clock.today())


class Reminder(models.Model):
    """A branch was reminded that a form of organisation life is still missing in a period."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.CASCADE, related_name="+")
    kind = models.CharField("制度", max_length=24)
    first = models.DateField("期初")
    last = models.DateField("期末")
    state = models.CharField(
        "状态", max_length=12, choices=REMINDER.choices(), default=REMINDER.initial
    )
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织生活提醒"
        constraints = [
            models.UniqueConstraint(fields=["branch", "kind", "first"], name="reminder_once")
        ]
        indexes = [models.Index(fields=["zone", "state"])]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.kind} {self.first}"
