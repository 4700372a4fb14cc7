"""The proposal for one case, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import config_of
from honglian.kit.actor import Actor

from ..dispatching.past import returned_by
from ..dispatching.selectors import Advice, advice_for
from ..knowledge import OUT_OF_SCOPE
from ..models import Case
from ..states import CASE
from .learning import classifier, spoken

MOST_SIMILAR = 3
LEAST_SURE = 0.5
MOST_PERCENT = 99  # a guess from words is never certain


@dataclass(frozen=True, slots=True)
class Similar:
    """A solved case that reads alike; ``likeness`` in whole percent."""

    case: Case
    likeness: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Category, departments and why; ``second`` is the next likely category's name."""

    code: str
    name: str
    percent: int
    because: tuple[str, ...]
    departments: tuple[str, ...]
    second: str
    similar: tuple[Similar, ...]
    advice: Advice | None = None

    @property
    def is_outside(self) -> bool:
        return self.code == OUT_OF_SCOPE

    @property
    def is_unsure(self) -> bool:
        return self.percent < LEAST_SURE * 100


def proposal_for(actor: Actor, case: Case) -> Proposal | None:
    """For those who dispatch, as long as the case waits for it."""
    if not actor.can("cases.dispatch") or case.state not in ("created", "accepted"):
        return None
    if not CASE.allows(case.state, "classify"):
        return None
    config, model = config_of(case.zone_id), classifier(case.zone_id)
    text = spoken(case.title, case.text)
    first, second = model.guess(text, most=2)
    category = config.category(first.label)
    codes = [category.lead, *category.co] if category else []
    names = dict(
        Department.rows.filter(zone_id=case.zone_id, code__in=codes).values_list("code", "name")
    )
    other = config.category(second.label)
    return Proposal(
        code=first.label,
        name=category.name if category else "可能不属于受理范围",
        percent=min(round(first.confidence * 100), MOST_PERCENT),
        because=first.because,
        departments=tuple(names[code] for code in codes if code in names),
        second=other.name if other else "不属于受理范围",
        similar=_similar(actor, case, model.nearest(text, most=MOST_SIMILAR)),
        advice=advice_for(case, returned_by(case), first.label if category else ""),
    )


def _similar(actor: Actor, case: Case, found: list[tuple[int, float]]) -> tuple[Similar, ...]:
    """Only cases within the actor's sight."""
    alike = {key: likeness for key, likeness in found if key != case.pk}
    rows = Case.objects.visible_to(actor).filter(pk__in=alike).select_related("lead")
    ordered = sorted(rows, key=lambda row: -alike[row.pk])
    return tuple(Similar(row, round(alike[row.pk] * 100)) for row in ordered)
