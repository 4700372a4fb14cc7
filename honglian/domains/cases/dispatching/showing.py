"""A rule in words, for the page of its set."""

from __future__ import annotations

from dataclasses import dataclass

from .matching import Names
from .models import DispatchRule, RuleSet


@dataclass(frozen=True, slots=True)
class ShownRule:
    """What the rule asks for and where it leads."""

    rule: DispatchRule
    conditions: tuple[str, ...]
    lead: str
    co: str


def shown_rules(found: RuleSet, names: Names) -> list[ShownRule]:
    return [
        ShownRule(
            rule,
            conditions_of(rule, names),
            names.of("departments", [rule.lead]),
            names.of("departments", rule.co),
        )
        for rule in found.rules.all()
    ]


def conditions_of(rule: DispatchRule, names: Names) -> tuple[str, ...]:
    """Each condition as a few words; “什么都管” when there is none."""
    made = [
        f"{label}{names.of(kind, codes)}"
        for label, kind, codes in (
            ("类别：", "categories", rule.categories),
            ("产业链：", "chains", rule.chains),
            ("园区：", "parks", rule.parks),
            ("企业：", "classes", rule.classes),
            ("说到：", "words", rule.words),
            ("没有说到：", "without", rule.without),
            ("退回部门：", "departments", rule.returned_by),
        )
        if codes
    ]
    if rule.since or rule.until:
        made.append(f"有效期：{rule.since or '即日'} 至 {rule.until or '长期'}")
    return tuple(made) or ("没有条件，什么都管",)
