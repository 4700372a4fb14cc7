"""Every rule of the house: both of its examples, its clause, and that somebody asks for it."""

import ast
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import honglian
from honglian.cli import main
from honglian.domains.partylife.frequency import KINDS
from honglian.kit.rules import BOOK, Rule

RULES = BOOK.all()
HONGLIAN = Path(honglian.__file__).parent
CONFIDENCE = {"核A", "核B", "忆", "设", "原"}


def named(rule: Rule) -> str:
    return f"{rule.id}@{rule.since:%Y}"


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_good_example_passes_and_the_bad_one_is_a_sentence(rule):
    assert rule.broken_by(**rule.good) == ""
    words = rule.broken_by(**rule.bad)
    assert len(words) >= 6
    assert not words.endswith(("。", "，"))


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_each_rule_says_where_it_comes_from(rule):
    assert rule.title
    assert rule.topic
    assert rule.source.name
    assert rule.clause
    assert rule.confidence in CONFIDENCE


def test_the_rules_of_the_handbook_are_there():
    ids = {rule.id for rule in RULES}
    wanted = {f"ORG-{n:03d}" for n in range(1, 21)} | {f"DEV-{n:02d}" for n in range(1, 14)}
    wanted |= {f"TR-{n:02d}" for n in range(1, 7)} | {f"FL-{n:02d}" for n in range(1, 6)}
    wanted |= {f"MB-{n:02d}" for n in range(1, 8)} | {f"DUE-{n:02d}" for n in range(1, 7)}
    assert wanted <= ids


def test_the_development_rules_have_the_version_of_their_day():
    assert "2014" in BOOK.get("DEV-03", date(2026, 5, 17)).source.name
    assert "2026" in BOOK.get("DEV-03", date(2026, 5, 18)).source.name


def test_the_command_lists_every_rule_with_clause_and_validity(capsys):
    assert main(["rules", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rules"]
    assert len(rows) == len(RULES)
    assert all(row["id"] and row["source"] and row["confidence"] and row["since"] for row in rows)


def test_the_command_lists_the_rules_of_one_day(capsys):
    assert main(["rules", "--json", "--on", "2015-01-01"]) == 0
    rows = json.loads(capsys.readouterr().out)["rules"]
    ids = {row["id"] for row in rows}
    assert "DEV-03" in ids
    assert "DEV-04" not in ids
    assert "ORG-001" not in ids


def test_a_wrong_day_is_explained(capsys):
    with pytest.raises(SystemExit):
        main(["rules", "--on", "昨天"])
    assert "日期应写成" in capsys.readouterr().err


def test_every_rule_is_asked_by_an_action_a_selector_or_a_page():
    """A rule's id stands in code outside the rooms of rules, or in the data such code reads."""
    rooms = [path for path in HONGLIAN.rglob("*.py") if not _is_room_of_rules(path)]
    said = {text for path in rooms for text in _texts(path)}
    # Frequencies are asked by the kind of meeting, whose data names the rule.
    said |= {kind.rule for kind in KINDS.values()}
    assert {rule.id for rule in RULES} - said == set()


def _is_room_of_rules(path: Path) -> bool:
    return path.stem == "rules" or path.parent.name in ("rules", "migrations")


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
