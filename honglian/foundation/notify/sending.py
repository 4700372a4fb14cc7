"""Notices to people: into the inbox at once, outside after commit where a channel exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings

from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.jobs.api import enqueue
from honglian.kit import clock, rows
from honglian.kit.prepared import PreparedQuery

from .models import Channel, Delivery, InboxMessage
from .plain import without_personal_data
from .recipients import Audience

INSTALLATION_MAIL = "邮件（本系统的邮件服务器）"
CHANNELS = PreparedQuery(lambda zone: Channel.rows.filter(zone_id=zone), zone=int)


def notify(
    *,
    zone_id: int,
    topic: str,
    title: str,
    body: str = "",
    url: str = "",
    urgent: bool = False,
    users: Iterable[int] = (),
    department_id: int | None = None,
    enterprise_id: int | None = None,
    org_id: int | None = None,
    role: str = "",
    chain_id: int | None = None,
    without: int | None = None,
) -> int:
    """Tell the people concerned, in the current transaction; returns how many they are.

    ``topic`` is ``<app>.<event>``; ``url`` an address of ours that begins with "/".
    ``without`` leaves out one account, as a rule the one who acts. Copies to mail and groups
    go out after commit; those that are not ``urgent`` and fall outside working hours wait
    for the morning of the next workday.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"{url!r} is not an address of ours")
    audience = Audience(tuple(users), department_id, enterprise_id, org_id, role, chain_id)
    people = [pk for pk in audience.user_ids(zone_id) if pk != without]
    notice = Notice(
        zone_id,
        topic,
        without_personal_data(title)[:160],
        without_personal_data(body)[:500],
        url,
        urgent,
    )
    rows.insert_soon(*notice.to_inbox(people))
    _send_outside(notice, audience, people)
    return len(people)


class Notice:
    """One notice with the moment it was made."""

    def __init__(
        self, zone_id: int, topic: str, title: str, body: str, url: str, urgent: bool
    ) -> None:
        self.zone_id, self.topic, self.title = zone_id, topic, title
        self.body, self.url, self.urgent, self.at = body, url, urgent, clock.now()

    def to_inbox(self, people: Sequence[int]) -> list[InboxMessage]:
        return [
            InboxMessage(
                user_id=pk,
                zone_id=self.zone_id,
                topic=self.topic,
                title=self.title,
                body=self.body,
                url=self.url,
                is_urgent=self.urgent,
                created_at=self.at,
            )
            for pk in people
        ]

    def delivery(self, channel: Channel, user_id: int | None, held: bool) -> Delivery:
        return Delivery(
            zone_id=self.zone_id,
            channel=channel,
            user_id=user_id,
            title=self.title,
            body=self.body,
            url=self.url,
            held=held,
            created_at=self.at,
        )


def _send_outside(notice: Notice, audience: Audience, people: Sequence[int]) -> None:
    channels = active_channels(notice.zone_id)
    if not channels:
        return
    held = not notice.urgent and outside_hours(notice.zone_id, notice.at)
    copies = []
    for channel in channels:
        if channel.kind == Channel.Kind.MAIL:
            copies += [notice.delivery(channel, pk, held) for pk in _mail_readers(people)]
        elif concerns(channel, channels, audience):
            copies.append(notice.delivery(channel, None, held))
    Delivery.objects.bulk_create(copies)
    if not held:
        for channel_id in {copy.channel_id for copy in copies}:
            send_soon(channel_id, notice.zone_id)


def send_soon(channel_id: int, zone_id: int) -> None:
    """Ask the worker to send what a channel has waiting; many notices make one job."""
    enqueue(
        "notify.send", {"channel_id": channel_id}, key=f"notify.send:{channel_id}", zone_id=zone_id
    )


def concerns(channel: Channel, channels: Sequence[Channel], audience: Audience) -> bool:
    """Whether a notice goes into this group.

    A department's group gets what is addressed to the department. A group of the whole zone
    gets what is addressed to a role, or to a department without a group of its own; notices
    to persons never go into groups.
    """
    if not audience.is_group:
        return False
    if channel.department_id is not None:
        return channel.department_id == audience.department_id
    own = any(
        one.department_id == audience.department_id
        for one in channels
        if one.department_id is not None and one.kind != Channel.Kind.MAIL
    )
    return not own


def active_channels(zone_id: int) -> list[Channel]:
    """Channels in use; the installation's mail server becomes one the first time it is met."""
    channels = CHANNELS.list(zone=zone_id)
    if settings.EMAIL_URL and not any(c.kind == Channel.Kind.MAIL for c in channels):
        channels.append(
            Channel.rows.create(
                zone_id=zone_id, kind=Channel.Kind.MAIL, name=INSTALLATION_MAIL, address=""
            )
        )
    return [channel for channel in channels if channel.is_active]


def outside_hours(zone_id: int, at: datetime) -> bool:
    return not calendar_for(zone_id).is_working_time(at)


def _mail_readers(people: Sequence[int]) -> list[int]:
    from honglian.foundation.accounts.models import User

    rows = User.objects.filter(pk__in=people).exclude(email="")
    return list(rows.exclude(notify_preference__mail=False).values_list("pk", flat=True))
