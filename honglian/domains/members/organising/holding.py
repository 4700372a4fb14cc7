"""Who holds which posts on a day: leaders of each organisation, and posts in several bodies (兼任)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from honglian.foundation.orgs.api import PartyOrg, Post, held_on
from honglian.kit.actor import Actor

ORDER = {Post.Kind.SECRETARY: 0, Post.Kind.DEPUTY: 1, Post.Kind.COMMITTEE: 2}


def visible_ids(actor: Actor) -> set[int]:
    """Organisations within the actor's present scope, gone ones included."""
    return set(PartyOrg.objects.visible_to(actor).values_list("pk", flat=True))


def leaders_on(org_ids: Iterable[int], day: date) -> dict[int, list[Post]]:
    """Posts held on a day by organisation, secretary first; one query."""
    rows = Post.objects.filter(held_on(day), org_id__in=list(org_ids))
    found: dict[int, list[Post]] = defaultdict(list)
    for post in sorted(
        rows.select_related("department"), key=lambda p: (ORDER[Post.Kind(p.kind)], p.pk)
    ):
        found[post.org_id].append(post)
    return found


def is_branch(org_type: str) -> bool:
    """A body with members of its own, unlike a general branch or a committee."""
    return org_type.endswith("branch") and org_type != "general_branch"


def affiliated_branch(org: PartyOrg) -> bool:
    """隶属型支部: those that ORG-016 speaks of."""
    return is_branch(org.type) and not org.is_functional


def secretary_elsewhere(org: PartyOrg, name: str, day: date) -> tuple[str, ...]:
    """Names of other affiliated branches of the zone whose secretary has this name."""
    if not affiliated_branch(org):
        return ()
    rows = Post.objects.filter(
        held_on(day),
        kind=Post.Kind.SECRETARY,
        person_name=name,
        org__zone_id=org.zone_id,
        org__status__in=PartyOrg.STANDING,
    )
    others = rows.exclude(org_id=org.pk).select_related("org")
    return tuple(p.org.name for p in others if affiliated_branch(p.org))


def double_secretaries(zone_id: int, day: date) -> dict[int, dict[str, tuple[str, ...]]]:
    """Organisation → secretary's name → the other branches that name them secretary too."""
    rows = Post.objects.filter(
        held_on(day),
        kind=Post.Kind.SECRETARY,
        org__zone_id=zone_id,
        org__status__in=PartyOrg.STANDING,
    ).select_related("org")
    by_name: dict[str, list[Post]] = defaultdict(list)
    for post in rows:
        if affiliated_branch(post.org):
            by_name[post.person_name].append(post)
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for name, posts in by_name.items():
        for post in posts if len(posts) > 1 else ():
            others = tuple(p.org.name for p in posts if p.org_id != post.org_id)
            if others:
                found[post.org_id][name] = others
    return found
