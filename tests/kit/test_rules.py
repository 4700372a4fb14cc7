"""The rule book: versions by date, refusals that name the clause, explanations that are asked for."""

from datetime import date

import pytest

from honglian.kit.errors import Refusal
from honglian.kit.rules import Force, RuleBook, Source, rule

OLD = Source("《旧规定》", date(2014, 1, 1), date(2026, 5, 17))
NEW = Source("《新规定》", date(2026, 5, 18))


def book_with(force: Force = Force.STOP, sources: tuple[Source, ...] = (OLD, NEW)) -> RuleBook:
    book = RuleBook()

    def check(*, days: int) -> str:
        return "" if days >= 5 else f"只有 {days} 天"

    rule(
        "T-1", "至少五天", topic="试", source=sources, clause="第一条", confidence="设",
        good={"days": 5}, bad={"days": 4}, force=force, book=book,
    )(check)  # fmt: skip
    return book


def test_a_fact_is_judged_by_the_version_of_its_day():
    book = book_with()
    assert book.get("T-1", date(2026, 5, 17)).source == OLD
    assert book.get("T-1", date(2026, 5, 18)).source == NEW
    assert book.find("T-1", date(2026, 5, 17), days=1).rule.citation == "《旧规定》第一条"


def test_before_the_first_version_nothing_is_asked():
    book = book_with()
    assert book.get("T-1", date(2013, 12, 31)) is None
    assert book.require("T-1", date(2013, 12, 31), days=0) is None


def test_a_broken_rule_is_a_sentence_with_its_clause():
    with pytest.raises(Refusal) as caught:
        book_with().require("T-1", date(2026, 6, 1), at="until", days=2)
    no = caught.value
    assert no.message == "只有 2 天（T-1，《新规定》第一条）。"
    assert (no.code, no.field, no.source) == ("T-1", "until", "《新规定》第一条")


def test_some_rules_accept_an_explanation_and_keep_the_finding():
    book = book_with(Force.EXPLAIN)
    with pytest.raises(Refusal, match="只有 2 天") as caught:
        book.require("T-1", date(2026, 6, 1), days=2, excuse="  ")
    assert "写明原因" in caught.value.hint
    assert book.require("T-1", date(2026, 6, 1), days=2, excuse="台风").words == "只有 2 天"


def test_versions_of_one_rule_must_not_overlap():
    with pytest.raises(ValueError, match="T-1"):
        book_with(sources=(OLD, Source("《重叠》", date(2026, 5, 17))))
    with pytest.raises(ValueError, match="T-1"):
        book_with(sources=(NEW, NEW))


def test_an_unknown_rule_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        book_with().require("T-2", date(2026, 6, 1))
