"""How much an enterprise needs the next look, with the reasons (设: the weights are ours to argue about)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from honglian.domains.enterprises.api import Enterprise
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..inspecting.models import Inspection, JointVisit
from .models import Hazard

POINTS = {"serious": 30, "ordinary": 3, "overdue": 10, "recurs": 8, "returned": 4, "past": 1}
UNSEEN_AFTER = 180  # days without a look
UNSEEN_POINTS, NEVER_POINTS = 10, 15
LARGE, LARGE_POINTS = 300, 3  # people at work


@dataclass
class Risk:
    """``reasons`` are (words, points), the heaviest first."""

    enterprise: Enterprise
    reasons: list[tuple[str, int]] = field(default_factory=list)
    seen_on: date | None = None

    @property
    def points(self) -> int:
        return sum(points for _, points in self.reasons)

    def add(self, words: str, points: int) -> None:
        if points:
            self.reasons.append((words, points))


def queue(actor: Actor, *, only: Iterable[int] | None = None) -> list[Risk]:
    """The park's enterprises, who needs a look most first."""
    rows = Enterprise.objects.visible_to(actor).filter(is_in_park=True).exclude(status="closed")
    risks = {e.pk: Risk(e) for e in rows if only is None or e.pk in set(only)}
    for pk, day in _seen(actor).items():
        if pk in risks:
            risks[pk].seen_on = day
    by_firm: dict[int, list[Hazard]] = defaultdict(list)
    for hazard in Hazard.objects.visible_to(actor).exclude(state="dropped"):
        by_firm[hazard.enterprise_id].append(hazard)
    for pk, risk in risks.items():
        _weigh(risk, by_firm.get(pk, []), clock.today())
        risk.reasons.sort(key=lambda reason: -reason[1])
    return sorted(risks.values(), key=lambda r: (-r.points, r.enterprise.name))


def _seen(actor: Actor) -> dict[int, date]:
    """The last day somebody looked, by enterprise."""
    found: dict[int, date] = {}
    hazards = Hazard.objects.visible_to(actor).values_list("enterprise_id", "found_on")
    visits = JointVisit.objects.visible_to(actor).exclude(done_on=None)
    looks = Inspection.objects.visible_to(actor).exclude(entered_at=None)
    for rows in (
        hazards,
        visits.values_list("enterprise_id", "done_on"),
        looks.values_list("enterprise_id", "planned_on"),
    ):
        for pk, day in rows:
            found[pk] = max(day, found.get(pk, day))
    return found


def _weigh(risk: Risk, hazards: list[Hazard], today: date) -> None:
    live = [h for h in hazards if h.closed_on is None]
    counted = (
        ("件重大隐患没有销号", "serious", sum(h.is_serious for h in live)),
        ("件一般隐患没有销号", "ordinary", sum(h.level == "ordinary" for h in live)),
        ("件逾期没有整改完", "overdue", sum(h.is_overdue for h in live)),
        ("件是再发的", "recurs", sum(h.recurs_id is not None for h in hazards)),
        ("次复查不通过", "returned", sum(h.returned for h in live)),
    )
    for words, code, count in counted:
        risk.add(f"{count} {words}", POINTS[code] * count)
    past = sum(1 for h in hazards if (today - h.found_on).days <= 365)
    risk.add(f"一年内查出 {past} 件", POINTS["past"] * past)
    if risk.seen_on is None:
        risk.add("没有排查记录", NEVER_POINTS)
    elif (gone := (today - risk.seen_on).days) > UNSEEN_AFTER:
        risk.add(f"{gone} 天没有排查", UNSEEN_POINTS)
    if (risk.enterprise.employees or 0) >= LARGE:
        risk.add(f"从业人员 {risk.enterprise.employees} 人", LARGE_POINTS)
