"""Tokens of integrations: list, create (shown once), stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from honglian.kit.errors import Refusal

from .. import actions, selectors
from ..api import signed_in
from ..forms import TokenForm
from ..listing import TokenListing

INTRO = "令牌让别的系统以一个身份调用接口，看得见的和那个身份一样多，不会更多。只存摘要，建好后只显示一次。"


@signed_in("tokens.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = TokenListing(request, selectors.tokens(request.actor))
    return listing.respond("access/tokens.html", {"title": "接口令牌", "intro": INTRO})


@signed_in("tokens.edit")
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST or None, grants=selectors.grants_for_tokens(request.actor))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row, raw = actions.create_token(
                grant_id=int(data["grant"]),
                name=data["name"],
                expires_on=data["expires_on"],
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            context = {"title": "令牌已建好", "token": row, "raw": raw}
            return render(request, "access/token_created.html", context)
    context = {
        "title": "建立接口令牌",
        "intro": INTRO,
        "crumbs": [("接口令牌", reverse("access:tokens"))],
        "form": form,
        "submit": "建立",
        "cancel_url": reverse("access:tokens"),
    }
    return render(request, "ui/form.html", context)


@signed_in("tokens.edit")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(selectors.tokens(request.actor), pk=pk)
    if request.method == "POST":
        try:
            actions.revoke_token(token_id=pk, by=request.actor)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"令牌“{token.name}”已停用。")
        return redirect("access:tokens")
    context = {
        "title": f"停用令牌：{token.name}",
        "question": "停用后使用它的系统立即不能再调用接口，也不能恢复，只能另建。",
        "submit": "停用",
        "danger": True,
        "cancel_url": reverse("access:tokens"),
    }
    return render(request, "ui/confirm.html", context)
