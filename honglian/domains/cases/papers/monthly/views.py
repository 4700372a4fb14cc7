"""The page of a month's analysis and its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.documents.api import as_data, file_of, respond
from honglian.kit.errors import Refusal

from .actions import PERMISSION, export_monthly, issue_monthly
from .drafting import preview
from .forms import FORMATS, FormatForm, MonthForm, months
from .selectors import Month, analysis
from .workbook import TYPE


@signed_in("cockpit.view")
def monthly(request: HttpRequest) -> HttpResponse:
    """GET shows the month as it would be written; POST gives it as a file."""
    if request.method == "POST":
        return _file(request)
    form = MonthForm({"month": request.GET.get("month", "")})
    month = form.cleaned_data["month"] if form.is_valid() else months()[1]
    shown = MonthForm(initial={"month": f"{month.first:%Y-%m}"})
    found = analysis(request.actor, month)
    document, paper = preview(request.actor, found)
    context = {
        "title": "诉求月度分析",
        "form": shown,
        "month": month,
        "found": found,
        "paper": paper,
        "sheet": as_data(document),
        "formats": FORMATS,
        "may": request.actor.can(PERMISSION),
        "crumbs": [("企业吹哨", reverse("cases:index"))],
    }
    return render(request, "cases/monthly.html", context)


def _file(request: HttpRequest) -> HttpResponse:
    form = FormatForm(request.POST)
    if not form.is_valid():
        raise Refusal("请选择月份和文件格式（Word、PDF 或 Excel）后再生成。", code="bad_format")
    month: Month = form.cleaned_data["month"]
    name = f"诉求月度分析_{month.name}"
    if form.cleaned_data["form"] == "xlsx":
        return respond(export_monthly(month=month, by=request.actor), TYPE, f"{name}.xlsx")
    _, document = issue_monthly(month=month, by=request.actor)
    return file_of(document, form.cleaned_data["form"], name)
