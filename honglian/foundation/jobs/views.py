"""The queue for the system administrator."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.ui.lists import selected_ids

from .actions import retry_jobs
from .listing import JobListing
from .models import Job
from .status import workers_alive

INTRO = "系统在后台办的事：发通知、定时提醒、清理。失败的会自动重试，重试用完后留在这里等您处理。"


@signed_in("jobs.view")
def index(request: HttpRequest) -> HttpResponse:
    rows = Job.objects.visible_to(request.actor)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "title": "后台任务",
        "intro": INTRO,
        "failed": counts.get(Job.State.FAILED, 0),
        "waiting": counts.get(Job.State.WAITING, 0),
        "alive": workers_alive(),
    }
    return JobListing(request, rows).respond("jobs/index.html", context)


@require_POST
@signed_in("jobs.retry")
def retry(request: HttpRequest) -> HttpResponse:
    count = retry_jobs(job_ids=selected_ids(request), by=request.actor)
    if count:
        messages.success(request, f"{count} 个任务已重新排队。")
    else:
        messages.warning(request, "没有可以重试的任务：只有失败的任务能重试，请先勾选。")
    return redirect("jobs:index")
