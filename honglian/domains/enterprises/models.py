"""Enterprises of a zone and the people who keep contact with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit import clock
from honglian.kit.actor import ScopeKind
from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .assigning.models import AssignmentPair, AssignmentPlan
from .contacts.models import Conflict, LeaveCover, covering
from .gridscope import in_grids
from .reporting.models import Collection, Return, Revision
from .states import PROMISE
from .validity import held_on

__all__ = [
    "AssignmentPair",
    "AssignmentPlan",
    "Collection",
    "Conflict",
    "ContactLog",
    "ContactPledge",
    "Enterprise",
    "Instructor",
    "LeaveCover",
    "Return",
    "Revision",
    "pledged_enterprises",
]


class EnterpriseQuerySet(ScopedQuerySet):
    read_permission = "enterprises.view"

    def scope_q(self, actor):
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return Q(chain_id__in=actor.scope.ids)
            case ScopeKind.ORG:
                return Q(party_org__in=subtree(actor.scope.ids))
            case ScopeKind.ENTERPRISE:
                return Q(pk__in=actor.scope.ids)
            case ScopeKind.PLEDGE:
                return Q(pk__in=pledged_enterprises(actor))
            case ScopeKind.GRID:
                return in_grids(actor.scope.ids)
            case ScopeKind.DEPARTMENT:
                return Q()  # the registry is open to the zone's departments, figures are not
        return NOTHING


def pledged_enterprises(actor):
    """Subquery: enterprises this person guides today, or whose guide he stands in for today."""
    day = clock.today()
    absent = LeaveCover.rows.filter(covering(day), cover__user_id=actor.user_id).values("absent")
    mine = Q(instructor__user_id=actor.user_id) | Q(instructor__in=absent)
    return ContactPledge.rows.filter(mine, held_on(day)).values("enterprise")


class Enterprise(models.Model):
    """One enterprise (领域手册 H, 台账 LD16). Amounts are in 万元; money has two decimals.

    ``capital`` keeps its own currency and is never converted. ``search`` holds tokens for
    the index (name, code, pinyin), written whenever the name changes.
    """

    class Role(models.TextChoices):
        LEADER = "leader", "链主"
        CORE = "core", "核心"
        SUPPORT = "support", "配套"

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹建"
        BUILDING = "building", "在建"
        OPERATING = "operating", "投产"
        STOPPED = "stopped", "停产"
        CLOSED = "closed", "注销"

    class Size(models.TextChoices):
        LARGE = "large", "大型"
        MEDIUM = "medium", "中型"
        SMALL = "small", "小型"
        MICRO = "micro", "微型"

    class FourAbove(models.TextChoices):
        INDUSTRY = "industry", "规上工业"
        CONSTRUCTION = "construction", "资质建筑业"
        TRADE = "trade", "限上批零住餐"
        ESTATE = "estate", "房地产开发"
        SERVICE = "service", "规上服务业"

    class Coverage(models.TextChoices):
        SINGLE = "single", "单独组建"
        JOINT = "joint", "联合组建"
        ATTACHED = "attached", "挂靠"
        INSTRUCTOR = "instructor", "派驻指导员"
        LIAISON = "liaison", "联络员或群团"
        NONE = "none", "空白点"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    uscc = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("企业名称", max_length=128)
    former_name = models.CharField("曾用名", max_length=128, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    legal_person = models.CharField("法定代表人", max_length=64, blank=True)
    capital = models.DecimalField(
        "注册资本（万元）", max_digits=18, decimal_places=4, null=True, blank=True
    )
    capital_currency = models.CharField("币种", max_length=3, default="CNY", blank=True)
    ent_type = models.CharField("企业类型", max_length=64, blank=True)
    business_scope = models.TextField("经营范围", blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    address = models.CharField("经营地址", max_length=200, blank=True)
    division_code = models.CharField("行政区划", max_length=6, blank=True)
    industry_section = models.CharField("行业门类", max_length=32, blank=True)
    industry_code = models.CharField("行业小类代码", max_length=4, blank=True)
    products = models.CharField("主营产品", max_length=200, blank=True)
    needs = models.CharField("需要的专长", max_length=120, blank=True)
    chain = models.ForeignKey(
        "zones.Chain", models.PROTECT, null=True, blank=True, related_name="+"
    )
    chain_role = models.CharField("链上角色", max_length=8, choices=Role, blank=True)
    size = models.CharField("企业规模", max_length=8, choices=Size, blank=True)
    four_above = models.CharField("四上", max_length=12, choices=FourAbove, blank=True)
    listed_above_on = models.DateField("入规日期", null=True, blank=True)
    is_key = models.BooleanField("重点企业", default=False)
    is_in_park = models.BooleanField("园区企业", default=False)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.OPERATING)
    employees = models.PositiveIntegerField("从业人员数", null=True, blank=True)
    revenue = models.DecimalField(
        "营业收入（万元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    output = models.DecimalField(
        "工业总产值（万元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    tax = models.DecimalField(
        "上缴税收（万元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    rd_spend = models.DecimalField(
        "研发费用（万元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    honours = models.CharField("资质荣誉", max_length=300, blank=True)
    party_org = models.ForeignKey(
        "orgs.PartyOrg", models.SET_NULL, null=True, blank=True, related_name="enterprises"
    )
    coverage = models.CharField(
        "党组织覆盖类别", max_length=12, choices=Coverage, default=Coverage.NONE
    )
    formal_members = models.PositiveIntegerField("党员数", null=True, blank=True)
    probationary_members = models.PositiveIntegerField("预备党员数", null=True, blank=True)
    park = models.CharField("所在园区", max_length=32, blank=True)
    contact_name = models.CharField("联系人", max_length=32, blank=True)
    contact_mobile = EncryptedTextField("联系电话", blank=True, default="")
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    initials = models.CharField(max_length=128, editable=False, default="", blank=True)
    search = models.TextField(editable=False, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        constraints = [
            models.UniqueConstraint(fields=["zone", "uscc"], name="enterprise_uscc_once")
        ]
        indexes = [
            models.Index(fields=["zone", "name", "id"]),
            models.Index(fields=["zone", "chain", "id"]),
            models.Index(fields=["zone", "id"], name="enterprise_key", condition=Q(is_key=True)),
            models.Index(
                fields=["zone", "id"], name="enterprise_in_park", condition=Q(is_in_park=True)
            ),
            models.Index(fields=["party_org"]),
        ]

    def __str__(self) -> str:
        return self.name


class InstructorQuerySet(ScopedQuerySet):
    read_permission = "pledges.view"

    def scope_q(self, actor):
        """Who answers today for an enterprise in sight; an instructor also sees himself."""
        match actor.scope.kind:
            case ScopeKind.PLEDGE:
                firms = Q(enterprise__in=pledged_enterprises(actor))
                return Q(user_id=actor.user_id) | self._answering(firms)
            case ScopeKind.CHAIN:
                return self._answering(Q(enterprise__chain_id__in=actor.scope.ids))
            case ScopeKind.ORG:
                return self._answering(Q(enterprise__party_org__in=subtree(actor.scope.ids)))
            case ScopeKind.GRID:
                return self._answering(in_grids(actor.scope.ids, "enterprise"))
        return NOTHING

    def _answering(self, firms):
        rows = ContactPledge.rows.filter(held_on(clock.today()), firms)
        return Q(pk__in=rows.values("instructor"))


class Instructor(models.Model):
    """A cadre sent to guide enterprises (党建指导员), or a leader who keeps contact.

    ``chains`` are those he knows; ``longitude`` and ``latitude`` are where he works;
    ``left_on`` is the first day on which he is not there any more.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    code = models.CharField("编号", max_length=32)
    name = models.CharField("姓名", max_length=32)
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.CharField("单位", max_length=64, blank=True)
    post = models.CharField("职务", max_length=64, blank=True)
    mobile = EncryptedTextField("手机", blank=True, default="")
    skills = models.CharField("专长", max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField("最多包保企业数", default=5)
    chains = models.ManyToManyField("zones.Chain", blank=True, related_name="+")
    longitude = models.FloatField("办公地点经度", null=True, blank=True)
    latitude = models.FloatField("办公地点纬度", null=True, blank=True)
    left_on = models.DateField("离任日期", null=True, blank=True)
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    rows = models.Manager()
    objects = InstructorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党建指导员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="instructor_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class ContactPledgeQuerySet(ScopedQuerySet):
    read_permission = "enterprises.view"

    def scope_q(self, actor):
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return Q(enterprise__chain_id__in=actor.scope.ids)
            case ScopeKind.ORG:
                return Q(enterprise__party_org__in=subtree(actor.scope.ids))
            case ScopeKind.ENTERPRISE:
                return Q(enterprise_id__in=actor.scope.ids)
            case ScopeKind.GRID:
                return in_grids(actor.scope.ids, "enterprise")
            case ScopeKind.PLEDGE:
                return Q(instructor__user_id=actor.user_id)
            case ScopeKind.DEPARTMENT:
                return Q()
        return NOTHING


class ContactPledge(models.Model):
    """Who answers for an enterprise (包保, 领域手册 A.5).

    An enterprise has exactly one primary instructor on any day; who leaves hands over first.
    ``ends_on`` is the day of the handover: the first on which the successor answers.
    """

    class Kind(models.TextChoices):
        PRIMARY = "primary", "主指导员"
        DEPUTY = "deputy", "协助指导员"
        LEADER = "leader", "包保领导"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="pledges")
    instructor = models.ForeignKey(Instructor, models.PROTECT, related_name="pledges")
    kind = models.CharField("类型", max_length=8, choices=Kind, default=Kind.PRIMARY)
    visits_per_month = models.PositiveSmallIntegerField("走访频次要求（次/月）", default=1)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    handed_to = models.ForeignKey(
        Instructor, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("备注", max_length=200, blank=True)

    rows = models.Manager()
    objects = ContactPledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "包保"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                name="one_primary_instructor",
                condition=Q(kind="primary", ends_on__isnull=True),
            ),
            models.CheckConstraint(
                name="pledge_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]


class ContactLogQuerySet(ContactPledgeQuerySet):
    # Notes about an enterprise are not for it to read.
    read_permission = "pledges.view"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.PLEDGE:
            return Q(enterprise_id__in=pledged_enterprises(actor))
        return super().scope_q(actor)


class ContactLog(models.Model):
    """A visit or call, what was heard, and what was promised until when.

    ``keeper`` has to keep the promise now: who made it, or who took over from him.
    """

    class Way(models.TextChoices):
        VISIT = "visit", "上门走访"
        CALL = "call", "电话"
        MEETING = "meeting", "会议"
        MESSAGE = "message", "微信或短信"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="contact_log")
    instructor = models.ForeignKey(
        Instructor, models.PROTECT, null=True, blank=True, related_name="contact_log"
    )
    way = models.CharField("方式", max_length=8, choices=Way)
    happened_on = models.DateField("日期")
    text = models.TextField("了解到的情况")
    promise = models.CharField("答应的事", max_length=300, blank=True)
    promise_due_on = models.DateField("答应的期限", null=True, blank=True)
    promise_done_on = models.DateField("兑现日期", null=True, blank=True)
    promise_withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    promise_withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)
    keeper = models.ForeignKey(
        Instructor, models.PROTECT, null=True, blank=True, related_name="promises"
    )
    logged_by = models.CharField("记录人", max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = ContactLogQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系记录"
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="promise_kept_or_withdrawn",
                condition=Q(promise_done_on__isnull=True) | Q(promise_withdrawn_on__isnull=True),
            )
        ]

    @property
    def promise_state(self):
        """Where the promise stands, as the page shows it."""
        return PROMISE.state(self.promise_code)

    @property
    def promise_code(self) -> str:
        if self.promise_withdrawn_on:
            return "withdrawn"
        if self.promise_done_on:
            late = self.promise_due_on and self.promise_done_on > self.promise_due_on
            return "late" if late else "kept"
        return "open"
