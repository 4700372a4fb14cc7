"""Jobs that carry notices outside."""

from __future__ import annotations

from collections import defaultdict
from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone

from honglian.foundation.jobs.api import job, periodic
from honglian.kit import clock

from .models import Channel, Delivery, InboxMessage
from .sending import send_soon
from .transport import NotDelivered, deliver

GIVE_UP = timedelta(days=3)
KEEP_READ = timedelta(days=180)
AT_ONCE = 200  # copies of one channel taken by one run
LINES = 20  # notices listed in one digest


@job("notify.send", "外发通知", retries=5, backoff=60)
def send(*, channel_id: int) -> None:
    """Send what a channel has waiting: one message a person or group, several notices joined.

    A failure keeps its reason on the channel and is tried again; the inbox has the notice
    in any case.
    """
    channel = Channel.rows.filter(pk=channel_id, is_active=True).first()
    if channel is None:
        return
    waiting: dict[int | None, list[Delivery]] = defaultdict(list)
    rows = Delivery.objects.filter(
        channel=channel, sent_at=None, held=False, created_at__gt=clock.now() - GIVE_UP
    )
    for copy in rows.select_related("user").order_by("id")[:AT_ONCE]:
        waiting[copy.user_id].append(copy)
    failed = [reason for copies in waiting.values() if (reason := _send(channel, copies))]
    if waiting:
        now = {} if failed else {"last_sent_at": clock.now()}
        Channel.rows.filter(pk=channel_id).update(last_error=failed[0] if failed else "", **now)
    if failed:
        raise NotDelivered(failed[0])
    if sum(map(len, waiting.values())) == AT_ONCE:
        send_soon(channel_id, channel.zone_id)


def _send(channel: Channel, copies: list[Delivery]) -> str:
    """Send to one target; returns the reason of a failure or nothing.

    The copies are marked first: a worker that dies while sending loses a copy of what the
    inbox shows anyway, whereas marking afterwards would send twice.
    """
    mine = Delivery.objects.filter(pk__in=[copy.pk for copy in copies], sent_at=None)
    if mine.update(sent_at=timezone.now()) != len(copies):
        return ""  # another worker is sending them
    title, body = compose(copies)
    try:
        mail_to = copies[0].user.email if copies[0].user else ""
        deliver(channel, title=title, body=body, mail_to=mail_to)
    except NotDelivered as no:
        Delivery.objects.filter(pk__in=[copy.pk for copy in copies]).update(sent_at=None)
        return str(no)
    return ""


def compose(copies: list[Delivery]) -> tuple[str, str]:
    """Title and text: one notice as it is, several as a list with their links."""
    if len(copies) == 1:
        parts = [copies[0].body, _link(copies[0].url)]
        return copies[0].title, "\n".join(filter(None, parts)) or "请登录系统查看。"
    lines = [
        f"{n}. {copy.title} {_link(copy.url)}".rstrip()
        for n, copy in enumerate(copies[:LINES], start=1)
    ]
    if len(copies) > LINES:
        lines.append(f"另有 {len(copies) - LINES} 条，请打开“消息”查看。")
    return f"您有 {len(copies)} 条新通知", "\n".join(lines)


def _link(url: str) -> str:
    base = settings.HONGLIAN_BASE_URL.rstrip("/")
    return f"{base}{url}" if base and url else ""


@job("notify.digest", "早间汇总通知")
def digest(*, zone_id: int) -> None:
    """Release what was held overnight; each person and group gets one message.

    The days it was held, a week at National Day, do not count as tries.
    """
    held = Delivery.objects.filter(zone_id=zone_id, held=True, sent_at=None)
    channels = set(held.values_list("channel_id", flat=True))
    held.update(held=False, created_at=clock.now())
    for channel_id in channels:
        send_soon(channel_id, zone_id)


@job("notify.tidy", "清理旧消息")
def tidy() -> None:
    """Forget read messages after half a year and copies after the time they may be tried."""
    now = clock.now()
    InboxMessage.objects.filter(read_at__lt=now - KEEP_READ).delete()
    Delivery.objects.filter(created_at__lt=now - 10 * GIVE_UP).delete()


periodic("notify.digest", at=time(8, 30), workdays=True, per_zone=True)
periodic("notify.tidy", at=time(3, 20))
