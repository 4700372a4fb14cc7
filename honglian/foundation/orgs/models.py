"""Party organisations with their tree, and the departments of the zone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from honglian.algo.hanzi import search_tokens
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .periods import OrgPeriod, OrgTie
from .types import ORG_TYPES

__all__ = ["Department", "OrgClosure", "OrgPeriod", "OrgTie", "PartyOrg", "Post"]


class PartyOrgQuerySet(ScopedQuerySet):
    read_permission = "orgs.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return Q(pk__in=OrgClosure.objects.filter(ancestor_id__in=ids).values("descendant"))
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(chain_id__in=ids)
        if actor.scope.kind in (ScopeKind.DEPARTMENT, ScopeKind.PLEDGE, ScopeKind.ENTERPRISE):
            # The roster of organisations is public inside a zone; their members are not.
            return Q()
        return NOTHING


class PartyOrg(models.Model):
    """One Party organisation (领域手册 A, 台账 LD01).

    ``parent`` is subordination (隶属); ``chain`` is the chain it works on (链上联建), which
    is another thing. ``unit_name`` and ``unit_uscc`` name the enterprise it stands in.
    """

    class Status(models.TextChoices):
        APPLYING = "applying", "申请中"
        APPROVED = "approved", "已批复"
        ELECTING = "electing", "选举中"
        APPOINTED = "appointed", "已指定"
        ACTIVE = "active", "运行"
        REELECTING = "reelecting", "换届中"
        ADJUSTING = "adjusting", "调整中"
        MERGED = "merged", "已并入"
        DISSOLVED = "dissolved", "已撤销"
        REFUSED = "refused", "未批准"

    # Those that count as organisations: neither asked for only, nor gone.
    STANDING = ("active", "reelecting", "adjusting")

    class Formation(models.TextChoices):
        SINGLE = "single", "单独组建"
        JOINT = "joint", "联合组建"
        ATTACHED = "attached", "挂靠"
        OTHER = "other", "其他"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    code = models.CharField("党组织编码", max_length=32)
    name = models.CharField("党组织名称", max_length=128)
    type = models.CharField("组织类别", max_length=32, choices=ORG_TYPES.choices())
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    chain = models.ForeignKey(
        "zones.Chain", models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_name = models.CharField("所在单位", max_length=128, blank=True)
    unit_uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True)
    formation = models.CharField("组建方式", max_length=12, choices=Formation, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    approval_no = models.CharField("批复文号", max_length=64, blank=True)
    term_ends_on = models.DateField("本届届满日期", null=True, blank=True)
    is_functional = models.BooleanField("是否功能型", default=False)
    phone = models.CharField("联系电话", max_length=32, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.ACTIVE)
    search = models.TextField(editable=False, default="", blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = PartyOrgQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="org_code_once")]
        indexes = [models.Index(fields=["zone", "type"]), models.Index(fields=["zone", "name"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, since: date | None = None, **kwargs: Any) -> None:
        """Store the row and, from ``since`` (default: today), its period."""
        from .history import keep

        self.search = search_tokens(" ".join((self.name, self.unit_name, self.code)).strip())
        super().save(*args, **kwargs)
        keep(self, since)

    @property
    def type_name(self) -> str:
        return ORG_TYPES[self.type].name


class OrgClosure(models.Model):
    """Transitive closure of subordination, itself included at depth 0 (STACK: tree choice)."""

    ancestor = models.ForeignKey(PartyOrg, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(PartyOrg, models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="org_closure_once")
        ]
        indexes = [models.Index(fields=["descendant", "ancestor"])]


class Post(models.Model):
    """A person holds a post in an organisation for a time; one person may hold several (兼任)."""

    class Kind(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY = "deputy", "副书记"
        COMMITTEE = "committee", "委员"

    org = models.ForeignKey(PartyOrg, models.CASCADE, related_name="posts")
    kind = models.CharField("职务", max_length=12, choices=Kind)
    person_name = models.CharField("姓名", max_length=32)
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="posts"
    )
    duty = models.CharField("分工", max_length=64, blank=True)
    is_primary = models.BooleanField("主要职务", default=True)
    appointed_by = models.CharField("任职文号", max_length=64, blank=True)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["kind", "id"]


class DepartmentQuerySet(ScopedQuerySet):
    read_permission = "zones.view"

    def scope_q(self, actor):
        return Q()  # a zone's departments are no secret inside the zone


class Department(models.Model):
    """A department of the zone (区直部门、属地园区管理办公室)."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="departments")
    code = models.CharField("部门代码", max_length=32)
    name = models.CharField("部门名称", max_length=64)
    short_name = models.CharField("简称", max_length=32, blank=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    leader = models.CharField("负责人", max_length=32, blank=True)
    phone = models.CharField("联系电话", max_length=32, blank=True)
    is_fallback = models.BooleanField("兜底部门", default=False)
    is_active = models.BooleanField("启用", default=True)

    rows = models.Manager()
    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="department_code_once")
        ]

    def __str__(self) -> str:
        return self.name
