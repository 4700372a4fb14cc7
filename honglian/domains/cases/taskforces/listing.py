"""The list of task forces."""

from __future__ import annotations

from django.urls import reverse

from honglian.foundation.orgs.api import Department
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, Listing

from .models import TaskForce
from .states import FORCE


def _departments(actor):
    rows = Department.rows.filter(zone_id=actor.zone_id).order_by("pk")
    return list(rows.values_list("pk", "name"))


class TaskForceListing(Listing):
    key = "taskforces"
    noun = "专班"
    unit = "个"
    search = ("name", "number", "leader")
    search_hint = "名称、编号或组长"
    export_permission = "cases.export"
    empty_hint = "复杂诉求、几个部门的事、重大项目可以成立专班；共性问题页上也能直接成立。"
    columns = (
        Column(
            "name", "名称", link=lambda f: reverse("cases:taskforce", args=[f.pk]), on_card="title"
        ),
        Column("state", "状态", value="shown_state.name", template="cases/campaigns/_state.html"),
        Column("origin", "因何成立", value="get_origin_display"),
        Column("leader", "组长"),
        Column("lead", "牵头部门", value="lead_department.name"),
        Column("open", "在办任务", align="end", sort="open"),
        Column("late", "超期", align="end", sort="late"),
        Column("done", "已完成", align="end"),
        Column("met", "最近例会"),
        Column("due_on", "计划完成", sort="due_on"),
        Column("formed_on", "成立日期", default=False),
        Column("dissolved_on", "解散日期", default=False),
    )
    filters = (
        ChoiceFilter(key="state", label="状态", choices=FORCE.choices()),
        ChoiceFilter(key="origin", label="因何成立", choices=TaskForce.Origin.choices),
        ChoiceFilter(
            key="department", label="牵头部门", lookup="lead_department_id", choices=_departments
        ),
        BoolFilter(
            key="behind",
            label="任务",
            lookup=lambda rows, late: rows.filter(late__gt=0) if late else rows.filter(late=0),
            yes="有超期的",
            no="没有超期的",
        ),
    )
    orderings = (("-pk", "最新"), ("due_on", "先到期"), ("-late", "超期多的在前"))
