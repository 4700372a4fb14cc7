"""The leader's page: what is there, what is covered, what got worse, whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.domains.cases import api as cases
from honglian.domains.coverage import api as coverage
from honglian.domains.enterprises import api as enterprises
from honglian.domains.members import api as members
from honglian.domains.partylife import api as partylife
from honglian.foundation.access.api import signed_in
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import breakdowns
from .figures import Figure

RECTIFY_NAMES = {"overdue": "整改已逾期", "escalated": "整改提级督办"}


def figures(actor: Actor) -> list[Figure]:
    """All figures this actor may see, within the actor's scope."""
    found = [
        *_organisations(actor),
        *_rectification(actor),
        *_enterprises(actor),
        *_cases(actor),
    ]
    return found


def _at(name: str, query: str = "") -> str:
    return reverse(name) + (f"?{query}" if query else "")


def _organisations(actor: Actor) -> Iterator[Figure]:
    if not actor.can("orgs.view"):
        return
    yield Figure(
        "orgs.unit",
        "企业党组织",
        members.enterprise_organisations(actor).count(),
        _at("members:orgs", "unit=1"),
        "设在企业（单位）里的党组织，不含功能型、不含已撤销",
    )
    yield Figure(
        "orgs.on_chain",
        "链上企业党组织",
        members.chain_organisations(actor).count(),
        _at("members:orgs", "unit=1&onchain=1"),
        "企业党组织中已编入产业链的",
    )
    if actor.can("members.view"):
        yield Figure(
            "members.counted",
            "党员",
            members.counted(actor).count(),
            _at("members:index", "counted=1"),
            "党籍状态为正常或恢复党籍的党员，一人只计一次",
            unit="名",
        )
    yield Figure(
        "orgs.term_due",
        "半年内换届",
        members.term_due(actor).count(),
        _at("members:orgs", f"term_to={members.term_limit():%Y-%m-%d}"),
        "本届届满日期在 180 天内或已过的党组织",
        tone="soon",
    )


def _rectification(actor: Actor) -> Iterator[Figure]:
    """What life meetings found and how far it is put right (领域手册 C.4)."""
    if not actor.can("rectify.view"):
        return
    for one in partylife.rectify.figures(actor):
        if one.code in ("due_done", "overdue", "escalated"):
            yield Figure(
                f"rectify.{one.code}",
                RECTIFY_NAMES.get(one.code, one.label),
                one.value,
                one.url,
                one.note or "提请上一级党组织督办、还没有办结的整改事项",
                unit=one.unit,
                whole=one.whole,
                whole_url=one.whole_url,
                is_share=one.is_share,
                tone=one.tone,
            )


def _enterprises(actor: Actor) -> Iterator[Figure]:
    if not actor.can("enterprises.view"):
        return
    rows = enterprises.enterprises(actor)
    base = enterprises.coverage_base(rows)
    key = rows.filter(is_key=True)
    whole, base_url = base.count(), _at("enterprises:index", "base=1")
    yield Figure(
        "enterprises.base",
        "园区企业",
        whole,
        base_url,
        "园区内筹建、在建、投产的企业（不含停产、注销）",
        unit="家",
    )
    for rate in coverage.overall(actor).rates[:2] if actor.can("coverage.view") else ():
        yield Figure(
            f"coverage.{rate.code}",
            rate.name,
            rate.part,
            rate.url,
            rate.definition,
            whole=rate.whole,
            whole_url=rate.whole_url,
            is_share=True,
        )
    yield Figure(
        "enterprises.guided",
        "重点企业有指导员",
        enterprises.with_instructor(key).count(),
        _at("enterprises:index", "key=1&guided=1"),
        "有一名在任主指导员的重点企业 ÷ 全部重点企业",
        whole=key.count(),
        whole_url=_at("enterprises:index", "key=1"),
        is_share=True,
    )


def _cases(actor: Actor) -> Iterator[Figure]:
    if not actor.can("cases.view"):
        return
    year = clock.today().year
    this_year = f"created_from={year}-01-01"
    rows = cases.cases(actor).filter(created_at__gte=cases.start_of_year(year))
    yield Figure(
        "cases.year",
        "今年诉求",
        rows.count(),
        _at("cases:index", this_year),
        f"{year} 年 1 月 1 日以来登记的诉求，不含已并案以外的任何剔除",
        unit="件",
    )
    for state, label in cases.open_states():
        yield Figure(
            f"cases.{state}",
            label,
            cases.cases(actor).filter(state=state).count(),
            _at("cases:index", f"state={state}"),
            f"目前状态为“{label}”的诉求",
            unit="件",
        )
    yield Figure(
        "cases.overdue",
        "已超期",
        cases.overdue(actor).count(),
        _at("cases:index", "overdue=1"),
        "没有按时受理派单、或没有按时答复，现在仍未办完的诉求",
        unit="件",
        tone="overdue",
    )
    yield from _rates(actor, this_year)


def _rates(actor: Actor, this_year: str) -> Iterator[Figure]:
    """三率 over this year's valid call-backs (领域手册 E.4)."""
    rates = cases.rates(actor, since=cases.start_of_year(clock.today().year))
    whole_url = _at("cases:index", f"{this_year}&valid=1")
    for rate in rates:
        yield Figure(
            f"rate.{rate.code}",
            rate.name,
            rate.part,
            _at("cases:index", f"{this_year}&valid=1&{rate.query}"),
            rate.definition,
            whole=rate.whole,
            whole_url=whole_url,
            is_share=True,
        )


HEADLINES = (
    "cases.year",
    "cases.overdue",
    "rate.satisfaction",
    "coverage.organisation",
    "enterprises.guided",
)


def _context(request: HttpRequest) -> dict:
    actor = request.actor
    found = figures(actor)
    by_code = {f.code: f for f in found}
    year = clock.today().year
    return {
        "title": "驾驶舱",
        "headlines": [by_code[code] for code in HEADLINES if code in by_code],
        "rest": [f for f in found if f.code not in HEADLINES],
        "overdue_bars": breakdowns.overdue_by_department(actor),
        "month_bars": breakdowns.by_month(actor),
        "category_bars": breakdowns.by_category(actor, year),
        "calls": cases.overdue(actor).select_related("lead").order_by("due_at")[:5],
        "asof": clock.now(),
        "year": year,
    }


@signed_in("cockpit.view")
def cockpit(request: HttpRequest) -> HttpResponse:
    return render(request, "web/cockpit.html", _context(request))


@signed_in("cockpit.view")
def screen(request: HttpRequest) -> HttpResponse:
    """The same figures for a wall of 1920 × 1080, read from three metres."""
    context = _context(request) | {"title": "产业链党建运行情况", "refresh": 300}
    return render(request, "web/screen.html", context)
