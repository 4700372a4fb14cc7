"""Industry grids (领域手册 D.1): who looks after which enterprises, as of any day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from honglian.domains.enterprises.api import pledged_enterprises
from honglian.foundation.orgs.api import held_on, subtree
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .planning.models import GridPlan
from .reporting.models import GridEvent

__all__ = ["Grid", "GridArea", "GridDuty", "GridEvent", "GridPlan", "Placement"]


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
    )


class GridQuerySet(ScopedQuerySet):
    read_permission = "grids.view"

    def scope_q(self, actor: Actor) -> Q:
        placed = Placement.rows.filter(held_on(clock.today()))
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return Q(chain_id__in=actor.scope.ids) | _served_by(actor)
            case ScopeKind.GRID:
                return Q(pk__in=actor.scope.ids)
            case ScopeKind.DEPARTMENT:
                return Q()  # who looks after an enterprise is public (D.1 公示)
            case ScopeKind.ORG:
                own = placed.filter(enterprise__party_org__in=subtree(actor.scope.ids))
                return Q(pk__in=own.values("grid")) | _served_by(actor)
            case ScopeKind.ENTERPRISE:
                own = placed.filter(enterprise_id__in=actor.scope.ids)
                return Q(pk__in=own.values("grid")) | _served_by(actor)
            case ScopeKind.PLEDGE:
                own = placed.filter(enterprise__in=pledged_enterprises(actor))
                return Q(pk__in=own.values("grid"))
        return NOTHING

    def in_force(self, day: date | None = None) -> GridQuerySet:
        return self.filter(held_on(day or clock.today()))


def _served_by(actor: Actor) -> Q:
    """Grids in which the person serves today."""
    if actor.user_id is None:
        return NOTHING
    serving = GridDuty.rows.filter(held_on(clock.today()), user_id=actor.user_id)
    return Q(pk__in=serving.values("grid"))


class Grid(models.Model):
    """One industry grid, ``XNG-FB-001``: zone, chain, number (领域手册 D.1).

    ``basis`` says what falls into it by itself: points inside its area, the park enterprises of its
    chain, or nothing but what is put into it by hand. Enterprises belong to exactly one grid.
    """

    class Basis(models.TextChoices):
        AREA = "area", "按范围"
        CHAIN = "chain", "按产业链"
        LIST = "list", "按企业名单"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    code = models.CharField("网格编码", max_length=20)
    name = models.CharField("网格名称", max_length=64)
    basis = models.CharField("怎样划定", max_length=8, choices=Basis, default=Basis.AREA)
    chain = models.ForeignKey(
        "zones.Chain", models.PROTECT, null=True, blank=True, related_name="+"
    )
    org = models.ForeignKey(
        "orgs.PartyOrg", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    gb_code = models.CharField("社区网格码", max_length=18, blank=True)
    duty = models.CharField("网格职责", max_length=500, blank=True)
    phone = models.CharField("监督电话", max_length=32, blank=True)
    starts_on = models.DateField("启用日期")
    ends_on = models.DateField("停用日期", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = GridQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="grid_code_once"),
            in_order("grid_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_in_force(self) -> bool:
        today = clock.today()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)


class GridArea(models.Model):
    """Where a grid lies for a span of days; GeoJSON geometry as ``honglian.algo.areas`` reads it."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="areas")
    geometry = models.JSONField("范围")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    made_by = models.CharField("划定人", max_length=64)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格范围"
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid"], name="grid_one_area", condition=Q(ends_on=None)
            ),
            in_order("grid_area_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.grid_id} {self.starts_on}"


class GridDuty(models.Model):
    """A person serves in a grid for a time. Names and official telephones are public (D.1 公示).

    Professionals (入格专业力量) are officers of departments; they inspect by their own law, grid
    members never do.
    """

    class Kind(models.TextChoices):
        LEAD = "lead", "网格长"
        DEPUTY = "deputy", "副网格长"
        MEMBER = "member", "网格员"
        EXPERT = "expert", "专业力量"

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="duties")
    kind = models.CharField("角色", max_length=8, choices=Kind)
    person_name = models.CharField("姓名", max_length=32)
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    org = models.ForeignKey(
        "orgs.PartyOrg", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.CharField("职务", max_length=64, blank=True)
    phone = models.CharField("公示电话", max_length=32, blank=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    handed_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="taken_from"
    )
    handed_note = models.CharField("交接说明", max_length=300, blank=True)
    handed_items = models.PositiveIntegerField("移交在办", default=0)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格人员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid"], name="grid_one_lead", condition=Q(kind="lead", ends_on=None)
            ),
            in_order("grid_duty_in_order"),
        ]
        indexes = [models.Index(fields=["user", "ends_on"], name="grid_duty_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_name}"


class PlacementQuerySet(ScopedQuerySet):
    read_permission = "grids.view"

    def scope_q(self, actor: Actor) -> Q:
        return Q(grid__in=Grid.objects.visible_to(actor).values("pk"))


class Placement(models.Model):
    """An enterprise belongs to a grid for a span of days, and why.

    ``point`` and ``chain`` follow the facts; ``hand`` and ``plan`` were decided by a person, stay
    until a person changes them, and keep their reason.
    """

    class How(models.TextChoices):
        POINT = "point", "按坐标落入"
        CHAIN = "chain", "按产业链归入"
        HAND = "hand", "人工划入"
        PLAN = "plan", "按方案划入"

    KEPT = ("hand", "plan")

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="placements"
    )
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="placements")
    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    how = models.CharField("怎样归入", max_length=8, choices=How)
    reason = models.CharField("理由", max_length=200, blank=True)
    decided_by = models.CharField("决定人", max_length=64, blank=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()
    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业归属"
        ordering = ["enterprise_id", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], name="placement_one_open", condition=Q(ends_on=None)
            ),
            in_order("placement_in_order"),
        ]
        indexes = [models.Index(fields=["grid", "ends_on"], name="placement_of_grid")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} → {self.grid_id}"

    @property
    def is_decided(self) -> bool:
        return self.how in self.KEPT
