"""Rules of the house's business: each with its clause, its time in force and two examples.

A rule is a small pure check. It gets facts by name and answers with a sentence that says
what is wrong, or with nothing. Several versions may carry the same id, each in force for
its own time: a rule change never rewrites the past, because a fact is judged by the rule
in force on the day it happened. The page and the command that explain the rules, and the
tests that try each example, read the same registry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from .errors import Refusal

Check = Callable[..., str]


class Force(StrEnum):
    """What happens to somebody who would break the rule."""

    STOP = "stop"
    EXPLAIN = "explain"
    WARN = "warn"
    PROPOSE = "propose"

    @property
    def chinese(self) -> str:
        return FORCE_NAMES[self]


FORCE_NAMES = {
    Force.STOP: "拦住",
    Force.EXPLAIN: "须写明原因",
    Force.WARN: "提醒",
    Force.PROPOSE: "提请组织决定",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A regulation, and from when until when it is in force (``until`` is the last day)."""

    name: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule; ``good`` and ``bad`` are facts that keep and break it."""

    id: str
    title: str
    topic: str
    source: Source
    clause: str
    confidence: str
    force: Force
    check: Check
    good: Mapping[str, Any]
    bad: Mapping[str, Any]

    @property
    def since(self) -> date:
        return self.source.since

    @property
    def until(self) -> date | None:
        return self.source.until

    @property
    def citation(self) -> str:
        return f"{self.source.name}{self.clause}"

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def broken_by(self, **facts: Any) -> str:
        """What is wrong, as a sentence without its full stop; empty when nothing is."""
        return self.check(**facts)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that facts break, with the sentence for people."""

    rule: Rule
    words: str

    @property
    def sentence(self) -> str:
        return f"{self.words}（{self.rule.id}，{self.rule.citation}）。"


@dataclass
class RuleBook:
    """All rules by id; the versions of one id must not overlap in time."""

    _versions: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rule: Rule) -> None:
        for other in self._versions[rule.id]:
            if _overlap(rule, other):
                raise ValueError(f"two versions of {rule.id} are in force at the same time")
        self._versions[rule.id].append(rule)
        self._versions[rule.id].sort(key=lambda r: r.since)

    def versions(self, rule_id: str) -> list[Rule]:
        """All versions of a rule, oldest first; ``KeyError`` for an id that does not exist."""
        if rule_id not in self._versions:
            raise KeyError(rule_id)
        return list(self._versions[rule_id])

    def all(self) -> list[Rule]:
        return [rule for key in sorted(self._versions) for rule in self._versions[key]]

    def get(self, rule_id: str, day: date) -> Rule | None:
        """The version in force on a day; nothing where the rule did not exist yet or any more."""
        return next((r for r in self.versions(rule_id) if r.in_force(day)), None)

    def find(self, rule_id: str, on: date, /, **facts: Any) -> Finding | None:
        """What the version of that day says to these facts."""
        rule = self.get(rule_id, on)
        words = rule.broken_by(**facts) if rule else ""
        return Finding(rule, words) if rule and words else None

    def require(
        self, rule_id: str, on: date, /, *, at: str | None = None, excuse: str = "", **facts: Any
    ) -> Finding | None:
        """Raise a :class:`Refusal` that names the clause; ``at`` is the field it stands beside.

        A rule that asks for an explanation lets the fact pass once ``excuse`` gives one; the
        finding is returned so that it can be kept with the record.
        """
        found = self.find(rule_id, on, **facts)
        if found is None:
            return None
        if found.rule.force == Force.EXPLAIN:
            if excuse.strip():
                return found
            raise _refusal(found, at, "如果事实如此，请在“说明”里写明原因后再登记。")
        raise _refusal(found, at, "")


def _refusal(found: Finding, at: str | None, hint: str) -> Refusal:
    return Refusal(
        found.sentence, code=found.rule.id, field=at, hint=hint, source=found.rule.citation
    )


def _overlap(one: Rule, other: Rule) -> bool:
    first, second = sorted((one, other), key=lambda r: r.since)
    return first.until is None or second.since <= first.until


BOOK = RuleBook()


def rule(
    rule_id: str,
    title: str,
    *,
    topic: str,
    source: Source | tuple[Source, ...],
    clause: str,
    confidence: str,
    good: Mapping[str, Any],
    bad: Mapping[str, Any],
    force: Force = Force.STOP,
    book: RuleBook = BOOK,
) -> Callable[[Check], Check]:
    """Register a check as a rule; several sources make one version each."""

    def register(check: Check) -> Check:
        sources = source if isinstance(source, tuple) else (source,)
        for one in sources:
            book.add(Rule(rule_id, title, topic, one, clause, confidence, force, check, good, bad))
        return check

    return register
