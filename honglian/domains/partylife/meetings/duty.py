"""What organisation life a branch owes in a year, what it held, and what is missing by when.

Only what applies is asked for: by the type of the organisation, by its size, by what it has
(committee, groups, activists), and from the period in which it was founded (领域手册 C.1, C.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from honglian.domains.members.api import abroad, cultivations, placing
from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg, Post
from honglian.kit import clock
from honglian.kit.rules import BOOK

from ..frequency import KINDS, Count, Kind, Period, counts, rate
from .held import Held, held
from .models import PartyGroup

LONG_AGO = date(1921, 7, 1)
LIGHT_WORDS = {"done": "已达标", "doing": "进行中", "soon": "快到期", "overdue": "未达标"}


@dataclass
class Facts:
    """What decides which duties a branch has. Spans are (from, until), the last day not included."""

    branch: PartyOrg
    full: int = 0
    committee: int = 0
    groups: dict[int, tuple[str, date, date | None]] = field(default_factory=dict)
    activists: dict[int, tuple[str, date, date | None]] = field(default_factory=dict)
    abroad: dict[int, tuple[str, date, date | None]] = field(default_factory=dict)

    @property
    def since(self) -> date:
        return self.branch.founded_on or LONG_AGO

    @property
    def committee_from(self) -> int:
        return ORG_TYPES[self.branch.type].committee_from or 7

    def why(self, kind: Kind) -> str:
        """Why a kind applies (a sentence), or nothing where it does not."""
        match kind.applies:
            case "":
                return "每个党支部"
            case "has_committee":
                if self.committee:
                    return f"设支委会（委员 {self.committee} 名）"
                if self.full >= self.committee_from:
                    return f"正式党员 {self.full} 名，应设支委会"
                return ""
            case "has_group":
                return f"有党小组 {len(self.groups)} 个，每个都要开" if self.groups else ""
            case "has_activists":
                return (
                    f"有入党积极分子 {len(self.activists)} 名，每名都要考察"
                    if self.activists
                    else ""
                )
            case "has_abroad":
                return (
                    f"有出国（境）党员 {len(self.abroad)} 名，每名都要联系" if self.abroad else ""
                )
        raise ValueError(kind.applies)

    def why_not(self, kind: Kind) -> str:
        return {
            "has_committee": f"没有设支委会，正式党员 {self.full} 名（{self.committee_from} 名以上的要设）",
            "has_group": "没有党小组",
            "has_activists": "没有入党积极分子",
            "has_abroad": "没有出国（境）学习研究的党员",
        }[kind.applies]

    def units(self, kind: Kind) -> Mapping[int, tuple[str, date, date | None]]:
        """What each needs its own: groups, activists, members abroad."""
        return {
            "has_group": self.groups,
            "has_activists": self.activists,
            "has_abroad": self.abroad,
        }.get(kind.applies, {})


@dataclass(frozen=True)
class Duty:
    """One kind for one branch in a year; ``counts`` are the periods that have begun."""

    kind: Kind
    why: str
    counts: tuple[Count, ...]
    late: int = 0

    @property
    def current(self) -> Count | None:
        """The period that is running; nothing in a year that is over."""
        return next((c for c in self.counts if not c.over), None)

    @property
    def ended(self) -> list[Count]:
        return [c for c in self.counts if c.over]

    @property
    def met(self) -> int:
        """Ended periods in which enough was held."""
        return sum(c.held >= c.least for c in self.ended)

    @property
    def rate(self) -> Decimal | None:
        return rate([c.held for c in self.ended], self.kind.least)

    @property
    def missing(self) -> int:
        """How many are still missing in the running period."""
        return max(0, self.current.least - self.current.held) if self.current else 0

    @property
    def sentence(self) -> str:
        """What the rule says about the running period; nothing when it is kept."""
        now = self.current
        if now is None:
            return ""
        name = f"{now.period.first:%Y-%m-%d} 至 {now.period.last:%Y-%m-%d} "
        found = BOOK.find(self.kind.rule, now.period.last, held=now.held, period=name)
        return found.sentence if found else ""

    def light(self, today: date) -> str:
        """The running period's, unless an ended one was missed and none runs."""
        now = self.current
        if now is not None:
            return now.light(today)
        return "done" if self.met == len(self.ended) else "overdue"


