"""Record types: what a domain lets figures be counted over, declared once when it starts.

A record type names its rows, their columns with Chinese labels, the dates a period may be
taken from, and how a reader's scope narrows it. The snapshot, the page on which figures are
composed and the drill-down all read this declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet

from honglian.kit.actor import Actor, ScopeKind


class Kind(StrEnum):
    """How a column is stored: money is whole 分, a moment whole seconds, so that sums are exact."""

    ID = "id"
    TEXT = "text"
    FLAG = "flag"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"


# How many of the smallest part one of the named unit is: 分 of money, hundredths of power.
CENTS = {"万元": 1_000_000, "元": 100, "分": 1, "万千瓦时": 100}
DATED = (Kind.DATE, Kind.MOMENT)
ADDED = (Kind.NUMBER, Kind.MONEY)
Choices = Mapping[Any, str] | Callable[[int], Mapping[Any, str]]
# Alternatives, any of which lets a row be seen: (column, identifiers); None is the whole zone.
Limit = list[tuple[str, tuple[int, ...]]] | None


@dataclass(frozen=True)
class Column:
    """``field`` is the path of the ORM (default: the name). Money fields are in 万元 or 元 (``unit``).

    ``permission`` is needed to read a figure over it. ``make`` turns the stored value into the column's.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    field: str | None = None
    choices: Choices | None = None
    unit: str = ""
    permission: str = ""
    make: Callable[[Any], Any] | None = None

    def named(self, zone_id: int) -> Mapping[Any, str]:
        """Code → words of this zone; empty for a column without choices."""
        if self.choices is None:
            return {}
        return self.choices(zone_id) if callable(self.choices) else self.choices


@dataclass(frozen=True)
class Feed:
    """How changed rows are found: ``mark`` is the present high-water mark of a zone (JSON), and
    ``since`` narrows rows to those that changed after a mark."""

    mark: Callable[[int], Any]
    since: Callable[[QuerySet, Any], QuerySet]


@dataclass(frozen=True)
class RecordType:
    """``key`` is ``<app>.<name>``. ``rows`` gives a zone's rows (``zone_id`` of the model by default);
    ``listed`` gives rows that stand in no table, as mappings with a ``pk``.

    ``scope`` answers a narrow scope by columns; without it the rows that the reader may see are asked for.
    """

    key: str
    label: str
    unit: str
    domain: str
    columns: tuple[Column, ...]
    model: type[Model] | None = None
    rows: Callable[[int], QuerySet] | None = None
    listed: Callable[[int], Iterable[Mapping[str, Any]]] | None = None
    feed: Feed | None = None
    scope: Callable[[Actor], Limit] | None = None
    title: Callable[[Any], str] = str
    url: Callable[[Any], str] | None = None
    personal: bool = False
    _by_name: dict[str, Column] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = [c.name for c in self.columns]
        if len(set(names)) < len(names) or "pk" in names:
            raise ValueError(f"{self.key}: column names must be unique and not pk")
        if (self.model is None) == (self.listed is None):
            raise ValueError(f"{self.key}: give a model or listed rows")
        self._by_name.update({c.name: c for c in self.columns})

    def column(self, name: str) -> Column | None:
        return self._by_name.get(name)

    def queryset(self, zone_id: int) -> QuerySet:
        """Plain rows of a zone: the snapshot holds all, scopes are applied when figures are counted."""
        assert self.model is not None
        manager = getattr(self.model, "rows", self.model._default_manager)
        return self.rows(zone_id) if self.rows else manager.filter(zone_id=zone_id)

    @property
    def permission(self) -> str:
        """What the guarded manager asks for; empty where rows are no secret inside a zone."""
        objects = getattr(self.model, "objects", None)
        return getattr(objects.all() if objects else None, "read_permission", "") or ""

    def visible(self, actor: Actor) -> QuerySet | None:
        """The rows of the table this reader may open one by one; None where there is no such table."""
        objects = getattr(self.model, "objects", None)
        opened = getattr(objects, "visible_to", None)
        return opened(actor) if opened else None

    def may_open(self, actor: Actor) -> bool:
        """Whether this reader may look at single records of the type."""
        return not self.permission or actor.can(self.permission)

    def limit(self, actor: Actor) -> Limit:
        """How this reader's scope narrows the rows, before anything is counted."""
        if actor.is_system or actor.scope.kind == ScopeKind.ZONE:
            return None
        if not self.may_open(actor):
            return []
        if self.scope is not None:
            return self.scope(actor)
        if self.model is None:
            return None  # rows that stand in no table and declare no scope are no secret in a zone
        rows = self.visible(actor)
        if rows is None:
            return []
        return [("pk", tuple(rows.order_by().values_list("pk", flat=True)))]


_known: dict[str, RecordType] = {}


def register(record: RecordType) -> None:
    """Declare a record type; called from ``AppConfig.ready``, so twice is harmless."""
    _known[record.key] = record


def known(key: str) -> RecordType | None:
    return _known.get(key)


def all_records() -> list[RecordType]:
    """By domain and label, as a person looks for them."""
    return sorted(_known.values(), key=lambda r: (r.domain, r.label))
