"""Lists of those who keep contact, and of covers."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from honglian.kit import clock
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, Listing

from ..listing import chain_choices
from .models import covering
from .selectors import overloaded


def _in_office(rows, wanted):
    here = Q(left_on__isnull=True) | Q(left_on__gt=clock.today())
    return rows.filter(here) if wanted else rows.exclude(here)


def _over(rows, wanted):
    return overloaded(rows) if wanted else rows.exclude(pk__in=overloaded(rows).values("pk"))


def _on(rows, wanted):
    now = covering(clock.today())
    return rows.filter(now) if wanted else rows.exclude(now)


def standing(instructor) -> str:
    if instructor.left_on:
        return f"{instructor.left_on:%Y-%m-%d} 离任"
    return "请假，有人代班" if instructor.is_away else "在岗"


class InstructorListing(Listing):
    key = "instructors"
    noun = "指导员"
    unit = "名"
    search = ("name", "code", "skills", "unit")
    search_hint = "姓名、编号、专长或单位"
    export_permission = "pledges.export"
    empty_hint = "在“台账”里导入企业包保联系台账，指导员随之登记。"
    columns = (
        Column(
            "name", "姓名", sort="name", on_card="title",
            link=lambda i: reverse("enterprises:instructor", args=[i.pk]),
        ),
        Column("code", "编号", default=False),
        Column("unit", "单位", value=lambda i: str(i.department or i.unit)),
        Column("post", "职务", default=False),
        Column("skills", "专长"),
        Column(
            "chains", "熟悉的产业链",
            value=lambda i: "、".join(c.short_name for c in i.chains.all()),
        ),
        Column("load", "包保（家）", sort="load", align="end"),
        Column("capacity", "上限（家）", align="end"),
        Column("others", "协助、领导包保（家）", align="end", default=False),
        Column("open", "没兑现的承诺", sort="open", align="end"),
        Column("standing", "在岗", value=standing),
    )  # fmt: skip
    filters = (
        BoolFilter(key="here", label="在册", lookup=_in_office, yes="在册", no="已离任"),
        BoolFilter(key="over", label="超过上限", lookup=_over, yes="超过", no="没有超过"),
        BoolFilter(key="away", label="请假", lookup="is_away", yes="有人代班", no="没有请假"),
        ChoiceFilter(key="chain", label="熟悉的产业链", lookup="chains", choices=chain_choices),
    )
    orderings = (("name", "姓名"), ("-load", "包保多的在前"), ("-open", "没兑现的承诺多的在前"))


class CoverListing(Listing):
    key = "covers"
    noun = "代班"
    unit = "段"
    search = ("absent__name", "cover__name")
    search_hint = "姓名"
    export_permission = "pledges.export"
    empty_hint = "在指导员的页面上登记请假和代班的人；到期自动结束。"
    columns = (
        Column(
            "absent", "请假的人", value="absent.name", on_card="title",
            link=lambda c: reverse("enterprises:instructor", args=[c.absent_id]),
        ),
        Column("cover", "代班的人", value="cover.name"),
        Column("starts_on", "起", sort="starts_on"),
        Column("until", "止", value=lambda c: min(c.until, c.called_off_on or c.until)),
        Column("why", "事由"),
        Column("now", "现在", value=lambda c: "代班中" if c.is_on else "—"),
        Column("made_by", "登记人", default=False),
    )  # fmt: skip
    filters = (BoolFilter(key="now", label="现在", lookup=_on, yes="代班中", no="不在期间"),)
    orderings = (("-starts_on", "最近开始"),)
