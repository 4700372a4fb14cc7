"""Pages of the system and the security administrator about accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from honglian.algo.standards import mask_mobile
from honglian.foundation.access.api import grants_of, signed_in
from honglian.foundation.audit.api import record
from honglian.kit.errors import Refusal
from honglian.kit.states import State

from .. import actions, lockout, selectors, sessions
from ..forms import AccountForm
from ..listing import AccountListing
from ..masks import mask_email
from ..models import User

CRUMBS = ("账号", "accounts:list")


@signed_in("accounts.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        record(
            by=request.actor,
            verb="accounts.export",
            target_kind="accounts.user",
            note=f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}",
        )

    listing = AccountListing(request, selectors.accounts(request.actor))
    intro = "账号由系统管理员建立，能做什么由安全管理员在“授权”里决定。"
    return listing.respond("accounts/list.html", {"title": "账号", "intro": intro}, on_export=log)


@signed_in("accounts.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = selectors.account(request.actor, pk)
    until = lockout.locked_until([user.username]).get(user.username)
    context = {
        "title": user.name,
        "account": user,
        "crumbs": [_crumb()],
        "state": _state(user, until),
        "locked_until": until,
        "grants_shown": grants_of(user.pk),
        "open_sessions": sessions.open_sessions(user).count(),
        "is_self": user.pk == request.actor.user_id,
        "can_stop": request.actor.can("accounts.edit") or request.actor.can("accounts.lock"),
        "fact_pairs": [
            ("账号", user.username),
            ("姓名", user.name),
            ("手机", mask_mobile(user.mobile) if user.mobile else ""),
            ("邮箱", mask_email(user.email) if user.email else ""),
            ("二次认证", "已启用" if user.has_second_factor else "未启用"),
            ("下次登录须改口令", "是" if user.must_change_password else "否"),
        ],
    }
    return render(request, "accounts/detail.html", context)


def _state(user: User, until: datetime | None) -> State:
    if not user.is_active:
        return State("stopped", "已停用", "stopped")
    if until:
        return State("locked", "已锁定", "overdue")
    return State("open", "启用", "done")


@signed_in("accounts.edit")
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, code = actions.create_account(by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return _show_code(request, user, code)
    context = {
        "title": "建立账号",
        "intro": "建好后会显示一次性口令，请当面或电话告知本人；授权请安全管理员办理。",
        "crumbs": [_crumb()],
        "form": form,
        "submit": "建立",
        "cancel_url": reverse("accounts:list"),
    }
    return render(request, "ui/form.html", context)


@signed_in("accounts.edit")
@never_cache
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    user = selectors.account(request.actor, pk)
    if request.method == "POST":
        return _show_code(request, *actions.reset_password(user_id=pk, by=request.actor))
    return _confirm(
        request,
        user,
        title=f"重置口令：{user.name}",
        question="现在的口令会立即失效，并显示一个 24 小时内有效的一次性口令。",
        consequences=["本人在所有设备上退出登录", "本人下次登录后须自己设一个新口令"],
        submit="重置口令",
    )


def _show_code(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """The only time this code is on a screen."""
    context = {"title": "一次性口令", "account": user, "code": code, "crumbs": [_crumb()]}
    return render(request, "accounts/one_time_code.html", context)


@signed_in("accounts.view")
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    return _asked(
        request,
        pk,
        run=lambda: actions.set_active(user_id=pk, active=False, by=request.actor),
        done="账号已停用，所有设备已退出登录。",
        title="停用账号：{}",
        question="停用后本人不能再登录，正在使用的会话立即退出。办过的事仍然保留。",
        submit="停用",
        danger=True,
    )


@signed_in("accounts.view")
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    return _asked(
        request,
        pk,
        run=lambda: actions.set_active(user_id=pk, active=True, by=request.actor),
        done="账号已启用。",
        title="启用账号：{}",
        question="启用后本人可以用原来的口令登录。",
        submit="启用",
    )


@signed_in("accounts.lock")
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    return _asked(
        request,
        pk,
        run=lambda: actions.unlock(user_id=pk, by=request.actor),
        done="已解锁，本人可以马上再试。",
        title="解锁：{}",
        question="请先确认来电的是本人。解锁后可以马上再次输入口令。",
        submit="解锁",
    )


@signed_in("accounts.lock")
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    return _asked(
        request,
        pk,
        run=lambda: actions.remove_second_factor(user_id=pk, by=request.actor),
        done="已解除二次认证，请本人登录后重新启用。",
        title="解除二次认证：{}",
        question="用于手机丢失且恢复码也不在的情况。请先当面核实身份。",
        submit="解除",
        danger=True,
    )


def _asked(
    request: HttpRequest, pk: int, *, run: Callable[[], User], done: str, title: str, **words
) -> HttpResponse:
    """Ask on GET, act on POST, and go back to the account."""
    user = selectors.account(request.actor, pk)
    if request.method == "POST":
        try:
            run()
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            messages.error(request, refusal.message)
        else:
            messages.success(request, done)
        return redirect("accounts:detail", pk=pk)
    return _confirm(request, user, title=title.format(user.name), **words)


def _confirm(request: HttpRequest, user: User, **words) -> HttpResponse:
    context = {"cancel_url": reverse("accounts:detail", args=[user.pk]), **words}
    return render(request, "ui/confirm.html", context)


def _crumb() -> tuple[str, str]:
    return CRUMBS[0], reverse(CRUMBS[1])
