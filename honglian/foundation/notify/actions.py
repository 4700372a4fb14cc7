"""Writes of messages and channels."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from honglian.foundation.audit.api import changes_between, record
from honglian.foundation.orgs.models import Department
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.scoping import same_zone

from .models import Channel, InboxMessage, Preference
from .transport import apprise_url

PROBE = "probe@example.cn"


@action(None)
def mark_read(*, message_ids: list[int] | None, by: Actor) -> int:
    """Mark a person's own messages as read, all of them without ids; returns how many.

    Needs no permission: it reaches nobody else's messages. Not audited: reading is private.
    """
    mine = InboxMessage.objects.filter(user_id=by.user_id, read_at=None)
    if message_ids is not None:
        mine = mine.filter(pk__in=message_ids)
    return mine.update(read_at=clock.now())


@action(None)
def set_preference(*, mail: bool, by: Actor) -> None:
    """A person's own wish; needs no permission."""
    if by.user_id is None:
        raise Http404
    Preference.objects.update_or_create(user_id=by.user_id, defaults={"mail": mail})
    record(by=by, verb="notify.preference", target_kind="accounts.user", target_id=by.user_id)


@action("notify.edit")
def save_channel(
    *,
    channel: Channel | None,
    kind: str,
    name: str,
    address: str,
    department: Department | None,
    is_active: bool,
    by: Actor,
) -> Channel:
    """Create or change a channel of the actor's zone; an empty address keeps the old one.

    Raises :class:`Refusal` when the address does not fit the kind. The audit trail says that
    an address changed, never what it is.
    """
    same_zone(by, channel, department)
    row = channel or Channel(zone_id=by.zone_id)
    before = _shown(row) if channel else {}
    row.kind, row.name, row.department, row.is_active = kind, name, department, is_active
    changed_address = bool(address)
    if changed_address:
        row.address, row.last_error = address, ""
    _check_address(row)
    row.save()
    changes: dict[str, Any] = changes_between(before, _shown(row))
    if changed_address:
        changes["address"] = ["***", "***"]
    verb = "notify.channel_change" if channel else "notify.channel_add"
    record(by=by, verb=verb, target=row, changes=changes)
    return row


def _shown(row: Channel) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "department": row.department_id,
        "is_active": row.is_active,
    }


def _check_address(row: Channel) -> None:
    if row.kind == Channel.Kind.MAIL and not row.address:
        from django.conf import settings

        if not settings.EMAIL_URL:
            raise Refusal(
                "请填写邮件服务器，本系统没有设置公用的邮件服务器。",
                field="address",
                code="no_mail",
            )
        return
    if not row.address:
        raise Refusal("请填写地址。", field="address", code="no_address")
    apprise_url(row, PROBE)


@action("notify.edit")
def note_test(*, channel: Channel, reason: str, by: Actor) -> None:
    """Keep how a test message went; ``reason`` is empty when it arrived."""
    same_zone(by, channel)
    sent: dict[str, Any] = {} if reason else {"last_sent_at": clock.now()}
    Channel.rows.filter(pk=channel.pk).update(last_error=reason, **sent)
    record(by=by, verb="notify.channel_test", target=channel, note=reason or "已送达")
