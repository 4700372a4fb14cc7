"""Carries a plan out: gather, solve, price each rule, say why an enterprise got nobody."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from django.db import transaction

from honglian.algo.assignment import NOBODY, Problem, Result, solve

from ..models import AssignmentPair, AssignmentPlan
from .gathering import Facts, gather, places_of, problem_of
from .states import PLAN

AT_ONCE = 60_000  # possible pairs that are solved while the person waits (248 × 73 are 18,104)


def size(facts: Facts) -> int:
    return len(facts["guides"]) * len(facts["firms"])


def compute(plan: AssignmentPlan, facts: Facts | None = None) -> None:
    """Solve and store; safe to run twice while the plan waits."""
    facts = facts or gather(plan.zone_id, plan.asked)
    begun = time.monotonic()
    problem, people, firms = problem_of(facts, plan.asked, plan.weights)
    result = solve(problem)
    rules = _rules(result)
    seconds = round(time.monotonic() - begun, 2)
    with transaction.atomic():
        plan.pairs.all().delete()
        AssignmentPair.rows.bulk_create(_pairs(plan, facts, result, people, firms), batch_size=500)
        plan.facts = facts
        plan.outcome = _outcome(facts, plan, result, rules) | {"seconds": seconds}
        plan.state, plan.error = PLAN.apply(plan.state, "finish"), ""
        plan.save(update_fields=["facts", "outcome", "state", "error"])


def _rules(result: Result) -> list[dict[str, Any]]:
    """Points of each rule, and what the others come to with it and without it."""
    totals = result.totals()
    whole = sum(totals.values())
    found = []
    for code, points in totals.items():
        freed = solve(result.problem.without(code)).totals()
        without = sum(n for rule, n in freed.items() if rule != code)
        found.append({"code": code, "points": points, "rest": whole - points, "without": without})
    return found


def _pairs(
    plan: AssignmentPlan, facts: Facts, result: Result, people: list[int], firms: list[int]
) -> list[AssignmentPair]:
    choices = {choice.firm: choice for choice in result.choices()}
    whys = _left_words(result.problem, result, facts, plan)
    found = []
    for row, firm in enumerate(firms):
        pair = AssignmentPair(
            zone_id=plan.zone_id, plan=plan, enterprise_id=firm,
            present_id=facts["firms"][str(firm)]["present"],
        )  # fmt: skip
        if choice := choices.get(row):
            pair.computed_id = pair.instructor_id = people[choice.guide]
            pair.points, pair.dearer = dict(choice.points), choice.dearer
            pair.instead_id = None if choice.instead is None else people[choice.instead]
        else:
            pair.why = whys[row][:200]
        found.append(pair)
    return found


def _left_words(
    problem: Problem, result: Result, facts: Facts, plan: AssignmentPlan
) -> dict[int, str]:
    """Why enterprises got nobody."""
    possible = np.bincount(problem.firm, minlength=problem.firms)
    places = sum(places_of(facts, plan.asked).values())
    words = {}
    for row in np.flatnonzero(result.assigned == NOBODY).tolist():
        if not problem.guides:
            words[row] = "没有可分配的指导员"
        elif not possible[row]:
            words[row] = "每名指导员都与它有利害关系，或已在方案里排除"
        else:
            words[row] = (
                f"{possible[row]} 名指导员能联系它，名额都用在扣分更少的企业上了："
                f"共 {problem.firms} 家企业、{places} 个名额"
            )
    return words


def _outcome(
    facts: Facts, plan: AssignmentPlan, result: Result, rules: list[dict[str, Any]]
) -> dict[str, Any]:
    loads = result.loads
    return {
        "rules": rules, "cost": sum(r["points"] for r in rules), "gap": int(result.gap),
        "firms": len(facts["firms"]), "guides": result.problem.guides,
        "places": sum(places_of(facts, plan.asked).values()), "left": len(result.left),
        "most": int(loads.max()) if len(loads) else 0,
        "least": int(loads.min()) if len(loads) else 0,
    }  # fmt: skip
