"""Both rates as of a day, the lists behind them, and the two work lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit import clock

from .. import rates, selectors
from ..listing import CoverageListing, TaskListing, day_of, with_tasks
from ..models import CoverageTask

HOME = ("两个覆盖", "coverage:index")
TITLES = {"due": "应建未建", "blank": "空白点"}
INTROS = {
    "due": "正式党员 3 人以上、还没有单独成立党支部的园区企业（支部条例第四条）。",
    "blank": "没有党组织、没有挂靠、没有指导员或联络员的园区企业；发现后 7 日内派指导员。",
}
CONDITIONS = {"due": selectors.unbuilt_q, "blank": selectors.blank_q}


@signed_in("coverage.view")
def index(request: HttpRequest) -> HttpResponse:
    """The two rates of the zone, then by chain, park or size."""
    asked = request.GET.get("on", "").strip()[:20]
    day = day_of(asked)
    by = request.GET.get("by", "chain")
    by = by if by in rates.DIMENSIONS else "chain"
    line = rates.overall(request.actor, day)
    context = {
        "title": "两个覆盖",
        "line": line,
        "lead": line.rates[:2],
        "others": line.rates[2:],
        "by": by,
        "dimensions": rates.DIMENSIONS,
        "lines": rates.by(request.actor, by, day),
        "excluded": rates.excluded(request.actor, day),
        "day": day,
        "shown_day": day or clock.today(),
        "wrong_day": bool(asked) and day is None and asked != f"{clock.today():%Y-%m-%d}",
        "attached": selectors.attached_counts(request.actor.zone_id),
    }
    return render(request, "coverage/index.html", context)


def _log(request: HttpRequest, name: str):
    def log(count: int) -> None:
        record(
            by=request.actor,
            verb="coverage.export",
            target_kind="coverage",
            note=f"{name} {count} 行",
        )

    return log


@signed_in("coverage.view")
def listed(request: HttpRequest) -> HttpResponse:
    """The enterprises behind every figure."""
    day = day_of(request.GET.get("on", ""))
    listing = CoverageListing(request, selectors.rows_on(request.actor, day))
    title = "两个覆盖：企业明细"
    context = {
        "title": title,
        "intro": f"截至 {day:%Y-%m-%d} 的组织、类别和指导员；企业名称等是今天的。" if day else "",
        "crumbs": [(HOME[0], reverse(HOME[1]))],
    }
    return listing.respond("coverage/list.html", context, on_export=_log(request, title))


@signed_in("coverage.view")
def tasks(request: HttpRequest, kind: str) -> HttpResponse:
    """A work list: 应建未建 or 空白点."""
    rows = selectors.base(request.actor).filter(CONDITIONS[kind]())
    listing = TaskListing(request, with_tasks(rows, CoverageTask.Kind(kind)))
    context = {
        "title": TITLES[kind],
        "intro": INTROS[kind],
        "crumbs": [(HOME[0], reverse(HOME[1]))],
    }
    return listing.respond("coverage/list.html", context, on_export=_log(request, TITLES[kind]))
