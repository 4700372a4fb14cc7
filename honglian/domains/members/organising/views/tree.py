"""The tree of organisations on a day: on screen, as a picture, as a roster."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.documents.api import png
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.ui.lists.export import file_name, workbook

from .. import roster
from ..tree import STRUCTURES, SUBORDINATION, Forest, forest
from ._day import asked_day


def _structure(request: HttpRequest) -> str:
    asked = request.GET.get("by") or request.POST.get("by") or SUBORDINATION
    return asked if asked in STRUCTURES else SUBORDINATION


@signed_in("orgs.view")
def tree(request: HttpRequest) -> HttpResponse:
    day, problem = asked_day(request)
    text = request.GET.get("q", "").strip()[:60]
    found = forest(
        request.actor,
        day,
        structure=_structure(request),
        text=text,
        fold=request.GET.get("fold", ""),
    )
    context = {
        "title": "组织架构",
        "forest": found,
        "roots": found.roots,
        "structures": STRUCTURES.items(),
        "structure_name": STRUCTURES[found.structure],
        "text": text,
        "problem": problem,
        "is_past": day != clock.today(),
        "files": [("png", "导出架构图"), ("svg", "架构图（可放大）"), ("xlsx", "导出花名册")],
        "sees_members": request.actor.can("members.view"),
        "may_export": request.actor.can("orgs.export"),
        "figures": _figures(found, sees_members=request.actor.can("members.view")),
    }
    return render(request, "members/tree.html", context)


def _figures(found: Forest, *, sees_members: bool) -> list[dict]:
    """What the day adds up to; each opens its records where they can be listed."""
    past = found.day != clock.today()
    on = f"on={found.day}"
    rows = [
        {
            "value": found.orgs,
            "label": "党组织",
            "unit": "个",
            "note": f"其中功能型、临时 {found.functional}" if found.functional else "",
            "url": "#tree" if past else reverse("members:orgs"),
        }
    ]
    if sees_members:
        note = f"正式 {found.formal}，预备 {found.probationary}"
        rows.append(
            {
                "value": found.members,
                "label": "党员",
                "unit": "名",
                "note": note,
                "url": reverse("members:people_then") + f"?{on}",
            }
        )
    rows.append(
        {
            "value": _share(found.with_secretary, found.orgs),
            "label": "书记配备率",
            "note": f"{found.with_secretary} / {found.orgs}",
            "url": reverse("members:checkup") + f"?{on}&rule=ORG-024" if sees_members else "",
        }
    )
    rows.append(
        {
            "value": _share(found.in_term, found.with_term),
            "label": "在届率",
            "note": f"{found.in_term} / {found.with_term}，只算登记了届满日期的",
            "url": "" if past else reverse("members:terms") + "?level=over",
        }
    )
    return rows


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


@signed_in("orgs.export")
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The roster of the day as a workbook, or the tree as a picture."""
    actor = request.actor
    day, _ = asked_day(request)
    zone = Zone.objects.get(pk=actor.zone_id)
    if (form := request.POST.get("file")) in ("svg", "png"):
        found = forest(actor, day, structure=_structure(request))
        record(by=actor, verb="orgs.picture", target_kind="orgs", note=f"截至 {day}")
        drawn = roster.picture(found, zone.short_name, counted=actor.can("members.view"))
        name = file_name(f"组织架构图_{day:%Y%m%d}", form)
        if form == "png":
            return _attached(HttpResponse(png(drawn), content_type="image/png"), name)
        return _attached(HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8"), name)
    found = forest(actor, day)
    record(by=actor, verb="orgs.roster", target_kind="orgs", note=f"截至 {day}，{found.orgs} 个")
    rows = roster.rows(found, zone.pk)
    return workbook(rows, roster.LABELS, f"党组织花名册_{day:%Y%m%d}")


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
