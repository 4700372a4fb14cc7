"""Pages of the system administrator about departments."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit.errors import Refusal

from .. import actions
from ..forms import DepartmentForm
from ..listing import DepartmentListing
from ..models import Department

SHOWN = ("name", "short_name", "leader", "phone", "is_fallback", "is_active")


@signed_in("departments.edit")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(
            by=request.actor, verb="departments.export", target_kind="orgs.department", note=note
        )

    rows = Department.objects.visible_to(request.actor)
    intro = "诉求派给谁看“高新区配置”里的需求类别；这里管部门本身。"
    return DepartmentListing(request, rows).respond(
        "orgs/departments.html", {"title": "部门", "intro": intro}, on_export=log
    )


@signed_in("departments.edit")
def create(request: HttpRequest) -> HttpResponse:
    form = DepartmentForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid() and _saved(request, form, None):
        return redirect("orgs:departments")
    return _page(request, form, "新增部门")


@signed_in("departments.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Department.objects.visible_to(request.actor), pk=pk)
    initial = {name: getattr(row, name) for name in SHOWN} | {"aliases": "\n".join(row.aliases)}
    form = DepartmentForm(request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, form, pk):
        return redirect("orgs:departments")
    return _page(request, form, row.name)


def _saved(request: HttpRequest, form: DepartmentForm, pk: int | None) -> bool:
    try:
        row = actions.save_department(department_id=pk, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(request, f"“{row.name}”已保存。")
    return True


def _page(request: HttpRequest, form: DepartmentForm, title: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "crumbs": [("部门", reverse("orgs:departments"))],
        "cancel_url": reverse("orgs:departments"),
    }
    return render(request, "ui/form.html", context)
