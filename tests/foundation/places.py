"""Small real objects that many tests of the foundation stand on."""

from datetime import date

from django.conf import settings

from honglian.foundation.access.api import Grant, actor_for
from honglian.foundation.accounts.models import User
from honglian.foundation.orgs.models import Department
from honglian.foundation.zones.api import Zone, load_zone
from honglian.kit.actor import Actor


def make_zone(code: str = "xianning") -> Zone:
    """One of the shipped zones, loaded from its file."""
    return load_zone(path=settings.ZONES_DIR / f"{code}.toml", by=Actor.system(None))


def make_user(zone: Zone, username: str, **fields) -> User:
    fields = {"name": username, "email": f"{username}@example.cn"} | fields
    user = User(username=username, zone=zone, **fields)
    user.set_password("Worker-2026")
    user.save()
    return user


def make_grant(
    zone: Zone, user: User, role: str, kind: str = "zone", scope_id: int | None = None
) -> Grant:
    return Grant.rows.create(
        zone=zone,
        user=user,
        role=role,
        scope_kind=kind,
        scope_id=scope_id,
        valid_from=date(2026, 1, 1),
        granted_by="测试",
    )


def make_actor(zone: Zone, role: str, kind: str = "zone", scope_id: int | None = None) -> Actor:
    user = make_user(zone, f"{role}-{zone.code}")
    return actor_for(make_grant(zone, user, role, kind, scope_id), name=user.name)


def make_department(zone: Zone, code: str = "D01", name: str = "经济发展局") -> Department:
    return Department.rows.create(zone=zone, code=code, name=name)
