"""People who sign in, and the sessions they have open."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from honglian.kit.fields import EncryptedTextField


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username: str) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account. What it may do is written in its grants (access), never here.

    ``totp_secret`` is the shared secret of the second factor; ``totp_step`` is the last
    time step accepted, so that one code works once. ``code_expires_at`` is set while the
    password is a one-time code from an administrator.
    """

    username = models.CharField("账号", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=32)
    zone = models.ForeignKey("zones.Zone", models.PROTECT, null=True, blank=True)
    mobile = EncryptedTextField("手机", blank=True, default="")
    mobile_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    email = models.EmailField("邮箱", blank=True, default="")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    password_history = models.JSONField(default=list, blank=True)
    totp_secret = EncryptedTextField(blank=True, default="")
    totp_confirmed_at = models.DateTimeField(null=True, blank=True)
    totp_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None


class LoginSession(models.Model):
    """One open session, shown to its owner, who can end it from another device."""

    user = models.ForeignKey(User, models.CASCADE, related_name="login_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]


class RecoveryCode(models.Model):
    """Replaces the phone once; only a hash is kept, because the code itself has 80 random bits."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")
        ]
