"""Reads about people's development, always for an actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit import clock
from honglian.kit.actor import Actor

from . import timing
from .models import Development, DevelopmentStep
from .plan import STAGES, STEPS, Step


def developments(actor: Actor) -> QuerySet[Development]:
    """Developments within scope with all their steps."""
    steps = DevelopmentStep.objects.order_by("no", "on", "id")
    rows = Development.objects.visible_to(actor).select_related("branch", "item")
    return rows.prefetch_related(Prefetch("steps", queryset=steps))


def development(actor: Actor, pk: int) -> Development:
    return get_object_or_404(developments(actor), pk=pk)


def by_stage(actor: Actor) -> list[tuple[str, str, int]]:
    """(stage, name, how many are in it now) of those that go on."""
    rows = Development.objects.visible_to(actor).filter(state="going")
    counts = dict(rows.order_by().values_list("current").annotate(n=Count("pk")))
    found = dict.fromkeys(STAGES, 0)
    for current, count in counts.items():
        found[STEPS[max(current, 1)].stage] += count
    return [(code, STAGES[code], n) for code, n in found.items()]


def steps_of_stage(stage: str) -> list[int]:
    """Values of ``current`` that lie in a stage."""
    return [no for no, step in STEPS.items() if step.stage == stage]


@dataclass(frozen=True)
class Row:
    """One of the 25 steps on a person's page."""

    step: Step
    records: list[DevelopmentStep]
    window: timing.Window | None
    is_next: bool
    overdue: bool
    missing: list[str]

    @property
    def done(self) -> bool:
        return any(r.outcome in ("", "agreed") for r in self.records)

    @property
    def may_enter(self) -> bool:
        return self.is_next


def rows(found: Development, today: date | None = None) -> list[Row]:
    """The whole way: what is on record and when the next steps may be taken."""
    today = today or clock.today()
    taken, records = found.taken, found.records
    following = {s.no for s in timing.next_steps(taken)} if found.state == "going" else set()
    return [
        _row(found, step, taken, records, step.no in following, today) for step in STEPS.values()
    ]


def _row(
    found: Development,
    step: Step,
    taken: dict[int, date],
    records: Iterable[DevelopmentStep],
    is_next: bool,
    today: date,
) -> Row:
    window = timing.window(step, taken, today, found.extension_months) if is_next else None
    mine = [r for r in records if r.no == step.no]
    at_hand = {d for r in mine for d in r.documents}
    missing = [d for d in step.documents if d not in at_hand] if mine else []
    late = bool(window and window.latest and window.latest < today)
    return Row(step, mine, window, is_next, late, missing)


def next_review(found: Development) -> date | None:
    """When the half-yearly review of an activist is due (DEV 第十一条)."""
    taken = found.taken
    if 3 not in taken or 7 in taken or found.state != "going":
        return None
    return timing.next_review(taken)


def warnings(found: Development, today: date | None = None) -> list[str]:
    """What is late or about to be, in sentences for the ledger and the page."""
    today = today or clock.today()
    said = []
    for row in rows(found, today):
        if row.window and row.window.latest and row.overdue:
            late = (today - row.window.latest).days
            said.append(f"{row.step.title}应在 {row.window.latest} 前，已超过 {late} 天")
        if row.missing:
            said.append(f"{row.step.title}缺材料：{'、'.join(row.missing)}")
    review = next_review(found)
    if review and review < today:
        said.append(f"半年考察应在 {review} 前，还没有登记")
    return said
