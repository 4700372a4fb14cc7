"""Lists of appraisals, of their grades, and of branches that still owe one."""

from __future__ import annotations

from django.urls import reverse

from honglian.kit import clock
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, Listing, TextFilter

from .models import Grade
from .states import APPRAISAL


def years(_actor) -> list[tuple[int, str]]:
    now = clock.today().year
    return [(y, f"{y} 年") for y in range(now, now - 6, -1)]


class AppraisalListing(Listing):
    key = "appraisals"
    noun = "民主评议"
    unit = "次"
    search = ("branch__name",)
    search_hint = "党支部"
    export_permission = "partylife.export"
    empty_hint = "开完民主评议会，点“登记评议”，把支部评定的等次记下来。"
    columns = [
        Column(
            "branch",
            "党支部",
            value="branch.name",
            link=lambda a: reverse("partylife:appraisal", args=[a.pk]),
            on_card="title",
        ),
        Column("year", "年度", value=lambda a: f"{a.year} 年", sort="year"),
        Column("state", "状态", template="partylife/_state.html", value="state_info.name"),
        Column("held_on", "评议日期", sort="held_on"),
        Column("members", "参加党员", align="end"),
        *(Column(code, label, align="end") for code, label in Grade.choices),
    ]
    filters = [
        ChoiceFilter(key="year", label="年度", choices=years),
        ChoiceFilter(key="state", label="状态", choices=APPRAISAL.choices()),
    ]
    orderings = [("-year", "最近年度在前"), ("branch__name", "党支部")]


class GradeListing(Listing):
    key = "grades"
    noun = "评议等次"
    unit = "名"
    search = ("name", "appraisal__branch__name")
    search_hint = "姓名或党支部"
    export_permission = "partylife.export"
    empty_hint = "评定完成的民主评议，等次会列在这里。"
    columns = [
        Column(
            "name",
            "姓名",
            link=lambda g: reverse("partylife:appraisal", args=[g.appraisal_id]),
            on_card="title",
        ),
        Column("branch", "党支部", value="appraisal.branch.name"),
        Column("year", "年度", value=lambda g: f"{g.appraisal.year} 年"),
        Column("grade", "等次", value=lambda g: g.get_grade_display() or "预备党员，不评定"),
        Column("note", "说明"),
    ]
    filters = [
        ChoiceFilter(key="year", label="年度", lookup="appraisal__year", choices=years),
        ChoiceFilter(key="grade", label="等次", choices=Grade.choices),
        BoolFilter(key="probationary", label="人员类别", yes="预备党员", no="正式党员"),
        TextFilter(key="branch", label="党支部", lookup="appraisal__branch__name", primary=False),
    ]
    orderings = [("-appraisal__year", "最近年度在前"), ("name", "姓名")]


class MissingListing(Listing):
    key = "appraisals_missing"
    noun = "还没评定的党支部"
    unit = "个"
    search = ("name",)
    search_hint = "党支部"
    export_permission = "partylife.export"
    empty_hint = "这一年度的党支部都评定完了。"
    columns = [
        Column(
            "name", "党支部", link=lambda o: reverse("members:org", args=[o.pk]), on_card="title"
        ),
        Column("parent", "上级党组织", value="parent.name"),
        Column("unit_name", "所在单位"),
    ]
    orderings = [("name", "党支部")]
