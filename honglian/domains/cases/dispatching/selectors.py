"""Reads about dispatch rules: the set in force, what it says of one case, and of the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import Chain, config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from .matching import Decision, Facts, Names, Rule, decide
from .models import RuleSet

MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A case that the rules would have sent elsewhere. Departments by name."""

    number: str
    title: str
    actual: str
    proposed: str
    rule: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Rules tried on dispatched cases of the past; ``agreed`` of ``matched`` had the same lead."""

    cases: int
    matched: int
    agreed: int
    by_rule: tuple[tuple[str, int, int], ...]  # name, cases, agreed
    changes: tuple[Change, ...]
    more: int

    @property
    def agreement(self) -> float | None:
        return self.agreed / self.matched if self.matched else None

    @property
    def silent(self) -> int:
        return self.cases - self.matched


def rule_sets(actor: Actor) -> QuerySet[RuleSet]:
    return RuleSet.objects.visible_to(actor).prefetch_related("rules").order_by("-id")


def rule_set(actor: Actor, pk: int) -> RuleSet:
    return get_object_or_404(rule_sets(actor), pk=pk)


def in_force(zone_id: int) -> RuleSet | None:
    rows = RuleSet.rows.filter(zone_id=zone_id, state=RuleSet.State.IN_FORCE)
    return rows.prefetch_related("rules").first()


def rules_of(found: RuleSet) -> list[Rule]:
    return [rule.plain for rule in found.rules.all()]


def names_of(zone_id: int) -> Names:
    rows = Department.rows.filter(zone_id=zone_id)
    chains = Chain.objects.filter(zone_id=zone_id)
    return Names(
        categories={c.code: c.name for c in config_of(zone_id).categories},
        chains=dict(chains.values_list("code", "name")),
        departments=dict(rows.values_list("code", "name")),
    )


def facts_of(case: Any, returned: Iterable[str] = (), on: date | None = None) -> Facts:
    """A case (with chain and enterprise at hand) as the rules see it."""
    firm = case.enterprise
    above = firm.four_above if firm else ""
    is_so = {"above": bool(above), "industry": above == "industry", "key": firm and firm.is_key}
    return Facts(
        text=f"{case.title}{case.text}{case.place}",
        on=on or clock.today(),
        category=case.category,
        chain=case.chain.code if case.chain else "",
        park=firm.park if firm else "",
        classes=frozenset(name for name, holds in is_so.items() if holds),
        returned=frozenset(returned),
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What the rules say of one case, in words."""

    rule: str
    lead_code: str
    co_codes: tuple[str, ...]
    lead: str
    co: str
    level_code: str
    level: str
    because: tuple[str, ...]
    passed_over: tuple[tuple[str, str], ...]


def advice_for(case: Any, returned: Iterable[str], category: str = "") -> Advice | None:
    """The rules' proposal beside the classifier's. A case without a category is looked at with the
    likeliest one. None when the zone has no rules or none fits."""
    current = in_force(case.zone_id)
    if current is None:
        return None
    names = names_of(case.zone_id)
    facts = facts_of(case, returned)
    if not facts.category and category:
        facts = replace(facts, category=category)
    found = decide(rules_of(current), facts, names)
    return _in_words(found.rule, found, names, case.zone_id) if found.rule else None


def _in_words(rule: Rule, found: Decision, names: Names, zone_id: int) -> Advice:
    level = config_of(zone_id).level(rule.level) if rule.level else None
    return Advice(
        rule=rule.name,
        lead_code=rule.lead,
        co_codes=rule.co,
        lead=names.of("departments", [rule.lead]),
        co=names.of("departments", rule.co),
        level_code=rule.level,
        level=level.name if level else "",
        because=found.because,
        passed_over=tuple((r.name, why) for r, why in found.passed_over),
    )


def try_on_past(rules: Sequence[Rule], cases: Iterable[Any], names: Names) -> Trial:
    """What would have gone elsewhere, by the final lead of each dispatched case."""
    total = matched = agreed = 0
    by_rule: Counter[str] = Counter()
    right: Counter[str] = Counter()
    changes: list[Change] = []
    for case, found in _decided(rules, cases, names):
        total += 1
        if found.rule is None:
            continue
        matched += 1
        by_rule[found.rule.name] += 1
        if case.lead.code == found.rule.lead:
            agreed += 1
            right[found.rule.name] += 1
            continue
        changes.append(
            Change(
                case.number,
                case.title,
                case.lead.name,
                names.of("departments", [found.rule.lead]),
                found.rule.name,
                found.because,
            )
        )
    counted = tuple((name, n, right[name]) for name, n in by_rule.most_common())
    kept = tuple(changes[:MOST_CHANGES])
    return Trial(total, matched, agreed, counted, kept, len(changes) - len(kept))


def _decided(
    rules: Sequence[Rule], cases: Iterable[Any], names: Names
) -> Iterator[tuple[Any, Decision]]:
    for case in cases:
        on = clock.local(case.dispatched_at).date()
        yield case, decide(rules, facts_of(case, on=on), names)


@dataclass(frozen=True, slots=True)
class Difference:
    """How two sets part on the same cases."""

    number: str
    title: str
    one: str
    other: str


def compare(
    one: Sequence[Rule], other: Sequence[Rule], cases: Iterable[Any], names: Names
) -> list[Difference]:
    """Cases that two sets of rules would send to different leads."""
    made = []
    for case in cases:
        facts = facts_of(case, on=clock.local(case.dispatched_at).date())
        left, right = (decide(rules, facts, names).rule for rules in (one, other))
        if (left and left.lead) != (right and right.lead):
            words = [names.of("departments", [r.lead]) if r else "不管" for r in (left, right)]
            made.append(Difference(case.number, case.title, *words))
    return made
