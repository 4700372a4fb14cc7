"""The organisations of a day to take away: a roster and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.foundation.zones.api import Chain
from honglian.ui.format import day as day_words

from .drawing import Box, svg
from .tree import STRUCTURES, Forest, Node

LABELS = (
    "序号", "层级", "党组织名称", "党组织编码", "组织类别", "上级党组织", "所在单位", "产业链", "组建方式",
    "书记", "副书记", "委员", "正式党员", "预备党员", "党员合计", "本届届满日期", "状态", "截至日期",
)  # fmt: skip


def rows(forest: Forest, zone_id: int) -> Iterator[dict[str, str | int | date | None]]:
    """One row an organisation, in the order of the tree; places of other structures are left out."""
    chains = dict(Chain.objects.filter(zone_id=zone_id).values_list("pk", "name"))
    names = {n.org.pk: n.name for _, n in forest.walk() if n.org}
    number = 0
    for depth, node in forest.walk():
        org = node.org
        if org is None:
            continue
        number += 1
        values = (
            number,
            depth + 1,
            org.name,
            org.code,
            node.type_name,
            names.get(org.parent_id or 0, ""),
            org.unit_name,
            chains.get(org.chain_id or 0, ""),
            dict(PartyOrg.Formation.choices).get(org.formation, ""),
            node.secretary,
            node.names(Post.Kind.DEPUTY),
            node.names(Post.Kind.COMMITTEE),
            node.formal,
            node.members - node.formal,
            node.members,
            org.term_ends_on,
            PartyOrg.Status(org.status).label,
            forest.day,
        )
        yield dict(zip(LABELS, values, strict=True))


def picture(forest: Forest, zone_name: str, *, counted: bool) -> str:
    """The forest as SVG; without numbers of members for who may not see them."""
    said = (
        f"截至 {forest.day:%Y-%m-%d}（{day_words(forest.day)}）· 按{STRUCTURES[forest.structure]}"
    )
    figures = f" · 党组织 {forest.orgs} 个"
    if counted:
        figures += f" · 党员 {forest.members} 名"
    return svg(
        f"{zone_name}党组织架构图", said + figures, [_box(n, counted=counted) for n in forest.roots]
    )


def _box(node: Node, *, counted: bool) -> Box:
    notes = [f"书记 {node.secretary}" if node.secretary else ""]
    if counted:
        notes.append(f"党员 {node.total} 名" if node.total else "")
    return Box(
        node.name,
        "，".join(filter(None, notes)),
        strong=bool(node.children),
        children=tuple(_box(child, counted=counted) for child in node.children),
    )
