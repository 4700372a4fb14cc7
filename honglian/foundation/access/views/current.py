"""The role a person works in now, and why it lets them see something."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from honglian.foundation.audit.api import record
from honglian.kit.errors import Refusal

from ..actors import actor_for
from ..api import signed_in
from ..explain import explain
from ..middleware import SESSION_GRANT


@signed_in()
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work as another of one's own grants from now on; lands where that role begins its day."""
    wanted = request.POST.get("grant", "")
    grant = next((g for g in request.grants if str(g.pk) == wanted), None)
    if grant is None:
        raise Refusal("这个身份已经收回或到期，请从右上角重新选择。", code="grant_ended")
    request.session[SESSION_GRANT] = grant.pk
    actor = actor_for(grant, name=request.user.name, request_id=request.request_id)
    record(by=actor, verb="access.switch", target=request.user, note=f"切换为 {grant}")
    messages.success(request, f"现在以“{grant}”的身份办事。")
    return redirect("/")


@signed_in()
@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """In which role, over which scope, why this falls into it, and who granted that."""
    pk = request.GET.get("id", "")
    number = int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0
    found = explain(request.actor, request.GET.get("kind", ""), number)
    context = {
        "title": "为什么我能看到它",
        "explanation": found,
        "grant_count": len(request.grants),
    }
    return render(request, "access/why.html", context)
