"""What happens to organisations: acts with their papers, terms, temporary ones, who takes part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OrgAct(models.Model):
    """One act in an organisation's life, on the day it took effect, with its paper.

    ``facts`` holds what the act was decided on (numbers of members, units); ``findings`` the
    rules that were explained or warned about, as ``[{"rule", "words"}]``.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    org = models.ForeignKey("orgs.PartyOrg", models.CASCADE, related_name="acts")
    verb = models.CharField("事项", max_length=24)
    name = models.CharField("事项名称", max_length=24)
    on = models.DateField("日期")
    paper_no = models.CharField("文号", max_length=64, blank=True)
    text = models.CharField("说明", max_length=500, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    entered_by = models.CharField("登记人", max_length=64)
    entered_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField("登记时间")

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织事项"
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["org", "on"])]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class OrgTerm(models.Model):
    """One term (届) of an elected body, as people entered the result of its election.

    ``ends_on`` is the last day by the rule; ``extended_to`` the later one that the superior
    approved. ``excused`` counts voters by the five reasons of ORG-018.
    """

    org = models.ForeignKey("orgs.PartyOrg", models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField("届次", null=True, blank=True)
    elected_on = models.DateField("选举日期", null=True, blank=True)
    begins_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("届满日期")
    extended_to = models.DateField("延期到", null=True, blank=True)
    extension_paper = models.CharField("延期批复文号", max_length=64, blank=True)
    expected = models.PositiveSmallIntegerField("应到会", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到会", null=True, blank=True)
    excused = models.JSONField("不计入应到会", default=dict, blank=True)
    seats = models.PositiveSmallIntegerField("应选", null=True, blank=True)
    candidates = models.PositiveSmallIntegerField("候选人", null=True, blank=True)
    fewest_votes = models.PositiveSmallIntegerField("当选人最少得票", null=True, blank=True)
    report_no = models.CharField("结果批复（备案）文号", max_length=64, blank=True)
    is_village = models.BooleanField("村、社区", default=False)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["org_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="org_term_once"),
            models.CheckConstraint(
                name="org_term_in_order",
                condition=Q(begins_on=None) | Q(ends_on__gt=models.F("begins_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 届" if self.number else "本届"

    @property
    def last_day(self):
        """The last day with the approved extension."""
        return self.extended_to or self.ends_on


class TemporaryTask(models.Model):
    """What a temporary organisation is for; it ends with the task (支部条例 第八条)."""

    org = models.OneToOneField("orgs.PartyOrg", models.CASCADE, related_name="task")
    project = models.CharField("项目（任务）", max_length=128)
    duties = models.TextField("职责")
    approved_by = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, related_name="+", verbose_name="批准党组织"
    )
    paper_no = models.CharField("批准文号", max_length=64)
    until = models.DateField("任务预计结束")
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    outcome = models.CharField("完成情况", max_length=300, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "临时党组织任务"

    def __str__(self) -> str:
        return self.project


class TakingPart(models.Model):
    """A member takes part in a functional or temporary organisation and keeps the home branch.

    Never counted in statistics: those follow the affiliation alone (ORG-017, B.2).
    """

    org = models.ForeignKey("orgs.PartyOrg", models.CASCADE, related_name="participants")
    member = models.ForeignKey(
        "members.PartyMember", models.CASCADE, related_name="functional_memberships"
    )
    duty = models.CharField("承担的工作", max_length=64, blank=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加功能型组织"
        ordering = ["org_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "member"], name="taking_part_once", condition=Q(ends_on=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}@{self.org_id}"
