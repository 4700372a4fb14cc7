"""Pages before and around a session: sign-in, second factor, sign-out, the demo's cast."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import demo, lockout, signin
from ..forms import CodeForm, SignInForm


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; in a demonstration also the cast."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outcome = signin.with_password(request, data["username"], data["password"])
        if outcome.next == "done":
            return redirect(_next(request))
        if outcome.next == "code":
            return redirect(f"{reverse('accounts:code')}?{urlencode({'next': _next(request)})}")
        refused = outcome.sentence
    context = {
        "title": "登录",
        "form": form,
        "refused": refused,
        "next": _next(request),
        "cast": demo.cast() if demo.demo_is_on() else None,
    }
    return render(request, "accounts/login.html", context, status=422 if refused else 200)


@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """The second factor, within five minutes of the password."""
    user = signin.pending_user(request)
    if user is None:
        return redirect("accounts:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = signin.with_code(request, user, form.cleaned_data["code"])
        if outcome.next == "done":
            return redirect(_next(request))
        if outcome.next == "locked":
            return lockout.locked_out(request, None, {"username": user.username})
        form.add_error("code", outcome.sentence)
    context = {"title": "二次认证", "form": form, "next": _next(request)}
    return render(request, "accounts/code.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    signin.sign_out(request)
    return redirect("accounts:login")


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click into a role of the demonstration; elsewhere this address does not exist."""
    if not demo.demo_is_on():
        raise Http404("no demonstration here")
    posted = request.POST.get("user", "")
    user = demo.player(int(posted)) if posted.isascii() and posted.isdigit() else None
    if user is None:
        raise Http404("not one of the cast")
    signin.open_session(request, user, how="演示一键登录", demo=True)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, never to another site."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
