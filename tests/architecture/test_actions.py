"""Every write goes through an action, and every action says who acts."""

import ast
from pathlib import Path

from tests.architecture.tracked import name_of, product_python

ACTOR = "by"


def public_actions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module that others may call."""
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
    ]


def faults(tree: ast.Module) -> list[str]:
    """What keeps the public functions of an actions module from being actions."""
    found = []
    for function in public_actions(tree):
        arguments = function.args
        if arguments.posonlyargs or arguments.args or arguments.vararg:
            found.append(
                f"{function.lineno} {function.name}: arguments must be keyword-only (*, …)"
            )
        if ACTOR not in {argument.arg for argument in arguments.kwonlyargs}:
            found.append(f"{function.lineno} {function.name}: the actor `{ACTOR}` is missing")
    return found


def is_actions_module(path: Path) -> bool:
    """actions.py, or a file of an actions package that is not private to it.

    honglian/kit/actions.py holds the decorator itself.
    """
    if name_of(path).startswith("honglian/kit/"):
        return False
    inside = path.parent.name == "actions" and not path.name.startswith("_")
    return path.name == "actions.py" or inside


def test_actions_take_only_named_arguments_and_the_actor():
    found = []
    for path in product_python():
        if is_actions_module(path):
            found += [f"{name_of(path)}:{fault}" for fault in faults(ast.parse(path.read_bytes()))]
    assert not found, "\n".join(found)


def test_a_positional_argument_and_a_missing_actor_are_found():
    tree = ast.parse(
        "def close(case, *, by): ...\ndef open(*, title): ...\ndef _inner(case): ...\n"
    )
    assert [fault.split(":")[0] for fault in faults(tree)] == ["1 close", "2 open"]
