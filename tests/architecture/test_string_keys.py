"""Foreign keys written as text ("cases.Case") obey the floors too.

The import linter cannot see them. A key may point to its own app, to the same floor's neighbours
through a lower floor, or down; never up.
"""

import ast
from pathlib import Path

from tests.architecture.tracked import ROOT, name_of, product_python

FLOORS = ["algo", "kit", "ui", "analytics", "foundation", "domains", "web", "demo", "cli"]
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
OUTSIDE = {"auth", "contenttypes", "sessions", "settings"}


def apps() -> dict[str, str]:
    """App label → floor, for every folder with an apps.py."""
    found = {}
    for path in product_python():
        if path.name == "apps.py":
            parts = path.relative_to(ROOT / "honglian").parts
            found[parts[-2]] = parts[0]
    return found


def string_keys(tree: ast.Module) -> list[tuple[int, str]]:
    """(line, app label) of every relation whose target is written as "label.Model"."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _called(node) not in RELATIONS:
            continue
        targets = node.args[:1] + [
            word.value for word in node.keywords if word.arg in ("to", "through")
        ]
        for target in targets:
            if (
                isinstance(target, ast.Constant)
                and isinstance(target.value, str)
                and "." in target.value
            ):
                found.append((node.lineno, target.value.split(".")[0]))
    return found


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def upward(path: Path, label: str, floors: dict[str, str]) -> str | None:
    """Say why a key from this file to an app points up or nowhere; None when it is fine."""
    own = path.relative_to(ROOT / "honglian").parts[0]
    if label in OUTSIDE:
        return None
    if label not in floors:
        return f"no app is called {label}"
    if FLOORS.index(floors[label]) > FLOORS.index(own):
        return f"{label} stands on {floors[label]}, above {own}"
    return None


def test_string_keys_never_point_up():
    floors = apps()
    found = []
    for path in product_python():
        for line, label in string_keys(ast.parse(path.read_bytes())):
            if why := upward(path, label, floors):
                found.append(f"{name_of(path)}:{line}: {why}")
    assert not found, "\n".join(found)


def test_domains_do_not_hold_keys_to_each_other_in_a_circle():
    floors = apps()
    edges: dict[str, set[str]] = {}
    for path in product_python():
        parts = path.relative_to(ROOT / "honglian").parts
        if parts[0] != "domains" or len(parts) < 3:
            continue
        targets = {label for _, label in string_keys(ast.parse(path.read_bytes()))}
        neighbours = {label for label in targets if floors.get(label) == "domains"} - {parts[1]}
        edges.setdefault(parts[1], set()).update(neighbours)
    assert circle(edges) == []


def circle(edges: dict[str, set[str]]) -> list[str]:
    """The nodes that remain when nodes without outgoing edges are taken away again and again."""
    left = {node: set(targets) for node, targets in edges.items()}
    while loose := [node for node, targets in left.items() if not targets & left.keys()]:
        for node in loose:
            del left[node]
    return sorted(left)


def test_a_key_upwards_is_found():
    path = ROOT / "honglian" / "foundation" / "orgs" / "models.py"
    floors = {"orgs": "foundation", "cases": "domains"}
    tree = ast.parse('case = models.ForeignKey("cases.Case", on_delete=models.CASCADE)')
    assert [upward(path, label, floors) for _, label in string_keys(tree)] == [
        "cases stands on domains, above foundation"
    ]


def test_a_circle_of_keys_is_found():
    assert circle({"cases": {"visits"}, "visits": {"cases"}, "members": {"cases"}}) == [
        "cases",
        "members",
        "visits",
    ]
    assert circle({"cases": {"members"}, "members": set()}) == []
