"""Pages: how complete and fresh each branch is, and the branch's own page to confirm on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.foundation.zones.api import config_of
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside
from honglian.ui.lists import selected_ids
from honglian.ui.lists.export import workbook

from .. import selectors as members
from ..codes import EDUCATION
from . import actions, selectors
from .forms import CompleteForm
from .items import ITEMS
from .selectors import FRESH, NEVER, STALE, Line

HOME = ("信息完整", "members:completeness")
LABELS = (
    "党支部", "党员", "信息完整", "完整率", *(item.name for item in ITEMS), "最近核对", "核对情况",
)  # fmt: skip


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponseBase:
    """All branches; somebody with one branch goes straight to it. Posting exports the table."""
    found = selectors.lines(request.actor)
    if request.method == "POST":
        return _export(request.actor, found)
    if len(found) == 1:
        return redirect("members:branch_members", found[0].branch.pk)
    people = sum(x.members for x in found)
    stale = [x for x in found if x.standing in (STALE, NEVER)]
    shown = stale if request.GET.get("show") == "stale" else found
    shown = [x for x in found if x.missing] if request.GET.get("show") == "missing" else shown
    context = {
        "title": "党员信息完整情况",
        "intro": "应填的项目有没有缺，各支部多久没有核对。缺项由支部补登，身份和入党日期从全国系统来。",
        "lines": shown,
        "people": people,
        "complete": sum(x.complete for x in found),
        "share": sum(x.complete for x in found) / people if people else None,
        "stale": len(stale),
        "fresh": sum(x.standing == FRESH for x in found),
        "with_gaps": sum(bool(x.missing) for x in found),
        "branches": len(found),
        "days": config_of(request.actor.zone_id or 0).members.confirm_days,
        "bars": _bars(found),
    }
    return render(request, "members/completeness.html", context)


def _bars(found: list[Line]) -> list[dict]:
    """Which items are missing most."""
    sums = {item.name: 0 for item in ITEMS}
    for line in found:
        for item, count in line.missing:
            sums[item.name] += count
    rows = [{"label": name, "value": count} for name, count in sums.items() if count]
    return sorted(rows, key=lambda row: -row["value"])


def _export(actor: Actor, found: list[Line]) -> HttpResponseBase:
    actor.require("members.export")
    record(by=actor, verb="members.export", target_kind="completeness", note=f"{len(found)} 个支部")
    rows = []
    for line in found:
        missing = {item.name: count for item, count in line.missing}
        share = "" if line.share is None else f"{line.share:.1%}"
        values = (
            line.branch.name, line.members, line.complete, share,
            *(missing.get(item.name, 0) for item in ITEMS),
            f"{line.oldest:%Y-%m-%d}" if line.oldest else "", line.standing_words,
        )  # fmt: skip
        rows.append(dict(zip(LABELS, values, strict=True)))
    if not rows:
        raise Refusal("您的管辖范围内没有党员可以导出。")
    return workbook(rows, LABELS, "党员信息完整情况")


@signed_in("members.view")
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """One branch: each member with what is missing, ticked as right, one button to confirm."""
    sheet = selectors.branch_sheet(request.actor, pk)
    return _page(request, sheet)


def _page(
    request: HttpRequest, sheet: selectors.Sheet, refusal: Refusal | None = None
) -> HttpResponse:
    posted = request.method == "POST"
    ticked = set(selected_ids(request)) if posted else None
    context = {
        "title": f"{sheet.branch.name}党员信息",
        "org": sheet.branch,
        "sheet": sheet,
        "people": [
            {
                "member": m,
                "education": EDUCATION.get(m.education, m.education),
                "missing": items,
                "ticked": ticked is None or m.pk in ticked,
            }
            for m, items in sheet.people
        ],
        "remark": request.POST.get("remark", ""),
        "standing_words": selectors.WORDS[sheet.standing],
        "tone": selectors.TONES[sheet.standing],
        "may_confirm": request.actor.can("members.confirm"),
        "refusal": refusal,
        "crumbs": [(HOME[0], reverse(HOME[1]))],
    }
    status = refusal.status if refusal else 200
    return render(request, "members/branch_members.html", context, status=status)


@signed_in("members.confirm")
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = selectors.branch_sheet(request.actor, pk)
    if request.method != "POST":
        return redirect("members:branch_members", pk)
    try:
        made = actions.confirm(
            branch_id=pk,
            member_ids=selected_ids(request),
            remark=request.POST.get("remark", ""),
            by=request.actor,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, sheet, refusal)
    messages.success(request, f"已核对 {made.confirmed} 名党员。")
    return redirect("members:branch_members", pk)


@signed_in("members.confirm")
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    member = members.member(request.actor, pk)
    form, refusal = CompleteForm(request.POST or None, member=member), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.complete(member_id=pk, by=request.actor, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"{member.name}的信息已补登。")
            return redirect("members:branch_members", member.branch_id)
    context = {
        "title": f"补登信息：{member.name}",
        "intro": "姓名、身份证号、人员类别和入党日期以全国系统为准，不在这里改。",
        "form": form,
        "refusal": refusal,
        "submit": "保存",
        "cancel_url": reverse("members:branch_members", args=[member.branch_id]),
        "crumbs": [
            (HOME[0], reverse(HOME[1])),
            (member.branch.name, reverse("members:branch_members", args=[member.branch_id])),
        ],
    }
    bad = form.errors or refusal
    return render(request, "ui/form.html", context, status=422 if bad else 200)
