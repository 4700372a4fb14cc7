"""The inbox for everybody; the channels for the system administrator."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from honglian.foundation.access.api import signed_in
from honglian.kit.errors import Refusal
from honglian.ui.lists import selected_ids

from . import actions, selectors
from .api import inbox_count
from .forms import ChannelForm, PreferenceForm
from .listing import ChannelListing, InboxListing
from .models import Channel
from .transport import NotDelivered, deliver

CHANNELS_INTRO = (
    "通知先进各人的收件箱，再从这里的渠道发一份出去。发给个人的只走邮件，发给部门和岗位的进群。"
    "非紧急的通知不在下班时间打扰人，留到下一个工作日 08:30 一并发出。"
)


@signed_in()
def inbox(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "消息",
        "unread": inbox_count(request.actor.user_id),
        "form": PreferenceForm(initial={"mail": selectors.wants_mail(request.actor)}),
        "email": request.user.email,
    }
    return InboxListing(request, selectors.inbox(request.actor)).respond(
        "notify/inbox.html", context
    )


@require_safe
@signed_in()
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read and go where the message points."""
    message = get_object_or_404(selectors.inbox(request.actor), pk=pk)
    actions.mark_read(message_ids=[pk], by=request.actor)
    return redirect(message.url or "notify:inbox")


@require_POST
@signed_in()
def read(request: HttpRequest) -> HttpResponse:
    """The ticked messages, or with ``all`` every unread one."""
    chosen = None if request.POST.get("all") else selected_ids(request)
    count = actions.mark_read(message_ids=chosen, by=request.actor)
    words = f"{count} 条消息已标为已读。" if count else "没有未读的消息需要标记。"
    messages.success(request, words)
    return redirect("notify:inbox")


@require_POST
@signed_in()
def preference(request: HttpRequest) -> HttpResponse:
    form = PreferenceForm(request.POST)
    if form.is_valid():
        actions.set_preference(mail=form.cleaned_data["mail"], by=request.actor)
        messages.success(request, "已保存。")
    return redirect("notify:inbox")


@signed_in("notify.edit")
def channels(request: HttpRequest) -> HttpResponse:
    listing = ChannelListing(request, selectors.channels(request.actor))
    context = {"title": "通知渠道", "intro": CHANNELS_INTRO}
    return listing.respond("notify/channels.html", context)


@signed_in("notify.edit")
def channel(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a channel or change one."""
    row = get_object_or_404(selectors.channels(request.actor), pk=pk) if pk else None
    initial = None if row else {"is_active": True}
    form = ChannelForm(request.POST or None, instance=row, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_channel(channel=row, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, "已保存。请发送一条测试消息，确认对方收得到。")
            return redirect("notify:channels")
    context = {
        "title": f"修改渠道：{row.name}" if row else "添加渠道",
        "form": form,
        "submit": "保存",
        "cancel_url": reverse("notify:channels"),
        "crumbs": [("通知渠道", reverse("notify:channels"))],
    }
    status = 422 if form.errors else 200
    return render(request, "ui/form.html", context, status=status)


@require_POST
@signed_in("notify.edit")
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message now and say how it went."""
    row = get_object_or_404(selectors.channels(request.actor), pk=pk)
    reason = _try(row, request)
    actions.note_test(channel=row, reason=reason, by=request.actor)
    if reason:
        messages.error(request, f"“{row.name}”没有送达：{reason}")
    else:
        to = f"您的邮箱 {request.user.email}" if row.kind == Channel.Kind.MAIL else "群里或对方系统"
        messages.success(request, f"测试消息已从“{row.name}”发出，请到{to}查看。")
    return redirect("notify:channels")


def _try(row: Channel, request: HttpRequest) -> str:
    """The reason of a failure, or nothing. No transaction is open while the network is asked."""
    if row.kind == Channel.Kind.MAIL and not request.user.email:
        return "您的账号没有填写邮箱，测试邮件无处可寄，请先补上。"
    body = "\n".join(filter(None, ["收到这条消息，说明渠道已经接通。", settings.HONGLIAN_BASE_URL]))
    try:
        deliver(row, title="红链测试消息", body=body, mail_to=request.user.email)
    except NotDelivered as no:
        return str(no)
    return ""
