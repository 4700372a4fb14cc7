"""A month's demands in figures, counted by the same selectors as the pages (领域手册 E.4, M.1).

Every figure carries its definition, what it was counted over and the address of its records. Cases count
in the month they were reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.ui.format import number, percent, points

from ... import rates
from ...causes.models import CommonCause
from ...causes.selectors import causes
from ...comparing.selectors import Comparison, comparison
from ...models import Case, Order
from ...selectors import cases, overdue, start_of_day

NONE = "—"


@dataclass(frozen=True)
class Month:
    """A calendar month in China; ``since`` is its first moment and ``until`` the first after it."""

    first: date

    @property
    def next(self) -> Month:
        return Month((self.first + timedelta(days=32)).replace(day=1))

    @property
    def previous(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def year_before(self) -> Month:
        return Month(self.first.replace(year=self.first.year - 1))

    @property
    def since(self) -> datetime:
        return start_of_day(self.first)

    @property
    def until(self) -> datetime:
        return self.next.since

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def name(self) -> str:
        return f"{self.first.year}年{self.first.month}月"

    @property
    def key(self) -> int:
        return self.first.year * 100 + self.first.month

    @property
    def query(self) -> str:
        """The list's filters that show the month's cases."""
        return f"created_from={self.first:%Y-%m-%d}&created_to={self.last:%Y-%m-%d}"


@dataclass(frozen=True)
class Figure:
    """One figure: its value, the month before, the month a year before, and what it means.

    ``records`` is what it was counted over (the denominator of a share).
    """

    name: str
    value: float | None
    before: float | None
    year_before: float | None
    definition: str
    records: int
    url: str
    is_share: bool = False

    def _said(self, value: float | None) -> str:
        if value is None:
            return NONE
        return percent(value) if self.is_share else f"{number(value)}件"

    @property
    def shown(self) -> str:
        return self._said(self.value)

    @property
    def shown_before(self) -> str:
        return self._said(self.before)

    @property
    def shown_year_before(self) -> str:
        return self._said(self.year_before)

    @property
    def change(self) -> str:
        return self._change(self.before)

    @property
    def year_change(self) -> str:
        return self._change(self.year_before)

    def _change(self, base: float | None) -> str:
        """Counts as percent of the base, shares as percentage points; no base, no percent."""
        if self.value is None or base is None:
            return NONE
        if self.is_share:
            return points(self.value - base)
        if not base:
            return NONE
        share = percent((self.value - base) / abs(base))
        return share if share.startswith(("-", "0.0%")) else f"+{share}"


@dataclass(frozen=True)
class Analysis:
    """Everything the page, the Word file and the workbook say about one month."""

    month: Month
    asof: datetime
    figures: list[Figure]
    rates: list[Figure]
    categories: list[dict[str, Any]]
    comparison: Comparison
    departments: list[dict[str, Any]]
    overdue: list[Case]
    causes: list[CommonCause]
    excluded: list[dict[str, Any]]

    @property
    def whole(self) -> int:
        return int(self.figures[0].value or 0)


def in_month(rows: QuerySet[Case], month: Month) -> QuerySet[Case]:
    return rows.filter(created_at__gte=month.since, created_at__lt=month.until)


def analysis(actor: Actor, month: Month) -> Analysis:
    """The month's figures within the actor's scope."""
    near = (month, month.previous, month.year_before)
    compared = comparison(actor, code="overall", since=month.since, until=month.until)
    return Analysis(
        month,
        clock.now(),
        _counts(actor, near),
        _rates(actor, near),
        _categories(actor, month),
        compared,
        _departments(actor, month, compared),
        list(_late(actor, month)),
        _causes(actor, month),
        _excluded(actor, month),
    )


# name, definition, condition, filters of the list
COUNTS: tuple[tuple[str, str, Q, str], ...] = (
    ("收到诉求", "本月登记的诉求，含不予受理和并案的", Q(), ""),
    (
        "受理",
        "本月登记、已受理的诉求（待受理、不予受理的不算）",
        ~Q(state__in=["created", "not_accepted"]),
        "state=accepted&state=dispatched&state=replied&state=closed&state=merged",
    ),
    (
        "不予受理",
        "本月登记、按六类情形不予受理并告知的诉求",
        Q(state="not_accepted"),
        "state=not_accepted",
    ),
    ("并案", "本月登记、并入另一件同一事由的诉求", Q(state="merged"), "state=merged"),
    (
        "已答复",
        "本月登记、各部门已全部答复（待回访或已办结）的诉求",
        Q(state__in=["replied", "closed"]),
        "state=replied&state=closed",
    ),
    (
        "正在办理",
        "本月登记、待受理、待派单或办理中的诉求",
        Q(state__in=["created", "accepted", "dispatched"]),
        "state=created&state=accepted&state=dispatched",
    ),
    ("重办", "本月登记、退回重办过的诉求", Q(reopened__gt=0), "reopened=1"),
    ("督办", "本月登记、列为督办的诉求", Q(supervision__gt=0), "supervised=1"),
)


def _counts(actor: Actor, near: Sequence[Month]) -> list[Figure]:
    asked = {
        f"n{i}": Count("pk", filter=q) if q else Count("pk")
        for i, (_, _, q, _) in enumerate(COUNTS)
    }
    found = [in_month(cases(actor), m).order_by().aggregate(**asked) for m in near]
    whole = found[0]["n0"]
    figures = [
        Figure(name, *(each[f"n{i}"] for each in found), words, whole, _url(near[0], query))
        for i, (name, words, _, query) in enumerate(COUNTS)
    ]
    late = [overdue_count(actor, m) for m in near[:1]]
    words = "本月登记、到统计时间已过时限还没有受理派单或答复的诉求；往月的已不可比"
    figures.append(
        Figure("超期未办", late[0], None, None, words, whole, _url(near[0], "overdue=1"))
    )
    return figures


def overdue_count(actor: Actor, month: Month) -> int:
    return in_month(overdue(actor), month).count()


def _url(month: Month, query: str = "") -> str:
    more = f"&{query}" if query else ""
    return f"{reverse('cases:index')}?{month.query}{more}"


def _rates(actor: Actor, near: Sequence[Month]) -> list[Figure]:
    found = [rates.rates(actor, since=m.since, until=m.until) for m in near]
    shares = [
        Figure(
            now.name,
            now.value,
            before.value,
            last_year.value,
            now.definition,
            now.whole,
            _url(near[0], now.query),
            is_share=True,
        )
        for now, before, last_year in zip(*found, strict=True)
    ]
    in_time = [_in_time(actor, m) for m in near]
    words = "本月登记、主办部门已答复的诉求中，答复不晚于办结时限的件数 ÷ 主办部门已答复的件数"
    ratios = [part / whole if whole else None for part, whole in in_time]
    url = _url(near[0], "state=replied&state=closed")
    return [*shares, Figure("按时办结率", *ratios, words, in_time[0][1], url, is_share=True)]


def _in_time(actor: Actor, month: Month) -> tuple[int, int]:
    rows = Order.rows.filter(
        case__in=in_month(cases(actor), month).order_by().values("pk"),
        role=Order.Role.LEAD,
        state="replied",
        finish_due_at__isnull=False,
    )
    found = rows.aggregate(
        whole=Count("pk"), part=Count("pk", filter=Q(replied_at__lte=F("finish_due_at")))
    )
    return found["part"], found["whole"]


def _categories(actor: Actor, month: Month) -> list[dict[str, Any]]:
    """Cases by category, the most frequent first, with the month before."""
    names = {c.code: c.name for c in config_of(actor.zone_id or 0).categories}
    now, before = (_by_category(actor, m) for m in (month, month.previous))
    whole = sum(now.values())
    return [
        {
            "name": names.get(code, "未分类"),
            "count": count,
            "share": count / whole,
            "before": before.get(code, 0),
            "difference": count - before.get(code, 0),
            "url": _url(month, f"category={code or 'none'}"),
        }
        for code, count in sorted(now.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _by_category(actor: Actor, month: Month) -> dict[str, int]:
    rows = in_month(cases(actor), month).order_by().values_list("category")
    return dict(rows.annotate(n=Count("pk")))


def _departments(actor: Actor, month: Month, compared: Comparison) -> list[dict[str, Any]]:
    """The three rates of each department with the interval of their sum; in the zone's order, no ranks."""
    placed = {
        row["label"]: row | {"verdict": section["title"]}
        for section in compared.sections
        for row in section["rows"]
    }
    found = []
    for pk, name, three in rates.rates_by_department(actor, since=month.since, until=month.until):
        row = placed.get(name, {})
        found.append(
            {
                "name": name,
                "whole": three[0].whole,
                "rates": [rate.value for rate in three],
                "low": row.get("low"),
                "high": row.get("high"),
                "verdict": row.get("verdict", NONE),
                "url": _url(month, f"lead={pk}"),
            }
        )
    return found


def _late(actor: Actor, month: Month) -> QuerySet[Case]:
    return in_month(overdue(actor), month).order_by("due_at", "pk")


def _causes(actor: Actor, month: Month) -> list[CommonCause]:
    """Common causes that this month's cases tell of, with how many of them do."""
    this = Q(cases__created_at__gte=month.since, cases__created_at__lt=month.until)
    rows = causes(actor).annotate(monthly=Count("cases", filter=this, distinct=True))
    return list(rows.filter(monthly__gt=0).order_by("-monthly", "-size", "pk"))


def _excluded(actor: Actor, month: Month) -> list[dict[str, Any]]:
    """Answered cases outside the three rates, each with the reason."""
    rows = rates.excluded(in_month(cases(actor), month)).order_by("created_at", "pk")
    return [{"case": case, "reason": _why_excluded(case)} for case in rows]


def _why_excluded(case: Case) -> str:
    if case.outcome == Case.Outcome.SUSPENDED:
        return "挂账，单列"
    return "回访没有接通" if case.was_reached is False else "还没有回访和评价"
