"""The list of suggestions."""

from __future__ import annotations

from django.urls import reverse

from honglian.kit import clock
from honglian.kit.rules import BOOK
from honglian.ui.lists import ChoiceFilter, Column, Listing

from .states import PROPOSAL

RULES = ("DUE-05", "DUE-08", "TR-01", "FL-02", "FL-04", "FL-05", "MB-01", "MB-02", "MB-05", "MB-08")


def _rules(actor) -> list[tuple[str, str]]:
    found = [(code, BOOK.get(code, clock.today())) for code in RULES]
    return [(code, f"{code} {rule.title}") for code, rule in found if rule]


class ProposalListing(Listing):
    key = "proposals"
    noun = "提请支部研究的事项"
    unit = "件"
    search = ("member__name", "words")
    search_hint = "姓名或内容"
    export_permission = "members.export"
    empty_hint = "系统每个工作日按规则核对一次党费、流动和失联情况，有了会出现在这里和待办里。"
    columns = [
        Column(
            "words",
            "内容",
            link=lambda p: reverse("members:proposal", args=[p.pk]),
            on_card="title",
        ),
        Column("member", "党员", value="member.name"),
        Column("branch", "党支部", value="branch.name"),
        Column("rule", "规则"),
        Column("found_on", "提出日期", sort="found_on"),
        Column(
            "state",
            "状态",
            template="members/_proposal_state.html",
            export=lambda p: p.get_state_display(),
        ),
        Column("answer", "处理情况", default=False),
    ]
    filters = [
        ChoiceFilter(key="state", label="状态", choices=PROPOSAL.choices()),
        ChoiceFilter(key="rule", label="规则", choices=_rules),
    ]
    orderings = [("-pk", "最近提出"), ("found_on", "最早提出")]
