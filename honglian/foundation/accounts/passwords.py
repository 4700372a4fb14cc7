"""Password rules of 等保三级 (领域手册 O.2): eight characters, three kinds, five not reused."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from honglian.kit import clock
from honglian.kit.errors import Refusal

if TYPE_CHECKING:
    from .models import User

MINIMUM = 8
KINDS = 3
REMEMBERED = 5
CODE_LIFE = timedelta(hours=24)
# Without 0 O 1 l I, which are misread when a code is dictated over the telephone.
LOWER, UPPER, DIGITS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


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


def is_expired(user: User) -> bool:
    """Older than 90 days; a password of unknown age (made by the demonstration) is not."""
    if user.password_changed_at is None:
        return False
    return clock.now() - user.password_changed_at > timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)


def must_change(user: User) -> bool:
    return user.must_change_password or is_expired(user)


def code_has_expired(user: User) -> bool:
    return user.code_expires_at is not None and user.code_expires_at < clock.now()


def choose_password(user: User, raw: str, *, field: str = "new_password") -> None:
    """Give the user the password they chose; saves. Raises :class:`Refusal` with every broken rule."""
    try:
        validate_password(raw, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="weak_password", field=field) from error
    user.set_password(raw)
    user.password_history = [*user.password_history, user.password][-REMEMBERED:]
    user.password_changed_at = clock.now()
    user.must_change_password, user.code_expires_at = False, None
    user.save(
        update_fields=[
            "password",
            "password_history",
            "password_changed_at",
            "must_change_password",
            "code_expires_at",
        ]
    )


def give_one_time_code(user: User) -> str:
    """A password for one sign-in within 24 hours, after which another must be chosen; saves."""
    code = one_time_code()
    user.set_password(code)
    user.must_change_password = True
    user.code_expires_at = clock.now() + CODE_LIFE
    user.save()
    return code


def one_time_code() -> str:
    """Twelve characters in three groups, of three kinds: ``abkd-KPRT-2938``; 50 random bits."""
    groups = ("".join(secrets.choice(kind) for _ in range(4)) for kind in (LOWER, UPPER, DIGITS))
    return "-".join(groups)
