"""Task forces (专班, 领域手册 E.5): people of several departments on one plan, for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import FORCE, TASK


class TaskForceQuerySet(ScopedQuerySet):
    read_permission = "taskforces.view"

    def scope_q(self, actor):
        mine = NOTHING
        if actor.user_id:
            member = Member.rows.filter(user=actor.user_id).values("force")
            owner = Task.rows.filter(owner_user=actor.user_id).values("force")
            mine = Q(leader_user=actor.user_id) | Q(pk__in=member) | Q(pk__in=owner)
        match actor.scope.kind:
            case ScopeKind.DEPARTMENT:
                taking_part = TaskForce.departments.through.objects.filter(
                    department__in=actor.scope.ids
                )
                return (
                    Q(lead_department__in=actor.scope.ids)
                    | Q(pk__in=taking_part.values("taskforce"))
                    | mine
                )
            case ScopeKind.CHAIN:
                return Q(chain__in=actor.scope.ids) | mine
        return mine


class TaskForce(models.Model):
    """One task force. ``cause``, ``case`` or ``project`` is what it was formed for."""

    class Origin(models.TextChoices):
        PROJECT = "project", "重大项目"
        CAUSE = "cause", "共性问题"
        CASE = "case", "复杂诉求"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=24)
    name = models.CharField("名称", max_length=60)
    origin = models.CharField("因何成立", max_length=8, choices=Origin)
    cause = models.ForeignKey(
        "cases.CommonCause", models.PROTECT, null=True, blank=True, related_name="task_forces"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="task_forces"
    )
    project = models.CharField("项目", max_length=80, blank=True)
    chain = models.ForeignKey(
        "zones.Chain", models.PROTECT, null=True, blank=True, related_name="+"
    )
    aim = models.CharField("目标和销号标准", max_length=300)
    leader = models.CharField("组长", max_length=32)
    leader_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lead_department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    departments = models.ManyToManyField("orgs.Department", related_name="+", blank=True)
    state = models.CharField("状态", max_length=12, choices=FORCE.choices(), default=FORCE.initial)
    formed_on = models.DateField("成立日期")
    due_on = models.DateField("计划完成")
    result = models.TextField("结果", blank=True)
    dissolved_on = models.DateField("解散日期", null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = TaskForceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专班"
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="task_force_number_once"),
            models.CheckConstraint(
                name="task_force_dissolved_with_result",
                condition=~Q(state="dissolved") | (Q(dissolved_on__isnull=False) & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_state(self) -> State:
        return FORCE.state(self.state)


class Member(models.Model):
    """Who works in it, from when until when; nobody is ever struck out of the history."""

    force = models.ForeignKey(TaskForce, models.CASCADE, related_name="members")
    name = models.CharField("姓名", max_length=32)
    duty = models.CharField("分工", max_length=60, blank=True)
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    joined_on = models.DateField("加入")
    left_on = models.DateField("离开", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        ordering = ["left_on", "id"]


class Task(models.Model):
    """One line of the plan, with an owner and a day; it lies on a desk until it is done."""

    force = models.ForeignKey(TaskForce, models.CASCADE, related_name="tasks")
    text = models.CharField("任务", max_length=200)
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    owner = models.CharField("责任人", max_length=32, blank=True)
    owner_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=TASK.choices(), default=TASK.initial)
    word = models.CharField("结果或说明", max_length=300, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="force_task_ended_with_word", condition=Q(state="open") | ~Q(word="")
            )
        ]

    @property
    def shown_state(self) -> State:
        return TASK.state(self.state)


class Meeting(models.Model):
    """Notes of a weekly meeting (周例会): what was settled."""

    force = models.ForeignKey(TaskForce, models.CASCADE, related_name="meetings")
    held_on = models.DateField("开会日期")
    attendees = models.CharField("参加人", max_length=200, blank=True)
    text = models.TextField("议定事项")
    noted_by = models.CharField("记录人", max_length=64)

    rows = models.Manager()

    class Meta:
        ordering = ["-held_on", "-id"]
