"""Hazards of enterprises (领域手册 F.3, 台账 LD12)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from honglian.kit import clock

from ..sight import HazardQuerySet
from .states import HAZARD, OPEN


class Level(models.TextChoices):
    ORDINARY = "ordinary", "一般"
    SERIOUS = "serious", "重大"


class Hazard(models.Model):
    """One hazard at one place of an enterprise until it is gone.

    ``basis`` is the clause it was judged by; its words are kept as they stood that day. The five
    that must be settled (五落实): measure, responsible, money, due_on, emergency. ``recurs`` is the
    earlier hazard of the same place and clause that had been closed.
    """

    class Source(models.TextChoices):
        SELF = "self", "企业自查"
        GRID = "grid", "网格发现"
        DEPARTMENT = "department", "部门检查"
        REPORT = "report", "举报"
        EXPERT = "expert", "专家"

    class Domain(models.TextChoices):
        SAFETY = "safety", "安全生产"
        FIRE = "fire", "消防"
        CHEMICAL = "chemical", "危化"
        EQUIPMENT = "equipment", "特种设备"
        GAS = "gas", "燃气"
        BUILDING = "building", "建筑"
        ECOLOGY = "ecology", "环保"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=40)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="hazards")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    inspection = models.ForeignKey(
        "visits.Inspection", models.SET_NULL, null=True, blank=True, related_name="hazards"
    )
    visit = models.ForeignKey(
        "visits.JointVisit", models.SET_NULL, null=True, blank=True, related_name="hazards"
    )
    source = models.CharField("来源", max_length=12, choices=Source)
    domain = models.CharField("隐患类别", max_length=12, choices=Domain)
    part = models.CharField("隐患部位", max_length=64)
    description = models.CharField("隐患描述", max_length=500)
    found_on = models.DateField("排查日期")
    found_by = models.CharField("排查人", max_length=64)
    level = models.CharField("隐患等级", max_length=8, choices=Level, blank=True)
    basis = models.CharField("判定依据代码", max_length=16, blank=True)
    basis_text = models.CharField("判定依据", max_length=400, blank=True)
    basis_note = models.CharField("复核说明", max_length=200, blank=True)
    graded_by = models.CharField("判级人", max_length=64, blank=True)
    graded_on = models.DateField("判级日期", null=True, blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)
    measure = models.CharField("整改措施", max_length=500, blank=True)
    responsible = models.CharField("整改责任人", max_length=32, blank=True)
    money = models.DecimalField(
        "整改资金（万元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField("整改期限", null=True, blank=True)
    emergency = models.CharField("应急预案", max_length=300, blank=True)
    state = models.CharField("状态", max_length=12, choices=HAZARD.choices(), default="found")
    returned = models.PositiveSmallIntegerField("复查不通过次数", default=0)
    applied_on = models.DateField("整改完成日期", null=True, blank=True)
    applied_by = models.CharField("申请人", max_length=64, blank=True)
    applied_user_id = models.BigIntegerField(null=True, blank=True)
    rechecked_on = models.DateField("复查日期", null=True, blank=True)
    rechecked_by = models.CharField("复查人", max_length=64, blank=True)
    rechecked_user_id = models.BigIntegerField(null=True, blank=True)
    verdict = models.CharField("复查结论", max_length=300, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    listed_on = models.DateField("挂牌日期", null=True, blank=True)
    listed_at = models.CharField("挂牌级别", max_length=16, blank=True)
    delisted_on = models.DateField("摘牌日期", null=True, blank=True)
    late_said = models.CharField("逾期书面说明", max_length=500, blank=True)
    late_said_on = models.DateField("说明日期", null=True, blank=True)
    key = models.CharField("再发判断", max_length=96, blank=True, editable=False)
    recurs = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recurrences"
    )
    note = models.CharField("备注", max_length=200, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = HazardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "隐患"
        ordering = ["-found_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="hazard_number_once"),
            # Whatever code writes the row: no grade without its clause (HZ-01).
            models.CheckConstraint(
                name="hazard_grade_needs_clause", condition=Q(level="") | ~Q(basis="")
            ),
            models.CheckConstraint(
                name="hazard_rechecked_by_another",
                condition=Q(applied_user_id=None)
                | Q(rechecked_user_id=None)
                | ~Q(applied_user_id=F("rechecked_user_id")),
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "due_on"]),
            models.Index(fields=["zone", "found_on"]),
            models.Index(fields=["enterprise", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.part}"

    @property
    def state_info(self):
        return HAZARD.state(self.state)

    @property
    def is_serious(self) -> bool:
        return self.level == Level.SERIOUS

    @property
    def is_fire(self) -> bool:
        """重大火灾隐患 is counted apart from 重大事故隐患 (F.2a)."""
        return self.is_serious and self.domain == self.Domain.FIRE

    @property
    def is_overdue(self) -> bool:
        """Past its limit without a request for a recheck; an overlay, not a state."""
        late = self.due_on is not None and self.due_on < clock.today()
        return late and self.state in OPEN and self.state != "reviewing"

    @property
    def is_listed(self) -> bool:
        return self.listed_on is not None and self.delisted_on is None
