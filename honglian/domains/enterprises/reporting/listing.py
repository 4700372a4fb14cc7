"""The returns of a period as a list."""

from __future__ import annotations

from typing import Any

from django.urls import reverse, reverse_lazy

from honglian.foundation.zones.models import Chain
from honglian.kit import search
from honglian.ui.format import number
from honglian.ui.lists import BoolFilter, BulkAction, ChoiceFilter, Column, Listing

from ..models import Enterprise
from .items import ITEMS, Item
from .states import RETURN

SHOWN = ("employees", "revenue", "output", "tax")


def _find(rows, text):
    return rows.filter(enterprise__in=search.search(Enterprise.rows.all(), text).values("pk"))


def _chains(actor):
    return [(c.pk, c.short_name) for c in Chain.objects.filter(zone_id=actor.zone_id)]


def _doubtful(rows, wanted):
    return rows.exclude(doubts={}) if wanted else rows.filter(doubts={})


def _reported(rows, wanted):
    states = ("filled", "queried", "checked")
    return rows.filter(state__in=states) if wanted else rows.exclude(state__in=states)


def _column(item: Item) -> Column:
    def words(value: Any) -> str:
        return "—" if value is None else number(value, item.places)

    return Column(
        item.code, item.label, sort=item.code, align="end", default=item.code in SHOWN, show=words
    )


class ReturnListing(Listing):
    key = "returns"
    noun = "企业报表"
    unit = "家"
    search = staticmethod(_find)
    search_hint = "企业名称、信用代码、拼音或首字母"
    export_permission = "enterprises.returns"
    empty_hint = "开始收集后，填报范围里的企业会列在这里。"
    columns = (
        Column(
            "enterprise",
            "企业",
            value="enterprise.name",
            sort="enterprise__name",
            link=lambda r: reverse("enterprises:return", args=[r.pk]),
            on_card="title",
        ),
        Column("uscc", "统一社会信用代码", value="enterprise.uscc", default=False),
        Column("chain", "产业链", value="enterprise.chain.short_name", default=False),
        Column(
            "state",
            "状态",
            template="enterprises/_return_state.html",
            export=lambda r: r.state_info.name,
        ),
        *(_column(item) for item in ITEMS),
        Column("explanation", "说明", default=False),
    )
    filters = (
        ChoiceFilter(key="state", label="状态", choices=RETURN.choices(), multiple=True),
        BoolFilter(key="reported", label="填报", lookup=_reported, yes="已报", no="没有报"),
        BoolFilter(key="doubt", label="疑点", lookup=_doubtful, yes="有", no="没有"),
        ChoiceFilter(key="chain", label="产业链", lookup="enterprise__chain", choices=_chains),
    )
    orderings = (("enterprise__name", "名称"), ("-revenue", "营业收入（高到低）"))
    bulk = (
        BulkAction(
            "审核通过", reverse_lazy("enterprises:returns_check"), permission="enterprises.collect"
        ),
    )
