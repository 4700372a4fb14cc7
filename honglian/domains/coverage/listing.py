"""The list behind every figure of the two coverages, and the two work lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.zones.models import Chain
from honglian.kit import clock, search
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK
from honglian.ui.lists import BoolFilter, Bound, ChoiceFilter, Column, Listing, TextFilter

from . import selectors
from .models import CoverageTask
from .rates import NONE

Narrow = Callable[[QuerySet, Any], QuerySet]


def day_of(text: str) -> date | None:
    """The day of an address, not after today; None for today or for what is no date."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1950 and day < clock.today() else None


@dataclass(frozen=True, kw_only=True)
class DayFilter(TextFilter):
    """As of which day; the view has already gone back there, this keeps it in the address."""

    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        text = query.get(self.key, "").strip()[:20]
        day = day_of(text)
        words = f"截至 {day:%Y-%m-%d}" if day else ""
        wrong = text and day is None and text != f"{clock.today():%Y-%m-%d}"
        error = (
            f"日期“{text}”不对，请写成 2026-03-31 这样、不晚于今天；现在显示的是今天。"
            if wrong
            else ""
        )
        return rows, Bound(self, {self.key: text}, [], words, error)


def _of(condition: Callable[[], Q]) -> Narrow:
    return lambda rows, wanted: rows.filter(condition() if wanted else ~condition())


def _chains(actor: Actor) -> list[tuple[str, str]]:
    found = Chain.objects.filter(zone_id=actor.zone_id)
    return [*((str(c.pk), c.short_name) for c in found), (NONE, "没有登记产业链")]


def _parks(actor: Actor) -> list[tuple[str, str]]:
    rows = Enterprise.objects.visible_to(actor).filter(is_in_park=True).exclude(park="")
    found = rows.order_by("park").values_list("park", flat=True).distinct()
    return [*((p, p) for p in found), (NONE, "没有登记园区")]


def _chain(rows: QuerySet, wanted: str) -> QuerySet:
    return rows.filter(now_chain=None if wanted == NONE else int(wanted))


def _text(name: str) -> Narrow:
    return lambda rows, wanted: rows.filter(**{name: "" if wanted == NONE else wanted})


def _planned(rows: QuerySet, wanted: bool) -> QuerySet:
    """Those the planner may join: few full members and none of their own branch."""
    fits = Q(now_formal__lt=selectors.LEAST_FULL) & (
        Q(now_formal__gt=0) | Q(probationary_members__gt=0)
    )
    fits &= ~Q(group__in=["single", "joint"])
    return rows.filter(fits) if wanted else rows.exclude(fits)


def _advice(row: Enterprise) -> str:
    """What is to be done next, in a colleague's words."""
    due = BOOK.find(
        "ORG-001",
        clock.today(),
        unit="",
        formal=row.now_formal or 0,
        has_branch=row.group == "single",
    )
    if due is not None:
        return due.words
    if row.group == "none" and not row.guided:
        return "7 日内派一名党建指导员"
    if row.now_formal is None and row.group not in ("single", "joint"):
        return "摸清党员人数"
    if row.group not in ("single", "joint") and row.now_formal:
        return "党员不足 3 名，可与邻近企业联合组建"
    return ""


