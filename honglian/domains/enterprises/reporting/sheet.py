"""企业经营数据: many returns of one or several periods brought in or taken out at once.

A row fills the return of an enterprise that was asked for that period; it cannot ask, check or
publish. The same checks hold as on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Count, CreditCode, Money, Text
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from .desk import show
from .items import CODES, ITEMS, doubts, wrong
from .models import Collection, Return, collects

PERIOD = re.compile(r"^(20\d\d)\s*(?:年)?(?:\s*[-./]?\s*(?:1\s*[—-]\s*)?(1[0-2]|0?[1-9])\s*月?)?$")
ENTERED_BY = "台账导入"

COLUMNS = (
    Column(
        "period",
        "期别",
        Text(16),
        synonyms=("报告期", "时期", "年月"),
        required=True,
        help="全年写 2025，1 月至 9 月累计写 2025-09",
        example="2025",
    ),
    Column(
        "uscc", "统一社会信用代码", CreditCode(), synonyms=("信用代码",), required=True, width=22
    ),
    Column("name", "企业名称", Text(128), imported=False, width=30),
    *(
        Column(
            item.code,
            f"{item.name}({item.unit})",
            Count(unit=item.unit) if item.is_stock else Money(signed=item.is_signed),
            synonyms=(item.name,),
        )
        for item in ITEMS
    ),
    Column("explanation", "说明", Text(500), help="变动大的写一句原因", width=30),
    Column("standing", "状态", Text(), imported=False),
)


def period_of(text: str) -> tuple[int, int] | None:
    """(year, month) of “2025”, “2025-09” or “2025年1—9月”; month 0 is the year."""
    found = PERIOD.match(text.strip())
    return (int(found[1]), int(found[2] or 0)) if found else None


class ReturnSheet(Sheet):
    code = "returns"
    app = "returns"
    title = "企业经营数据"
    noun = "报表"
    intro = "先在“经营数据”里开始收集一期，再用这张表批量填；每家企业的数和页面上填的一样要审核。"
    model = Return
    key = "uscc"
    columns = COLUMNS

    def serves(self, actor: Actor) -> bool:
        return collects(actor)

    def sees_zone(self, actor: Actor) -> bool:
        return actor.scope.kind == ScopeKind.DEPARTMENT or super().sees_zone(actor)

    @property
    def stored_fields(self) -> list[str]:
        return [*CODES, "explanation"]

    def key_columns(self, headers: Any) -> list[Column]:
        return [self.column("period"), self.column("uscc")]

    def lookups(self, zone_id: int) -> dict[str, Any]:
        rows = Return.rows.filter(zone_id=zone_id).select_related("collection", "enterprise")
        returns = {_key(r): r for r in rows.iterator(chunk_size=2000)}
        periods = {(c.year, c.month): c for c in Collection.rows.filter(zone_id=zone_id)}
        return {"returns": returns, "periods": periods}

    def keys(self, run: Run) -> list[Any]:
        periods = [period_of(text or "") for text in run.values["period"]]
        return [
            (*period, uscc) if period and uscc else None
            for period, uscc in zip(periods, run.values["uscc"], strict=True)
        ]

    def label(self, run: Run, index: int) -> str:
        found = run.lookups["returns"].get(run.keys[index])
        return f"{found.enterprise.name} {found.collection}" if found else str(run.keys[index])

    # Checking

    def check(self, run: Run) -> None:
        limits = config_of(run.zone_id).reporting
        for index, key in enumerate(self.keys(run)):
            if key is None:
                if run.values["period"][index]:
                    run.problem(
                        index, "period", "看不懂这个期别，全年写 2025，1 月至 9 月累计写 2025-09"
                    )
                continue
            found = self._asked(run, index, key)
            if found is not None and self._differs(run, index, found):
                self._figures(run, index, found, limits)

    def _asked(self, run: Run, index: int, key: tuple[int, int, str]) -> Return | None:
        period = run.lookups["periods"].get(key[:2])
        found = run.lookups["returns"].get(key)
        if period is None:
            run.problem(index, "period", "这一期还没有开始收集，请先在“经营数据”里收集")
        elif found is None:
            run.problem(index, "uscc", f"这家企业不在{period}的填报范围里，请核对代码")
        return found

    def _differs(self, run: Run, index: int, found: Return) -> bool:
        """Whether the row would change anything; a closed return may come along unchanged."""
        given = self._values(run, index, found)
        if given == found.values and found.has_figures:
            return False
        if found.collection.state != "open":
            run.problem(index, "period", f"{found.collection}已经锁定，要改请先解锁或用更正")
            return False
        if found.state == "checked":
            run.problem(index, "uscc", "这份报表已审核，要改请先退回核实")
            return False
        return True

    def _values(self, run: Run, index: int, found: Return) -> dict[str, Decimal | None]:
        now = dict(found.values)
        for code in CODES:
            if run.has(code):
                value = run.values[code][index]
                now[code] = None if value is None else Decimal(value)
        return now

    def _figures(self, run: Run, index: int, found: Return, limits: Any) -> None:
        given = self._values(run, index, found)
        for code, sentence in wrong(given).items():
            run.problem(index, code if run.has(code) else "uscc", sentence.rstrip("。"))
        known = run.lookups["returns"]
        year, month, uscc = _key(found)
        before = known.get((year, month - 1, uscc)) if month > 1 else None
        seen = doubts(
            given, _reported(known.get((year - 1, month, uscc))), _reported(before), limits
        )
        run.lookups.setdefault("doubts", {})[found.pk] = seen
        if seen and len((run.column("explanation")[index] or "").strip()) < 4:
            code = next(iter(seen))
            run.problem(index, code, f"{seen[code]}没有错就在“说明”列写一句原因")

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        returns = run.lookups["returns"]
        found = ((key, returns[key]) for key in run.keys if key in returns)
        return {key: (r.pk, tuple(getattr(r, name) for name in fields)) for key, r in found}

    # Writing

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        """What was changed counts as filled, and leaves the enterprise's desk."""
        pks = [change.pk for change in plan.changed]
        seen, now = run.lookups.get("doubts", {}), clock.now()
        rows = list(Return.rows.filter(pk__in=pks).select_related("enterprise", "collection"))
        for found in rows:
            found.state, found.query, found.doubts = "filled", "", seen.get(found.pk, {})
            found.filled_by, found.filled_at = ENTERED_BY, now
        Return.rows.bulk_update(
            rows, ["state", "query", "doubts", "filled_by", "filled_at"], batch_size=500
        )
        show(rows, by=Actor.system(run.zone_id), verb="fill", name=ENTERED_BY)

    def after_undo(self, zone_id: int) -> None:
        """Returns that are empty again are asked for again."""
        by = Actor.system(zone_id)
        empty = Return.rows.filter(zone_id=zone_id, state="filled", employees=None, revenue=None)
        rows = list(empty.select_related("collection", "enterprise"))
        for found in rows:
            found.state, found.filled_by, found.filled_at, found.doubts = "waiting", "", None, {}
            found.save(update_fields=["state", "filled_by", "filled_at", "doubts"])
        show(rows, by=by, verb="ask", name="撤销导入，请重新填报")

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        rows = self.visible_to(actor).select_related("collection", "enterprise").order_by("pk")
        for r in rows.iterator(chunk_size=2000):
            period = r.collection
            yield {
                "period": f"{period.year}-{period.month:02d}" if period.month else str(period.year),
                "uscc": r.enterprise.uscc,
                "name": r.enterprise.name,
                "explanation": r.explanation,
                "standing": r.state_info.name,
                **{code: getattr(r, code) for code in CODES},
            }


def _key(found: Return) -> tuple[int, int, str]:
    return found.collection.year, found.collection.month, found.enterprise.uscc


def _reported(found: Return | None) -> dict[str, Decimal | None]:
    return found.values if found is not None and found.state in ("filled", "checked") else {}
