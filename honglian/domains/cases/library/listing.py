"""The knowledge list."""

from __future__ import annotations

from django.urls import reverse

from honglian.foundation.zones.api import config_of
from honglian.kit.search import search
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, Listing


def _categories(actor):
    return [(c.code, c.name) for c in config_of(actor.zone_id).categories]


class KnowledgeListing(Listing):
    key = "knowledge"
    noun = "知识条目"
    unit = "条"
    search = staticmethod(search)
    search_hint = "问题或答复里的词，拼音也行"
    export_permission = "cases.export"
    empty_hint = "诉求归档以后，在诉求页点“整理成知识”，就会出现在这里。"
    columns = [
        Column(
            "question",
            "问题",
            link=lambda e: reverse("cases:knowledge_entry", args=[e.pk]),
            on_card="title",
        ),
        Column("category", "类别", value="category_name"),
        Column("department", "责任部门", value="department.name"),
        Column("is_active", "在用", value=lambda e: "在用" if e.is_active else "停用"),
        Column("changed_at", "最后修改", sort="changed_at"),
        Column("made_by", "整理人", default=False),
        Column("answer", "答复口径", default=False),
    ]
    filters = [
        ChoiceFilter(key="category", label="类别", choices=_categories),
        BoolFilter(
            key="active",
            label="在用",
            lookup=lambda rows, yes: rows.filter(is_active=yes),
            yes="在用",
            no="停用",
        ),
    ]
    orderings = [("-changed_at", "最近修改")]
