"""Messages: an inbox for everybody, and channels of the zone to the outside."""

from __future__ import annotations

from django.db import models

from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import ScopedQuerySet


class InboxMessage(models.Model):
    """One notice to one person; never holds personal data, only says what waits and where."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="inbox")
    zone = models.ForeignKey("zones.Zone", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=48)
    title = models.CharField(max_length=160)
    body = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=200, blank=True)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["user"], name="inbox_unread", condition=models.Q(read_at=None)),
        ]


class ChannelQuerySet(ScopedQuerySet):
    read_permission = "notify.edit"

    def scope_q(self, actor):
        return models.Q()


class Channel(models.Model):
    """A way out of the house: mail, WeCom, DingTalk or Feishu; its address holds a secret."""

    class Kind(models.TextChoices):
        MAIL = "mail", "邮件"
        WECOM = "wecom", "企业微信群机器人"
        DINGTALK = "dingtalk", "钉钉群机器人"
        FEISHU = "feishu", "飞书群机器人"
        JSON = "json", "通用 JSON 推送"

    zone = models.ForeignKey("zones.Zone", models.CASCADE, related_name="channels")
    kind = models.CharField("种类", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=48)
    address = EncryptedTextField("地址")
    department = models.ForeignKey(
        "orgs.Department", models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField("启用", default=True)
    last_error = models.CharField("最近失败原因", max_length=200, blank=True)
    last_sent_at = models.DateTimeField("最近发送", null=True, blank=True)

    rows = models.Manager()
    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知渠道"
        ordering = ["id"]
