"""The organisations of a day as a forest: by subordination, or by chain, park or grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from honglian.foundation.orgs.api import (
    ORG_TYPES,
    OrgThen,
    OrgTie,
    PartyOrg,
    Post,
    held_on,
    orgs_as_of,
)
from honglian.foundation.zones.api import Chain
from honglian.kit import search
from honglian.kit.actor import Actor

from .. import placing
from .holding import leaders_on, visible_ids

SUBORDINATION = "parent"
STRUCTURES = {SUBORDINATION: "隶属", "chain": "产业链", "park": "园区", "grid": "网格"}
NOWHERE = "没有登记"
DEEP = 2  # levels that stand open at first
MANY = 40  # children from which a level is folded


@dataclass
class Node:
    """One organisation (or, in other structures, one place), what it counts and who leads it.

    ``total`` and ``total_formal`` add what is below. ``matches`` marks what was searched for.
    """

    name: str
    org: OrgThen | None = None
    formal: int = 0
    members: int = 0
    posts: list[Post] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    total: int = 0
    total_formal: int = 0
    matches: bool = False
    is_open: bool = False

    @property
    def type_name(self) -> str:
        return ORG_TYPES[self.org.type].name if self.org else ""

    @property
    def secretary(self) -> str:
        return self.names(Post.Kind.SECRETARY)

    def names(self, kind: Post.Kind) -> str:
        return "、".join(p.person_name for p in self.posts if p.kind == kind)


@dataclass(frozen=True)
class Forest:
    """``roots`` as drawn; the figures are of the whole day, whatever was searched for."""

    day: date
    structure: str
    roots: list[Node]
    orgs: int
    functional: int
    members: int
    formal: int
    with_secretary: int
    in_term: int
    with_term: int

    @property
    def probationary(self) -> int:
        return self.members - self.formal

    def walk(self) -> Iterator[tuple[int, Node]]:
        """(depth, node) from the top, children after their parent."""
        waiting = [(0, node) for node in reversed(self.roots)]
        while waiting:
            depth, node = waiting.pop()
            yield depth, node
            waiting += [(depth + 1, child) for child in reversed(node.children)]


def forest(
    actor: Actor, day: date, *, structure: str = SUBORDINATION, text: str = "", fold: str = ""
) -> Forest:
    """The organisations within the actor's scope as they were on a day; six queries at most.

    Without ``members.view`` nobody is counted. ``text`` keeps what it finds with the way down
    to it; ``fold`` is all, none, or nothing for two open levels.
    """
    zone_id = actor.zone_id or 0
    orgs = orgs_as_of(zone_id, day, only=visible_ids(actor))
    sizes = placing.sizes_on(zone_id, day) if actor.can("members.view") else {}
    leaders = leaders_on([org.pk for org in orgs], day)
    nodes = {org.pk: _node(org, sizes.get(org.pk, (0, 0)), leaders[org.pk]) for org in orgs}
    roots = _hung(nodes) if structure == SUBORDINATION else _placed(zone_id, nodes, structure, day)
    for root in roots:
        _add_up(root)
    if text:
        roots = _searched(actor, roots, text)
    for root in roots:
        _unfold(root, 0, "all" if text else fold)
    elected = [org for org in orgs if org.term_ends_on is not None]
    return Forest(
        day,
        structure,
        roots,
        orgs=len(orgs),
        functional=sum(org.is_functional for org in orgs),
        members=sum(n.members for n in nodes.values()),
        formal=sum(n.formal for n in nodes.values()),
        with_secretary=sum(bool(n.secretary) for n in nodes.values()),
        in_term=sum(org.term_ends_on >= day for org in elected if org.term_ends_on),
        with_term=len(elected),
    )


def _node(org: OrgThen, size: tuple[int, int], posts: list[Post]) -> Node:
    return Node(org.name, org, formal=size[0], members=size[1], posts=posts)


def _hung(nodes: dict[int, Node]) -> list[Node]:
    """By subordination; whoever hangs on nobody in sight is a root."""
    roots = []
    for node in nodes.values():
        parent = nodes.get(node.org.parent_id or 0) if node.org else None
        (parent.children if parent else roots).append(node)
    return roots


def _placed(zone_id: int, nodes: dict[int, Node], structure: str, day: date) -> list[Node]:
    """By chain, park or grid: one organisation may stand under several places."""
    places: dict[str, list[Node]] = defaultdict(list)
    placed = set()
    for name, pk in _places(zone_id, nodes, structure, day):
        places[name].append(nodes[pk])
        placed.add(pk)
    roots = [Node(name, children=list(found)) for name, found in sorted(places.items())]
    left = [node for pk, node in nodes.items() if pk not in placed]
    return [*roots, Node(NOWHERE, children=left)] if left else roots


def _places(
    zone_id: int, nodes: dict[int, Node], structure: str, day: date
) -> Iterator[tuple[str, int]]:
    """(place, organisation), each pair once; the chain of an organisation's own row counts too."""
    seen = set()
    if structure == "chain":
        chains = dict(Chain.objects.filter(zone_id=zone_id).values_list("pk", "name"))
        for pk, node in nodes.items():
            if node.org and node.org.chain_id in chains:
                seen.add((chains[node.org.chain_id], pk))
    ties = OrgTie.rows.filter(held_on(day), kind=structure, org_id__in=nodes)
    seen |= set(ties.values_list("name", "org_id"))
    yield from sorted(seen)


def _add_up(node: Node) -> tuple[int, int]:
    below = [_add_up(child) for child in node.children]
    node.total_formal = node.formal + sum(formal for formal, _ in below)
    node.total = node.members + sum(total for _, total in below)
    return node.total_formal, node.total


def _searched(actor: Actor, roots: list[Node], text: str) -> list[Node]:
    """What the words (or pinyin) name now, or the words were part of then, with the way to it."""
    hits: set[int] = set()
    if search.search_query(text).terms:
        found = search.search(PartyOrg.objects.visible_to(actor), text)
        hits = set(found.values_list("pk", flat=True))
    return [kept for root in roots if (kept := _kept(root, text, hits))]


def _kept(node: Node, text: str, hits: set[int]) -> Node | None:
    children = [kept for child in node.children if (kept := _kept(child, text, hits))]
    own = node.org is not None and (
        node.org.pk in hits or any(text in words for words in _words(node))
    )
    if not own and not children and text not in node.name:
        return None
    node.matches = own or text in node.name
    if not node.matches or children:
        node.children = children
    return node


def _words(node: Node) -> tuple[str, ...]:
    org = node.org
    return (org.name, org.code, org.unit_name, node.secretary) if org else (node.name,)


def _unfold(node: Node, depth: int, fold: str) -> None:
    few = depth < DEEP and len(node.children) < MANY
    node.is_open = fold == "all" or (fold != "none" and few)
    for child in node.children:
        _unfold(child, depth + 1, fold)
