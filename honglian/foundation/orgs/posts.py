"""Secretaries and deputies as a ledger names them, and as posts that begin and end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Journal

from .models import Post

FIELDS = {"secretary": Post.Kind.SECRETARY.value, "deputies": Post.Kind.DEPUTY.value}
SEPARATOR = "、"


def in_force(day: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)


def holders(org_ids: Sequence[int], day: date) -> dict[int, dict[str, Any]]:
    """Names of the present secretary and deputies of each organisation, joined by 、."""
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for part in bulk.chunks(org_ids, bulk.IN_CHUNK):
        rows = Post.objects.filter(in_force(day), org_id__in=part, kind__in=FIELDS.values())
        for org, kind, name in rows.order_by("pk").values_list("org_id", "kind", "person_name"):
            names[org, kind].append(name)
    return {
        org: {field: SEPARATOR.join(names[org, kind]) for field, kind in FIELDS.items()}
        for org in org_ids
    }


def seat(
    wanted: Mapping[int, Mapping[str, str]],
    day: date,
    journal: Journal,
    *,
    known: Collection[int] = (),
) -> None:
    """End the posts of those no longer named and begin those of the newly named.

    A blank names nobody and changes nothing. In an organisation that is not ``known`` yet the
    first day of a post is left open: its secretary held it before it was entered.
    """
    fresh: dict[str, list[Any]] = {"org_id": [], "kind": [], "person_name": [], "starts_on": []}
    ended: dict[int, dict[str, tuple[Any, Any]]] = {}
    present = _present(list(wanted), day)
    for org, fields in wanted.items():
        for field, words in fields.items():
            kind, names = FIELDS[field], words.split(SEPARATOR) if words else []
            if not names:
                continue
            held = present.get((org, kind), {})
            for name, post in held.items():
                if name not in names:
                    ended[post] = {"ends_on": (None, day)}
            for name in names:
                if name not in held:
                    start = day if org in known else None
                    for key, value in zip(fresh, (org, kind, name, start), strict=True):
                        fresh[key].append(value)
    if ended:
        bulk.update(Post, list(ended), {"ends_on": bulk.Same(day)})
        journal.changed(Post, ended)
    count = len(fresh["org_id"])
    if count:
        journal.created(Post, bulk.insert(Post, fresh, count), fresh)


def _present(org_ids: Sequence[int], day: date) -> dict[tuple[int, str], dict[str, int]]:
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for part in bulk.chunks(org_ids, bulk.IN_CHUNK):
        rows = Post.objects.filter(in_force(day), org_id__in=part)
        for pk, org, kind, name in rows.values_list("pk", "org_id", "kind", "person_name"):
            found[org, kind][name] = pk
    return found
