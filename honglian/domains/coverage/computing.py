"""Carries a plan out: solve, price the rules, weigh the two rates, write the proposals."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from honglian.algo.joining import Params, Problem, Result, solve
from honglian.algo.stopping import MaxRounds, MaxSeconds, Stop, Watched
from honglian.foundation.zones.models import Chain
from honglian.kit.actor import Actor

from . import planning, rates, selectors
from .models import JointPlan, JointProposal
from .states import PROPOSAL

PRICE_SHARE = 0.2  # of the time, for all the questions “what does this rule cost?”
QUICK = 40  # so few enterprises are solved while the person waits
EXACT_IN_MOMENTS = 400  # candidates up to which the integer programme needs no clock
MOST_LEFT = 200  # left-out enterprises that are named


def compute(
    plan: JointPlan, tell: Callable[[int], None] | None = None, rounds: int | None = None
) -> None:
    """Solve and store; the zone's own sight, because a plan joins enterprises of the whole zone.

    ``tell`` hears the seconds done. Safe to run twice: proposals are written anew as long as
    nobody has decided on one.
    """
    actor = Actor.system(plan.zone_id)
    found = planning.candidates(actor, plan.limits.get("chain"))
    problem = planning.problem_of(found.rows, plan.limits)
    seconds = float(plan.limits["seconds"])
    effort = Effort(seconds * (1 - PRICE_SHARE), rounds)
    stop = Watched(effort.stop, _every_second(tell)) if tell is not None else effort.stop
    result = solve(problem, stop=stop, params=effort.params)
    if not result.feasible:
        raise RuntimeError("the planner broke one of its own rules")
    prices = _prices(problem, result, Effort(seconds * PRICE_SHARE, rounds))
    chains = {c.pk: c.short_name for c in Chain.objects.filter(zone_id=plan.zone_id)}
    with transaction.atomic():
        _write(plan, problem, result, found, chains)
        plan.summary = _summary(actor, problem, result, found) | {"prices": prices}
        plan.state, plan.done, plan.error = JointPlan.State.READY, plan.total, ""
        plan.save()


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look: so many seconds, or so many rounds, which are the same everywhere."""

    seconds: float
    rounds: int | None = None

    @property
    def stop(self) -> Stop:
        return MaxSeconds(self.seconds) if self.rounds is None else MaxRounds(self.rounds)

    @property
    def params(self) -> Params:
        """The integer programme stops by the clock; where rounds count it gets only what it proves in moments."""
        if self.rounds is not None:
            return Params(exact_columns=EXACT_IN_MOMENTS)
        return Params(exact_seconds=min(5.0, self.seconds / 4))

    def share(self, of: int) -> Effort:
        """A part of it for each of so many questions."""
        parts = max(1, of)
        return Effort(self.seconds / parts, None if self.rounds is None else self.rounds // parts)


def _every_second(tell: Callable[[int], None]) -> Callable[[float, int], None]:
    last = [time.monotonic()]

    def hear(seconds: float, rounds: int) -> None:
        if time.monotonic() - last[0] >= 1:
            last[0] = time.monotonic()
            tell(int(seconds))

    return hear


def _prices(problem: Problem, result: Result, effort: Effort) -> list[dict[str, Any]]:
    """What each rule costs: how many more enterprises, how many fewer branches without it."""
    questions = planning.relaxed(problem)
    each = effort.share(len(questions))
    found = []
    for code, words, question in questions:
        other = solve(question, stop=each.stop, params=each.params)
        covered = max(0, other.best.covered - result.best.covered)
        fewer = max(0, len(result.best.branches) - len(other.best.branches))
        found.append(
            {"code": code, "rule": words, "more": covered, "fewer": 0 if covered else fewer}
        )
    return found


def _write(
    plan: JointPlan,
    problem: Problem,
    result: Result,
    found: planning.Candidates,
    chains: dict[int, str],
) -> None:
    plan.proposals.filter(state=PROPOSAL.initial).delete()
    JointProposal.rows.bulk_create(
        JointProposal(
            zone_id=plan.zone_id,
            plan=plan,
            name=planning.branch_name(found.rows[branch.keys[0]].name)[:128],
            state=PROPOSAL.initial,
            units=planning.units_of(branch.keys, found.rows),
            full=branch.full,
            members=branch.members,
            widest=round(branch.widest),
            chain_id=int(branch.chains[0]) if len(branch.chains) == 1 else None,
            reasons=planning.reasons_of(branch, found.rows, problem.limits, chains),
        )
        for branch in result.best.branches
    )


def _summary(
    actor: Actor, problem: Problem, result: Result, found: planning.Candidates
) -> dict[str, Any]:
    best, bound = result.best, result.bound
    keys = [key for branch in best.branches for key in branch.keys]
    left = [
        {
            "id": one.key,
            "name": found.rows[one.key].name,
            "why": planning.left_words(one, problem.limits),
        }
        for one in result.reasons[:MOST_LEFT]
    ]
    gap = result.cost_gap
    return {
        "candidates": len(found.rows),
        "covered": best.covered,
        "bound": bound.covered,
        "branches": len(best.branches),
        "optimal": result.is_optimal,
        "gap": None if gap is None else round(gap, 4),
        "seconds": round(result.seconds, 1),
        "unknown": found.unknown,
        "memberless": found.memberless,
        "taken": found.taken,
        "left": left,
        "left_count": len(result.reasons),
        "effect": effect(actor, keys),
    }


def effect(actor: Actor, unit_ids: list[int]) -> dict[str, dict[str, int]]:
    """Both rates before and after these enterprises form joint branches: parts and the whole."""
    line = rates.overall(actor)
    rows = selectors.base(actor).filter(pk__in=unit_ids)
    attached = selectors.attached_counts(actor.zone_id)
    gains = {
        "organisation": rows.exclude(selectors.organised_q(attached)).count(),
        "work": rows.exclude(selectors.worked_q()).count(),
    }
    return {
        rate.code: {"before": rate.part, "after": rate.part + gains[rate.code], "whole": rate.whole}
        for rate in line.rates
        if rate.code in gains
    }
