"""From the zone's present records to the question, and how the records changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count

from honglian.algo.assignment import Firm, Guide, Params, Problem, between
from honglian.kit import clock

from ..contacts.selectors import guides
from ..models import Conflict, ContactPledge, Enterprise, Instructor
from ..validity import held_on

Facts = dict[str, dict[str, dict[str, Any]]]
PRIMARY = ContactPledge.Kind.PRIMARY
RUNNING = (Enterprise.Status.OPERATING, Enterprise.Status.BUILDING, Enterprise.Status.PREPARING)
KINDS = {"key": "重点企业", "guided": "重点企业和已有主指导员的企业"}
NAMED = 4  # changed records that are named


def tags(text: str) -> list[str]:
    """“融资、日语” → both, in order, each once."""
    return list(dict.fromkeys(t for t in re.split(r"[、，,;；/\s]+", text) if t))


def gather(zone_id: int, asked: Mapping[str, Any]) -> Facts:
    """Instructors in office and enterprises asked for, as plain data; keys are ids as text."""
    present = dict(
        ContactPledge.rows.filter(held_on(clock.today()), zone_id=zone_id, kind=PRIMARY)
        .values_list("enterprise", "instructor")
    )  # fmt: skip
    rows = _wanted(zone_id, asked, present)
    firms = {str(row.pk): _firm(row, present.get(row.pk)) for row in rows}
    outside = [who for firm, who in present.items() if str(firm) not in firms]
    people = guides(zone_id).prefetch_related("chains").order_by("pk")
    conflicts: dict[int, list[int]] = {}
    open_ones = Conflict.rows.filter(zone_id=zone_id, lifted_on__isnull=True)
    for who, firm in open_ones.order_by("pk").values_list("instructor", "enterprise"):
        conflicts.setdefault(who, []).append(firm)
    return {
        "guides": {
            str(one.pk): _guide(one, conflicts.get(one.pk, []), outside.count(one.pk))
            for one in people
        },
        "firms": firms,
    }


def _wanted(
    zone_id: int, asked: Mapping[str, Any], present: Mapping[int, int]
) -> Iterable[Enterprise]:
    rows = Enterprise.rows.filter(zone_id=zone_id, status__in=RUNNING)
    if asked.get("kind") == "guided":
        rows = rows.filter(pk__in=present) | rows.filter(is_key=True)
    else:
        rows = rows.filter(is_key=True)
    if chain := asked.get("chain"):
        rows = rows.filter(chain=chain)
    return rows.order_by("pk").only("pk", "name", "chain", "needs", "longitude", "latitude")


def _place(row: Enterprise | Instructor) -> list[float] | None:
    if row.longitude is None or row.latitude is None:
        return None
    return [row.longitude, row.latitude]


def _firm(row: Enterprise, present: int | None) -> dict[str, Any]:
    return {
        "name": row.name, "chain": row.chain_id, "needs": tags(row.needs), "place": _place(row),
        "present": present,
    }  # fmt: skip


def _guide(row: Instructor, conflicts: list[int], taken: int) -> dict[str, Any]:
    return {
        "name": row.name, "code": row.code, "capacity": row.capacity, "taken": taken,
        "chains": sorted(c.pk for c in row.chains.all()), "skills": tags(row.skills),
        "place": _place(row), "conflicts": conflicts,
    }  # fmt: skip


def places_of(facts: Facts, asked: Mapping[str, Any]) -> dict[int, int]:
    """How many of the enterprises asked for each instructor can take; without those left out."""
    out, other = set(asked.get("left_out", ())), asked.get("capacities", {})
    return {
        int(key): max(0, other.get(key, one["capacity"]) - one["taken"])
        for key, one in facts["guides"].items()
        if int(key) not in out
    }


def problem_of(
    facts: Facts, asked: Mapping[str, Any], weights: Mapping[str, int]
) -> tuple[Problem, list[int], list[int]]:
    """The question, and the keys of its instructors and enterprises in its order."""
    places = places_of(facts, asked)
    people = [
        Guide(
            key, places[key], frozenset(one["chains"]), frozenset(one["skills"]),
            _point(one["place"]), frozenset(one["conflicts"]),
        )
        for key, one in ((k, facts["guides"][str(k)]) for k in places)
    ]  # fmt: skip
    firms = [
        Firm(int(key), one["chain"], frozenset(one["needs"]), _point(one["place"]), one["present"])
        for key, one in facts["firms"].items()
    ]
    problem = between(people, firms, Params(**weights))
    keys, rows = [g.key for g in people], [f.key for f in firms]
    held = {int(firm): who for firm, who in asked.get("held", {}).items()}
    fixed = {rows.index(f): keys.index(who) for f, who in held.items() if f in rows and who in keys}
    return (problem.holding(fixed) if fixed else problem), keys, rows


def _point(place: list[float] | None) -> tuple[float, float] | None:
    return (place[0], place[1]) if place else None


def changes_since(facts: Facts, now: Facts) -> list[str]:
    """What became different in the records, in sentences; empty when nothing did."""
    found = []
    for part, unit in (("guides", "名指导员"), ("firms", "家企业")):
        old, new = facts[part], now[part]
        for words, keys in (
            ("新增", new.keys() - old.keys()),
            ("减少", old.keys() - new.keys()),
            ("有改动", {k for k in old.keys() & new.keys() if old[k] != new[k]}),
        ):
            if keys:
                names = [(new.get(k) or old[k])["name"] for k in sorted(keys, key=int)]
                more = " 等" if len(names) > NAMED else ""
                found.append(f"{words} {len(names)} {unit}：{'、'.join(names[:NAMED])}{more}")
    return found


def load_outside(zone_id: int, firms: Iterable[int]) -> dict[int, int]:
    """How many enterprises beside these each instructor answers for today."""
    rows = ContactPledge.rows.filter(held_on(clock.today()), zone_id=zone_id, kind=PRIMARY)
    counted = rows.exclude(enterprise__in=firms).values("instructor").annotate(n=Count("pk"))
    return {row["instructor"]: row["n"] for row in counted}
