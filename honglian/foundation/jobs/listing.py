"""The queue as a list."""

from __future__ import annotations

from django.urls import reverse_lazy

from honglian.ui.lists import BulkAction, ChoiceFilter, Column, DateRangeFilter, Listing

from .models import Job
from .registry import JOBS, title_of


class JobListing(Listing):
    key = "jobs"
    noun = "任务"
    unit = "个"
    columns = (
        Column("title", "任务", value=lambda job: title_of(job.name), on_card="title"),
        Column("state", "状态", template="jobs/_state.html", value="get_state_display"),
        Column("error", "原因"),
        Column("attempts", "已试次数", align="end"),
        Column("run_at", "计划时间", sort="-run_at"),
        Column("finished_at", "结束时间", sort="-finished_at"),
        Column("asked_at", "提交时间", default=False),
        Column("number", "编号", value="pk", default=False),
    )
    filters = (
        ChoiceFilter(key="state", label="状态", choices=Job.State.choices),
        ChoiceFilter(
            key="name",
            label="任务",
            choices=lambda _: sorted((j.name, j.title) for j in JOBS.values()),
        ),
        DateRangeFilter(key="asked", label="提交时间", lookup="asked_at", primary=False),
    )
    orderings = (("-pk", "最新提交"), ("run_at", "最早计划"), ("-finished_at", "最近结束"))
    bulk = (BulkAction("重试所选", reverse_lazy("jobs:retry"), "jobs.retry", "refresh"),)
    export = False
    empty_hint = "通知、定时任务等会排在这里，办完自动清理。"
