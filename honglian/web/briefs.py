"""The page on which a brief is written, previewed and taken away. The text is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglian.domains.indicators import api as indicators
from honglian.foundation.access.api import signed_in
from honglian.foundation.documents.api import FORMATS, as_data, file_of
from honglian.foundation.zones.api import ZoneConfig, config_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui.answering import beside

from .actions import issue_brief
from .briefing import Draft, read

MOST = 20_000  # characters
INTRO = (
    "正文里写 {指标代码} 的地方，生成时换成指标当天的数；不认识的代码会提示，数字不用手写。"
    "附件列出每个数的口径、取数件数和取数时间。以“一、”开头的行是小标题，编号自动排。"
)


class BriefForm(forms.Form):
    name = forms.CharField(label="简报名称", max_length=24)
    issue = forms.IntegerField(label="期号", min_value=1, max_value=9999)
    title = forms.CharField(label="标题", max_length=60, help_text="动宾式，20 字以内较好。")
    day = forms.DateField(
        label="指标截至",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    text = forms.CharField(label="正文", max_length=MOST, widget=forms.Textarea(attrs={"rows": 16}))
    copies_to = forms.CharField(label="报送和抄送", max_length=120, required=False)


@signed_in("indicators.view")
def briefs(request: HttpRequest) -> HttpResponse:
    """Write, preview, and take away; the text itself is not kept."""
    actor: Actor = request.actor
    config, today = config_of(actor.zone_id or 0), clock.today()
    known = indicators.figures(actor, today)
    form = BriefForm(request.POST or None, initial=_start(config, today, known))
    context: dict[str, Any] = {
        "title": "工作简报",
        "intro": INTRO,
        "form": form,
        "known": known,
        "formats": FORMATS.items(),
    }
    if request.method == "POST" and form.is_valid():
        try:
            draft = Draft(**form.cleaned_data)
            wanted = request.POST.get("form", "")
            if wanted in FORMATS:
                document = issue_brief(draft=draft, by=actor)
                return file_of(document, wanted, f"{draft.name}第{draft.issue}期")
            context["sheet"] = as_data(read(actor, draft))
        except Refusal as no:
            context["refusal"] = beside(form, no)
    status = 422 if form.errors or context.get("refusal") else 200
    return render(request, "web/briefs.html", context, status=status)


def _start(config: ZoneConfig, today: date, known: Sequence[indicators.Figure]) -> dict[str, Any]:
    """A skeleton with the figures that have a value, each by its code, for the writer to turn into prose."""
    lines = [f"{f.name} {{{f.code}}}。" for f in known if f.value is not None]
    return {
        "name": f"{config.short_name}工作简报",
        "issue": 1,
        "day": today,
        "title": f"{today.year}年{today.month}月工作情况",
        "text": "\n".join(["一、主要数据", *lines, "二、存在问题与下步打算", ""]),
    }
