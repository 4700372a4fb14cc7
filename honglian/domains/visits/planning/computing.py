"""Carries a month's plan out: merge, solve, explain, write the entries."""

from __future__ import annotations

import time as wall
from collections.abc import Callable
from datetime import time
from typing import Any

from django.db import transaction

from honglian.algo.routing import Result, Route, solve, violations
from honglian.algo.stopping import MaxRounds, MaxSeconds, Stop, Watched

from .building import Outing, Question, build
from .merging import least_comings
from .models import MonthPlan, PlanEntry

MOST_LEFT = 300  # left-out enterprises that are named


def compute(
    plan: MonthPlan, tell: Callable[[int], None] | None = None, rounds: int | None = None
) -> None:
    """Solve and store. Safe to run twice; an accepted plan is left alone by the caller."""
    asked = build(plan)
    stop: Stop = MaxSeconds(float(plan.seconds)) if rounds is None else MaxRounds(rounds)
    if tell is not None:
        stop = Watched(stop, _every_second(tell))
    result = solve(asked.problem, stop=stop, seed=1)
    if list(violations(asked.problem, result.best)):
        raise RuntimeError("the planner broke one of its own rules")
    with transaction.atomic():
        plan.entries.all().delete()
        PlanEntry.objects.bulk_create(list(_entries(plan, asked, result)))
        plan.summary = _summary(asked, result)
        plan.state, plan.error = MonthPlan.State.READY, ""
        plan.save()


def _every_second(tell: Callable[[int], None]) -> Callable[[float, int], None]:
    last = [wall.monotonic()]

    def hear(seconds: float, rounds: int) -> None:
        if wall.monotonic() - last[0] >= 1:
            last[0] = wall.monotonic()
            tell(int(seconds))

    return hear


def _entries(plan: MonthPlan, asked: Question, result: Result):
    for route in result.best.routes:
        outing = asked.outings[route.team]
        for at, key in enumerate(route.visits):
            if key in asked.held:
                continue
            coming = asked.comings[key]
            yield PlanEntry(
                plan=plan, enterprise_id=coming.enterprise_id, crew=outing.crew, day=outing.day,
                requests=[r.pk for r in coming.requests], starts_at=_clock(route.starts[at]),
                minutes=coming.minutes, metres=result.reasons[key].adds, pinned=key in asked.pins,
                reasons=_reasons(asked, result, key, outing, route),
            )  # fmt: skip


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _reasons(
    asked: Question, result: Result, key: int, outing: Outing, route: Route
) -> list[str]:  # fmt: skip
    coming, place = asked.comings[key], result.reasons[key]
    names = "、".join(
        dict.fromkeys(r.department.short_name or r.department.name for r in coming.requests)
    )
    points, why = asked.risks.get(coming.enterprise_id, (0, ""))
    words = [f"{len(coming.requests)} 项需求一次办：{names}，{outing.crew.name}都有人"]
    if why:
        words.append(f"风险 {points} 分（{why}）")
    mates = len(route.visits) - 1
    words.append(
        f"同一趟还去 {mates} 家，为它多走 {_km(place.adds)}"
        if mates
        else f"单独一趟，来回 {_km(place.adds)}"
    )
    if place.instead is not None and place.would_add is not None:
        other = asked.outings[place.instead]
        words.append(f"放到 {other.day:%m-%d} {other.crew.name}要多走 {_km(place.would_add)}")
    if key in asked.pins:
        words.append("已由人固定")
    elif coming.fixed_on:
        words.append("部门要求这一天")
    if coming.early > time(0, 0) or coming.late < time(23, 59):
        words.append(f"企业方便的时间 {coming.early:%H:%M}—{coming.late:%H:%M}")
    return words


def _km(metres: int) -> str:
    return f"{metres} 米" if metres < 1000 else f"{metres / 1000:.1f} 公里"


LEFT = {
    "skills": "没有一个小组那天同时有这几个部门的人（检查要有两名持证人员），请加人或换证",
    "hours": "企业方便的时间里没有小组来得及（路程加时长放不进半天），请另约时间或分两次",
}


def _left_words(why: str, able: int) -> str:
    return LEFT.get(why, f"能去的 {able} 个半天都排满了，请加小组，或移到下月")


def _summary(asked: Question, result: Result) -> dict[str, Any]:
    own = [key for key in asked.comings if key not in asked.held]
    made = [key for key in own if key in result.best.served]
    placed = sum(len(asked.comings[key].requests) for key in made)
    left = [
        {
            "id": asked.comings[one.visit].enterprise_id,
            "name": asked.firms[asked.comings[one.visit].enterprise_id].name,
            "what": "、".join(r.purpose for r in asked.comings[one.visit].requests)[:120],
            "why": _left_words(one.why, one.able),
        }
        for one in result.left
        if one.visit not in asked.held
    ]
    bound = least_comings(asked.requests)
    return {
        "requests": len(asked.requests), "placed": placed, "visits": len(made), "least": bound,
        "saved": placed - len(made), "most_saved": len(asked.requests) - bound,
        "metres": result.best.distance, "least_metres": result.bound.distance,
        "outings": result.best.teams, "least_outings": result.bound.teams,
        "left": left[:MOST_LEFT], "left_count": len(left), "held": len(asked.held),
        "seconds": round(result.seconds, 1), "half_days": len(asked.outings),
    }  # fmt: skip
