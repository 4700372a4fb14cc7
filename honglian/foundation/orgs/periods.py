"""What an organisation was, and from when until when (领域手册 A.3: everything dated).

The row of :class:`PartyOrg` is how things stand today and stays the fast path. A period keeps
the same facts for a span of days, the first included and the last not; an open start is “since
before it was first entered here”, an open end is “still”.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from .types import ORG_TYPES

FACTS = (
    "name",
    "type",
    "parent_id",
    "chain_id",
    "unit_name",
    "unit_uscc",
    "formation",
    "status",
    "is_functional",
    "term_ends_on",
)


def held_on(day: date, via: str = "") -> Q:
    """Rows with ``starts_on`` and ``ends_on``, or those a relation leads to, that hold on a day."""
    starts, ends = (f"{via}__{name}" if via else name for name in ("starts_on", "ends_on"))
    begun = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})
    return begun & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


class OrgPeriod(models.Model):
    """The facts of one organisation for a span of days.

    ``parent_id`` and ``chain_id`` are plain numbers: a period is a record and must neither keep
    an organisation that an undone import takes back nor vanish with its superior.
    """

    org = models.ForeignKey("orgs.PartyOrg", models.CASCADE, related_name="periods")
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    name = models.CharField("党组织名称", max_length=128)
    type = models.CharField("组织类别", max_length=32, choices=ORG_TYPES.choices())
    parent_id = models.BigIntegerField("上级党组织", null=True, blank=True)
    chain_id = models.BigIntegerField("产业链", null=True, blank=True)
    unit_name = models.CharField("所在单位", max_length=128, blank=True)
    unit_uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    formation = models.CharField("组建方式", max_length=12, blank=True)
    status = models.CharField("状态", max_length=12)
    is_functional = models.BooleanField("是否功能型", default=False)
    term_ends_on = models.DateField("本届届满日期", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织沿革"
        ordering = ["org_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["org"], name="org_period_one_open", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="org_period_in_order",
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gt=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> tuple:
        return tuple(getattr(self, name) for name in FACTS)


class OrgTie(models.Model):
    """A place of an organisation in a structure that is not subordination, for a time.

    One organisation may stand in several: the units a joint branch covers, chains it works on,
    the park and the grid it lies in. ``code`` is the place's own identifier (credit code, code
    of the chain or grid), ``name`` what it is called; ``role`` says 牵头 or 成员 where that matters.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", "覆盖单位"
        CHAIN = "chain", "产业链"
        PARK = "park", "园区"
        GRID = "grid", "网格"

    org = models.ForeignKey("orgs.PartyOrg", models.CASCADE, related_name="ties")
    kind = models.CharField("结构", max_length=8, choices=Kind)
    name = models.CharField("名称", max_length=128)
    code = models.CharField("代码", max_length=32, blank=True)
    role = models.CharField("角色", max_length=16, blank=True)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织所在的结构"
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "kind", "name"], name="org_tie_once", condition=Q(ends_on=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"
