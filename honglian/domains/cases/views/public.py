"""The public door: whistle and follow it without an account."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from honglian.foundation.access.roles import VISITOR_PERMISSIONS
from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import once, within_limit
from honglian.foundation.zones.api import Zone
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .. import actions, selectors
from ..forms import PublicReportForm, RateForm
from ..models import Case
from ..ownership import TRACKED
from ..page import lines

REPORTS_AN_HOUR = 10  # from one address: a workshop behind one router, not a machine
LOOKS_AN_HOUR = 60
HANDED = "handed_code"  # number and code, until the thank-you page has shown them once


def _visitor(zone_id: int) -> Actor:
    return Actor.visitor(zone_id, VISITOR_PERMISSIONS)


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR") or ""


@once
def whistle(request: HttpRequest, zone: str) -> HttpResponse:
    """Whistle without an account; the answer is a tracking code."""
    where = get_object_or_404(Zone.objects.defer("config"), code=zone)
    actor, posted = _visitor(where.pk), request.method == "POST"
    form = PublicReportForm(
        request.POST if posted else None, request.FILES if posted else None, actor=actor
    )
    refusal = None
    if posted and request.POST.get("website"):
        refusal = Refusal("没有收到。请不要填“网站”这一栏，直接提交就行。", code="robot")
    elif posted and form.is_valid():
        try:
            return _take(request, form, actor, where)
        except Refusal as no:
            refusal = None if no.field in form.fields else no
            if refusal is None:
                form.add_error(no.field, no.message)
    context = {"title": "吹哨", "zone": where, "form": form, "refusal": refusal}
    status = 422 if refusal or (posted and form.errors) else 200
    return render(request, "cases/public_new.html", context, status=status)


def _take(request: HttpRequest, form: PublicReportForm, actor: Actor, zone: Zone) -> HttpResponse:
    if not within_limit("cases.report", _address(request), REPORTS_AN_HOUR):
        raise Refusal(
            "这个网络一小时内已经提交多次，请稍后再试；急事请直接打服务热线。", code="too_many"
        )
    done = actions.report(by=actor, **form.values())
    request.session[HANDED] = [done.case.number, done.code]
    return redirect("cases:thanks", zone.code)


def thanks(request: HttpRequest, zone: str) -> HttpResponse:
    """The tracking code, shown once, with a QR code of its page."""
    where = get_object_or_404(Zone.objects.defer("config"), code=zone)
    handed = request.session.pop(HANDED, None)
    if handed is None:
        return redirect("cases:whistle", zone)
    number, code = handed
    path = f"{reverse('cases:track')}?{urlencode({'number': number, 'code': code})}"
    context = {
        "title": "已收到",
        "zone": where,
        "number": number,
        "code": code,
        "track_url": path,
        "qr": segno.make(request.build_absolute_uri(path), error="m").svg_data_uri(scale=4),
    }
    response = render(request, "cases/thanks.html", context)
    response["Cache-Control"] = "no-store"
    return response


class TrackForm(forms.Form):
    number = forms.CharField(label="诉求编号", max_length=24)
    code = forms.CharField(label="查询码", max_length=16)

    def clean_number(self) -> str:
        return self.cleaned_data["number"].strip().upper()

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "").upper()


def track(request: HttpRequest) -> HttpResponse:
    """How far it is, for who holds number and code; both wrong and unknown get one answer."""
    asked = "number" in request.GET or "code" in request.GET
    form = TrackForm(request.GET if asked else None)
    case = None
    if asked and form.is_valid():
        case = _tracked(request, form)
    if case is None:
        context = {"title": "查进度", "form": form}
        return render(request, "cases/track.html", context, status=404 if asked else 200)
    return _follow(request, case, form.cleaned_data["code"], RateForm(actor=_visitor(case.zone_id)))


def _tracked(request: HttpRequest, form: TrackForm) -> Case | None:
    if not within_limit("cases.track", _address(request), LOOKS_AN_HOUR):
        form.add_error(None, "查询太频繁，请一小时后再试。")
        return None
    case = selectors.by_code(**form.cleaned_data)
    if case is None:
        form.add_error(None, "编号和查询码对不上，请核对提交时给您的两样。")
        return None
    kept = request.session.get(TRACKED, [])
    request.session[TRACKED] = [*(pk for pk in kept if pk != case.pk), case.pk][-20:]
    return case


def _follow(
    request: HttpRequest, case: Case, code: str, form: RateForm, refusal: Refusal | None = None
) -> HttpResponse:
    actor = _visitor(case.zone_id)
    events = selectors.timeline(actor, case)
    files = attachments_of(case, internal=False)
    context = {
        "title": case.title,
        "zone": case.zone,
        "case": case,
        "code": code,
        "events": lines(events, files),
        "form": form,
        "refusal": refusal,
        "may_rate": case.state in ("replied", "closed") and case.rated_at is None,
    }
    response = render(request, "cases/follow.html", context, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


@once
def rate(request: HttpRequest) -> HttpResponse:
    """A visitor's rating with the code."""
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    case = selectors.by_code(number, code) if request.method == "POST" else None
    if case is None:
        raise Http404("no such case for this code")
    actor = _visitor(case.zone_id)
    form, refusal = RateForm(request.POST, actor=actor), None
    if form.is_valid():
        try:
            actions.rate_with_code(number=case.number, code=code, by=actor, **form.values())
        except Refusal as no:
            refusal = no
        else:
            query = urlencode({"number": case.number, "code": code})
            return redirect(f"{reverse('cases:track')}?{query}")
    return _follow(request, case, code, form, refusal)
