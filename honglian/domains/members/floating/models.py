"""流动党员 (台账 LD04): members of ours who are away, and others' members who are here."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import FLOATING


class FloatingQuerySet(ScopedQuerySet):
    read_permission = "members.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            below = subtree(ids)
            return Q(home_branch__in=below) | Q(host_branch__in=below)
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(home_branch__chain_id__in=ids) | Q(host_branch__chain_id__in=ids)
        return NOTHING


class FloatingStay(models.Model):
    """One stay away from home. ``home_*`` is where the membership is, ``host_*`` where the member lives.

    A side outside the zone has no branch here, only its name; one of the two sides is ours.
    ``times_a_quarter`` is how often the home branch gets in touch.
    """

    class Kind(models.TextChoices):
        WORK = "work", "外出务工经商"
        STUDY = "study", "外出学习"
        LIVING = "living", "异地居住"
        GRADUATE = "graduate", "毕业生保留组织关系"
        ABROAD = "abroad", "出国（境）学习研究"
        OTHER = "other", "其他"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    member = models.ForeignKey(
        "members.PartyMember", models.PROTECT, null=True, blank=True, related_name="stays"
    )
    name = models.CharField("姓名", max_length=32)
    gender = models.CharField("性别", max_length=1, choices=[("1", "男"), ("2", "女")], blank=True)
    home_branch = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, null=True, blank=True, related_name="+"
    )
    home_name = models.CharField("正式组织关系所在支部", max_length=128)
    host_branch = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, null=True, blank=True, related_name="+"
    )
    host_name = models.CharField("流入党组织", max_length=128, blank=True)
    kind = models.CharField("流动类型", max_length=12, choices=Kind, default=Kind.WORK)
    left_on = models.DateField("流出日期")
    expected_back = models.DateField("预计返回日期", null=True, blank=True)
    place = models.CharField("外出地点", max_length=64)
    is_settled = models.BooleanField("地点相对固定", default=True)
    job = models.CharField("外出从业", max_length=64, blank=True)
    contact_name = models.CharField("联系人", max_length=32, blank=True)
    times_a_quarter = models.PositiveSmallIntegerField("联系频次（次/季）", default=1)
    registered_on = models.DateField("登记日期")
    reported_on = models.DateField("报到日期", null=True, blank=True)
    managed_on = models.DateField("纳入管理日期", null=True, blank=True)
    back_on = models.DateField("返回日期", null=True, blank=True)
    attended = models.PositiveSmallIntegerField("参加组织生活次数", default=0)
    excuse = models.CharField("说明", max_length=300, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=FLOATING.choices(), default=FLOATING.initial
    )
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = FloatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "流动党员"
        indexes = [models.Index(fields=["zone", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=FLOATING.open_states),
                name="member_away_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_shown(self) -> State:
        return FLOATING.state(self.state)

    @property
    def contacts_in_order(self) -> list[FloatingContact]:
        return list(self.contacts.all())

    @property
    def last_contact(self) -> date:
        """The last day somebody got in touch; at first the day of registration."""
        found = self.contacts_in_order
        return found[-1].on if found else self.reported_on or self.registered_on


class FloatingContact(models.Model):
    """One contact with a member who is away; ``attended`` when it was organisation life."""

    class Way(models.TextChoices):
        CALL = "call", "电话"
        MESSAGE = "message", "微信或短信"
        VISIT = "visit", "当面"
        LIFE = "life", "参加组织生活"

    stay = models.ForeignKey(FloatingStay, models.CASCADE, related_name="contacts")
    on = models.DateField("日期")
    way = models.CharField("方式", max_length=8, choices=Way)
    text = models.CharField("情况", max_length=200, blank=True)
    entered_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "流动党员联系"
        ordering = ["on", "id"]
