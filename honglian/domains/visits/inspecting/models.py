"""Requests, visits, inspections, officers with certificates, published items, enterprise codes."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ..sight import DepartmentsQuerySet, InspectionQuerySet, JointVisitQuerySet, VisitQuerySet
from .states import INSPECTION, REQUEST, VISIT


class Officer(models.Model):
    """A person of a department who may enforce (执法人员), with the certificate that says so."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=32)
    certificate_no = models.CharField("执法证号", max_length=32)
    valid_from = models.DateField("证件有效期起")
    valid_to = models.DateField("证件有效期止")
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    away_from = models.DateField("不在岗起", null=True, blank=True)
    away_to = models.DateField("不在岗止", null=True, blank=True)

    rows = models.Manager()
    objects = DepartmentsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "执法人员"
        ordering = ["department_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "certificate_no"], name="officer_certificate_once"
            ),
            models.CheckConstraint(
                name="officer_certificate_in_order", condition=Q(valid_to__gte=models.F("valid_from"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}（{self.certificate_no}）"

    def certified_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    def away_on(self, day: date) -> bool:
        if self.away_from is None:
            return False
        return self.away_from <= day and (self.away_to is None or day <= self.away_to)


class PowerItem(models.Model):
    """A published inspection item of a department (行政检查事项, 国办发〔2024〕54号: 事项法定)."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    name = models.CharField("检查事项", max_length=120)
    basis = models.CharField("依据", max_length=200)
    published_on = models.DateField("公布日期", null=True, blank=True)

    rows = models.Manager()
    objects = DepartmentsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查事项"
        ordering = ["department_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "department", "name"], name="power_item_once"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class EnterpriseCode(models.Model):
    """The code that officers scan at the gate; a new version makes earlier prints worthless."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    enterprise = models.OneToOneField("enterprises.Enterprise", models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField("版次", default=1)
    made_on = models.DateField("生成日期")

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业码"

    def __str__(self) -> str:
        return f"{self.enterprise_id} 第 {self.version} 版"


class Why(models.TextChoices):
    """Why an inspection is asked for; what is not ordinary stands outside the yearly cap (INS-03)."""

    ORDINARY = "ordinary", "年度计划"
    COMPLAINT = "complaint", "投诉举报"
    TRANSFERRED = "transferred", "转办交办"
    DATA = "data", "数据监测线索"
    ASKED = "asked", "企业申请"
    SPECIAL = "special", "上级部署专项检查"


class VisitRequest(models.Model):
    """What a department wants to do at an enterprise, in a month of a year or at any time of it."""

    class Kind(models.TextChoices):
        SERVICE = "service", "服务走访"
        INSPECTION = "inspection", "行政检查"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    kind = models.CharField("性质", max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份", null=True, blank=True)
    purpose = models.CharField("做什么", max_length=200)
    items = models.ManyToManyField(PowerItem, related_name="+", blank=True)
    minutes = models.PositiveSmallIntegerField("大约几分钟", default=60)
    not_before = models.TimeField("企业方便的时间起", null=True, blank=True)
    not_after = models.TimeField("企业方便的时间止", null=True, blank=True)
    fixed_on = models.DateField("必须这一天", null=True, blank=True)
    why = models.CharField("检查缘由", max_length=12, choices=Why, default=Why.ORDINARY)
    document = models.CharField("专项检查批准文号", max_length=64, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=REQUEST.choices(), default=REQUEST.initial
    )
    note = models.CharField("说明", max_length=200, blank=True)
    visit = models.ForeignKey(
        "visits.JointVisit", models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    filed_by = models.CharField("提出人", max_length=64)
    filed_user_id = models.BigIntegerField(null=True, blank=True)
    filed_on = models.DateField("提出日期")

    rows = models.Manager()
    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "入企需求"
        ordering = ["id"]
        indexes = [models.Index(fields=["zone", "year", "month", "state"])]
        constraints = [
            models.CheckConstraint(
                name="visit_request_month", condition=Q(month=None) | Q(month__range=(1, 12))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.department} {self.enterprise}"

    @property
    def state_info(self):
        return REQUEST.state(self.state)

    @property
    def when(self) -> str:
        return f"{self.year} 年 {self.month} 月" if self.month else f"{self.year} 年内"


class JointVisit(models.Model):
    """One coming to one enterprise: what several departments want, in one go (一次上门)."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=40)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    planned_on = models.DateField("上门日期")
    starts_at = models.TimeField("到达时间", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("大约几分钟", default=60)
    team = models.CharField("带队和组员", max_length=200, blank=True)
    crew = models.ForeignKey(
        "visits.Crew", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("为什么这样排", max_length=300, blank=True)
    state = models.CharField("状态", max_length=12, choices=VISIT.choices(), default=VISIT.initial)
    done_on = models.DateField("实际上门日期", null=True, blank=True)
    rating = models.PositiveSmallIntegerField("企业评价", null=True, blank=True)
    rating_text = models.CharField("企业的话", max_length=300, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = JointVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联合体检"
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="joint_visit_number_once"),
            models.CheckConstraint(
                name="joint_visit_rating", condition=Q(rating=None) | Q(rating__range=(1, 5))
            ),
        ]
        indexes = [models.Index(fields=["zone", "planned_on"])]

    def __str__(self) -> str:
        return f"{self.number} {self.enterprise}"

    @property
    def state_info(self):
        return VISIT.state(self.state)

    @classmethod
    def with_departments(cls, ids) -> models.QuerySet:
        return VisitRequest.rows.filter(department_id__in=ids, visit__isnull=False).values("visit")


class ServiceVisit(models.Model):
    """What was served and heard (服务走访). It can order nothing: no limit, no penalty (INS-05)."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    visit = models.ForeignKey(JointVisit, models.CASCADE, related_name="services")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    visited_on = models.DateField("日期")
    visitors = models.CharField("走访人", max_length=120)
    heard = models.CharField("了解到的情况", max_length=1000)
    advice = models.CharField("提醒和建议", max_length=500, blank=True)
    by_name = models.CharField("登记人", max_length=64)

    rows = models.Manager()
    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务走访"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.visitors}"


class Inspection(models.Model):
    """An administrative inspection of one department at one enterprise (行政检查)."""

    class Kind(models.TextChoices):
        DAILY = "daily", "日常检查"
        CASE = "case", "个案检查"
        SPECIAL = "special", "专项检查"

    class Outcome(models.TextChoices):
        FINE = "fine", "未发现问题"
        PROBLEMS = "problems", "发现问题"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=40)
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    visit = models.ForeignKey(
        JointVisit, models.SET_NULL, null=True, blank=True, related_name="inspections"
    )
    kind = models.CharField("检查类型", max_length=8, choices=Kind)
    why = models.CharField("检查缘由", max_length=12, choices=Why, default=Why.ORDINARY)
    document = models.CharField("专项检查批准文号", max_length=64, blank=True)
    purpose = models.CharField("检查内容", max_length=200)
    items = models.ManyToManyField(PowerItem, related_name="+")
    officers = models.ManyToManyField(Officer, related_name="+")
    planned_on = models.DateField("计划日期")
    state = models.CharField(
        "状态", max_length=12, choices=INSPECTION.choices(), default=INSPECTION.initial
    )
    over_cap = models.CharField("超出年度上限的提示", max_length=200, blank=True)
    planned_by = models.CharField("提出人", max_length=64)
    planned_user_id = models.BigIntegerField(null=True, blank=True)
    approval_no = models.CharField("审批表编号", max_length=64, blank=True)
    approved_by = models.CharField("批准人", max_length=64, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    notice_no = models.CharField("检查通知书编号", max_length=64, blank=True)
    notice_waived = models.CharField("不提前通知的理由", max_length=200, blank=True)
    noticed_on = models.DateField("通知日期", null=True, blank=True)
    entered_at = models.DateTimeField("扫码入企时间", null=True, blank=True)
    code_version = models.PositiveSmallIntegerField("企业码版次", null=True, blank=True)
    shown = models.CharField("出示的证件", max_length=300, blank=True)
    outcome = models.CharField("检查结果", max_length=8, choices=Outcome, blank=True)
    result = models.CharField("结果说明", max_length=1000, blank=True)
    filed_at = models.DateTimeField("反馈时间", null=True, blank=True)
    answer = models.CharField("企业的回应", max_length=500, blank=True)
    rating = models.PositiveSmallIntegerField("企业评价", null=True, blank=True)
    rating_text = models.CharField("企业的话", max_length=300, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政检查"
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="inspection_number_once"),
            # Whatever code writes the row: no result without approval and a scanned entry (INS-04).
            models.CheckConstraint(
                name="inspection_result_after_entry",
                condition=Q(outcome="")
                | (Q(entered_at__isnull=False) & ~Q(approval_no="")),
            ),
            models.CheckConstraint(
                name="inspection_rating", condition=Q(rating=None) | Q(rating__range=(1, 5))
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["zone", "enterprise", "department", "planned_on"])]

    def __str__(self) -> str:
        return f"{self.number} {self.enterprise}"

    @property
    def state_info(self):
        return INSPECTION.state(self.state)
