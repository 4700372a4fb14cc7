"""The list of hazards."""

from __future__ import annotations

from django.urls import reverse

from honglian.foundation.zones.models import Chain
from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing, TextFilter

from . import selectors
from .models import Hazard, Level
from .states import HAZARD


def _which(rows, wanted):
    return selectors.NARROW[wanted][1](rows)


def _chains(actor):
    return [(c.pk, c.short_name) for c in Chain.objects.filter(zone_id=actor.zone_id)]


class HazardListing(Listing):
    key = "hazards"
    noun = "隐患"
    unit = "件"
    search = ("number", "part", "description", "enterprise__name")
    search_hint = "编号、部位、企业"
    export_permission = "hazards.export"
    empty_hint = "检查或走访中发现隐患，点“上报隐患”登记。"
    columns = (
        Column("part", "隐患部位", link=lambda h: reverse("visits:hazard", args=[h.pk]), on_card="title"),
        Column("enterprise", "企业", value="enterprise.name"),
        Column("level", "等级", template="visits/_level.html", value="get_level_display"),
        Column("state", "状态", template="visits/_state.html", value="state_info.name"),
        Column("due_on", "整改期限", sort="due_on", template="visits/_due.html"),
        Column("found_on", "排查日期", sort="found_on"),
        Column("number", "编号", sort="number", default=False),
        Column("domain", "类别", value="get_domain_display", default=False),
        Column("source", "来源", value="get_source_display", default=False),
        Column("department", "负责部门", value="department.name", default=False),
        Column("description", "隐患描述", default=False),
        Column("basis_text", "判定依据", default=False),
        Column("measure", "整改措施", default=False),
        Column("responsible", "整改责任人", default=False),
        Column("closed_on", "销号日期", sort="closed_on", default=False),
        Column("returned", "复查不通过次数", align="end", default=False),
    )  # fmt: skip
    filters = (
        ChoiceFilter(
            key="which", label="范围", lookup=_which,
            choices=[(code, name) for code, (name, _) in selectors.NARROW.items()],
        ),
        ChoiceFilter(key="state", label="状态", choices=HAZARD.choices(), multiple=True),
        ChoiceFilter(key="level", label="等级", choices=Level.choices),
        ChoiceFilter(key="domain", label="类别", choices=Hazard.Domain.choices, primary=False),
        ChoiceFilter(key="source", label="来源", choices=Hazard.Source.choices, primary=False),
        ChoiceFilter(
            key="chain", label="产业链", lookup="enterprise__chain_id", choices=_chains, primary=False
        ),
        TextFilter(key="firm", label="企业", lookup="enterprise__name", primary=False),
        DateRangeFilter(key="found", label="排查日期", lookup="found_on", primary=False),
        DateRangeFilter(key="due", label="整改期限", lookup="due_on", primary=False),
    )  # fmt: skip
    orderings = (("-found_on", "最近查出"), ("due_on", "先到期的在前"))
