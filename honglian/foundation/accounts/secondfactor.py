"""The second factor: time-based codes (RFC 6238) and the recovery codes that replace the phone."""

from __future__ import annotations

import hashlib
import secrets

import pyotp
import segno
from django.db.models import Q

from honglian.kit import clock

from .models import RecoveryCode, User

ISSUER = "红链"
STEP = 30  # seconds
DRIFT = 1  # steps a phone's clock may be off, either way
RECOVERY_CODES = 10


def new_secret() -> str:
    return pyotp.random_base32()


def qr_data_uri(user: User, secret: str) -> str:
    """PNG of the enrolment address, to be put into an ``img``."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=ISSUER)
    return segno.make(address, error="m").png_data_uri(scale=5, border=4)


def matching_step(secret: str, code: str) -> int | None:
    """The time step at which this code is right, within one step of now; constant time."""
    totp, now = pyotp.TOTP(secret), int(clock.now().timestamp())
    found = None
    for offset in range(-DRIFT, DRIFT + 1):
        moment = now + offset * STEP
        if secrets.compare_digest(totp.at(moment), code):
            found = moment // STEP
    return found


def accept_code(user: User, code: str) -> bool:
    """Whether the code is right and unused; uses it up.

    One update decides, so that of two requests with the same code one wins.
    """
    plain = "".join(code.split()).replace("-", "")
    if plain.isascii() and plain.isdigit():
        step = matching_step(user.totp_secret, plain) if len(plain) == 6 else None
        used = step is not None and User.objects.filter(pk=user.pk, totp_step__lt=step).update(
            totp_step=step
        )
        return bool(used)
    unused = Q(user=user, code_hash=hash_of(plain), used_at=None)
    return bool(RecoveryCode.objects.filter(unused).update(used_at=clock.now()))


def hash_of(code: str) -> str:
    return hashlib.sha256(code.lower().encode()).hexdigest()


def renew_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes to be shown once, e.g. ``k3f9a-0c2be-71d44-9ab3e``; old ones stop working."""
    codes = [secrets.token_hex(10) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=hash_of(code)) for code in codes
    )
    return ["-".join(code[i : i + 5] for i in range(0, 20, 5)) for code in codes]


def confirm(user: User, secret: str, code: str) -> list[str] | None:
    """Enrol the phone that shows ``code``; the recovery codes, or None when the code is wrong."""
    plain = "".join(code.split())
    step = matching_step(secret, plain) if plain.isascii() else None
    if step is None:
        return None
    user.totp_secret, user.totp_confirmed_at, user.totp_step = secret, clock.now(), step
    user.save(update_fields=["totp_secret", "totp_confirmed_at", "totp_step"])
    return renew_recovery_codes(user)


def forget(user: User) -> None:
    """Take the second factor away with its recovery codes."""
    user.totp_secret, user.totp_confirmed_at, user.totp_step = "", None, 0
    user.save(update_fields=["totp_secret", "totp_confirmed_at", "totp_step"])
    RecoveryCode.objects.filter(user=user).delete()


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()
