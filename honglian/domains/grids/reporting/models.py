"""What a grid member met (领域手册 D.2, D.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.domains.enterprises.api import in_grids, pledged_enterprises
from honglian.foundation.orgs.api import held_on, subtree
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .states import EVENT


class GridEventQuerySet(ScopedQuerySet):
    read_permission = "grids.view"

    def scope_q(self, actor: Actor) -> Q:
        """One's own reports, and those about what the scope names."""
        own = Q(reporter_id=actor.user_id) if actor.user_id else NOTHING
        ids = actor.scope.ids
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return Q(grid__chain_id__in=ids) | Q(enterprise__chain_id__in=ids) | own
            case ScopeKind.GRID:
                return Q(grid_id__in=ids) | in_grids(ids, "enterprise") | own
            case ScopeKind.ORG:
                serving = Q(grid__in=_duties(actor).values("grid"))
                return Q(enterprise__party_org__in=subtree(ids)) | serving | own
            case ScopeKind.DEPARTMENT:
                return Q(department_id__in=ids) | own
            case ScopeKind.ENTERPRISE:
                return Q(enterprise_id__in=ids) | own
            case ScopeKind.PLEDGE:
                return Q(enterprise__in=pledged_enterprises(actor)) | own
        return own


def _duties(actor: Actor) -> models.QuerySet:
    from ..models import GridDuty

    if actor.user_id is None:
        return GridDuty.rows.none()
    return GridDuty.rows.filter(held_on(clock.today()), user_id=actor.user_id)


class GridEvent(models.Model):
    """One matter out of an enterprise, with its way from the report to the closing.

    ``matter`` is a code of ``data/matters.toml``, ``topic`` the kind it belongs to. ``key`` is what the
    telephone gave the report, so that one sent twice over a bad line is one. ``case_number`` names the
    whistle that a demand became; it is set once. ``limits`` is the copy of the zone's limits on the day.
    """

    class Topic(models.TextChoices):
        PARTY = "party", "基层党建"
        SERVICE = "service", "涉企服务"
        SAFETY = "safety", "安全生产"
        POLICY = "policy", "政策兑现"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("事件编号", max_length=40)
    grid = models.ForeignKey(
        "grids.Grid", models.PROTECT, null=True, blank=True, related_name="events"
    )
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, null=True, blank=True, related_name="grid_events"
    )
    topic = models.CharField("事项大类", max_length=8, choices=Topic)
    matter = models.CharField("事项小类", max_length=32)
    level = models.CharField("等级", max_length=4, default="L3")
    place = models.CharField("位置", max_length=120, blank=True)
    text = models.CharField("描述", max_length=1000)
    state = models.CharField("状态", max_length=12, choices=EVENT.choices(), default=EVENT.initial)
    on_the_spot = models.BooleanField("当场办好", default=False)
    outcome = models.CharField("处置结果", max_length=1000, blank=True)
    reporter_id = models.BigIntegerField(null=True, blank=True)
    reporter_name = models.CharField("采集人", max_length=64)
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rejected = models.PositiveSmallIntegerField("退单次数", default=0)
    reopened = models.PositiveSmallIntegerField("退回处置次数", default=0)
    handler_id = models.BigIntegerField(null=True, blank=True)
    handler_name = models.CharField("处置人", max_length=64, blank=True)
    verifier_name = models.CharField("核查人", max_length=64, blank=True)
    case_number = models.CharField("吹哨编号", max_length=40, blank=True)
    key = models.CharField(max_length=64, blank=True)
    limits = models.JSONField(default=dict)
    due_at = models.DateTimeField("时限", null=True, blank=True)
    due_kind = models.CharField(max_length=12, blank=True)
    collected_at = models.DateTimeField("采集时间")
    dispatched_at = models.DateTimeField("分拨时间", null=True, blank=True)
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    closed_at = models.DateTimeField("结案时间", null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = GridEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格事件"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="grid_event_number_once"),
            models.UniqueConstraint(
                fields=["zone", "key"], condition=~Q(key=""), name="grid_event_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "due_at"], name="grid_event_state"),
            models.Index(fields=["enterprise", "collected_at"], name="grid_event_firm"),
            models.Index(fields=["grid", "state"], name="grid_event_grid"),
            models.Index(fields=["zone", "case_number"], name="grid_event_case"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_info(self):
        return EVENT.state(self.state)

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()
