"""Life meetings, who sits in them, and what was said there (领域手册 C.1, C.3).

What was said is for those it concerns. It lies in a table of its own, encrypted, and its
guarded manager opens it to three persons only: who said it, of whom it was said, and the
host; the level above sees figures, never words.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import ScopedQuerySet

from ..rectify.models import RectifyItem
from ..sight import BranchQuerySet
from .states import LIFE

READ = "partylife.criticism"
STEPS = {
    "theme": "确定会议主题",
    "study": "会前集中学习",
    "talks": "开展谈心谈话",
    "opinions": "听取党员群众意见",
    "last_time": "通报上次问题的整改情况",
}


class LifeMeeting(models.Model):
    """One life meeting of a branch. ``previous`` is the one whose list it opens with. It is its own
    record: what a branch owes is counted from here, nobody writes it down twice."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    theme = models.CharField("会议主题", max_length=120)
    planned_on = models.DateField("计划召开日期")
    held_on = models.DateField("召开日期", null=True, blank=True)
    place = models.CharField("地点", max_length=64, blank=True)
    host_name = models.CharField("主持人", max_length=32)
    host_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    missing_because = models.CharField("准备不全的说明", max_length=200, blank=True)
    minutes = models.TextField("会议情况（不记个人批评内容）", max_length=4000, blank=True)
    state = models.CharField("状态", max_length=12, choices=LIFE.choices(), default=LIFE.initial)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following"
    )
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织生活会"
        indexes = [models.Index(fields=["branch", "planned_on"])]

    def __str__(self) -> str:
        return f"{self.branch.name}组织生活会 {self.held_on or self.planned_on}"

    @property
    def state_info(self):
        return LIFE.state(self.state)


class Preparation(models.Model):
    """One step before the meeting, as it was done."""

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="preparations")
    step = models.CharField("准备工作", max_length=12, choices=list(STEPS.items()))
    done_on = models.DateField("完成日期")
    text = models.CharField("怎么做的", max_length=300, blank=True)
    noted_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "会前准备"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "step"], name="life_preparation_once")
        ]


class LifeSeat(models.Model):
    """A member at a meeting. ``user`` is the account through which they may read what concerns them."""

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="seats")
    member = models.ForeignKey("members.PartyMember", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=32)
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    present = models.BooleanField("到会", default=True)
    absent_because = models.CharField("缺席原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参会党员"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="life_seat_once")]

    def __str__(self) -> str:
        return self.name


class CriticismQuerySet(ScopedQuerySet):
    """Opens only to those it concerns; not to the zone, not to the level above, not to a
    neighbouring branch, and not to the machine."""

    read_permission = READ

    def visible_to(self, actor: Actor) -> CriticismQuerySet:
        if actor.user_id is None or actor.zone_id is None or not actor.can(READ):
            return self._open().none()
        if actor.scope.kind != ScopeKind.ORG:
            return self._open().none()
        me = actor.user_id
        mine = Q(critic__user_id=me) | Q(target__user_id=me) | Q(meeting__host_user_id=me)
        rows = self.filter(
            mine, meeting__zone_id=actor.zone_id, meeting__branch_id__in=actor.scope.ids
        )
        return rows._open()


class Criticism(models.Model):
    """One criticism. ``target`` is the critic for self-criticism, empty for the team as a whole.

    ``rectify_item`` says only that it went into the ledger; the ledger's words are written
    anew, because the ledger is read by the level above.
    """

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="criticisms")
    critic = models.ForeignKey(LifeSeat, models.PROTECT, related_name="given")
    target = models.ForeignKey(
        LifeSeat, models.PROTECT, null=True, blank=True, related_name="received"
    )
    category = models.CharField("问题类别", max_length=12, choices=RectifyItem.Category)
    content = EncryptedTextField("批评意见")
    suggestion = EncryptedTextField("改进建议", blank=True, default="")
    is_self = models.BooleanField("自我批评", default=False)
    accepted = models.BooleanField("是否接受", null=True, blank=True)
    rectify_item = models.OneToOneField(
        RectifyItem, models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_by = models.CharField("记录人", max_length=64)
    noted_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = CriticismQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批评和自我批评"
        ordering = ["id"]

    def __str__(self) -> str:
        return "自我批评" if self.is_self else "批评意见"
