"""What the doctor finds about accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from honglian.foundation.access.models import Grant
from honglian.foundation.access.roles import ROLES
from honglian.kit import clock
from honglian.kit.checkup import Finding, error, hint, ok, warning

from .demo import PREFIX, demo_is_on
from .models import User

AREA = "账号"
IDLE = timedelta(days=90)


def checks() -> Iterator[Finding]:
    """Demo accounts in production, officers without second factor, accounts nobody uses."""
    users = User.objects.filter(is_active=True)
    if not users.exists():
        yield warning(
            AREA, "还没有任何账号。", "请用 honglian zone officers 高新区代码 建三员账号。"
        )
        return
    demo = users.filter(username__startswith=PREFIX).count()
    if demo and settings.PRODUCTION:
        yield error(
            AREA, f"生产环境里有 {demo} 个演示账号。", "请换用没有演示数据的数据库，或停用它们。"
        )
    yield from _officers(users)
    old = clock.now() - IDLE
    idle = users.filter(last_login__lt=old).count()
    if idle:
        yield hint(AREA, f"{idle} 个账号 90 天没有登录。", "请核对是否离岗，离岗的停用。")
    if demo_is_on():
        yield ok(AREA, "演示一键登录已开启（仅演示库）。")


def _officers(users) -> Iterator[Finding]:
    roles = [code for code, role in ROLES.items() if role.officer]
    holders = Grant.rows.filter(role__in=roles, revoked_at=None).values("user")
    bare = list(
        users.filter(pk__in=holders, totp_confirmed_at=None).values_list("username", flat=True)
    )
    if not bare:
        yield ok(AREA, "管理员账号都已启用二次认证。")
        return
    message = f"管理员账号没有启用二次认证：{'、'.join(bare[:10])}。"
    todo = "请本人登录后在“我的账号”里启用。"
    yield warning(AREA, message, todo) if settings.PRODUCTION else hint(AREA, message, todo)
