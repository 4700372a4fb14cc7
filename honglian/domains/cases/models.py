"""The whistle (企业吹哨) and the departments' answer to it (领域手册 E, 台账 LD09)."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from honglian.domains.enterprises.api import in_grids, pledged_enterprises
from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .campaigns.models import Campaign, Issue, Knock, Round, Target
from .causes.models import CommonCause
from .dispatching.models import DispatchRule, RuleSet
from .duplicates.models import DuplicateIndex
from .ladder.models import Escalation
from .leave.models import Delegation
from .library.models import KnowledgeEntry, ReplyTemplate
from .lists.models import ListItem
from .proposing.models import LearnedModel
from .states import CASE, ORDER
from .taskforces.models import TaskForce

__all__ = [
    "Ask",
    "Campaign",
    "Case",
    "CommonCause",
    "Delegation",
    "DispatchRule",
    "DuplicateIndex",
    "Escalation",
    "Issue",
    "Knock",
    "KnowledgeEntry",
    "LearnedModel",
    "ListItem",
    "Order",
    "ReplyTemplate",
    "Round",
    "RuleSet",
    "Target",
    "TaskForce",
]


class CaseQuerySet(ScopedQuerySet):
    read_permission = "cases.view"

    def scope_q(self, actor):
        own = Q(reporter_user_id=actor.user_id) if actor.user_id else NOTHING
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return Q(chain_id__in=actor.scope.ids) | own
            case ScopeKind.ORG:
                return Q(enterprise__party_org__in=subtree(actor.scope.ids)) | own
            case ScopeKind.DEPARTMENT:
                # EXISTS lets PostgreSQL probe one case or hash all orders, whichever is cheaper.
                mine = Order.rows.filter(case=OuterRef("pk"), department_id__in=actor.scope.ids)
                return Q(Exists(mine)) | own
            case ScopeKind.ENTERPRISE:
                return Q(enterprise_id__in=actor.scope.ids)
            case ScopeKind.PLEDGE:
                return Q(enterprise_id__in=pledged_enterprises(actor)) | own
            case ScopeKind.GRID:
                return in_grids(actor.scope.ids, "enterprise") | own
        return own

    def sees(self, actor, row) -> bool:
        """Whether this one case, already in hand, is among ``visible_to``.

        The frequent scopes are answered from the row; the others ask the database.
        """
        if not actor.is_system and actor.can(self.read_permission):
            if row.zone_id != actor.zone_id:
                return False
            own = actor.user_id is not None and row.reporter_user_id == actor.user_id
            match actor.scope.kind:
                case ScopeKind.ZONE:
                    return True
                case ScopeKind.ENTERPRISE:
                    return row.enterprise_id in actor.scope.ids
                case ScopeKind.CHAIN:
                    return own or row.chain_id in actor.scope.ids
        return self.visible_to(actor).filter(pk=row.pk).exists()

    def listed_for(self, actor):
        """The same rows as ``visible_to``, shaped for lists of many.

        A department's rows are found through its orders. “Or reported by me” would keep the
        database from doing so, hence it is only asked for when there is such a case.
        """
        if actor.scope.kind != ScopeKind.DEPARTMENT or not actor.can(self.read_permission):
            return self.visible_to(actor)
        rows = self.filter(zone_id=actor.zone_id)
        orders = Order.rows.filter(department_id__in=actor.scope.ids).order_by()
        reported = Case.rows.filter(reporter_user_id=actor.user_id)
        if actor.user_id is None or not reported.exists():
            return rows.filter(Exists(orders.filter(case=OuterRef("pk"))))._open()
        return rows.filter(pk__in=orders.values("case").union(reported.values("pk")))._open()


class Case(models.Model):
    """One demand from report to rating. Its clocks run in its orders.

    ``chain`` is copied from the enterprise so that a grid lead's list needs no join.
    ``tracking_hash`` lets a visitor follow the case with a code and without an account.
    ``open_orders`` counts the orders that still wait for an answer: the database itself
    refuses to rest a case while it is not zero. ``due_at`` is the acceptance limit before
    dispatch and the lead department's limit after it; only :mod:`.clocks` writes it.
    ``source`` and ``outside_number`` name the case in the system it came from. A case that was
    split has ``parts`` (cases of their own with ``split_from``) and rests while ``open_parts``
    of them are under way. ``rung`` is the step of the zone's ladder it was passed on to;
    ``review_on`` the day a case set apart (挂账) is looked at again.
    """

    class Channel(models.TextChoices):
        ENTERPRISE = "enterprise", "企业端"
        HOTLINE = "hotline", "热线"
        INSTRUCTOR = "instructor", "指导员代录"
        GRID = "grid", "网格上报"
        CAMPAIGN = "campaign", "敲门行动"
        PUBLIC = "public", "扫码吹哨"
        API = "api", "外部系统"

    class Outcome(models.TextChoices):
        SOLVED = "solved", "已解决"
        PARTIALLY = "partially", "部分解决"
        EXPLAINED = "explained", "解释说明"
        REFERRED = "referred", "转办"
        SUSPENDED = "suspended", "挂账"

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        BASICALLY = "basically", "基本满意"
        DISSATISFIED = "dissatisfied", "不满意"

    # No index of its own where a composite index below begins with the same column.
    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("诉求编号", max_length=24)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
    )
    enterprise_name = models.CharField("企业名称", max_length=128)
    chain = models.ForeignKey(
        "zones.Chain", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.CharField("诉求渠道", max_length=12, choices=Channel)
    source = models.CharField("来源系统", max_length=32, blank=True)
    outside_number = models.CharField("外部编号", max_length=64, blank=True)
    category = models.CharField("诉求类别", max_length=32, blank=True)
    level = models.CharField("等级", max_length=8)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("诉求内容")
    place = models.CharField("地点", max_length=120, blank=True)
    expected = models.CharField("期望结果", max_length=200, blank=True)
    reporter_name = models.CharField("联系人", max_length=32, blank=True)
    reporter_mobile = EncryptedTextField("联系方式", blank=True, default="")
    reporter_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tracking_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField("状态", max_length=16, choices=CASE.choices(), default=CASE.initial)
    lead = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField("办理时限", null=True, blank=True)
    open_orders = models.PositiveSmallIntegerField("未答复工单数", default=0)
    supervision = models.PositiveSmallIntegerField("督办级别", default=0)
    supervised_until = models.DateTimeField("督办期限", null=True, blank=True)
    reopened = models.PositiveSmallIntegerField("重办次数", default=0)
    refusal_code = models.CharField("不予受理情形", max_length=16, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_parts"
    )
    parts = models.PositiveSmallIntegerField("拆成几件", default=0)
    open_parts = models.PositiveSmallIntegerField("未办完的件数", default=0)
    rung = models.CharField("上报层级", max_length=16, blank=True)
    review_on = models.DateField("挂账复核日", null=True, blank=True)
    outcome = models.CharField("办结类型", max_length=12, choices=Outcome, blank=True)
    was_reached = models.BooleanField("是否接通", null=True, blank=True)
    was_contacted = models.BooleanField("是否联系", null=True, blank=True)
    was_solved = models.BooleanField("是否解决", null=True, blank=True)
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction, blank=True)
    rating_text = models.CharField("评价说明", max_length=300, blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True)
    created_at = models.DateTimeField("登记时间")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    dispatched_at = models.DateTimeField("派单时间", null=True, blank=True)
    replied_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_at = models.DateTimeField("归档时间", null=True, blank=True)
    item = models.ForeignKey(
        "workflow.WorkItem", models.PROTECT, null=True, related_name="+", db_index=False
    )
    search = models.TextField(editable=False, default="", blank=True)

    rows = models.Manager()
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["zone", "source", "outside_number"],
                name="case_outside_number_once",
                condition=~Q(outside_number=""),
            ),
            models.CheckConstraint(
                name="case_closed_with_time",
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_merged_into_another",
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="case_rests_without_open_orders",
                condition=Q(state="dispatched") | Q(open_orders=0),
            ),
            models.CheckConstraint(
                name="case_rests_without_open_parts",
                condition=Q(state="split") | Q(open_parts=0),
            ),
        ]
        indexes = [
            models.Index(
                fields=["tracking_hash"], name="case_tracking", condition=~Q(tracking_hash="")
            ),
            models.Index(
                fields=["zone", "review_on"],
                name="case_review",
                condition=Q(review_on__isnull=False),
            ),
            models.Index(fields=["zone", "-created_at", "-id"]),
            models.Index(fields=["zone", "state", "-created_at", "-id"]),
            models.Index(fields=["zone", "due_at", "id"]),
            models.Index(fields=["zone", "category", "-created_at", "-id"]),
            models.Index(fields=["chain", "-created_at", "-id"]),
            models.Index(fields=["enterprise", "-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def shown_state(self) -> State:
        """Name and tone of the state, for badges."""
        return CASE.state(self.state)


class OrderQuerySet(ScopedQuerySet):
    read_permission = "cases.view"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.DEPARTMENT:
            return Q(department_id__in=actor.scope.ids)
        return Q(case__in=Case.objects.visible_to(actor).values("pk"))


class Order(models.Model):
    """A department's part of a case (工单), with clocks of its own.

    ``limits`` is the copy of the zone's limits at dispatch (``{"sign": "30 分钟", …}``): a
    later change of the rules never rewrites it. ``due_at`` is the next limit to keep and
    ``due_kind`` names it (sign, contact, finish); only :mod:`.clocks` writes them.
    ``reminded`` names the last limit and stage a reminder went out for, so that none goes twice.
    ``handler`` works on it; while somebody is away a colleague does, and ``stands_in_for`` is
    the one it goes back to.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "主办"
        CO = "co", "协办"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField("主办/协办", max_length=4, choices=Role)
    state = models.CharField("状态", max_length=12, choices=ORDER.choices(), default=ORDER.initial)
    limits = models.JSONField(default=dict)
    due_at = models.DateTimeField("时限", null=True, blank=True)
    due_kind = models.CharField(max_length=12, blank=True)
    dispatched_at = models.DateTimeField("派单时间")
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    contacted_at = models.DateTimeField("联系企业时间", null=True, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    finish_due_at = models.DateTimeField("办结时限", null=True, blank=True)
    reply = models.TextField("答复", blank=True)
    outcome = models.CharField("办结类型", max_length=12, choices=Case.Outcome, blank=True)
    reminded = models.CharField(max_length=48, blank=True)
    objections = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    handler = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    stands_in_for = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    item = models.ForeignKey(
        "workflow.WorkItem", models.PROTECT, null=True, related_name="+", db_index=False
    )

    rows = models.Manager()
    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department"],
                name="one_open_order_per_department",
                condition=~Q(state__in=["returned", "withdrawn"]),
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="one_lead_per_case",
                condition=Q(role="lead") & ~Q(state__in=["returned", "withdrawn"]),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "due_at"]),
            models.Index(fields=["due_at"], name="order_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.department}"

    @property
    def shown_state(self) -> State:
        return ORDER.state(self.state)


class Ask(models.Model):
    """What a department asks for and somebody else decides."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", "延期"
        OBJECTION = "objection", "派单异议"
        SUSPENSION = "suspension", "挂账"

    class Decision(models.TextChoices):
        OPEN = "open", "待审"
        GRANTED = "granted", "同意"
        DENIED = "denied", "不同意"
        LAPSED = "lapsed", "已失效"

    order = models.ForeignKey(Order, models.PROTECT, related_name="asks")
    kind = models.CharField("种类", max_length=12, choices=Kind)
    reason = models.CharField("理由", max_length=500)
    basis = models.CharField("依据", max_length=300, blank=True)
    wanted = models.CharField("申请延长", max_length=24, blank=True)
    asked_by = models.CharField("申请人", max_length=64)
    asked_by_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField("申请时间")
    decision = models.CharField("结果", max_length=8, choices=Decision, default=Decision.OPEN)
    decided_by = models.CharField("审批人", max_length=64, blank=True)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    answer = models.CharField("审批意见", max_length=500, blank=True)
    item = models.ForeignKey(
        "workflow.WorkItem", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"], name="one_open_ask", condition=Q(decision="open")
            )
        ]
