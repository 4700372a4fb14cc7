"""The audit log speaks Chinese: every verb that is recorded has a word."""

import ast
from pathlib import Path

from honglian.foundation.audit.words import verb_name

SOURCE = Path(__file__).resolve().parents[2] / "honglian"


def recorded_verbs() -> set[str]:
    """Literal ``verb=`` of all calls of ``record``, both ends of a conditional included."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record"):
                for keyword in node.keywords:
                    if keyword.arg == "verb":
                        found |= literals(keyword.value)
    return found


def literals(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return literals(value.body) | literals(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) else set()


def test_every_recorded_verb_has_a_word():
    verbs = recorded_verbs()
    assert len(verbs) > 60
    assert sorted(v for v in verbs if verb_name(v) == v) == []
