"""The trial from the command line: a zone's rules on its own past."""

from __future__ import annotations

from datetime import date

from honglian.foundation.zones.api import Zone
from honglian.kit.errors import Refusal

from . import past, selectors
from .models import RuleSet


def try_dispatch_rules(
    zone: str, first: date | None = None, last: date | None = None, draft: int | None = None
) -> tuple[str, date, date, selectors.Trial]:
    """Name of the set, the days and the trial. Refusal on an unknown zone or without rules."""
    found = Zone.objects.filter(code=zone).first()
    if found is None:
        raise Refusal(f"没有代码为 {zone} 的高新区，请用 honglian zone 查看代码。")
    rules = (
        selectors.in_force(found.pk)
        if draft is None
        else RuleSet.rows.filter(zone_id=found.pk, pk=draft).prefetch_related("rules").first()
    )
    if rules is None:
        raise Refusal("这个高新区还没有启用派单规则；要试算草稿，请加 --draft 编号。")
    first, last = past.span(first, last)
    if first > last:
        raise Refusal(f"起始日 {first} 晚于截止日 {last}，请改其中一个。")
    cases = past.dispatched_between(found.pk, first, last)
    plain, names = selectors.rules_of(rules), selectors.names_of(found.pk)
    return rules.name, first, last, selectors.try_on_past(plain, cases, names)
