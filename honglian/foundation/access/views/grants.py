"""Who may do what: the list of grants, granting in three steps, revoking."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from honglian.foundation.accounts.selectors import accounts
from honglian.foundation.audit.api import record
from honglian.kit.actor import ScopeKind
from honglian.kit.errors import Refusal

from .. import actions
from ..api import signed_in
from ..forms import GrantForm, ReasonForm
from ..listing import GrantListing
from ..models import Grant
from ..roles import ROLES
from ..scopes import FOUND, needs_id, source_of


@signed_in("access.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="access.export", target_kind="access.grant", note=note)

    rows = Grant.objects.visible_to(request.actor).select_related("user")
    context = {
        "title": "授权",
        "intro": "一个身份＝一个角色＋一个范围。多个身份不叠加，三员互不兼任，也不给自己授权。",
    }
    return GrantListing(request, rows).respond("access/grants.html", context, on_export=log)


@signed_in("access.view")
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do and not, as people read it."""
    return render(request, "access/roles.html", {"title": "角色", "roles": ROLES.values()})


@signed_in("access.edit")
def grant(request: HttpRequest) -> HttpResponse:
    """Person, then role, then scope and validity; each step is an address of its own."""
    given = request.POST if request.method == "POST" else request.GET
    user = _person(request, given.get("user", ""))
    if user is None:
        return _choose_person(request)
    role = ROLES.get(given.get("role", ""))
    if role is None:
        context = {"title": f"给 {user.name} 选角色", "person": user, "roles": ROLES.values()}
        return render(request, "access/choose_role.html", context)
    asked = given.get("scope_kind", "")
    kind = ScopeKind(asked) if asked in role.scopes else role.scopes[0]
    find = given.get("find", "").replace("\x00", "")[:50]
    choices = _candidates(request, kind, find)
    form = GrantForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid() and _granted(request, form, user, role, kind):
        return redirect("access:grants")
    context = {
        "title": f"授权：{user.name} · {role.name}",
        "intro": role.description,
        "crumbs": [("授权", reverse("access:grants"))],
        "form": form,
        "person": user,
        "role": role,
        "kind": kind,
        "needs_id": needs_id(kind),
        "find": find,
        "is_cut": choices is not None and len(choices) >= FOUND,
        "submit": "授予",
        "cancel_url": reverse("access:grants"),
    }
    return render(request, "access/grant.html", context)


def _person(request: HttpRequest, pk: str):
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return accounts(request.actor).filter(pk=int(pk)).first()


def _choose_person(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:50]
    rows = accounts(request.actor).filter(is_active=True).exclude(pk=request.actor.user_id)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    context = {
        "title": "授权：选择账号",
        "crumbs": [("授权", reverse("access:grants"))],
        "q": text,
        "people": rows.order_by("name", "pk")[:FOUND],
    }
    return render(request, "access/choose_person.html", context)


def _candidates(request: HttpRequest, kind: ScopeKind, find: str) -> list | None:
    if not needs_id(kind):
        return None
    source = source_of(kind)
    return source.search(request.actor.zone_id, find) if source else []


def _granted(request: HttpRequest, form: GrantForm, user, role, kind: ScopeKind) -> bool:
    data = form.cleaned_data
    try:
        row = actions.grant(
            user_id=user.pk,
            role=role.code,
            scope_kind=kind,
            scope_id=data.get("scope_id"),
            reason=data["reason"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            by=request.actor,
        )
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(request, f"已授予 {user.name}：{row}。下次打开页面即生效。")
    return True


@signed_in("access.edit")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Grant.objects.visible_to(request.actor).select_related("user"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(grant_id=pk, reason=form.cleaned_data["reason"], by=request.actor)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已收回，对方的下一次操作即失效。")
            return redirect("access:grants")
    context = {
        "title": f"收回身份：{row.user.name}",
        "question": f"收回“{row}”。用这个身份的接口令牌也同时失效。",
        "form": form,
        "submit": "收回",
        "danger": True,
        "cancel_url": reverse("access:grants"),
    }
    return render(request, "ui/confirm.html", context)
