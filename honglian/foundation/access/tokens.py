"""Tokens of integrations: a long random text of which only the hash is kept."""

from __future__ import annotations

import hashlib

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.prepared import PreparedQuery

from .actors import actor_for
from .models import ApiToken
from .roles import ROLES

PREFIX = "hlt_"
PREFIX_SHOWN = 8
LONGEST = 128
# Not the account's encrypted columns: reading them means decrypting them.
SEEN = (
    "name expires_on used_on grant__zone grant__role grant__scope_kind grant__scope_id "
    "grant__valid_from grant__valid_to grant__revoked_at grant__user__name grant__user__is_active"
).split()
TOKEN = PreparedQuery(
    lambda hash: (
        ApiToken.objects.filter(token_hash=hash, revoked_at=None)
        .select_related("grant__user")
        .only(*SEEN)
    ),
    hash=str,
)


def hash_of(raw: str) -> str:
    """SHA-256 suffices: the token has 256 random bits, so that guessing from a hash is hopeless."""
    return hashlib.sha256(raw.encode()).hexdigest()


def actor_for_token(raw: str, *, request_id: str = "") -> Actor | None:
    """The actor a token makes, or None for an unknown, expired or revoked one. One query.

    The lookup compares hashes inside the database's index, so its time tells nothing about
    the token. Once a day a second query notes that the token is in use.
    """
    if not raw.startswith(PREFIX) or len(raw) > LONGEST:
        return None
    token = TOKEN.first(hash=hash_of(raw))
    today = clock.today()
    if token is None or (token.expires_on is not None and token.expires_on < today):
        return None
    grant = token.grant
    if not grant.is_in_force(today) or not grant.user.is_active or grant.role not in ROLES:
        return None
    if token.used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(used_on=today)
    name = f"{grant.user.name}（接口：{token.name}）"
    return actor_for(grant, name=name, channel="api", request_id=request_id)
