"""Through which address a channel is reached, and what it says when it is not."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, quote, urlencode, urlparse

from django.conf import settings

from honglian.kit.errors import Refusal

from .models import Channel

TIMEOUT = 10  # seconds, for connecting and for reading
REASON_LENGTH = 200


class NotDelivered(Refusal):
    """The other side did not take the message; the text is the reason without secrets."""


def deliver(channel: Channel, *, title: str, body: str, mail_to: str = "") -> None:
    """Send one message now. Raises :class:`NotDelivered` with the reason."""
    import apprise  # only who sends waits for its hundred services to load

    try:
        target = apprise_url(channel, mail_to)
    except Refusal as no:
        raise NotDelivered(no.message) from None
    service = apprise.Apprise.instantiate(target)
    if service is None:
        raise NotDelivered("地址的格式不对，无法识别，请对照示例重新填写。")
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        sent = service.notify(title=title, body=body)
        reason = " ".join(said.getvalue().split())
    if not sent:
        raise NotDelivered(_without_secrets(reason, channel)[:REASON_LENGTH] or "对方没有接收。")


def apprise_url(channel: Channel, mail_to: str = "") -> str:
    """The address in the notification library's own spelling. Raises :class:`Refusal`."""
    if channel.kind == Channel.Kind.MAIL:
        return mail_url(channel.address or settings.EMAIL_URL, mail_to)
    parts = urlparse(channel.address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal(
            "渠道地址应以 https:// 开头，请从机器人设置页完整复制。",
            field="address",
            code="bad_address",
        )
    build = {
        Channel.Kind.WECOM: _wecom,
        Channel.Kind.DINGTALK: _dingtalk,
        Channel.Kind.FEISHU: _feishu,
        Channel.Kind.JSON: _json,
    }[Channel.Kind(channel.kind)]
    return f"{build(parts)}{'&' if '?' in build(parts) else '?'}cto={TIMEOUT}&rto={TIMEOUT}"


def mail_url(server: str, mail_to: str) -> str:
    """``smtp://user:pass@host:25`` or ``smtps://…:465`` → the library's mail address."""
    parts = urlparse(server)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Refusal(
            "邮件服务器地址应写成 smtp://账号:密码@主机:端口（加密用 smtps://）。",
            field="address",
            code="bad_address",
        )
    secure = parts.scheme == "smtps"
    login = ""
    if parts.username:
        login = f"{quote(parts.username, safe='%')}:{quote(parts.password or '', safe='%')}@"
    port = parts.port or (465 if secure else 25)
    words = {"from": settings.DEFAULT_FROM_EMAIL, "name": "红链", "to": mail_to, "format": "text"}
    words |= {"mode": "ssl"} if secure else {}
    words |= {"cto": str(TIMEOUT), "rto": str(TIMEOUT)}
    return f"mailto{'s' if secure else ''}://{login}{parts.hostname}:{port}?{urlencode(words)}"


def _wecom(parts) -> str:
    return f"wecombot://{_query(parts, 'key', '企业微信')}/"


def _dingtalk(parts) -> str:
    """The signing secret (SEC…) may follow the address after a #."""
    secret = f"{quote(parts.fragment)}@" if parts.fragment else ""
    return f"dingtalk://{secret}{_query(parts, 'access_token', '钉钉')}/"


def _feishu(parts) -> str:
    token = parts.path.rstrip("/").rpartition("/")[2]
    if not token:
        raise Refusal("飞书机器人地址里缺少 hook/ 后面的一段，请完整复制。", field="address")
    return f"feishu://{quote(token)}/"


def _json(parts) -> str:
    scheme = "jsons" if parts.scheme == "https" else "json"
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{parts.netloc}{parts.path}{query}"


def _query(parts, name: str, whose: str) -> str:
    found = parse_qs(parts.query).get(name)
    if not found:
        raise Refusal(f"{whose}机器人地址里缺少 {name}=…，请完整复制。", field="address")
    return quote(found[0])


def _without_secrets(reason: str, channel: Channel) -> str:
    """The library may repeat parts of the address; none of them may reach a page."""
    parts = urlparse(channel.address or settings.EMAIL_URL)
    in_query = [value for values in parse_qs(parts.query).values() for value in values]
    for secret in filter(None, [channel.address, parts.password, parts.fragment, *in_query]):
        reason = reason.replace(secret, "***")
    return reason
