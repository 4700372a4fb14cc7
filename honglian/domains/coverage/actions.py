"""Writes about plans of joint branches: ask for one, accept, change, refuse, set up, drop."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.algo.joining import Branch, Limits, Problem, violations, whole_branch
from honglian.foundation.audit.api import record
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.foundation.zones.models import Chain
from honglian.kit import clock, events
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import computing, planning
from .events import JointBranchProposed, ProposedUnit
from .models import JointPlan, JointProposal
from .states import PLAN, PROPOSAL

ITEM = "coverage.jointproposal"


@action(PLAN)
def plan(*, limits: dict[str, Any], rounds: int | None = None, by: Actor) -> JointPlan:
    """Ask for a plan. Few enterprises are computed at once, many by a job with progress.

    With ``rounds`` it is computed at once and looks just so long: the same on every machine.
    """
    found = planning.candidates(by, limits.get("chain"))
    if len(found.rows) < 2:
        raise Refusal(
            "可以联合组建的企业不足两家。请先在企业库里登记各家的正式党员、预备党员人数，再来算。"
        )
    planning.problem_of(found.rows, limits)
    made = JointPlan.rows.create(
        zone_id=by.zone_id,
        limits=limits,
        total=limits["seconds"],
        made_by=by.name,
        made_at=clock.now(),
    )
    record(by=by, verb="coverage.plan", target=made, note=f"{len(found.rows)} 家企业")
    if rounds is not None or len(found.rows) <= computing.QUICK:
        computing.compute(made, rounds=rounds)
    else:
        enqueue("coverage.plan", {"plan_id": made.pk}, zone_id=by.zone_id)
    return made


def _locked(pk: int, by: Actor) -> JointProposal:
    rows = JointProposal.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)


def _decide(found: JointProposal, verb: str, by: Actor, why: str = "") -> None:
    found.state = PROPOSAL.apply(found.state, verb)
    found.why, found.decided_by, found.decided_at = why, by.name[:64], clock.now()
    found.save(update_fields=["state", "why", "decided_by", "decided_at", "org"])


@action(PLAN)
def accept(*, proposal_ids: list[int], by: Actor) -> list[JointProposal]:
    """Take proposals up: each becomes a set-up application on the desk of the Party office.

    All or none: an enterprise that another accepted proposal already names is refused.
    """
    if not proposal_ids:
        raise Refusal("请先勾选要采纳的建议。")
    return [_accept(pk, by) for pk in sorted(set(proposal_ids))]


def _accept(pk: int, by: Actor) -> JointProposal:
    found = _locked(pk, by)
    PROPOSAL.apply(found.state, "accept")
    rows = planning.candidates(by).rows
    for unit in found.units:
        if unit["id"] not in rows:
            raise Refusal(
                f"“{found.name}”里的{unit['name']}情况已经变了（已建组织、已编入别的建议，"
                "或党员人数有变），请重新算一个方案。",
                code="stale",
            )
    _decide(found, "accept", by)
    item = open_item(
        kind=ITEM,
        object_id=found.pk,
        table=PROPOSAL,
        state=found.state,
        root=None,
        zone_id=found.zone_id,
        title=f"办理设立：{found.name}"[:200],
        url=reverse("coverage:proposal", args=[found.pk]),
        expected="办理设立",
        holder_role="org_admin",
        holder_name="党群工作部",
        chain_id=found.chain_id,
    )
    names = "、".join(unit["name"] for unit in found.units)
    log(
        item,
        by=by,
        verb="accept",
        name="采纳建议",
        before="proposed",
        after=found.state,
        text=names,
    )
    record(by=by, verb="coverage.accept", target=found, label=found.name, note=names)
    events.emit(_event(found, by))
    return found


def _event(found: JointProposal, by: Actor) -> JointBranchProposed:
    units = tuple(
        ProposedUnit(u["uscc"], u["name"], u["full"], u["probationary"]) for u in found.units
    )
    return JointBranchProposed(
        found.zone_id, found.pk, found.name, found.chain_id, units, tuple(found.reasons), by
    )


@action(PLAN)
def refuse(*, proposal_id: int, reason: str, by: Actor) -> JointProposal:
    """Do not take a proposal up, with the reason; its enterprises stay free for other plans."""
    if not reason.strip():
        raise Refusal("请写明不采纳的原因。", field="reason")
    found = _locked(proposal_id, by)
    _decide(found, "refuse", by, reason.strip())
    record(by=by, verb="coverage.refuse", target=found, label=found.name, note=reason)
    return found


@action(PLAN)
def change(*, proposal_id: int, unit_ids: list[int], reason: str, by: Actor) -> JointProposal:
    """Give a proposal other enterprises by hand; every rule of its plan still holds.

    Enterprises of other open proposals of the plan must be taken out there first.
    """
    found = _locked(proposal_id, by)
    PROPOSAL.apply(found.state, "change")
    if not reason.strip():
        raise Refusal("请写明调整的原因。", field="reason")
    rows = planning.candidates(by).rows
    wanted = list(dict.fromkeys(unit_ids))
    if set(wanted) == set(found.unit_ids):
        raise Refusal("联合的企业没有变化，请先增减再保存。", field="units")
    if missing := [pk for pk in wanted if pk not in rows]:
        raise Refusal(f"有 {len(missing)} 家企业现在不能联合组建，请重新勾选。", field="units")
    _check_free(found, wanted)
    branch, problem = _by_hand(found, wanted, rows)
    before = [unit["name"] for unit in found.units]
    chains = {c.pk: c.short_name for c in Chain.objects.filter(zone_id=found.zone_id)}
    found.units = planning.units_of(branch.keys, rows)
    found.name = planning.branch_name(found.units[0]["name"])[:128]
    found.full, found.members, found.widest = branch.full, branch.members, round(branch.widest)
    found.chain_id = int(branch.chains[0]) if len(branch.chains) == 1 else None
    found.reasons = [
        *planning.reasons_of(branch, rows, problem.limits, chains)[:-1],
        f"由{by.name}手工调整：{reason.strip()}",
    ]
    found.save()
    after = [unit["name"] for unit in found.units]
    record(
        by=by,
        verb="coverage.change",
        target=found,
        label=found.name,
        changes={"联合的企业": ["、".join(before), "、".join(after)]},
        note=reason,
    )
    return found


def _check_free(found: JointProposal, wanted: list[int]) -> None:
    others = JointProposal.rows.filter(plan=found.plan, state="proposed").exclude(pk=found.pk)
    for other in others:
        for unit in other.units:
            if unit["id"] in wanted:
                raise Refusal(
                    f"{unit['name']}在“{other.name}”里，请先从那里拿出来，或不采纳那一条。",
                    field="units",
                )


def _by_hand(
    found: JointProposal, wanted: list[int], rows: dict[int, Any]
) -> tuple[Branch, Problem]:
    """The branch of these enterprises, or a refusal that names the rule it breaks."""
    limits = planning.limits_of(found.plan.limits)
    chosen = {pk: rows[pk] for pk in wanted}
    units = [planning.unit_of(row) for row in chosen.values()]
    _check_numbers(units, limits)
    problem = planning.problem_of(chosen, {**found.plan.limits, "pinned": ()})
    branch = whole_branch(problem)
    if violations(problem, [branch]):
        raise Refusal(
            f"这些企业不都符合方案的条件（相距 {planning.metres(limits.reach)}以内"
            f"{'、同一产业链' if limits.same_chain else ''}{'、同一园区' if limits.same_park else ''}"
            "、没有要求分开），请换一家，或放宽条件重新算。",
            field="units",
        )
    return branch, problem


def _check_numbers(units: list, limits: Limits) -> None:
    full = sum(unit.full for unit in units)
    if not 2 <= len(units) <= limits.most_units:
        raise Refusal(
            f"联合党支部要有 2 至 {limits.most_units} 个单位，现在是 {len(units)} 个。",
            field="units",
        )
    if full < limits.least_full:
        raise Refusal(
            f"合计只有 {full} 名正式党员，不足 {limits.least_full} 名，不能成立党支部"
            f"（{planning.WHERE_FROM}）。请再加一家。",
            field="units",
        )


@action(PLAN)
def set_up(*, proposal_id: int, org_id: int, by: Actor) -> JointProposal:
    """The joint branch exists: name the organisation; the desk line is done."""
    found = _locked(proposal_id, by)
    org = get_object_or_404(PartyOrg.objects.visible_to(by), pk=org_id)
    if org.type != "joint_branch" or org.status not in PartyOrg.STANDING:
        raise Refusal(f"{org.name}不是运行中的联合党支部，请选已批准成立的那一个。", field="org")
    found.org = org
    return _finish(found, "set_up", "登记已设立", by, org.name)


@action(PLAN)
def drop(*, proposal_id: int, reason: str, by: Actor) -> JointProposal:
    """The set-up comes to nothing; the enterprises are free again."""
    if not reason.strip():
        raise Refusal("请写明不再设立的原因。", field="reason")
    return _finish(_locked(proposal_id, by), "drop", "不再设立", by, reason.strip())


def _finish(found: JointProposal, verb: str, name: str, by: Actor, text: str) -> JointProposal:
    before = found.state
    _decide(found, verb, by, text)
    item = find_item(ITEM, found.pk)
    if item is not None:
        update_item(item, PROPOSAL, found.state)
        log(item, by=by, verb=verb, name=name, before=before, after=found.state, text=text)
    record(by=by, verb=f"coverage.{verb}", target=found, label=found.name, note=text)
    return found