class CoverageListing(Listing):
    key = "coverage"
    noun = "企业"
    unit = "家"
    search = staticmethod(search.search)
    search_hint = "企业名称、信用代码、拼音或首字母"
    export_permission = "enterprises.export"
    empty_hint = "先在“台账”里导入企业库，并标明哪些是园区企业。"
    columns = [
        Column(
            "name",
            "企业名称",
            sort="name",
            link=lambda e: reverse("enterprises:detail", args=[e.pk]),
            on_card="title",
        ),
        Column("uscc", "统一社会信用代码", default=False),
        Column("chain", "产业链", value="chain.short_name"),
        Column("park", "所在园区", value="now_park"),
        Column("group", "覆盖情况", value=lambda e: selectors.GROUPS[e.group]),
        Column("guided", "主指导员", value=lambda e: "已派" if e.guided else "未派"),
        Column("formal", "正式党员", value="now_formal", align="end", sort="now_formal"),
        Column("probationary", "预备党员", value="probationary_members", align="end", default=False),
        Column("employees", "从业人员", align="end", sort="employees", default=False),
        Column("size", "规模", value="get_size_display", default=False),
        Column("status", "状态", value=lambda e: Enterprise.Status(e.now_status).label),
        Column("party_org", "登记的党组织", value="party_org.name", default=False),
        Column("advice", "下一步", value=_advice),
    ]  # fmt: skip
    filters = [
        ChoiceFilter(
            key="group",
            label="覆盖情况",
            choices=list(selectors.GROUPS.items()),
            multiple=True,
        ),
        ChoiceFilter(key="chain", label="产业链", choices=_chains, lookup=_chain),
        ChoiceFilter(key="park", label="园区", choices=_parks, lookup=_text("now_park")),
        ChoiceFilter(
            key="size",
            label="规模",
            choices=[*Enterprise.Size.choices, (NONE, "没有登记规模")],
            lookup=_text("now_size"),
        ),
        DayFilter(key="on", label="截至日期", placeholder="今天，或 2026-03-31"),
        BoolFilter(
            key="worked",
            label="工作覆盖",
            lookup=_of(selectors.worked_q),
            yes="已覆盖",
            no="没有",
            primary=False,
        ),
        BoolFilter(
            key="due",
            label="是否应建",
            lookup=_of(selectors.due_q),
            yes="应建",
            no="不到条件",
            primary=False,
        ),
        BoolFilter(
            key="unbuilt",
            label="应建未建",
            lookup=_of(selectors.unbuilt_q),
            yes="是",
            no="否",
            primary=False,
        ),
        BoolFilter(
            key="blank",
            label="空白点",
            lookup=_of(selectors.blank_q),
            yes="是",
            no="否",
            primary=False,
        ),
        BoolFilter(
            key="joinable", label="可联合组建", lookup=_planned, yes="是", no="否", primary=False
        ),
        BoolFilter(
            key="known",
            label="党员人数",
            lookup=lambda rows, v: rows.filter(now_formal__isnull=not v),
            yes="已摸清",
            no="没有登记",
            primary=False,
        ),
        BoolFilter(
            key="counted",
            label="计入分母",
            lookup=lambda rows, v: rows.filter(counts=v),
            yes="计入",
            no="不计入",
            primary=False,
        ),
        ChoiceFilter(
            key="status",
            label="企业状态",
            lookup="now_status",
            choices=Enterprise.Status.choices,
            primary=False,
        ),
    ]
    orderings = [("name", "名称"), ("-pk", "最近登记")]


class TaskListing(CoverageListing):
    """A work list: the same rows with the day they were found and the limit."""

    key = "coverage-tasks"
    columns = [
        *[c for c in CoverageListing.columns if c.key not in ("status", "advice")],
        Column("found", "发现日期", value=lambda e: _task(e, "found_on")),
        Column("limit", "期限", template="coverage/_limit.html", value=lambda e: _task(e, "due_on")),
        Column("advice", "下一步", value=_advice),
    ]  # fmt: skip
    empty_why = "没有需要处理的企业。"
    empty_hint = "每天早上核对一次；企业库或党组织有变化，这里随之增减。"


def _task(row: Enterprise, name: str) -> date | None:
    """A column of the open task of the list's kind; read once a page (see ``with_tasks``)."""
    return getattr(row, f"task_{name}", None)


def with_tasks(rows: QuerySet, kind: str) -> QuerySet:
    """Rows with the days of their open task of this kind."""
    tasks = CoverageTask.rows.filter(enterprise=OuterRef("pk"), kind=kind, closed_on=None)
    return rows.annotate(
        task_found_on=Subquery(tasks.values("found_on")[:1]),
        task_due_on=Subquery(tasks.values("due_on")[:1]),
    )
