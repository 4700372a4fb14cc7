"""The lists of campaigns, of their enterprises, and of what was heard there."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.format import moment
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, DateRangeFilter, Listing

from ..states import CASE
from . import selectors
from .models import Round, Target
from .states import CAMPAIGN, TARGET


def _visitors(actor):
    rows = Round.rows.filter(zone_id=actor.zone_id).order_by("name")
    return [("0", "还没有分"), *rows.values_list("user_id", "name").distinct()]


def _visited_by(rows, user):
    return rows.filter(round=None) if user == "0" else rows.filter(round__user_id=user)


def _watched_by(rows, user):
    if user == "0":
        return rows.filter(target__round=None)
    return rows.filter(target__round__user_id=user)


def _listed(rows, wanted):
    return rows.exclude(state="dropped") if wanted else rows.filter(state="dropped")


def _kind(rows, kind):
    match kind:
        case "solved":
            return rows.filter(solved=True)
        case "closed":
            return rows.filter(case__state__in=selectors.FINAL_CASES)
        case "late":
            return rows.filter(case__in=selectors.late_cases())
    return rows.filter(case__isnull=False).exclude(case__state__in=selectors.FINAL_CASES)


class CampaignListing(Listing):
    key = "campaigns"
    noun = "敲门行动"
    unit = "次"
    search = ("name", "number")
    search_hint = "名称或编号"
    export_permission = "campaigns.export"
    empty_hint = "拟一次行动：选企业范围，定下名单，分给走访人。"
    columns = (
        Column(
            "name", "名称", link=lambda c: reverse("cases:campaign", args=[c.pk]), on_card="title"
        ),
        Column("state", "状态", value="shown_state.name", template="cases/campaigns/_state.html"),
        Column("size", "名单", align="end"),
        Column("visited", "已走访", align="end"),
        Column("missed", "没走成", align="end"),
        Column("left", "还没去", align="end"),
        Column("ends_on", "截止", sort="ends_on"),
        Column("organiser", "组织人", default=False),
        Column("definition", "名单口径", default=False),
    )
    filters = (ChoiceFilter(key="state", label="状态", choices=CAMPAIGN.choices(), multiple=True),)
    orderings = (("-pk", "最新"), ("ends_on", "截止早的在前"))


class TargetListing(Listing):
    key = "campaign_targets"
    noun = "企业"
    unit = "家"
    search = ("enterprise_name", "uscc")
    search_hint = "企业名称或信用代码"
    export_permission = "campaigns.export"
    empty_why = "名单里没有这样的企业。"
    columns = (
        Column(
            "name",
            "企业",
            value="enterprise_name",
            link=lambda t: reverse("cases:visit", args=[t.pk]),
            on_card="title",
        ),
        Column("state", "状态", value="shown_state.name", template="cases/campaigns/_state.html"),
        Column("visitor", "走访人", value="round.name"),
        Column("at", "走访时间", value="settled_at", sort="settled_at", show=moment),
        Column("why", "没走成的原因", value="get_why_display"),
        Column("why_text", "说明", default=False),
        Column("heard", "问题", align="end"),
        Column("chain_name", "产业链", default=False),
        Column("park", "园区", default=False),
        Column("added", "补进", value="added_on"),
        Column("added_why", "补进原因", default=False),
        Column("uscc", "统一社会信用代码", default=False),
    )
    filters = (
        ChoiceFilter(key="state", label="状态", choices=TARGET.choices(), multiple=True),
        ChoiceFilter(key="visitor", label="走访人", lookup=_visited_by, choices=_visitors),
        ChoiceFilter(key="why", label="没走成的原因", choices=Target.Why.choices),
        DateRangeFilter(key="at", label="走访时间", lookup="settled_at", primary=False),
        BoolFilter(
            key="listed", label="名单", lookup=_listed, yes="在名单上", no="已移出", primary=False
        ),
        BoolFilter(
            key="later",
            label="何时进名单",
            lookup=lambda rows, later: rows.filter(added_on__isnull=not later),
            yes="后补进的",
            no="当天定下的",
            primary=False,
        ),
    )
    orderings = (("pk", "名单次序"), ("-settled_at", "最近走访"))


class IssueListing(Listing):
    key = "campaign_issues"
    noun = "问题"
    unit = "件"
    search = ("text", "target__enterprise_name")
    search_hint = "问题或企业"
    export_permission = "campaigns.export"
    empty_why = "还没有听到这样的问题。"
    columns = (
        Column("text", "问题", on_card="title"),
        Column(
            "enterprise",
            "企业",
            value="target.enterprise_name",
            link=lambda i: reverse("cases:visit", args=[i.target_id]),
        ),
        Column("state", "状态", value="shown_state.name", template="cases/campaigns/_state.html"),
        Column(
            "case",
            "诉求编号",
            value="case.number",
            link=lambda i: reverse("cases:detail", args=[i.case.number]) if i.case else "",
        ),
        Column("lead", "主办部门", value="case.lead.name"),
        Column("due", "时限", value="case.due_at", template="cases/campaigns/_due.html"),
        Column("visitor", "盯办人", value="target.round.name"),
        Column("found_at", "听到时间", sort="found_at", show=moment),
    )
    filters = (
        ChoiceFilter(
            key="kind",
            label="去向",
            lookup=_kind,
            choices=(
                ("solved", "当场解决"),
                ("open", "诉求办理中"),
                ("late", "诉求已超期"),
                ("closed", "诉求已办完"),
            ),
        ),
        ChoiceFilter(key="visitor", label="盯办人", lookup=_watched_by, choices=_visitors),
        ChoiceFilter(key="state", label="诉求状态", lookup="case__state", choices=CASE.choices()),
        DateRangeFilter(key="found", label="听到时间", lookup="found_at", primary=False),
    )
    orderings = (("-found_at", "最近听到"), ("found_at", "最早听到"))
