"""What a member owes a month, and what was paid (领域手册 B.6, 台账 LD07)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..proposals.models import ByMembersBranch
from .brackets import TABLE

CATEGORIES = [(code, c.name) for code, c in TABLE.categories.items()]


class DuesBase(models.Model):
    """The base of a year, entered once; ``due`` follows from the brackets, ``agreed`` is what is paid.

    ``agreed`` below ``due`` needs the paper of the committee above. Amounts in 元 a month.
    ``branch`` is the member's branch when it was set.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    member = models.ForeignKey("members.PartyMember", models.PROTECT, related_name="dues_bases")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    category = models.CharField("党费类别", max_length=24, choices=CATEGORIES)
    base = models.DecimalField("计算基数（元）", max_digits=12, decimal_places=2)
    rate = models.DecimalField("比例", max_digits=5, decimal_places=4, null=True, blank=True)
    due = models.DecimalField("按规定月应交（元）", max_digits=9, decimal_places=2)
    agreed = models.DecimalField("核定月应交（元）", max_digits=9, decimal_places=2)
    approval = models.CharField("少交免交批准文号", max_length=64, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = ByMembersBranch.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党费核定"
        constraints = [
            models.UniqueConstraint(fields=["member", "year"], name="dues_base_once_a_year")
        ]
        indexes = [models.Index(fields=["zone", "year"])]


class DuesPayment(models.Model):
    """One month of one member, or a voluntary gift; wrong entries are voided, never changed.

    ``month`` is the first day of the month paid for. ``paid_on`` is empty where a ledger came in
    without it. Several months paid together share one ``receipt``.
    """

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "月交党费"
        GIFT = "gift", "自愿多交"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    member = models.ForeignKey("members.PartyMember", models.PROTECT, related_name="dues")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=8, choices=Kind, default=Kind.MONTHLY)
    month = models.DateField("所属月份")
    amount = models.DecimalField("金额（元）", max_digits=11, decimal_places=2)
    paid_on = models.DateField("交纳日期", null=True, blank=True)
    receipt = models.CharField("收据编号", max_length=32, blank=True)
    excuse = models.CharField("说明", max_length=300, blank=True)
    voided = models.BooleanField("已作废", default=False)
    voided_because = models.CharField("作废原因", max_length=200, blank=True)
    passed_on = models.DateField("上缴日期", null=True, blank=True)
    entered_by = models.CharField("登记人", max_length=64, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = ByMembersBranch.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党费交纳"
        indexes = [
            models.Index(fields=["branch", "month"]),
            models.Index(fields=["zone", "month", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "month"],
                condition=Q(kind="monthly", voided=False),
                name="dues_month_once",
            )
        ]
