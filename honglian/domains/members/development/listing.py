"""The list of people in development; its sheet is ledger LD03 with the headers of the official one."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, Listing

from ..codes import EDUCATION
from . import checks, selectors
from .models import Development, DevelopmentStep
from .plan import STAGES, STEPS
from .states import DEVELOPMENT


def _last(d: Development, no: int) -> DevelopmentStep | None:
    found = [r for r in d.records if r.no == no and r.outcome in ("", "agreed")]
    return found[-1] if found else None


def _day(no: int):
    def read(d: Development) -> date | None:
        found = _last(d, no)
        return found.on if found else None

    return read


def _publicity(d: Development) -> str:
    found = _last(d, 7)
    return f"{found.from_day} 至 {found.to_day}" if found and found.from_day else ""


def _training(d: Development) -> str:
    found = _last(d, 11)
    if found is None:
        return ""
    amount = f"{found.days} 天" if found.days else f"{found.hours} 学时"
    return f"{found.on} / {amount}"


def _votes(d: Development) -> str:
    found = _last(d, 15)
    return f"{found.expected}/{found.present}/{found.in_favour}" if found else ""


def _probation_ends(d: Development) -> date | None:
    return checks.probation_ends(d, d.taken) if 15 in d.taken else None


def _in_stage(rows, wanted):
    return rows.filter(current__in=selectors.steps_of_stage(wanted))


def _hidden(key: str, label: str, value, **more) -> Column:
    """A column of the ledger that is chosen for the screen only when asked for."""
    return Column(key, label, value=value, default=False, **more)


class DevelopmentListing(Listing):
    key = "developments"
    noun = "发展党员工作台账"
    unit = "名"
    search = ("name",)
    search_hint = "姓名"
    export_permission = "members.export"
    empty_hint = "收到入党申请书后，点“登记入党申请”开始。"
    columns = [
        Column(
            "name",
            "姓名",
            sort="name",
            link=lambda d: reverse("members:development", args=[d.pk]),
            on_card="title",
        ),
        _hidden("gender", "性别", "get_gender_display"),
        _hidden("birth_date", "出生日期", "birth_date"),
        _hidden("education", "学历", lambda d: EDUCATION.get(d.education, "")),
        Column("branch", "所在支部", value="branch.name"),
        Column("stage", "阶段", value="stage_name"),
        _hidden("applied", "申请入党日期", _day(1)),
        _hidden("talked", "谈话日期", _day(2)),
        _hidden("activist", "确定积极分子日期", _day(3)),
        _hidden("filed", "备案日期", _day(4)),
        _hidden("contacts", "培养联系人", lambda d: getattr(_last(d, 5), "people", "")),
        _hidden("reviews", "考察记录次数", lambda d: sum(r.no == 6 for r in d.records)),
        _hidden("publicity", "公示起止", _publicity),
        _hidden("candidate", "确定发展对象日期", _day(7)),
        _hidden("reviewed", "政审完成日期", _day(10)),
        _hidden("training", "培训时间/学时", _training),
        _hidden("prechecked", "预审日期", _day(13)),
        _hidden("meeting", "支部大会日期", _day(15)),
        _hidden("votes", "应到/实到/赞成", _votes),
        _hidden("approved", "党委审批日期", _day(17)),
        _hidden("oath", "宣誓日期", _day(20)),
        _hidden("probation_ends", "预备期满日期", _probation_ends),
        _hidden("full_meeting", "转正大会日期", _day(23)),
        _hidden("full_approved", "转正审批日期", _day(24)),
        Column(
            "current",
            "当前步骤",
            value=lambda d: f"{d.current} {STEPS[d.current].title}" if d.current else "",
            sort="current",
        ),
        Column("warnings", "预警", value=lambda d: "；".join(selectors.warnings(d))),
    ]
    filters = [
        ChoiceFilter(key="stage", label="阶段", lookup=_in_stage, choices=list(STAGES.items())),
        ChoiceFilter(key="state", label="状态", choices=DEVELOPMENT.choices()),
    ]
    orderings = [("-current", "走得最远的在前"), ("name", "姓名"), ("-pk", "最近登记")]

    @property
    def ledger_cols(self) -> str:
        """All columns of LD03, for the address of its export."""
        return ",".join(c.key for c in self.columns)
