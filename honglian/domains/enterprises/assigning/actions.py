"""Writes of the assignment planner: propose, change by hand, decide, publish, drop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.notify.api import notify
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK

from ..contacts.binding import PRIMARY, bind
from ..models import AssignmentPair, AssignmentPlan, ContactPledge, Enterprise, Instructor
from .changing import options, require_possible
from .computing import AT_ONCE, compute, size
from .gathering import KINDS, changes_since, gather, load_outside
from .states import EDIT, PLAN

Decision = AssignmentPair.Decision
MOVES = Q(instructor__isnull=False) & (Q(present__isnull=True) | ~Q(instructor=F("present")))


def _zone_wide(by: Actor) -> None:
    if not by.is_system and by.scope.kind != ScopeKind.ZONE:
        raise NotAllowed("分配方案涉及全区的企业和指导员，由党群工作部办理。")


def _locked(plan_id: int, verb: str, by: Actor) -> AssignmentPlan:
    rows = AssignmentPlan.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=plan_id)
    PLAN.apply(found.state, verb)
    return found


@action(EDIT)
def propose(
    *, name: str, asked: Mapping[str, Any], weights: Mapping[str, int], base_id: int | None = None,
    by: Actor,
) -> AssignmentPlan:  # fmt: skip
    """Ask the planner; a small question is answered at once, a large one by a job."""
    _zone_wide(by)
    if asked.get("kind") not in KINDS:
        raise Refusal("请选给哪些企业分配。", field="kind")
    facts = gather(by.zone_id or 0, asked)
    if not facts["firms"]:
        raise Refusal("没有符合条件的企业，请先在企业库里标出重点企业。", field="kind")
    if not facts["guides"]:
        raise Refusal("没有在册的指导员，请先导入包保台账。", field="kind")
    base = AssignmentPlan.objects.visible_to(by).filter(pk=base_id).first() if base_id else None
    plan = AssignmentPlan.rows.create(
        zone_id=by.zone_id, name=name.strip()[:64] or "分配方案", base=base, asked=dict(asked),
        weights=dict(weights), made_by=by.name[:64], made_at=clock.now(),
    )  # fmt: skip
    if size(facts) <= AT_ONCE:
        compute(plan, facts)
    else:
        enqueue("assignment.compute", {"plan_id": plan.pk}, zone_id=plan.zone_id)
    record(by=by, verb="pledges.propose", target=plan, label=plan.name)
    return plan


@action(EDIT)
def change_pair(
    *, pair_id: int, instructor_id: int, why: str = "", by: Actor
) -> AssignmentPair:  # fmt: skip
    """Another instructor for one enterprise; refused where a hard rule would break."""
    rows = AssignmentPair.objects.visible_to(by).select_related("enterprise", "instructor")
    pair = get_object_or_404(rows, pk=pair_id)
    pair.plan = _locked(pair.plan_id, "change", by)
    option = next((o for o in options(pair) if o.instructor == instructor_id), None)
    if option is None:
        raise Refusal("请另选一名方案里的指导员。", field="instructor")
    require_possible(pair, option)
    before = pair.instructor.name if pair.instructor else "没有分到"
    pair.instructor_id, pair.points = instructor_id, option.points
    pair.instead_id, pair.dearer, pair.why = None, None, ""
    pair.hand_price, pair.hand_why = (pair.hand_price or 0) + option.price, why.strip()[:120]
    pair.decision = Decision.OPEN
    pair.save()
    label = f"{pair.plan.name}：{pair.enterprise.name}"
    changes = {"instructor": [before, option.name]}
    record(by=by, verb="pledges.change_pair", target=pair, label=label, changes=changes)
    return pair


@action(EDIT)
def decide(
    *, plan_id: int, accept: bool, pair_ids: Sequence[int] | None = None, by: Actor
) -> int:  # fmt: skip
    """Accept or decline some changes, or with None all of them; returns how many."""
    plan = _locked(plan_id, "decide", by)
    rows = plan.pairs.filter(MOVES)
    if pair_ids is not None:
        rows = rows.filter(pk__in=pair_ids)
    count = rows.update(decision=Decision.ACCEPTED if accept else Decision.DECLINED)
    if not count:
        raise Refusal("所选的没有换人的，不用采纳；请勾选“换人”或“新派”的行。")
    words = f"{'采纳' if accept else '不采纳'} {count} 家"
    record(by=by, verb="pledges.decide_pairs", target=plan, label=plan.name, note=words)
    return count


@action(EDIT)
def publish(
    *, plan_id: int, starts_on: date, despite_changes: bool = False, by: Actor
) -> AssignmentPlan:  # fmt: skip
    """Write the accepted changes as pledges from a day on, all or nothing.

    What each replaces ends the day before. Records that changed since have to be accepted
    explicitly, and no hard rule may break by them.
    """
    plan = _locked(plan_id, "publish", by)
    if starts_on < clock.today():
        raise Refusal("生效日期已经过去，请选今天或以后的日期。", field="starts_on")
    wanted = list(plan.pairs.filter(MOVES, decision=Decision.ACCEPTED).select_related("instructor"))
    if not wanted:
        raise Refusal("还没有采纳任何一对，请先采纳全部或勾选一部分。")
    changed = changes_since(plan.facts, gather(plan.zone_id, plan.asked))
    if changed and not despite_changes:
        raise Refusal(
            f"方案算出以后记录变了（{'；'.join(changed)}）。请重算，或勾选“已看过变化，仍然发布”。",
            code="stale", field="despite_changes",
        )  # fmt: skip
    firms = Enterprise.rows.select_for_update().filter(pk__in=[p.enterprise_id for p in wanted])
    known = {firm.pk: firm for firm in firms.order_by("pk")}
    _within_limits(plan, wanted)
    wanted = _still_moves(wanted)
    for pair in wanted:
        note = f"按分配方案“{plan.name}”"
        bind(known[pair.enterprise_id], pair.instructor, PRIMARY, starts_on, by=by, note=note)
    plan.state, plan.starts_on = PLAN.apply(plan.state, "publish"), starts_on
    plan.published_by, plan.published_at = by.name[:64], clock.now()
    plan.save(update_fields=["state", "starts_on", "published_by", "published_at"])
    words = f"{len(wanted)} 家，{starts_on:%Y-%m-%d} 起"
    record(by=by, verb="pledges.publish", target=plan, label=plan.name, note=words)
    _tell(plan, wanted, by)
    return plan


def _still_moves(wanted: Sequence[AssignmentPair]) -> list[AssignmentPair]:
    """Without those where somebody bound the same person by hand meanwhile."""
    rows = ContactPledge.rows.filter(
        kind=PRIMARY, ends_on__isnull=True, enterprise__in=[p.enterprise_id for p in wanted]
    )
    now = dict(rows.values_list("enterprise", "instructor"))
    return [p for p in wanted if now.get(p.enterprise_id) != p.instructor_id]


def _within_limits(plan: AssignmentPlan, wanted: Sequence[AssignmentPair]) -> None:
    """Nobody who gets an enterprise has more than his own limit afterwards (CT-05)."""
    moved = {pair.enterprise_id for pair in wanted}
    loads = Counter(load_outside(plan.zone_id, moved))
    loads.update(pair.instructor_id for pair in wanted)
    people = Instructor.rows.filter(pk__in={pair.instructor_id for pair in wanted})
    for one in people.order_by("pk"):
        BOOK.require("CT-05", clock.today(), name=one.name, firms=loads[one.pk], most=one.capacity)


def _tell(plan: AssignmentPlan, wanted: Sequence[AssignmentPair], by: Actor) -> None:
    counts = Counter(p.instructor.user_id for p in wanted if p.instructor.user_id)
    for user, count in counts.items():
        notify(
            zone_id=plan.zone_id, topic="pledges.publish", users=[user], without=by.user_id,
            title=f"{plan.starts_on:%m月%d日}起请您新联系 {count} 家企业",
            body=f"分配方案“{plan.name}”已发布。", url=reverse("enterprises:mine"),
        )  # fmt: skip


@action(EDIT)
def drop(*, plan_id: int, by: Actor) -> AssignmentPlan:
    """A proposal that nobody wants; it stays to be read."""
    plan = _locked(plan_id, "drop", by)
    plan.state = PLAN.apply(plan.state, "drop")
    plan.save(update_fields=["state"])
    record(by=by, verb="pledges.drop_plan", target=plan, label=plan.name)
    return plan
