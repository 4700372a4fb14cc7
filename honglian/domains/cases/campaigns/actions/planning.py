"""A campaign from its plan to its end; what happens at the doors is in :mod:`.visiting`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.accounts.api import User
from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.workflow.api import find_item, log, next_number, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .. import choosing, sharing
from ..models import Campaign, Round, Target
from ..states import CAMPAIGN, ROUND, TARGET
from ._rounds import ROUND_KIND, refresh

KIND = "cases.campaign"
END_OF_DAY = time(17, 30)
MOST_TARGETS = 2_000  # a list nobody could call on is a mistake in the filter
NAMED = 5


@action("campaigns.edit")
def plan(
    *,
    name: str,
    wanted: dict[str, Any],
    starts_on: date,
    ends_on: date,
    purpose: str = "",
    by: Actor,
) -> Campaign:
    """Plan a campaign for the enterprises a filter means; the list is made when it is frozen."""
    if ends_on < starts_on:
        raise Refusal("截止日期早于开始日期，请改正其中一个。", field="ends_on")
    if ends_on < clock.today():
        raise Refusal("截止日期已经过了，请选今天或以后的日期。", field="ends_on")
    if not choosing.matching(by, wanted).exists():
        raise Refusal("没有符合这些条件的企业，请放宽条件。", code="empty")
    campaign = Campaign.rows.create(
        zone_id=by.zone_id,
        number=next_number(by.zone_id or 0, f"QM{clock.today():%Y}"),
        name=name,
        purpose=purpose,
        wanted=wanted,
        definition=choosing.words(by.zone_id or 0, wanted),
        starts_on=starts_on,
        ends_on=ends_on,
        organiser=by.name[:64],
        organiser_user_id=by.user_id,
        created_at=clock.now(),
    )
    record(by=by, verb="campaigns.plan", target=campaign, note=campaign.definition)
    return campaign


def _locked(campaign_id: int, by: Actor, verb: str) -> Campaign:
    rows = Campaign.objects.visible_to(by).select_for_update(of=("self",))
    campaign = get_object_or_404(rows, pk=campaign_id)
    campaign.state = CAMPAIGN.apply(campaign.state, verb)
    return campaign


@action("campaigns.edit")
def freeze(*, campaign_id: int, by: Actor) -> Campaign:
    """Make the list of today; it stays as it is, whatever the registry says later."""
    campaign = _locked(campaign_id, by, "freeze")
    firms = list(choosing.matching(by, campaign.wanted)[: MOST_TARGETS + 1])
    if not firms:
        raise Refusal("现在没有符合条件的企业，名单是空的，请另拟一次行动。", code="empty")
    if len(firms) > MOST_TARGETS:
        raise Refusal(f"符合条件的企业超过 {MOST_TARGETS:,} 家，请收窄条件，分几次行动。")
    campaign.frozen_on = clock.today()
    campaign.item = open_item(
        kind=KIND,
        object_id=campaign.pk,
        table=CAMPAIGN,
        state=campaign.state,
        root=None,
        zone_id=campaign.zone_id,
        number=campaign.number,
        title=f"敲门行动：{campaign.name}",
        url=reverse("cases:campaign", args=[campaign.pk]),
        expected="盯进度，到期结束",
        due_at=datetime.combine(campaign.ends_on, END_OF_DAY, clock.CHINA),
        due_kind="finish",
        holder_user_id=campaign.organiser_user_id,
        holder_name=campaign.organiser,
    )
    campaign.save(update_fields=["state", "frozen_on", "item"])
    Target.rows.bulk_create(_target(campaign, firm) for firm in firms)
    said = f"{campaign.definition}，共 {len(firms)} 家"
    log(campaign.item, by=by, verb="freeze", name="定下名单", after=campaign.state, text=said)
    record(by=by, verb="campaigns.freeze", target=campaign, note=said)
    return campaign


def _target(campaign: Campaign, firm: Enterprise, **more: Any) -> Target:
    return Target(
        zone_id=campaign.zone_id,
        campaign=campaign,
        enterprise=firm,
        enterprise_name=firm.name,
        uscc=firm.uscc,
        chain_name=firm.chain.short_name if firm.chain else "",
        park=firm.park,
        **more,
    )


@action("campaigns.edit")
def assign(
    *,
    campaign_id: int,
    way: str,
    users: Sequence[int] = (),
    targets: Sequence[int] = (),
    by: Actor,
) -> int:
    """Give targets to visitors; returns how many still have none.

    ``way``: ``hand`` gives the named targets to the one named user (also anew), ``even`` shares what
    nobody has among the named users, ``instructor`` and ``grid`` give it to who is in charge now.
    """
    campaign = _locked(campaign_id, by, "assign")
    rows = Target.objects.visible_to(by).filter(campaign=campaign, state__in=["waiting", "missed"])
    rows = rows.select_related("enterprise", "round").order_by(
        "park", "enterprise__chain_id", "enterprise_name", "pk"
    )
    chosen = list(rows.filter(pk__in=targets) if way == "hand" else rows.filter(round=None))
    shares = _shares(campaign, way, chosen, list(users))
    names = dict(User.objects.filter(pk__in=shares).values_list("pk", "name"))
    before = {t.round_id for block in shares.values() for t in block if t.round_id}
    for user, block in shares.items():
        each = _round(campaign, user, names[user])
        Target.rows.filter(pk__in=[t.pk for t in block]).update(round=each)
        refresh(each)
        _tell(campaign, each, len(block), by)
    for old in Round.rows.filter(pk__in=before):
        refresh(old)
    given = "、".join(f"{names[user]} {len(block)} 家" for user, block in shares.items())
    log(campaign.item, by=by, verb="assign", name="分给走访人", text=given)
    record(by=by, verb="campaigns.assign", target=campaign, note=given[:200])
    return rows.filter(round=None).count()


def _shares(
    campaign: Campaign, way: str, targets: list[Target], users: list[int]
) -> sharing.Shares:
    if not targets:
        raise Refusal("没有要分的企业：都已分给走访人，或没有选中。", code="nothing")
    if way in ("hand", "even"):
        known = User.objects.filter(pk__in=users, is_active=True, grants__zone_id=campaign.zone_id)
        if not users or known.distinct().count() != len(set(users)):
            raise Refusal("请选择走访人，须是本高新区在用的账号。", field="users")
        found = {users[0]: targets} if way == "hand" else sharing.evenly(targets, users)
    else:
        way_of = {
            "instructor": lambda: sharing.by_instructor(targets),
            "grid": lambda: sharing.by_grid(campaign, targets),
        }
        found = way_of[way]()
    if not found:
        who = "主指导员（有账号的）" if way == "instructor" else "网格长"
        raise Refusal(f"这些企业都没有{who}，请改用手工指定或平均分。", code="nobody")
    return found


def _round(campaign: Campaign, user: int, name: str) -> Round:
    found = Round.rows.filter(campaign=campaign, user_id=user).select_related("item").first()
    if found:
        return found
    made = Round.rows.create(
        zone_id=campaign.zone_id, campaign=campaign, user_id=user, name=name[:64]
    )
    made.item = open_item(
        kind=ROUND_KIND,
        object_id=made.pk,
        table=ROUND,
        state=made.state,
        root=None,
        zone_id=campaign.zone_id,
        number=campaign.number,
        title=f"敲门行动：{campaign.name}",
        url=reverse("cases:my_visits"),
        expected="上门走访",
        due_at=datetime.combine(campaign.ends_on, END_OF_DAY, clock.CHINA),
        due_kind="finish",
        holder_user_id=user,
        holder_name=name[:64],
    )
    made.save(update_fields=["item"])
    return made


def _tell(campaign: Campaign, each: Round, count: int, by: Actor) -> None:
    notify(
        zone_id=campaign.zone_id,
        topic="cases.campaign",
        title=f"敲门行动“{campaign.name}”分给您 {count} 家企业",
        body=f"{campaign.ends_on:%m月%d日}前走完；没走成的写明原因。",
        url=reverse("cases:my_visits"),
        users=[each.user_id],
        without=by.user_id,
    )


@action("campaigns.edit")
def add(*, campaign_id: int, enterprises: Sequence[int], reason: str, by: Actor) -> int:
    """Take enterprises into a frozen list; each is marked as having come later, and why."""
    campaign = _locked(campaign_id, by, "add")
    known = Target.rows.filter(campaign=campaign).values("enterprise")
    firms = Enterprise.objects.visible_to(by).filter(pk__in=enterprises).exclude(pk__in=known)
    made = Target.rows.bulk_create(
        _target(campaign, firm, added_on=clock.today(), added_why=reason)
        for firm in firms.select_related("chain").order_by("pk")
    )
    if not made:
        raise Refusal("选中的企业都已在名单里。", code="known", field="enterprises")
    said = f"{'、'.join(t.enterprise_name for t in made[:NAMED])}等 {len(made)} 家：{reason}"
    log(campaign.item, by=by, verb="add", name="补进名单", text=said)
    record(by=by, verb="campaigns.add", target=campaign, note=said[:200])
    return len(made)


@action("campaigns.edit")
def drop(*, target_id: int, reason: str, by: Actor) -> Target:
    """Take an enterprise off the list with the reason; it stays visible as taken off."""
    rows = Target.objects.visible_to(by).select_for_update(of=("self",))
    target = get_object_or_404(rows.select_related("campaign__item", "round"), pk=target_id)
    CAMPAIGN.apply(target.campaign.state, "add")
    target.state = TARGET.apply(target.state, "drop")
    target.why_text, target.settled_at = reason, clock.now()
    target.save(update_fields=["state", "why_text", "settled_at"])
    said = f"{target.enterprise_name}：{reason}"
    log(target.campaign.item, by=by, verb="drop", name="移出名单", text=said)
    record(by=by, verb="campaigns.drop", target=target, note=reason)
    if target.round:
        refresh(target.round)
    return target


@action("campaigns.edit")
def close(*, campaign_id: int, result: str, by: Actor) -> Campaign:
    """End it with its result; refused while an enterprise is neither visited nor explained."""
    campaign = _locked(campaign_id, by, "close")
    _whole_in_sight(campaign, by)
    silent = Target.rows.filter(campaign=campaign, state="waiting").order_by("pk")
    if count := silent.count():
        names = "、".join(silent.values_list("enterprise_name", flat=True)[:NAMED])
        raise Refusal(
            f"还有 {count} 家没有走访，也没有写明原因：{names}{'等' if count > NAMED else ''}。"
            "请走访人补记，或在名单里逐家写明没走成的原因。",
            code="undone",
        )
    campaign.result, campaign.closed_at = result, clock.now()
    campaign.save(update_fields=["state", "result", "closed_at"])
    counted = Target.rows.filter(campaign=campaign).aggregate(
        visited=Count("pk", filter=Q(state="visited")), missed=Count("pk", filter=Q(state="missed"))
    )
    _end(campaign, "close", "结束行动", result, by)
    note = f"已走访 {counted['visited']} 家，没走成 {counted['missed']} 家"
    record(by=by, verb="campaigns.close", target=campaign, note=note)
    return campaign


@action("campaigns.edit")
def cancel(*, campaign_id: int, reason: str, by: Actor) -> Campaign:
    """Give it up with the reason; what was heard so far stays."""
    campaign = _locked(campaign_id, by, "cancel")
    _whole_in_sight(campaign, by)
    campaign.result, campaign.closed_at = reason, clock.now()
    campaign.save(update_fields=["state", "result", "closed_at"])
    _end(campaign, "cancel", "取消", reason, by)
    record(by=by, verb="campaigns.cancel", target=campaign, note=reason[:200])
    return campaign


def _whole_in_sight(campaign: Campaign, by: Actor) -> None:
    """Who sees only a part of the list may not end the whole."""
    seen = Target.objects.visible_to(by).filter(campaign=campaign).count()
    if seen != Target.rows.filter(campaign=campaign).count():
        raise Refusal("这次行动有您看不到的企业，请由组织人结束或取消。", code="partly")


def _end(campaign: Campaign, verb: str, name: str, text: str, by: Actor) -> None:
    if campaign.item_id is None:
        return  # a plan without a list lies on no desk
    item = find_item(KIND, campaign.pk)
    update_item(item, CAMPAIGN, campaign.state)
    log(item, by=by, verb=verb, name=name, after=campaign.state, text=text)
    for each in Round.rows.filter(campaign=campaign):
        refresh(each)
