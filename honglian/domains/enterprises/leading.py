"""包保领导: leaders who keep contact with an enterprise beside its instructor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Journal, Run

from .models import ContactPledge
from .pledging import Guides

LEADER = ContactPledge.Kind.LEADER.value
SEPARATOR = "、"


def alone(run: Run) -> None:
    """A row that names a leader and no instructor is the leader's own pledge."""
    if not run.has("leader"):
        return
    guides = run.values.setdefault("instructor_id", [None] * len(run))
    leaders, kinds, codes = run.values["leader"], run.values["kind"], run.column("guide_code")
    for index, name in enumerate(leaders):
        if name and not guides[index] and not codes[index] and kinds[index] in ("", LEADER):
            guides[index], leaders[index], kinds[index] = name, "", LEADER


def identify(run: Run, guides: Guides) -> None:
    """Find out who the named leaders are; several of one name need a row of their own."""
    for index, words in enumerate(run.column("leader")):
        for name in words.split(SEPARATOR) if words else ():
            if guides.leader(name) is None:
                run.problem(
                    index,
                    "leader",
                    f"有几人都叫{name}，请另起一行，类型填“包保领导”，并填指导员编号",
                )


def names(zone_id: int, guides: Guides) -> dict[int, str]:
    """Enterprise → its present leaders as the ledger writes them."""
    found: dict[int, list[str]] = defaultdict(list)
    for _, enterprise, guide in _present(zone_id):
        found[enterprise].append(guides.name_of(guide))
    return {enterprise: SEPARATOR.join(who) for enterprise, who in found.items()}


def seat(run: Run, indexes: Sequence[int], guides: Guides, journal: Journal) -> None:
    """End the pledges of leaders no longer named and begin those of the newly named."""
    present: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, enterprise, guide in _present(run.zone_id):
        present[enterprise][guide] = pk
    ended: dict[int, dict[str, tuple[Any, Any]]] = {}
    fresh: list[tuple[int, int]] = []
    for index in indexes:
        words = run.column("leader")[index]
        if not words:
            continue
        enterprise = run.values["enterprise_id"][index]
        wanted = [guides.key(guides.leader(name)) for name in words.split(SEPARATOR)]
        held = present[enterprise]
        ended |= {pk: {"ends_on": (None, run.today)} for g, pk in held.items() if g not in wanted}
        fresh += [(enterprise, guide) for guide in wanted if guide not in held]
    bulk.update(ContactPledge, list(ended), {"ends_on": bulk.Same(run.today)})
    journal.changed(ContactPledge, ended)
    if fresh:
        _begin(run, fresh, journal)


def _begin(run: Run, fresh: Sequence[tuple[int, int]], journal: Journal) -> None:
    columns: dict[str, Any] = {
        "zone_id": bulk.Same(run.zone_id),
        "enterprise_id": [enterprise for enterprise, _ in fresh],
        "instructor_id": [guide for _, guide in fresh],
        "kind": bulk.Same(LEADER),
        "starts_on": bulk.Same(run.today),
    }
    keys = bulk.insert(ContactPledge, columns, len(fresh))
    journal.created(ContactPledge, keys, columns)


def _present(zone_id: int) -> list[tuple[int, int, int]]:
    rows = ContactPledge.rows.filter(zone_id=zone_id, kind=LEADER, ends_on__isnull=True)
    return list(rows.order_by("pk").values_list("pk", "enterprise_id", "instructor_id"))