@dataclass(frozen=True)
class Standing:
    """A branch in a year: its duties, and what does not apply with the reason."""

    facts: Facts
    duties: tuple[Duty, ...]
    excused: tuple[tuple[Kind, str], ...]

    @property
    def branch(self) -> PartyOrg:
        return self.facts.branch

    @property
    def rate(self) -> Decimal | None:
        """Mean over the duties that have an ended period, equal weights (C.2)."""
        rates = [d.rate for d in self.duties if d.rate is not None]
        return sum(rates, Decimal(0)) / len(rates) if rates else None

    @property
    def is_full(self) -> bool:
        """Everything that has come due was held; a branch that owed nothing yet is not counted."""
        return self.rate is not None and all(d.met == len(d.ended) for d in self.duties)

    def duty(self, code: str) -> Duty | None:
        return next((d for d in self.duties if d.kind.code == code), None)


def standings(branches: Sequence[PartyOrg], year: int) -> list[Standing]:
    """All branches of one zone at once; a handful of queries whatever their number."""
    if not branches:
        return []
    today, ids = clock.today(), [b.pk for b in branches]
    facts = gather(branches, year)
    times = held(branches[0].zone_id, ids, date(year, 1, 1), date(year, 12, 31))
    return [_standing(facts[b.pk], times, year, today) for b in branches]


def gather(branches: Sequence[PartyOrg], year: int) -> dict[int, Facts]:
    """What decides about duties, for all branches at once."""
    facts = {b.pk: Facts(b) for b in branches}
    zone_id, today = branches[0].zone_id, clock.today()
    for pk, (full, _) in placing.sizes_on(zone_id, today, only=facts.keys()).items():
        facts[pk].full = full
    _committees(facts, today)
    first, last = date(year, 1, 1), date(year, 12, 31)
    groups = PartyGroup.rows.filter(zone_id=zone_id, starts_on__lte=last)
    for one in groups.filter(Q(ends_on=None) | Q(ends_on__gte=first)):
        if one.branch_id in facts:
            until = one.ends_on + timedelta(1) if one.ends_on else None
            facts[one.branch_id].groups[one.pk] = (one.name, one.starts_on, until)
    for someone in cultivations(zone_id, facts.keys()):
        if someone.since <= last and (someone.until is None or someone.until > first):
            span = (someone.name, someone.since, someone.until)
            facts[someone.branch_id].activists[someone.development_id] = span
    for stay in abroad(zone_id, facts.keys()):
        if stay.since <= last and (stay.until is None or stay.until > first):
            span = (stay.name, stay.since, stay.until)
            facts[stay.branch_id].abroad[stay.stay_id] = span
    return facts


def _committees(facts: dict[int, Facts], today: date) -> None:
    """How many people besides the secretary sit on each committee."""
    rows = Post.objects.filter(org__in=facts, kind__in=[Post.Kind.DEPUTY, Post.Kind.COMMITTEE])
    people: dict[int, set[str]] = defaultdict(set)
    for org, name in rows.filter(Q(ends_on=None) | Q(ends_on__gt=today)).values_list(
        "org_id", "person_name"
    ):
        people[org].add(name)
    for org, names in people.items():
        facts[org].committee = len(names) + 1


def _standing(
    facts: Facts, times: Mapping[tuple[int, str], list[Held]], year: int, today: date
) -> Standing:
    duties, excused = [], []
    for kind in KINDS.values():
        why = facts.why(kind)
        if not why:
            excused.append((kind, facts.why_not(kind)))
            continue
        found = times.get((facts.branch.pk, kind.code), [])
        duties.append(
            Duty(
                kind,
                why,
                tuple(_counts(kind, facts, found, year, today)),
                late=sum(not h.counts for h in found),
            )
        )
    return Standing(facts, tuple(duties), tuple(excused))


def _counts(
    kind: Kind, facts: Facts, found: Collection[Held], year: int, today: date
) -> list[Count]:
    """Periods that have begun. Where each unit needs its own, the one with fewest decides."""
    days = [h.day for h in found if h.counts]
    whole = counts(kind, days, year, today, facts.since)
    units = facts.units(kind)
    if not units:
        return whole
    return [
        Count(c.period, least_of(units, found, c.period, kind.least), c.least, c.over)
        for c in whole
        if any(_asked(span, c.period) for span in units.values())
    ]


def least_of(
    units: Mapping[int, tuple[str, date, date | None]],
    found: Collection[Held],
    period: Period,
    enough: int,
) -> int:
    """The fewest times that any unit of a period met."""
    asked = [unit for unit, span in units.items() if _asked(span, period)]
    return min(
        (sum(h.unit == unit and h.counts and h.day in period for h in found) for unit in asked),
        default=enough,
    )


def _asked(span: tuple[str, date, date | None], period: Period) -> bool:
    """A unit is asked for in a period it lived through from the first day on.

    An activist of March is reviewed in the second half-year, not by the end of June.
    """
    _, since, until = span
    return since <= period.first and (until is None or until > period.last)
