"""Department lists (清单管理、包保盯办, 领域手册 A.5): what a department promised, until when, and who answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.domains.enterprises.api import in_grids, pledged_enterprises
from honglian.foundation.orgs.api import subtree
from honglian.kit import clock
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import ITEM


class ListItemQuerySet(ScopedQuerySet):
    read_permission = "lists.view"

    def scope_q(self, actor):
        match actor.scope.kind:
            case ScopeKind.DEPARTMENT:
                helped = ListItem.helpers.through.objects.filter(department__in=actor.scope.ids)
                return Q(department_id__in=actor.scope.ids) | Q(pk__in=helped.values("listitem"))
            case ScopeKind.CHAIN:
                return Q(enterprise__chain_id__in=actor.scope.ids)
            case ScopeKind.ORG:
                return Q(enterprise__party_org__in=subtree(actor.scope.ids))
            case ScopeKind.GRID:
                return in_grids(actor.scope.ids, "enterprise")
            case ScopeKind.PLEDGE:
                return Q(enterprise_id__in=pledged_enterprises(actor))
        return NOTHING


class ListItem(models.Model):
    """One item. ``helpers`` are the departments whose doubles were merged into this one."""

    class Source(models.TextChoices):
        PLEDGE = "pledge", "包保走访"
        CAMPAIGN = "campaign", "敲门行动"
        MEETING = "meeting", "会议议定"
        ORDER = "order", "上级交办"
        OTHER = "other", "其他"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=24)
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    leader = models.CharField("责任领导", max_length=32, blank=True)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("事项", max_length=200)
    promise = models.CharField("承诺措施", max_length=300, blank=True)
    source = models.CharField("来源", max_length=12, choices=Source, default=Source.PLEDGE)
    promised_on = models.DateField("承诺日期")
    due_on = models.DateField("完成期限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.CharField("完成情况", max_length=300, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12, choices=ITEM.choices(), default=ITEM.initial)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    helpers = models.ManyToManyField("orgs.Department", related_name="+", blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = ListItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单事项"
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="list_item_number_once"),
            models.CheckConstraint(
                name="list_item_done_with_day",
                condition=~Q(state="done") | Q(done_on__isnull=False),
            ),
            models.CheckConstraint(
                name="list_item_merged_into_another",
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "due_on", "id"], name="list_item_by_due"),
            models.Index(fields=["department", "state"], name="list_item_by_department"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_late(self) -> bool:
        """Open past its day, or done after it."""
        day = self.done_on or (clock.today() if self.state == "open" else None)
        return day is not None and day > self.due_on

    @property
    def shown_state(self) -> State:
        if self.state == "open" and self.is_late:
            return State("late", "已超期", "overdue")
        return ITEM.state(self.state)
