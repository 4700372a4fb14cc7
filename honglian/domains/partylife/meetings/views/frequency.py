"""What branches owe, hold and miss: the heat table over many, the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.states import State

from ...answering import answer
from ...frequency import KINDS, RECORD_DAYS, Count, Kind
from .. import actions, selectors
from ..duty import LIGHT_WORDS, Duty, Standing
from ..forms import GroupForm
from ..kinds import KINDS as MEETING_KINDS
from ..kinds import LATE_COUNTS, WARN_DAYS
from ..models import PartyGroup
from .meetings import home

FIRST_YEAR = 2018


@dataclass(frozen=True)
class Cell:
    """One field of the heat table; ``light`` is done, doing, soon, overdue or empty."""

    text: str
    light: str = ""
    url: str = ""
    label: str = ""


def _year(request: HttpRequest) -> int:
    asked, this = request.GET.get("year", ""), clock.today().year
    return int(asked) if asked.isdigit() and FIRST_YEAR <= int(asked[:5]) <= this else this


def _org(request: HttpRequest, actor: Actor) -> int | None:
    asked = request.GET.get("org", "")
    known = {org.pk for org in selectors.uppers(actor)}
    return int(asked) if asked.isdigit() and int(asked[:18]) in known else None


def records(branch_id: int, kind: str, first: date, last: date) -> str:
    """The address of the meetings a count is made of; nothing where records stand elsewhere."""
    if kind not in MEETING_KINDS:
        return reverse("partylife:branch", args=[branch_id])
    asked = {"org": branch_id, "kind": kind, "written": 1}
    if not LATE_COUNTS:
        asked["late"] = 0
    asked |= {"held_from": f"{first}", "held_to": f"{last}"}
    return f"{reverse('partylife:meetings')}?{urlencode(asked)}"


@signed_in("partylife.view")
def index(request: HttpRequest) -> HttpResponse:
    """Branches × kinds, or with ``kind`` branches × the periods of the year."""
    actor, year = request.actor, _year(request)
    org = _org(request, actor)
    rows = selectors.standings_of(actor, year, org)
    if len(rows) == 1 and not request.GET:
        return redirect("partylife:branch", rows[0].branch.pk)
    kind = KINDS.get(request.GET.get("kind", ""))
    shown, only = _narrowed(rows, kind, request.GET.get("only", ""))
    table = _periods(shown, kind, year) if kind else _kinds(shown, year)
    context = {
        "title": "开会情况",
        "intro": "每个党支部该开的、已开的、还差的；不适用的不计入。点格子看是哪几次。",
        "crumbs": home(),
        "year": year,
        "years": range(clock.today().year, clock.today().year - 5, -1),
        "orgs": selectors.uppers(actor),
        "org": org,
        "kinds": list(KINDS.values()),
        "kind": kind,
        "only": only,
        "everything": f"?{_query(year, org, kind)}",
        "figures": _figures(rows, actor, year, org),
        "totals": [] if kind else _totals(selectors.totals(rows), year, org),
        "record_days": RECORD_DAYS,
        **table,
    }
    return render(request, "partylife/frequency.html", context)


def _query(year: int, org: int | None, kind: Kind | None = None) -> str:
    asked: dict[str, Any] = {"year": year}
    if org:
        asked["org"] = org
    return urlencode(asked | {"kind": kind.code} if kind else asked)


def _narrowed(rows: list[Standing], kind: Kind | None, only: str) -> tuple[list[Standing], str]:
    """The rows a figure counts, and what they are in words."""
    if only == "full":
        return [s for s in rows if s.is_full], "只看全达标的支部。"
    if only == "missing" and kind is not None:
        found = [s for s in rows if (d := s.duty(kind.code)) is not None and d.missing]
        return found, f"只看本期还差{kind.name}的支部。"
    return rows, ""


def _kinds(rows: list[Standing], year: int) -> dict[str, Any]:
    kinds = [t.kind for t in selectors.totals(rows)]
    today = clock.today()
    return {
        "heads": [(k.name, k.words, _only(k, year)) for k in kinds],
        "rows": [(s, [_kind_cell(s, s.duty(k.code), k, today, year) for k in kinds]) for s in rows],
        "by_kind": True,
    }


def _only(kind: Kind, year: int) -> str:
    return f"?{urlencode({'year': year, 'kind': kind.code})}"


def _kind_cell(standing: Standing, duty: Duty | None, kind: Kind, today: date, year: int) -> Cell:
    if duty is None:
        return Cell("不适用", label=f"{kind.name}：{standing.facts.why_not(kind)}")
    if not duty.counts:
        return Cell("—", label=f"{kind.name}：成立以后还没有到期的")
    asked, light = len(duty.ended), duty.light(today)
    kept = f"{duty.met}/{asked}" if asked else ""
    if duty.met < asked and light in ("done", "doing"):
        light = "soon" if duty.met * 2 >= asked else "overdue"
    now = duty.current
    text = kept or (f"{now.held}/{now.least}" if now else "—")
    words = f"{standing.branch.name}，{kind.name}：已到期 {asked} 期，达标 {duty.met} 期"
    if now:
        words += f"；本期 {now.held}/{now.least}，{LIGHT_WORDS[now.light(today)]}"
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Cell(text, light, records(standing.branch.pk, kind.code, first, last), words)


def _periods(rows: list[Standing], kind: Kind, year: int) -> dict[str, Any]:
    found, today = selectors.all_periods(kind, year), clock.today()
    heads = [(_period_name(kind, p.first), f"{p.first:%m-%d} 至 {p.last:%m-%d}", "") for p in found]
    applied = [(s, d) for s in rows if (d := s.duty(kind.code)) is not None]
    return {
        "heads": heads,
        "rows": [(s, [_count_cell(s, d, p.first, today) for p in found]) for s, d in applied],
        "by_kind": False,
    }


def _period_name(kind: Kind, first: date) -> str:
    match kind.period:
        case "month":
            return f"{first.month} 月"
        case "quarter":
            return f"{(first.month - 1) // 3 + 1} 季度"
        case "half_year":
            return "上半年" if first.month == 1 else "下半年"
    return f"{first.year} 年"


def _count_cell(standing: Standing, duty: Duty, first: date, today: date) -> Cell:
    count = next((c for c in duty.counts if c.period.first == first), None)
    if count is None:
        return Cell("", label="")
    light = count.light(today)
    url = records(standing.branch.pk, duty.kind.code, count.period.first, count.period.last)
    words = (
        f"{standing.branch.name}，{_period_name(duty.kind, first)}："
        f"要求 {count.least} 次，已开 {count.held} 次，{LIGHT_WORDS[light]}"
    )
    return Cell(f"{count.held}/{count.least}", light, url, words)


def _figures(
    rows: list[Standing], actor: Actor, year: int, org: int | None
) -> list[dict[str, Any]]:
    themed, fused = selectors.themed(actor, year).count(), selectors.fused(actor, year).count()
    days = {"kind": "theme_party_day", "held_from": f"{year}-01-01", "held_to": f"{year}-12-31"}
    at, here = reverse("partylife:meetings"), _query(year, org)
    full = sum(s.is_full for s in rows)
    return [
        {"label": "党支部", "value": len(rows), "unit": "个", "url": f"?{here}#heat"},
        {"label": "平均达标率", "ratio": selectors.average(rows), "note": "各支部已到期各项的平均"},
        {
            "label": "全达标支部",
            "value": full,
            "unit": "个",
            "note": f"共 {len(rows)} 个",
            "url": f"?{here}&only=full#heat",
        },
        {
            "label": "融合率",
            "ratio": Decimal(fused) / themed if themed else None,
            "note": f"含业务主题 {fused} 次 ÷ 主题党日 {themed} 次",
            "url": f"{at}?{urlencode({**days, 'fused': 1})}",
        },
    ]


def _totals(totals: list[selectors.Total], year: int, org: int | None) -> list[dict[str, Any]]:
    at = reverse("partylife:meetings")
    span = {"written": 1, "held_from": f"{year}-01-01", "held_to": f"{year}-12-31"}
    return [
        {
            "total": t,
            "url": f"?{_query(year, org, t.kind)}",
            "records": f"{at}?{urlencode({'kind': t.kind.code, **span})}"
            if t.kind.code in MEETING_KINDS
            else "",
        }
        for t in totals
    ]


@signed_in("partylife.view")
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """One branch: what it owes this period, what it held, what is missing and by when."""
    actor, year = request.actor, _year(request)
    found = selectors.branch(actor, pk)
    standing = selectors.standing_of(found, year)
    today = clock.today()
    may_edit = actor.can("partylife.edit")
    context = {
        "title": "组织生活完成情况",
        "subtitle": found.name,
        "crumbs": [*home(), ("开会情况", reverse("partylife:frequency"))],
        "branch": found,
        "standing": standing,
        "year": year,
        "years": range(today.year, today.year - 5, -1),
        "rows": [_duty_row(found.pk, d, today, may_edit) for d in standing.duties],
        "groups": PartyGroup.objects.visible_to(actor).filter(branch=found, ends_on=None),
        "may_edit": may_edit,
        "warn_days": WARN_DAYS,
        "fact_pairs": [
            ("正式党员", f"{standing.facts.full} 名"),
            ("支委会", f"{standing.facts.committee} 人" if standing.facts.committee else "没有设"),
            ("成立日期", f"{found.founded_on:%Y-%m-%d}" if found.founded_on else "没有登记"),
        ],
    }
    return render(request, "partylife/branch.html", context)


TONES = {"done": "done", "doing": "doing", "soon": "soon", "overdue": "overdue"}


def _duty_row(pk: int, duty: Duty, today: date, may_edit: bool) -> dict[str, Any]:
    now: Count | None = duty.current
    light = now.light(today) if now else ""
    plan = ""
    if may_edit and duty.missing and duty.kind.code in MEETING_KINDS:
        plan = f"{reverse('partylife:meeting_new', args=[duty.kind.code])}?branch={pk}"
    return {
        "duty": duty,
        "now": now,
        "state": State(light, LIGHT_WORDS[light], TONES[light]) if light else None,
        "cells": [
            Cell(
                f"{c.held}/{c.least}",
                c.light(today),
                records(pk, duty.kind.code, c.period.first, c.period.last),
                f"{_period_name(duty.kind, c.period.first)}：{LIGHT_WORDS[c.light(today)]}",
            )
            for c in duty.counts
        ],
        "names": [_period_name(duty.kind, c.period.first) for c in duty.counts],
        "plan": plan,
    }


@signed_in("partylife.edit")
@once
def group_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.branch(request.actor, pk)
    form = GroupForm(request.POST or None)
    back = reverse("partylife:branch", args=[pk])

    def act() -> str:
        group = actions.start_group(branch_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, f"已登记“{group.name}”，从下个月起每月要开一次党小组会。")
        return back

    context = {
        "title": f"登记党小组：{found.name}",
        "submit": "登记",
        "cancel_url": back,
        "crumbs": [*home(), (found.name, back)],
    }
    return answer(request, form, act, context)


@signed_in("partylife.edit")
@require_POST
def group_end(request: HttpRequest, pk: int) -> HttpResponse:
    group = actions.end_group(group_id=pk, by=request.actor)
    messages.success(request, f"已撤销“{group.name}”，记录保留。")
    return redirect("partylife:branch", group.branch_id)
