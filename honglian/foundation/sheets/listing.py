"""The list of batches."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.format import moment
from honglian.ui.lists import ChoiceFilter, Column, Listing

from .models import ImportBatch
from .pages import shown_status
from .sheet import LEDGERS


def _title(batch: ImportBatch) -> str:
    return LEDGERS[batch.ledger].title if batch.ledger in LEDGERS else batch.ledger


def _count(name: str):
    return lambda batch: batch.counts.get(name)


class BatchListing(Listing):
    key = "import_batches"
    noun = "导入批次"
    unit = "批"
    search = ("file_name", "actor_name")
    search_hint = "文件名或导入人"
    orderings = (("-id", "最新"),)
    empty_hint = "在“台账导入导出”里选一个台账，上传文件后会出现在这里。"
    columns = (
        Column(
            "file_name",
            "文件",
            link=lambda b: reverse("sheets:batch", args=[b.pk]),
            on_card="title",
        ),
        Column("ledger", "台账", value=_title),
        Column("status", "状态", value=lambda b: shown_status(b)[0]),
        Column("created", "新增", value=_count("created"), align="end"),
        Column("updated", "变更", value=_count("updated"), align="end"),
        Column("rejected", "有错", value=_count("rejected"), align="end"),
        Column("actor_name", "导入人"),
        Column("created_at", "时间", show=moment),
    )
    filters = (
        ChoiceFilter(
            key="ledger",
            label="台账",
            choices=lambda actor: [(s.code, s.title) for s in LEDGERS.values()],
        ),
        ChoiceFilter(key="status", label="状态", choices=ImportBatch.Status.choices),
    )
