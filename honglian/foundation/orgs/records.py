"""What figures may be counted over: organisations, those who hold posts, departments."""

from __future__ import annotations

from django.urls import reverse

from honglian.analytics.api import Column, Kind, Limit, RecordType, register
from honglian.foundation.zones.records import chains
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.fields import blind_index

from .models import Department, PartyOrg, Post
from .types import ORG_TYPES

DOMAIN = "组织"
OPEN_TO = (ScopeKind.DEPARTMENT, ScopeKind.PLEDGE, ScopeKind.ENTERPRISE)


def _org_scope(actor: Actor) -> Limit:
    if actor.scope.kind in OPEN_TO:
        return None
    if actor.scope.kind == ScopeKind.CHAIN:
        return [("chain", actor.scope.ids)]
    rows = PartyOrg.objects.visible_to(actor)
    return [("pk", tuple(rows.values_list("pk", flat=True)))]


def _post_scope(actor: Actor) -> Limit:
    if actor.scope.kind in OPEN_TO:
        return None
    if actor.scope.kind == ScopeKind.CHAIN:
        return [("chain", actor.scope.ids)]
    rows = PartyOrg.objects.visible_to(actor)
    return [("org", tuple(rows.values_list("pk", flat=True)))]


def _person(name: str | None) -> str:
    """Tells persons apart without naming them."""
    return blind_index(name)[:16] if name else ""


def declare() -> None:
    register(_organisations())
    register(_posts())
    register(
        RecordType(
            "orgs.department",
            "部门",
            "家",
            DOMAIN,
            (
                Column("code", "部门代码"),
                Column("active", "启用", Kind.FLAG, "is_active"),
                Column("fallback", "兜底部门", Kind.FLAG, "is_fallback"),
            ),
            model=Department,
            scope=lambda actor: None,
        )
    )


def _organisations() -> RecordType:
    return RecordType(
        "orgs.org",
        "党组织",
        "个",
        DOMAIN,
        (
            Column("type", "组织类别", choices=dict(ORG_TYPES.choices())),
            Column("status", "状态", choices=dict(PartyOrg.Status.choices)),
            Column("chain", "产业链", Kind.ID, "chain_id", chains),
            Column("unit", "所在单位", field="unit_name"),
            Column("uscc", "所在单位信用代码", field="unit_uscc"),
            Column("formation", "组建方式", choices=dict(PartyOrg.Formation.choices)),
            Column("functional", "功能型", Kind.FLAG, "is_functional"),
            Column("founded", "成立日期", Kind.DATE, "founded_on"),
            Column("term_ends", "本届届满日期", Kind.DATE, "term_ends_on"),
        ),
        model=PartyOrg,
        scope=_org_scope,
        url=lambda row: reverse("members:org", args=[row.pk]),
    )


def _posts() -> RecordType:
    return RecordType(
        "orgs.post",
        "党组织任职",
        "个",
        DOMAIN,
        (
            Column("kind", "职务", choices=dict(Post.Kind.choices)),
            Column("org", "党组织", Kind.ID, "org_id"),
            Column("org_type", "组织类别", field="org__type", choices=dict(ORG_TYPES.choices())),
            Column(
                "org_status", "组织状态", field="org__status", choices=dict(PartyOrg.Status.choices)
            ),
            Column("chain", "产业链", Kind.ID, "org__chain_id", chains),
            Column("person", "任职人", field="person_name", make=_person),
            Column("starts", "任职日期", Kind.DATE, "starts_on"),
            Column("ends", "离任日期", Kind.DATE, "ends_on"),
        ),
        model=Post,
        rows=lambda zone_id: Post.objects.filter(org__zone_id=zone_id),
        scope=_post_scope,
        title=lambda row: f"{row.org.name}{row.get_kind_display()}",
        url=lambda row: reverse("members:org", args=[row.org_id]),
    )
