"""Forms that are filled in without a network and sent later (``ui/offline.js``), and pages kept on a phone.

The device keeps what was filled in until an answer carries :data:`TAKEN`; only a view under
:func:`offline_form` that ended in a redirect gives it, so a sign-in page never counts as success.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

import honglian
from honglian.kit import clock
from honglian.kit.errors import Conflict, Refusal

from .format import moment

TAKEN, KEEP, OWNER = "X-HL-Taken", "X-HL-Keep", "X-HL-Owner"
FILLED, SENT, FILES = "X-HL-Filled", "X-HL-Sent", "X-HL-Files"
KEPT_HOURS = 24  # a page taken along is shown without a network for a day
LONGEST_WAIT = timedelta(days=60)
CLOCK_DIFFERS = timedelta(minutes=10)
VERSION = f"{honglian.__version__}-1"  # raise the last part when kept pages must be fetched anew

View = Callable[..., HttpResponse]


class CutOff(Refusal):
    """The connection broke while files were on their way; the device sends the whole again."""

    status = 408


def owner_of(request: HttpRequest) -> str:
    """``user.grant`` of the signed-in person in the present role; empty for nobody."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_signed_in:
        return ""
    return f"{actor.user_id}.{actor.grant_id or 0}"


def offline_page(view: View) -> View:
    """View decorator: this person's phone may keep the page. No telephone number or the like on it."""

    @wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            response[KEEP] = owner_of(request)
        return response

    return run


def offline_form(view: View) -> View:
    """View decorator, below ``signed_in`` and above ``once``: a page that may be kept with a form sent later.

    What one person filled in is refused from anybody else's session, and in another role.
    """

    @wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        sent_by = request.headers.get(OWNER, "")
        if request.method == "POST" and sent_by and sent_by != owner_of(request):
            raise Conflict(
                "这份内容是用别的账号或身份填的，没有接收。请本人登录并切换到原来的身份再发送。",
                code="other_owner",
            )
        if request.method == "POST":
            _whole(request)
        response = view(request, *args, **kwargs)
        moved = 300 <= response.status_code < 400 or "HX-Redirect" in response
        if request.method == "POST" and moved:
            response[TAKEN] = "yes"
        return response

    return offline_page(run)


def _whole(request: HttpRequest) -> None:
    """As many files and bytes as the device sent ("2/81234"): a parser leaves out what was cut off."""
    told = request.headers.get(FILES, "")
    files = [one for _, many in request.FILES.lists() for one in many]
    if told and told != f"{len(files)}/{sum(one.size or 0 for one in files)}":
        raise CutOff("照片没有传完整，没有接收，会自动重发。", code="cut_off")


@dataclass(frozen=True)
class FilledIn:
    """When a form was filled in. ``at`` is by the server's clock; ``remark`` tells of a phone that is off."""

    at: datetime
    waited: timedelta
    remark: str = ""


def filled_in(request: HttpRequest) -> FilledIn:
    """The server's time less the wait that the device measured; the device's own time is only a remark.

    A clock that was set back while waiting gives no wait at all; one of more than 60 days is cut.
    """
    now = clock.now()
    filled, sent = _instant(request, FILLED), _instant(request, SENT)
    if filled is None or sent is None:
        return FilledIn(now, timedelta())
    waited = min(max(sent - filled, timedelta()), LONGEST_WAIT)
    off = sent - now
    remark = ""
    if abs(off) >= CLOCK_DIFFERS:
        way = "快" if off > timedelta() else "慢"
        remark = f"手机时间 {moment(filled)}，比实际{way} {_span(abs(off))}"
    return FilledIn(now - waited, waited, remark)


def _instant(request: HttpRequest, header: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(request.headers.get(header, ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _span(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    days, hours = round(minutes / 1440), round(minutes / 60)
    if minutes >= 1380:
        return f"{days} 天"
    return f"{hours} 小时" if minutes >= 90 else f"{minutes} 分钟"


@require_safe
@never_cache
@ensure_csrf_cookie
def standing(request: HttpRequest) -> JsonResponse:
    """Who is signed in and what time it is: asked before anything is sent."""
    return JsonResponse({"owner": owner_of(request), "now": clock.now().isoformat()})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows kept pages without a network; it stands for the whole site."""
    context = {
        "version": VERSION,
        "fallback": reverse("ui:offline"),
        "static": settings.STATIC_URL,
        "hours": KEPT_HOURS,
    }
    response = render(request, "ui/offline_worker.js", context, content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
def fallback(request: HttpRequest) -> HttpResponse:
    """What is shown without a network where no page was kept."""
    return render(request, "ui/offline.html", {"title": "没有网络"})
