"""Which rule fits a demand and why the ones before it did not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

CLASSES = {"above": "四上企业", "industry": "规上工业企业", "key": "重点企业"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one demand. ``returned`` are departments that gave it back with right."""

    text: str
    on: date
    category: str = ""
    chain: str = ""
    park: str = ""
    classes: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; an empty condition says nothing. A smaller ``priority`` is asked first.

    ``words``: one of them is in the text; ``without``: none of them is. ``returned_by``: one of
    these departments gave the demand back. ``since`` and ``until`` are both within.
    """

    key: int
    name: str
    priority: int
    lead: str
    co: tuple[str, ...] = ()
    level: str = ""
    categories: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    parks: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    returned_by: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def result(self) -> tuple[str, tuple[str, ...], str]:
        return self.lead, tuple(sorted(self.co)), self.level


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that fits (None when none does), why, and why each rule before it does not."""

    rule: Rule | None
    because: tuple[str, ...]
    passed_over: tuple[tuple[Rule, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a set of rules; ``stops`` keeps it from being put in force."""

    message: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Words people read for the codes of a zone."""

    categories: dict[str, str]
    chains: dict[str, str]
    departments: dict[str, str]

    def of(self, kind: str, codes: Iterable[str]) -> str:
        known = CLASSES if kind == "classes" else getattr(self, kind, {})
        return "、".join(known.get(code, code) for code in codes)


def decide(rules: Sequence[Rule], facts: Facts, names: Names) -> Decision:
    """The first rule by priority that fits; the same number is asked in the order of writing."""
    passed_over: list[tuple[Rule, str]] = []
    for rule in sorted(rules, key=lambda r: (r.priority, r.key)):
        why = why_not(rule, facts, names)
        if not why:
            return Decision(rule, reasons(rule, facts, names), tuple(passed_over))
        passed_over.append((rule, why))
    return Decision(None, (), tuple(passed_over))


def why_not(rule: Rule, facts: Facts, names: Names) -> str:
    """Why the rule does not fit, as a sentence; empty when it does."""
    if (rule.since and facts.on < rule.since) or (rule.until and facts.on > rule.until):
        return "不在规则的有效期内"
    for kind, label, has in (
        ("categories", "类别", facts.category),
        ("chains", "产业链", facts.chain),
        ("parks", "园区", facts.park),
    ):
        wanted = getattr(rule, kind)
        if wanted and has not in wanted:
            is_now = names.of(kind, [has]) if has else "没有填"
            return f"{label}要是{names.of(kind, wanted)}，这件{is_now}"
    if rule.classes and not facts.classes & set(rule.classes):
        return f"只管{names.of('classes', rule.classes)}"
    if rule.words and not any(word in facts.text for word in rule.words):
        return f"没有说到“{'”“'.join(rule.words)}”中的任何一个"
    if said := [word for word in rule.without if word in facts.text]:
        return f"说到了“{said[0]}”，这条规则不管"
    if rule.returned_by and not facts.returned & set(rule.returned_by):
        return f"只管{names.of('departments', rule.returned_by)}退回的"
    if rule.lead in facts.returned:
        return f"{names.of('departments', [rule.lead])}已经退回过这件诉求"
    return ""


def reasons(rule: Rule, facts: Facts, names: Names) -> tuple[str, ...]:
    """The conditions that this demand meets."""
    made = []
    if rule.categories:
        made.append(f"类别是{names.of('categories', [facts.category])}")
    if rule.chains:
        made.append(f"属于{names.of('chains', [facts.chain])}产业链")
    if rule.parks:
        made.append(f"在{facts.park}")
    if rule.classes:
        made.append(f"是{names.of('classes', sorted(facts.classes & set(rule.classes)))}")
    if rule.words:
        made.append(f"说到“{next(word for word in rule.words if word in facts.text)}”")
    if rule.returned_by:
        given_back = sorted(facts.returned & set(rule.returned_by))
        made.append(f"{names.of('departments', given_back)}退回过")
    return tuple(made) or ("没有写条件，什么都管",)


def findings(rules: Sequence[Rule], names: Names) -> list[Finding]:
    """What keeps the set from being put in force, then what its writer should look at."""
    return [*_ties(rules), *_circles(rules, names), *_never(rules)]


def overlap(one: Rule, other: Rule) -> bool:
    """Whether some demand may meet both. Words of both may stand in one text, so they do not part
    two rules unless one forbids every word the other asks for."""
    for kind in ("categories", "chains", "parks"):
        mine, theirs = set(getattr(one, kind)), set(getattr(other, kind))
        if mine and theirs and not mine & theirs:
            return False
    for a, b in ((one, other), (other, one)):
        if a.words and all(any(no in word for no in b.without) for word in a.words):
            return False
    latest = max((r.since for r in (one, other) if r.since), default=None)
    earliest = min((r.until for r in (one, other) if r.until), default=None)
    return not (latest and earliest and latest > earliest)


def _ties(rules: Sequence[Rule]) -> list[Finding]:
    found = []
    for i, one in enumerate(rules):
        for other in rules[i + 1 :]:
            if one.priority != other.priority or one.result == other.result:
                continue
            if overlap(one, other):
                found.append(
                    Finding(
                        f"规则“{one.name}”和“{other.name}”的优先级都是 {one.priority}，"
                        "同一件诉求可能两条都符合而派法不同。请把其中一条的优先级改掉，或把条件分开。",
                        stops=True,
                    )
                )
    return found


def _circles(rules: Sequence[Rule], names: Names) -> list[Finding]:
    """Departments that would send a demand back and forth: a walk along “returned by → lead”."""
    steps = [(giver, rule) for rule in rules for giver in rule.returned_by]
    found: dict[frozenset[int], str] = {}

    def walk(path: list[tuple[str, Rule]]) -> None:
        start, here = path[0][0], path[-1][1].lead
        if here == start:
            words = "→".join(names.of("departments", [giver]) for giver, _ in path)
            used = "、".join(f"“{rule.name}”" for _, rule in path)
            found.setdefault(
                frozenset(rule.key for _, rule in path),
                f"规则{used}会让诉求在{words}→{names.of('departments', [start])}之间来回转。"
                "请改其中一条的主办部门，或不再写“由谁退回”。",
            )
            return
        for giver, rule in steps:
            seen = any(rule.key == r.key for _, r in path)
            if giver == here and not seen and all(overlap(rule, r) for _, r in path):
                walk([*path, (giver, rule)])

    for step in steps:
        walk([step])
    return [Finding(message, stops=True) for message in found.values()]


def _never(rules: Sequence[Rule]) -> list[Finding]:
    """Rules that another one with a smaller number always forestalls."""
    found = []
    for rule in rules:
        before = next((r for r in rules if r.priority < rule.priority and _covers(r, rule)), None)
        if before:
            found.append(
                Finding(
                    f"规则“{rule.name}”用不上：符合它的诉求都先被“{before.name}”"
                    f"（优先级 {before.priority}）派走了。",
                    stops=False,
                )
            )
    return found


def _covers(wide: Rule, narrow: Rule) -> bool:
    """Whether every demand that meets ``narrow`` meets ``wide``."""
    for kind in ("categories", "chains", "parks", "classes", "words", "returned_by"):
        mine, theirs = set(getattr(wide, kind)), set(getattr(narrow, kind))
        if mine and not (theirs and theirs <= mine):
            return False
    if not set(wide.without) <= set(narrow.without):
        return False
    if wide.since and not (narrow.since and narrow.since >= wide.since):
        return False
    return not (wide.until and not (narrow.until and narrow.until <= wide.until))
