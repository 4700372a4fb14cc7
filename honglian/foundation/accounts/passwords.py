"""Password rules of 等保三级 (领域手册 O.2): eight characters, three kinds, five not reused."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

MINIMUM = 8
KINDS = 3
REMEMBERED = 5


class ThreeKindsValidator:
    """At least eight characters of at least three kinds (upper, lower, digit, sign)."""

    def validate(self, password: str, user=None) -> None:
        kinds = sum(
            (
                any(c.islower() for c in password),
                any(c.isupper() for c in password),
                any(c.isdigit() for c in password),
                any(not c.isalnum() for c in password),
            )
        )
        if len(password) < MINIMUM or kinds < KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return "口令至少 8 位，并包含大写字母、小写字母、数字、符号中的三类。"


class NotRecentValidator:
    """Not one of the last five passwords."""

    def validate(self, password: str, user=None) -> None:
        history = getattr(user, "password_history", None) or []
        if any(check_password(password, old) for old in history[-REMEMBERED:]):
            raise ValidationError(self.get_help_text(), code="password_reused")

    def get_help_text(self) -> str:
        return "不能与最近 5 次用过的口令相同。"
