"""Pages of statistics: all dimensions on one page, and the members behind each number."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.ui.lists.export import workbook

from ..listing import MemberListing
from . import selectors
from .groups import SOURCE, dimension

LABELS = ("维度", "分组", "人数", "占比")


def _when(request: HttpRequest) -> tuple[date, str]:
    """The day of the figures, and a sentence when the address names none that makes sense."""
    text, today = request.GET.get("day", ""), clock.today()
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, f"“{text[:12]}”不是日期，已按今天统计。"
    if day > today or day.year < 1921:
        return today, "只能统计到今天为止的某一天，已按今天统计。"
    return day, ""


def _org(request: HttpRequest) -> PartyOrg | None:
    text = request.GET.get("org", "")
    if not text:
        return None
    if not text.isdigit() or len(text) > 18:
        raise Http404(text)
    return get_object_or_404(PartyOrg.objects.visible_to(request.actor), pk=int(text))


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponseBase:
    (day, problem), org = _when(request), _org(request)
    total, tables = selectors.tables(request.actor, day, org.pk if org else None)
    if request.method == "POST":
        return _export(request.actor, tables, total, day)
    query = {"day": f"{day:%Y-%m-%d}", **({"org": org.pk} if org else {})}
    context = {
        "title": "党员统计",
        "intro": "按党内统计的分组。每名党员只按组织关系所在支部算一次，参加功能型、临时党组织的不重复算。",
        "day": day,
        "problem": problem,
        "org": org,
        "orgs": _choices(request.actor),
        "total": total,
        "parts": [_part(table, query) for table in tables],
        "source": SOURCE,
    }
    return render(request, "members/statistics.html", context)


def _choices(actor: Actor) -> list[tuple[int, str]]:
    rows = PartyOrg.objects.visible_to(actor).exclude(status=PartyOrg.Status.DISSOLVED)
    return list(rows.order_by("name").values_list("pk", "name"))


def _part(table: selectors.Table, query: dict) -> dict:
    """A chart with its table: every number opens its members."""
    rows = [
        {
            "label": row.name,
            "value": row.count,
            "note": "—" if row.share is None else f"{row.share:.1%}",
            "url": reverse("members:statistics_members", args=[table.dimension.code, row.code])
            + f"?{urlencode(query)}",
        }
        for row in table.rows
    ]
    return {"table": table, "rows": rows}


def _export(actor: Actor, tables: list[selectors.Table], total: int, day: date) -> HttpResponseBase:
    actor.require("members.export")
    rows = []
    for table in tables:
        for row in table.rows:
            share = "" if row.share is None else f"{row.share:.1%}"
            values = (table.dimension.name, row.name, row.count, share)
            rows.append(dict(zip(LABELS, values, strict=True)))
        rows.append(dict(zip(LABELS, (table.dimension.name, "合计", table.sum, ""), strict=True)))
    note = f"{day:%Y-%m-%d} 党员统计，{total} 名"
    record(by=actor, verb="members.export", target_kind="statistics", note=note)
    return workbook(rows, LABELS, f"党员统计{day:%Y%m%d}")


@signed_in("members.view")
def members(request: HttpRequest, dimension_code: str, group: str) -> HttpResponse:
    """The people of one group."""
    found = dimension(dimension_code)
    if found is None or group not in found.codes:
        raise Http404(group)
    (day, _), org = _when(request), _org(request)
    rows = selectors.in_group(request.actor, found, group, day, org.pk if org else None)

    def log(count: int) -> None:
        note = f"{found.name}：{found.name_of(group)}，{count} 名"
        record(by=request.actor, verb="members.export", target_kind="members", note=note)

    back = f"{reverse('members:statistics')}?{request.GET.urlencode()}"
    context = {
        "title": f"{found.name}：{found.name_of(group)}",
        "intro": f"{day:%Y-%m-%d} 在册" + (f"，{org.name}及下级" if org else "") + "。",
        "crumbs": [("党员统计", back)],
    }
    return MemberListing(request, rows).respond(context=context, on_export=log)
