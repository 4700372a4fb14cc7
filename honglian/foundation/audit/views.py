"""Pages of the auditor: the log, one entry, the check of the chain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.kit import clock

from . import actions, selectors
from .api import record
from .listing import AuditListing
from .words import channel_name, field_name, kind_name, role_name, verb_name

SHOWN_BREAKS = 200


@signed_in("audit.view")
def log(request: HttpRequest) -> HttpResponse:
    def on_export(count: int) -> None:
        note = f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="audit.export", target_kind="audit.auditentry", note=note)

    context = {
        "title": "审计日志",
        "intro": "只增不改，逐条封签相连；被改动、删除或替换的，校验时会指出是哪一条。",
    }
    rows = selectors.entries(request.actor)
    return AuditListing(request, rows).respond("audit/log.html", context, on_export=on_export)


@signed_in("audit.view")
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry with every change before and after."""
    found = get_object_or_404(selectors.entries(request.actor), seq=seq)
    context = {
        "title": f"第 {found.seq} 条：{verb_name(found.verb)}",
        "crumbs": [("审计日志", reverse("audit:log"))],
        "entry": found,
        "changes": [
            (field_name(found.target_kind, name), *_pair(change))
            for name, change in found.changes.items()
        ],
        "fact_pairs": [
            ("时间", f"{clock.local(found.at):%Y-%m-%d %H:%M:%S}"),
            ("人员", found.actor_name),
            ("角色", role_name(found.role)),
            ("动作", verb_name(found.verb)),
            ("对象", f"{kind_name(found.target_kind)} {found.target_label}".strip()),
            ("对象编号", found.target_id),
            ("途径", channel_name(found.channel)),
            ("地址", found.ip),
            ("请求编号", found.request_id),
            ("上一条封签", found.prev_hash),
            ("本条封签", found.hash),
        ],
    }
    return render(request, "audit/entry.html", context)


def _pair(change: object) -> tuple[object, object]:
    """Before and after; a lone value is what it became."""
    if isinstance(change, list) and len(change) == 2:
        return change[0], change[1]
    return None, change


@signed_in("audit.view")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    count, breaks = actions.verify(by=request.actor)
    context = {
        "title": "校验审计链",
        "crumbs": [("审计日志", reverse("audit:log"))],
        "count": count,
        "breaks": breaks[:SHOWN_BREAKS],
        "break_count": len(breaks),
        "checked_at": clock.now(),
    }
    return render(request, "audit/check.html", context)
