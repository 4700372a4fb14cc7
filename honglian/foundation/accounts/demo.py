"""The cast of a demonstration: people to sign in as with one click.

Only where the site says so, the database was made as a demonstration, and it is not
production; the settings refuse the combination already, this is the second lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from honglian.foundation.access.api import grants_in_force
from honglian.foundation.zones.api import is_demo

from .models import User

PREFIX = "demo-"
TRY = {
    "leader": "看驾驶舱，点开任一数字看它背后的记录",
    "org_admin": "导入党员或企业台账，看差异和错误报告",
    "dispatcher": "受理一件吹哨并派给部门，看时限怎样算",
    "committee_staff": "看所辖党组织和党员，核对届满日期",
    "grid_leader": "看本产业链着急的诉求和没有覆盖的企业",
    "grid_worker": "在手机上替企业吹一声哨",
    "instructor": "看包保的企业，记一次联系和答应的事",
    "dept_worker": "签收派来的单子，联系企业，写答复",
    "enterprise_user": "吹哨，看办到哪一步，最后评价",
    "stat_user": "看指标口径和汇总数据",
    "sysadmin": "改时限、部门和工作日历，开账号",
    "secadmin": "授权、收回、解锁，看三员怎样互相分开",
    "auditor": "查审计日志，校验链条是否完整",
}


@dataclass(frozen=True, slots=True)
class Player:
    """One person of the cast; ``roles`` are the names of the grants in force."""

    user: User
    roles: list[str]
    hint: str


def demo_is_on() -> bool:
    return settings.HONGLIAN_DEMO and not settings.PRODUCTION and is_demo()


def cast() -> list[tuple[str, list[Player]]]:
    """(zone, players) in the order of zones and of the accounts."""
    users = User.objects.filter(username__startswith=PREFIX, is_active=True)
    rows = list(users.select_related("zone").defer("zone__config").order_by("zone_id", "pk"))
    grants = grants_in_force([user.pk for user in rows])
    players = [
        Player(
            user,
            [str(g) for g in grants.get(user.pk, [])],
            next((TRY[g.role] for g in grants.get(user.pk, []) if g.role in TRY), ""),
        )
        for user in rows
    ]
    by_zone = groupby(players, key=lambda p: p.user.zone.name if p.user.zone else "各高新区")
    return [(zone, list(members)) for zone, members in by_zone]


def player(user_id: int) -> User | None:
    """The account behind a button of the login page, if it is one of the cast."""
    return User.objects.filter(pk=user_id, username__startswith=PREFIX, is_active=True).first()
