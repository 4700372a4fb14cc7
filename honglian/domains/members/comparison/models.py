"""A list from the national system held against ours, and every difference found.

Nothing in here changes a member: differences wait for a decision, and only decided ones are
carried out (``actions.apply``), through the same import as every ledger.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import ABSENCE, COMPARISON


class OfTheOffice(ScopedQuerySet):
    """Whole lists are seen by those who may import them, zone-wide."""

    read_permission = "members.import"


class ByBranch(ScopedQuerySet):
    """Questions put to a branch: seen by those above it and by its chain."""

    read_permission = "members.view"

    def scope_q(self, actor):
        asked = ~Q(question="")
        if ids := actor.ids(ScopeKind.ORG):
            return asked & Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return asked & Q(branch__chain_id__in=ids)
        return NOTHING


class Comparison(models.Model):
    """One file. ``scope_org`` limits whom we expect in it; empty means the whole zone.

    ``counts``: rows, same, new, gone, differs, check, members_differ, blank_category.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    scope_org = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=200)
    file_sha256 = models.CharField(max_length=64)
    taken_on = models.DateField("导出日期")
    state = models.CharField(max_length=8, choices=COMPARISON.choices(), default=COMPARISON.initial)
    counts = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list)
    made_by = models.CharField("比对人", max_length=64)
    created_at = models.DateTimeField("比对时间")
    closed_at = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = OfTheOffice.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单比对"
        indexes = [models.Index(fields=["zone", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "file_sha256"], condition=Q(state="open"), name="comparison_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.taken_on:%Y-%m-%d}）"

    @property
    def state_shown(self) -> State:
        return COMPARISON.state(self.state)


class Difference(models.Model):
    """One thing that differs: a person (new, gone), or one field of a member.

    ``ours`` and ``theirs`` are the values in words, encrypted. Of a new person ``theirs`` is the
    whole row as JSON (field → words). ``theirs_branch`` stands for a branch that the file names.
    """

    class Kind(models.TextChoices):
        DIFFERS = "differs", "内容不同"
        NEW = "new", "名单里新增"
        GONE = "gone", "名单里没有"
        CHECK = "check", "须先核对"

    class Decision(models.TextChoices):
        NONE = "", "未裁定"
        OURS = "ours", "保留我方"
        THEIRS = "theirs", "用名单的"
        ASK = "ask", "请支部核实"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="differences")
    kind = models.CharField("结果", max_length=8, choices=Kind)
    member = models.ForeignKey(
        "members.PartyMember", models.PROTECT, null=True, blank=True, related_name="+"
    )
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, null=True, related_name="+")
    theirs_branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, null=True, related_name="+")
    name = models.CharField("姓名", max_length=64)
    line = models.PositiveIntegerField("行号", null=True)
    field = models.CharField("项目", max_length=32, blank=True)
    ours = EncryptedTextField("我方", blank=True, default="")
    theirs = EncryptedTextField("名单", blank=True, default="")
    ours_blank = models.BooleanField(default=False)
    note = models.CharField("说明", max_length=300, blank=True)
    decision = models.CharField("裁定", max_length=8, choices=Decision, blank=True, default="")
    decided_by = models.CharField(max_length=64, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(
        "sheets.ImportBatch", models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.CharField("核实", max_length=10, choices=ABSENCE.choices(), blank=True)
    answer = models.CharField("核实结果", max_length=8, blank=True)
    answer_text = models.CharField("核实说明", max_length=300, blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = ByBranch.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名单差异"
        indexes = [
            models.Index(fields=["comparison", "kind", "field"]),
            models.Index(fields=["branch", "question"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_kind_display()}"

    @property
    def question_shown(self) -> State:
        return ABSENCE.state(self.question)
