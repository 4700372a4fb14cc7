"""Who acts, in which single role, over which scope.

An actor is exactly one grant: one role bound to one scope. A person who holds several
roles switches between them; they never merge into the widest (PEERS: row 10 of the
complaints). Everything below the web floor receives an actor and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .errors import NotAllowed


class ScopeKind(StrEnum):
    """The axes along which sight is limited (领域手册 §T 数据域)."""

    ZONE = "zone"
    ORG = "org"
    CHAIN = "chain"
    GRID = "grid"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    PLEDGE = "pledge"
    OWN = "own"
    NONE = "none"

    @property
    def chinese(self) -> str:
        return SCOPE_NAMES[self]


SCOPE_NAMES = {
    ScopeKind.ZONE: "全区",
    ScopeKind.ORG: "所辖党组织",
    ScopeKind.CHAIN: "本产业链",
    ScopeKind.GRID: "本网格",
    ScopeKind.DEPARTMENT: "本部门",
    ScopeKind.ENTERPRISE: "本企业",
    ScopeKind.PLEDGE: "包保企业",
    ScopeKind.OWN: "本人",
    ScopeKind.NONE: "无业务数据",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of limit and the identifiers it names (empty for zone, pledge and own)."""

    kind: ScopeKind = ScopeKind.NONE
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the system, or a visitor) in one role.

    ``channel`` says through which door the request came: web, api, cli, system, visitor.
    """

    name: str
    role: str
    zone_id: int | None
    user_id: int | None = None
    grant_id: int | None = None
    scope: Scope = field(default_factory=Scope)
    permissions: frozenset[str] = frozenset()
    channel: str = "web"
    request_id: str = ""

    @classmethod
    def system(cls, zone_id: int | None, name: str = "系统", channel: str = "system") -> Actor:
        """The machine itself: imports from the command line, scheduled jobs, the demo."""
        return cls(
            name=name,
            role="system",
            zone_id=zone_id,
            scope=Scope(ScopeKind.ZONE),
            channel=channel,
        )

    @classmethod
    def visitor(cls, zone_id: int | None, permissions: frozenset[str] = frozenset()) -> Actor:
        """Somebody without an account, e.g. a worker who opens the public whistle page."""
        return cls(
            name="访客", role="visitor", zone_id=zone_id, permissions=permissions, channel="visitor"
        )

    @property
    def is_system(self) -> bool:
        return self.role == "system"

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    def can(self, permission: str) -> bool:
        return self.is_system or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise :class:`NotAllowed` naming the missing permission."""
        if not self.can(permission):
            raise NotAllowed(
                f"您当前的身份“{self.name}”没有办理此事的权限，请切换身份或联系安全管理员开通。",
                hint=permission,
            )

    def ids(self, kind: ScopeKind) -> tuple[int, ...]:
        """Identifiers of the scope if it is of this kind, else nothing."""
        return self.scope.ids if self.scope.kind == kind else ()

    @property
    def department_id(self) -> int | None:
        return next(iter(self.ids(ScopeKind.DEPARTMENT)), None)

    @property
    def enterprise_id(self) -> int | None:
        return next(iter(self.ids(ScopeKind.ENTERPRISE)), None)
