"""The two coverages as figures: numerator, denominator, what is left out; by zone, chain, park, size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.zones.models import Chain
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import selectors

NONE = "none"  # in an address: not entered
DIMENSIONS = {"chain": "产业链", "park": "园区", "size": "企业规模"}


@dataclass(frozen=True, slots=True)
class Rate:
    """One share: ``part`` of ``whole``; the queries open the lists under ``coverage:enterprises``."""

    code: str
    name: str
    part: int
    whole: int
    definition: str
    query: str
    whole_query: str

    @property
    def value(self) -> float | None:
        """Undefined over an empty base, never 0."""
        return self.part / self.whole if self.whole else None

    @property
    def fraction(self) -> str:
        return f"{self.part:,} / {self.whole:,}"

    @property
    def url(self) -> str:
        return _list(self.query)

    @property
    def whole_url(self) -> str:
        return _list(self.whole_query)


def _list(query: str) -> str:
    return f"{reverse('coverage:enterprises')}?{query}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a breakdown (the whole zone, a chain, a park, a size)."""

    label: str
    rates: tuple[Rate, ...]
    unbuilt: int
    unbuilt_url: str
    blank: int
    blank_url: str


@dataclass(frozen=True, slots=True)
class Definition:
    code: str
    name: str
    part: Q
    whole: Q
    words: str
    query: tuple[tuple[str, str], ...]
    whole_query: tuple[tuple[str, str], ...] = ()


def definitions(attached: bool) -> list[Definition]:
    """领域手册 A.4, in the order of the page."""
    kinds = ["single", "joint", *(["attached"] if attached else [])]
    plus = " + 挂靠" if attached else ""
    everybody = Q()
    return [
        Definition(
            "organisation", "党组织覆盖率", selectors.organised_q(attached), everybody,
            f"（单独组建 + 联合组建{plus}）÷ 园区企业", tuple(("group", k) for k in kinds),
        ),
        Definition(
            "work", "党的工作覆盖率", selectors.worked_q(), everybody,
            "已建组织、有指导员或联络员、群团覆盖的企业（去重）÷ 园区企业", (("worked", "1"),),
        ),
        Definition(
            "single", "单独组建率", Q(group="single"), everybody,
            "单独组建 ÷ 园区企业", (("group", "single"),),
        ),
        Definition(
            "due", "应建已建率", selectors.due_q() & Q(group="single"), selectors.due_q(),
            "正式党员 3 人以上的企业中已单独组建的；没有登记人数而已单独组建的按符合条件计",
            (("due", "1"), ("group", "single")), (("due", "1"),),
        ),
    ]  # fmt: skip


def overall(actor: Actor, day: date | None = None) -> Line:
    """The figures of all the actor sees."""
    return _lines(actor, selectors.base(actor, day), day, None)[0]


def by(actor: Actor, dimension: str, day: date | None = None) -> list[Line]:
    """The same figures for each chain, park or size; an unknown dimension is a KeyError."""
    DIMENSIONS[dimension]
    return _lines(actor, selectors.base(actor, day), day, dimension)


def excluded(actor: Actor, day: date | None = None) -> list[tuple[str, int, str]]:
    """(why, how many, address) of park enterprises that are in no denominator."""
    rows = selectors.rows_on(actor, day).filter(counts=False).order_by()
    names = dict(Enterprise.Status.choices)
    found = rows.values_list("now_status").annotate(n=Count("pk"))
    return [
        (names[status], n, _list(_query(day, ("counted", "0"), ("status", status))))
        for status, n in sorted(found)
    ]


def _query(day: date | None, *pairs: tuple[str, str]) -> str:
    shown = [] if day is None or day >= clock.today() else [("on", f"{day:%Y-%m-%d}")]
    return urlencode([*shown, *pairs])


def _lines(
    actor: Actor, rows: QuerySet[Enterprise], day: date | None, dimension: str | None
) -> list[Line]:
    found = definitions(selectors.attached_counts(actor.zone_id))
    counts = {f"{d.code}_part": Count("pk", filter=d.part) for d in found}
    counts |= {f"{d.code}_whole": Count("pk", filter=d.whole or Q(pk__isnull=False)) for d in found}
    counts |= {
        "unbuilt": Count("pk", filter=selectors.unbuilt_q()),
        "blank": Count("pk", filter=selectors.blank_q()),
    }
    if dimension is None:
        return [
            _line(
                "全区" if actor.scope.kind == "zone" else "管辖范围内",
                rows.order_by().aggregate(**counts),
                found,
                day,
                (),
            )
        ]
    grouped = rows.order_by().values(f"now_{dimension}").annotate(**counts)
    names = _names(actor, dimension)
    lines = []
    for row in sorted(grouped, key=lambda r: _order(names, r[f"now_{dimension}"])):
        value = row[f"now_{dimension}"]
        label = names.get(value, str(value)) if value else f"没有登记{DIMENSIONS[dimension]}"
        lines.append(_line(label, row, found, day, ((dimension, str(value or NONE)),)))
    return lines


def _names(actor: Actor, dimension: str) -> dict:
    """Value → name in the order in which they are shown; parks are their own names."""
    if dimension == "chain":
        return {c.pk: c.short_name for c in Chain.objects.filter(zone_id=actor.zone_id)}
    return dict(Enterprise.Size.choices) if dimension == "size" else {}


def _order(names: dict, value) -> tuple:
    known = list(names)
    return (not value, known.index(value) if value in known else len(known), str(value))


def _line(
    label: str,
    row: dict,
    found: list[Definition],
    day: date | None,
    where: tuple[tuple[str, str], ...],
) -> Line:
    counted = ("counted", "1")
    rates = tuple(
        Rate(
            d.code,
            d.name,
            row[f"{d.code}_part"],
            row[f"{d.code}_whole"],
            d.words,
            _query(day, counted, *d.query, *where),
            _query(day, counted, *d.whole_query, *where),
        )
        for d in found
    )
    return Line(
        label,
        rates,
        row["unbuilt"],
        _list(_query(day, counted, ("unbuilt", "1"), *where)),
        row["blank"],
        _list(_query(day, counted, ("blank", "1"), *where)),
    )
