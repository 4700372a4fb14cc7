"""Which decisions make sense for which difference, and taking hold of a comparison to decide in."""

from __future__ import annotations

from collections.abc import Mapping

from django.shortcuts import get_object_or_404

from honglian.kit.actor import Actor

from .models import Comparison, Difference
from .states import COMPARISON

Kind, Decision = Difference.Kind, Difference.Decision
# What may be decided of each kind. Membership states are for the branch to look into (B.5): a file
# never changes them. Nobody goes because a file does not name them.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    Kind.DIFFERS: (Decision.NONE, Decision.OURS, Decision.THEIRS),
    Kind.NEW: (Decision.NONE, Decision.OURS, Decision.THEIRS),
    Kind.GONE: (Decision.OURS, Decision.ASK),
    Kind.CHECK: (Decision.NONE, Decision.OURS, Decision.ASK),
}
FOR_THE_BRANCH = frozenset({"standing", "is_lost", "lost_on"})


def options(row: Difference) -> tuple[str, ...]:
    """Decisions that make sense for a difference."""
    if row.kind == Kind.DIFFERS and row.field in FOR_THE_BRANCH:
        return (Decision.NONE, Decision.OURS, Decision.ASK)
    if row.kind == Kind.NEW and row.note:
        return (Decision.NONE, Decision.OURS)
    if row.kind == Kind.CHECK and row.member_id is None:
        return (Decision.NONE, Decision.OURS)
    return OPTIONS[row.kind]


def open_for(pk: int, by: Actor, verb: str) -> Comparison:
    """The comparison within scope, locked; refused where its state does not allow the verb."""
    rows = Comparison.objects.visible_to(by).select_for_update(of=("self",))
    comparison = get_object_or_404(rows, pk=pk)
    COMPARISON.apply(comparison.state, verb)
    return comparison
