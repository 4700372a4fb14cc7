"""What the doctor finds about grants: the three officers are there and apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.checkup import Finding, error, ok, warning

from .models import ApiToken, Grant
from .roles import ROLES
from .selectors import officers_of

AREA = "授权"


def checks() -> Iterator[Finding]:
    problems = [*_missing(), *_mixed(), *_tokens()]
    yield from problems or [ok(AREA, "三员齐全且互不兼任。")]


def _missing() -> Iterator[Finding]:
    for zone in Zone.objects.defer("config"):
        held = officers_of(zone.pk)
        absent = [r.name for r in ROLES.values() if r.officer and r.code not in held]
        if absent:
            yield warning(
                AREA,
                f"{zone.short_name} 缺少{'、'.join(absent)}。",
                f"请由安全管理员授权；新装时可运行 honglian zone officers {zone.code}。",
            )


def _mixed() -> Iterator[Finding]:
    roles: dict[str, set[str]] = defaultdict(set)
    rows = Grant.objects.in_force(clock.today()).unscoped("the doctor looks at all zones")
    for username, role in rows.values_list("user__username", "role"):
        roles[username].add(role)
    for username, held in sorted(roles.items()):
        officer = next((r for r in held if r in ROLES and ROLES[r].officer), None)
        if officer and len(held) > 1:
            others = "、".join(ROLES[r].name for r in sorted(held - {officer}) if r in ROLES)
            yield error(
                AREA,
                f"{username} 是{ROLES[officer].name}，又兼{others}。",
                "三员不兼其他角色，请安全管理员收回其一。",
            )


def _tokens() -> Iterator[Finding]:
    dead = ApiToken.objects.filter(revoked_at=None, expires_on__lt=clock.today()).count()
    if dead:
        yield warning(AREA, f"{dead} 个接口令牌已到期。", "请换新的，并停用旧的。")
