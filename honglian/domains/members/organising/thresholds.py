"""What the set-up rules say about an organisation that is asked for, and about those that stand.

Reads only; an application is refused by the actions, a standing organisation is proposed to
its superior (支部条例 第七条: adjust or dissolve), never changed by the system.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from honglian.algo.months import add_months
from honglian.foundation.orgs.api import ORG_TYPES, OrgThen, OrgTie, Post, held_on, orgs_as_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK, Finding

from .. import placing
from .holding import double_secretaries, is_branch, visible_ids

LOOKED_BACK = 3  # months; ORG-020 speaks after so many in a row


@dataclass
class Strength:
    """What an organisation counts: its own members and, for general branches and committees,
    those below it."""

    formal: int = 0
    members: int = 0
    units: int = 0
    months_short: int = 0
    posts: Counter = field(default_factory=Counter)


@dataclass
class Checked:
    """A standing organisation with what is wrong; ``findings`` is never empty."""

    org: OrgThen
    strength: Strength
    findings: list[Finding]


def check_application(
    *,
    type_code: str,
    formal: int,
    members: int,
    units: int,
    months: int,
    on: date,
    excuse: str,
) -> list[Finding]:
    """Raise the first rule that stops the set-up; return what was explained or is a warning."""
    kept = [
        BOOK.require("ORG-022", on, at="formal", type_code=type_code, formal=formal),
        BOOK.require(
            "ORG-003", on, at="formal", excuse=excuse, type_code=type_code, members=members
        ),
        BOOK.require(
            "ORG-004", on, at="formal", excuse=excuse, type_code=type_code, members=members
        ),
        BOOK.require("ORG-023", on, at="months", excuse=excuse, type_code=type_code, months=months),
        BOOK.find("ORG-002", on, type_code=type_code, members=members),
        BOOK.find("ORG-005", on, type_code=type_code, units=units),
    ]
    return [finding for finding in kept if finding is not None]


def checkup(actor: Actor, day: date | None = None, *, just: int | None = None) -> list[Checked]:
    """Standing organisations of the actor's scope that break a rule on a day, worst first.

    ``just`` looks at this one alone.
    """
    day = day or clock.today()
    orgs = orgs_as_of(actor.zone_id or 0, day, only=visible_ids(actor))
    if just is not None:
        near = {just, *_below(orgs)[just]}
        orgs = [org for org in orgs if org.pk in near]
    strengths = strengths_on(actor.zone_id or 0, orgs, day, few=just is not None)
    doubled = double_secretaries(actor.zone_id or 0, day)
    found = []
    for org in orgs if just is None else [org for org in orgs if org.pk == just]:
        strength = strengths[org.pk]
        findings = [f for f in _findings(org, strength, doubled, day) if f is not None]
        if findings:
            found.append(Checked(org, strength, findings))
    return sorted(found, key=lambda c: (-c.strength.months_short, -len(c.findings), c.org.pk))


def _findings(
    org: OrgThen, s: Strength, doubled: dict[int, dict[str, tuple[str, ...]]], day: date
) -> Iterator[Finding | None]:
    code, affiliated = org.type, not org.is_functional
    yield BOOK.find("ORG-020", day, type_code=code, formal=s.formal, months=s.months_short)
    if code != "working_committee":  # led by whom its superior sends
        yield BOOK.find("ORG-024", day, name=org.name, secretaries=s.posts[Post.Kind.SECRETARY])
    for name, elsewhere in doubled.get(org.pk, {}).items():
        yield BOOK.find("ORG-016", day, name=name, elsewhere=elsewhere)
    yield BOOK.find("ORG-002", day, type_code=code, members=s.members)
    yield BOOK.find("ORG-003", day, type_code=code, members=s.members)
    yield BOOK.find("ORG-004", day, type_code=code, members=s.members)
    yield BOOK.find("ORG-005", day, type_code=code, units=s.units)
    if affiliated and ORG_TYPES[code].committee_from:
        yield from composition(s, day)


def composition(s: Strength, day: date) -> Iterator[Finding | None]:
    """Committee or single secretary, by the number of full members (ORG-006, ORG-007)."""
    committee = sum(s.posts.values())
    yield BOOK.find("ORG-006", day, formal=s.formal, committee=committee)
    if s.posts[Post.Kind.SECRETARY]:  # a vacancy is named once, by ORG-024
        yield BOOK.find(
            "ORG-007",
            day,
            formal=s.formal,
            secretaries=s.posts[Post.Kind.SECRETARY],
            deputies=s.posts[Post.Kind.DEPUTY],
        )


def strengths_on(
    zone_id: int, orgs: Iterable[OrgThen], day: date, *, few: bool = False
) -> dict[int, Strength]:
    """Strengths of these organisations on a day; a handful of queries whatever their number."""
    orgs = list(orgs)
    only = {org.pk for org in orgs} if few else None
    days = [add_months(day, -n) for n in range(LOOKED_BACK + 1)]
    sizes = [placing.sizes_on(zone_id, one, only=only) for one in days]
    below = _below(orgs)
    posts, units = _posts(orgs, day), _units(orgs, day)
    found = {}
    for org in orgs:
        whole = [org.pk] if is_branch(org.type) else [org.pk, *below[org.pk]]
        formal = sum(sizes[0].get(pk, (0, 0))[0] for pk in whole)
        found[org.pk] = Strength(
            formal=formal,
            members=sum(sizes[0].get(pk, (0, 0))[1] for pk in whole),
            units=units[org.pk],
            months_short=_months_short(org, sizes),
            posts=posts[org.pk],
        )
    return found


def _months_short(org: OrgThen, sizes: list[dict[int, tuple[int, int]]]) -> int:
    """Whole months in a row, back from the day, with fewer full members than the type needs."""
    least = ORG_TYPES[org.type].min_formal
    if least is None or org.is_functional:
        return 0
    short = 0
    for size in sizes:
        if size.get(org.pk, (0, 0))[0] >= least:
            break
        short += 1
    return max(0, short - 1)


def _below(orgs: list[OrgThen]) -> dict[int, list[int]]:
    """All organisations under each one, as the tree was that day."""
    parents = {org.pk: org.parent_id for org in orgs}
    found: dict[int, list[int]] = defaultdict(list)
    for pk in parents:
        above, seen = parents[pk], {pk}
        while above in parents and above not in seen:
            found[above].append(pk)
            seen.add(above)
            above = parents[above]
    return found


def _posts(orgs: list[OrgThen], day: date) -> dict[int, Counter]:
    found: dict[int, Counter] = defaultdict(Counter)
    rows = Post.objects.filter(held_on(day), org_id__in=[org.pk for org in orgs])
    for org_id, kind in rows.values_list("org_id", "kind"):
        found[org_id][kind] += 1
    return found


def _units(orgs: list[OrgThen], day: date) -> dict[int, int]:
    """How many units each covers: the one it stands in and those it is tied to."""
    named: dict[int, set[str]] = {org.pk: {org.unit_name} - {""} for org in orgs}
    ties = OrgTie.rows.filter(held_on(day), kind=OrgTie.Kind.UNIT, org_id__in=named)
    for org_id, name in ties.values_list("org_id", "name"):
        named[org_id].add(name)
    return {pk: len(names) for pk, names in named.items()}
