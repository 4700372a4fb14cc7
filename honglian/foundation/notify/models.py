"""Messages: an inbox for everybody, and channels of the zone to the outside."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

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
    """A way out of the house: mail, WeCom, DingTalk or Feishu; its address holds a secret.

    Mail goes to the persons addressed, through the server in ``address`` (``smtp://…``) or,
    when that is empty, the installation's. The others post into one group, or to one
    address for programs.
    """

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

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """A notice on its way out: by mail to one person, or into one channel's group.

    ``held`` ones wait for the morning digest. A row is marked as sent in the same moment as
    it goes out, so that a job that runs twice sends once unless its worker died in between.
    """

    zone = models.ForeignKey("zones.Zone", models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=160)
    body = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "外发通知"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["channel", "user", "id"], name="delivery_unsent", condition=Q(sent_at=None)
            ),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]


class Preference(models.Model):
    """What a person wants outside the inbox; without a row: mail yes."""

    user = models.OneToOneField(
        "accounts.User", models.CASCADE, primary_key=True, related_name="notify_preference"
    )
    mail = models.BooleanField("发邮件给我", default=True)
