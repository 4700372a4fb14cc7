"""A person's own account: profile, password, second factor, sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from honglian.algo.standards import mask_mobile
from honglian.foundation.access.api import ROLES, signed_in
from honglian.kit.errors import Refusal

from .. import actions, passwords, secondfactor, sessions
from ..forms import ContactForm, PasswordForm, PhoneCodeForm
from ..masks import mask_email
from ..middleware import owes
from ..models import User

ENROLMENT = "totp_enrolment"


@signed_in()
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html", _profile(request, request.user, revealed=False))


@signed_in()
@never_cache
@require_POST
def reveal(request: HttpRequest) -> HttpResponse:
    user = actions.reveal_own(by=request.actor)
    return render(request, "accounts/me.html", _profile(request, user, revealed=True))


def _profile(request: HttpRequest, user: User, *, revealed: bool) -> dict:
    current = request.session.session_key
    return {
        "title": "我的账号",
        "revealed": revealed,
        "fact_pairs": [
            ("账号", user.username),
            ("姓名", user.name),
            ("手机", user.mobile if revealed or not user.mobile else mask_mobile(user.mobile)),
            ("邮箱", user.email if revealed or not user.email else mask_email(user.email)),
            ("口令修改于", user.password_changed_at and f"{user.password_changed_at:%Y-%m-%d}"),
        ],
        "has_personal": bool(user.mobile or user.email),
        "own_grants": [(g, ROLES[g.role].description) for g in request.grants],
        "second_factor": user.has_second_factor,
        "codes_left": secondfactor.recovery_codes_left(user) if user.has_second_factor else 0,
        "sessions": [
            {
                "row": row,
                "device": sessions.device(row.user_agent),
                "current": row.session_key == current,
            }
            for row in sessions.open_sessions(user)
        ],
    }


@signed_in()
def contact(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = ContactForm(request.POST or None, initial={"mobile": user.mobile, "email": user.email})
    if request.method == "POST" and form.is_valid():
        actions.edit_contact(by=request.actor, **form.cleaned_data)
        messages.success(request, "联系方式已保存。")
        return redirect("accounts:me")
    context = {
        "title": "修改联系方式",
        "intro": "用来接收办件通知。只有您本人和账号管理员知道。",
        "form": form,
        "cancel_url": reverse("accounts:me"),
    }
    return render(request, "ui/form.html", context)


@signed_in()
@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; also where people are sent whose password must be changed."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = actions.change_password(
                old=data["old_password"],
                new=data["new_password"],
                keep_session=request.session.session_key,
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            _keep_session(request, user)
            messages.success(request, "口令已修改，其他设备已退出登录。")
            return redirect("/")
    forced = passwords.must_change(request.user)
    context = {
        "title": "修改口令",
        "intro": "这是首次登录、口令被重置或口令已满 90 天，请先换一个新口令。" if forced else "",
        "form": form,
        "submit": "修改口令",
        "cancel_url": "" if forced else reverse("accounts:me"),
    }
    return render(request, "ui/form.html", context)


def _keep_session(request: HttpRequest, user: User) -> None:
    """The new password changes the session's key; the list of sessions follows it."""
    row = user.login_sessions.filter(session_key=request.session.session_key)
    pk = row.values_list("pk", flat=True).first()
    update_session_auth_hash(request, user)
    user.login_sessions.filter(pk=pk).update(session_key=request.session.session_key)


@signed_in()
@never_cache
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enrol a phone, or manage the one enrolled."""
    if request.user.has_second_factor:
        return _manage_second_factor(request)
    secret = request.session.setdefault(ENROLMENT, secondfactor.new_secret())
    form = PhoneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.enrol_second_factor(
                secret=secret, code=form.cleaned_data["code"], by=request.actor
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            del request.session[ENROLMENT]
            return _show_codes(request, codes)
    owed = owes(request)
    forced = owed is not None and owed[0] == "accounts:second_factor"
    context = {
        "title": "启用二次认证",
        "intro": owed[1] if forced else "",
        "forced": forced,
        "form": form,
        "qr": secondfactor.qr_data_uri(request.user, secret),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }
    return render(request, "accounts/enrol.html", context)


def _manage_second_factor(request: HttpRequest) -> HttpResponse:
    form = PhoneCodeForm(request.POST or None)
    form.fields["code"].label = "手机上显示的 6 位数字（停用时也可用恢复码）"
    form.fields["code"].max_length = 40
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            if "renew" in request.POST:
                return _show_codes(
                    request, actions.renew_recovery_codes(code=code, by=request.actor)
                )
            actions.stop_second_factor(code=code, by=request.actor)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, "二次认证已停用。")
            return redirect("accounts:me")
    left = secondfactor.recovery_codes_left(request.user)
    context = {"title": "二次认证", "form": form, "codes_left": left}
    return render(request, "accounts/second_factor.html", context)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The only time these codes are on a screen."""
    context = {"title": "请保存恢复码", "codes": codes}
    return render(request, "accounts/recovery_codes.html", context)


@signed_in()
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    ended = actions.end_session(session_id=pk, by=request.actor)
    messages.success(request, "那个会话已退出。" if ended else "那个会话已经结束了。")
    return redirect("accounts:me")


@signed_in()
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    count = actions.end_other_sessions(keep_session=request.session.session_key, by=request.actor)
    messages.success(request, f"已退出其他 {count} 个会话。" if count else "没有其他会话。")
    return redirect("accounts:me")
