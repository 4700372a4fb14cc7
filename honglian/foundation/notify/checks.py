"""The doctor's look at the channels."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from honglian.kit.checkup import Finding, hint, ok, warning

from .models import Channel

AREA = "通知"


def checks() -> Iterator[Finding]:
    channels = list(Channel.rows.filter(is_active=True).select_related("zone"))
    if not channels and not settings.EMAIL_URL:
        yield hint(
            AREA,
            "没有配置对外通知渠道，消息只进系统内的收件箱。",
            "需要邮件时设置 EMAIL_URL；企业微信、钉钉、飞书在“通知渠道”页添加。",
        )
    for channel in channels:
        if channel.last_error:
            yield warning(
                AREA,
                f"{channel.zone.short_name}“{channel.name}”最近一次发送失败：{channel.last_error}",
                "请在“通知渠道”页核对地址，再点“发送测试消息”。",
            )
    if channels and not any(channel.last_error for channel in channels):
        yield ok(AREA, f"{len(channels)} 个通知渠道正常。")
    if (channels or settings.EMAIL_URL) and not settings.HONGLIAN_BASE_URL:
        yield warning(
            AREA,
            "没有设置 HONGLIAN_BASE_URL，对外通知里没有链接。",
            "请把它设为用户访问本系统的地址，如 https://hl.example.gov.cn。",
        )
