"""The member base for the rest of the house: comparisons, confirmations, rows as the official form has them."""

from __future__ import annotations

from honglian.foundation.sheets.template import blank_run

from .comparison.actions import decide, open_comparison
from .comparison.applying import apply
from .comparison.comparing import ours_now
from .comparison.models import Comparison, Difference
from .comparison.sheet import NATIONAL
from .completeness.actions import confirm
from .completeness.reminding import sweep as remind_to_confirm
from .models import PartyMember

__all__ = [
    "apply",
    "blank_mobiles",
    "confirm",
    "decide",
    "official_rows",
    "open_comparison",
    "remind_to_confirm",
    "undecided",
]


def official_rows(members: list[PartyMember]) -> list[dict[str, str]]:
    """Field → words, as an extract of the national system would say it of our members."""
    if not members:
        return []
    run = blank_run(NATIONAL, members[0].zone_id)
    fields = [c.field for c in NATIONAL.columns if c.imported]
    return [{name: ours_now(run, m, name) for name in fields} for m in members]


def blank_mobiles(comparison: Comparison) -> list[int]:
    """Differences where we have no telephone and the list has one."""
    rows = Difference.rows.filter(comparison=comparison, field="mobile", ours_blank=True)
    return list(rows.values_list("pk", flat=True))


def undecided(comparison: Comparison) -> int:
    return Difference.rows.filter(comparison=comparison, decision="").count()
