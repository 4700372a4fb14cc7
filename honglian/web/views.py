"""Pages that join several domains: home, search, scan, portal, burden."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.domains.cases import api as cases
from honglian.domains.enterprises import api as enterprises
from honglian.domains.members import api as members
from honglian.foundation.access.api import signed_in
from honglian.kit.search import search

from . import actions
from .context import landing

MOST_HITS = 8


@signed_in()
def home(request: HttpRequest) -> HttpResponse:
    """The page this role starts its day on."""
    return redirect(landing(request.actor))


@signed_in()
def find(request: HttpRequest) -> HttpResponse:
    """Search over everything the role may read; pinyin and initials work too."""
    text = request.GET.get("q", "").strip()[:80]
    groups = _hits(request.actor, text) if text else []
    exact = [url for g in groups for _, url, _, is_exact in g["hits"] if is_exact]
    if len(exact) == 1:
        return redirect(exact[0])
    context = {"title": "搜索", "search_text": text, "groups": groups}
    return render(request, "web/search.html", context)


def _hits(actor, text: str) -> list[dict]:
    """At most eight hits a kind: (label, url, note, exact)."""
    groups = []
    if actor.can("enterprises.view"):
        rows = search(enterprises.enterprises(actor), text)[:MOST_HITS]
        hits = [
            (e.name, reverse("enterprises:detail", args=[e.pk]), e.uscc, text.upper() == e.uscc)
            for e in rows
        ]
        groups.append({"name": "企业", "hits": hits, "all": reverse("enterprises:index")})
    if actor.can("cases.view"):
        rows = search(cases.cases(actor), text)[:MOST_HITS]
        hits = [
            (c.title, reverse("cases:detail", args=[c.number]), c.number, text.upper() == c.number)
            for c in rows
        ]
        groups.append({"name": "诉求", "hits": hits, "all": reverse("cases:index")})
    if actor.can("orgs.view"):
        rows = search(members.organisations(actor), text)[:MOST_HITS]
        hits = [(o.name, reverse("members:org", args=[o.pk]), o.code, False) for o in rows]
        groups.append({"name": "党组织", "hits": hits, "all": reverse("members:orgs")})
    if actor.can("members.view"):
        rows = search(members.members(actor), text)[:MOST_HITS]
        hits = [
            (m.name, reverse("members:member", args=[m.pk]), m.branch.name, False) for m in rows
        ]
        groups.append({"name": "党员", "hits": hits, "all": reverse("members:index")})
    return [g for g in groups if g["hits"]]


@signed_in()
def scan(request: HttpRequest) -> HttpResponse:
    """Type what a label says: a case number, an enterprise's code, a tracking code."""
    return render(request, "web/scan.html", {"title": "扫码"})


@signed_in("cases.rate")
def portal(request: HttpRequest) -> HttpResponse:
    """The enterprise's own page: one big whistle; who has it, by when, what was promised."""
    actor = request.actor
    company = enterprises.enterprises(actor).first()
    rows = cases.cases(actor).order_by("-created_at")
    context = {
        "title": company.name if company else "企业服务台",
        "enterprise": company,
        "waiting": [c for c in rows[:50] if not cases.is_final(c)],
        "done": [c for c in rows[:50] if cases.is_final(c)][:10],
        "pledges": enterprises.pledges_of(actor, company) if company else [],
    }
    return render(request, "web/portal.html", context)


class BurdenForm(forms.Form):
    what = forms.CharField(label="哪张表、哪个要求", max_length=120)
    why = forms.CharField(
        label="负担在哪里",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="比如：已经报过、别的系统里有、要求打卡拍照、时间太紧。",
    )


@signed_in()
def burden(request: HttpRequest) -> HttpResponse:
    """Complain about a burden (国办函〔2026〕12号: 畅通基层投诉)."""
    form = BurdenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.report_burden(by=request.actor, **form.cleaned_data)
        messages.success(request, "已转给党群工作部和党工委领导，他们会在消息里看到。")
        return redirect("web:home")
    context = {
        "title": "反映填报负担",
        "intro": "不必要的填报、打卡、拍照都可以在这里说。",
        "form": form,
        "submit": "提交",
        "cancel_url": reverse("web:home"),
    }
    return render(request, "ui/form.html", context)
