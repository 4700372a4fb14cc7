"""Figures for a reader as of a day: counted over records, entered, or why there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from honglian.algo.figures.change import POINTS, UNDEFINED, moved, phrase, plain, rounded
from honglian.analytics.api import Formula, Measure, RecordType, Show, known
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from .models import Indicator, IndicatorValue, IndicatorVersion
from .words import DOMAINS

if TYPE_CHECKING:
    from honglian.analytics.measuring import Measured

FEW = 5  # fewer persons than this are not told to readers who may not see single persons


class Status(StrEnum):
    COUNTED = "counted"
    ENTERED = "entered"
    KEPT = "kept"
    UNBUILT = "unbuilt"
    UNDEFINED = "undefined"
    HIDDEN = "hidden"
    FEW = "few"
    NOT_KEPT = "not_kept"
    MISSING = "missing"


WITH_VALUE = (Status.COUNTED, Status.ENTERED, Status.KEPT)


@dataclass(frozen=True)
class Figure:
    """One figure for one reader. ``value`` is exact; ``shown`` is what people read.

    ``why`` says in Chinese why there is no value. ``published`` is the value kept for the day.
    """

    indicator: Indicator
    version: IndicatorVersion | None
    day: date
    status: Status
    value: Decimal | None = None
    why: str = ""
    measured: Measured | None = None
    published: IndicatorValue | None = None

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def unit(self) -> str:
        return self.indicator.unit

    @property
    def decimals(self) -> int:
        return self.version.decimals if self.version else 0

    @property
    def formula(self) -> Formula | None:
        return self.version.parsed if self.version else None

    @property
    def rounded(self) -> Decimal | None:
        """The value as it is written, e.g. for comparing with a text."""
        return None if self.value is None else rounded(self.value, self.decimals)

    @property
    def shown(self) -> str:
        """With unit and qualifier: 5,000余人次, 8.56%; a dash with the reason beside it where there is none."""
        if self.value is None or self.version is None:
            return {Status.UNBUILT: "未建", Status.FEW: f"少于 {FEW}"}.get(self.status, UNDEFINED)
        v = self.version
        return phrase(self.value, self.unit, v.decimals, v.qualifier, v.step)

    @property
    def is_change(self) -> bool:
        """Whether the value is a change (同比 …) and not a level."""
        formula = self.formula
        if formula is not None:
            return formula.show != Show.VALUE
        return self.unit == "%" and "增" in self.name

    @property
    def sentence(self) -> str:
        """As a brief says it: 重大隐患同比下降 43.9%; 党员 1,294 名."""
        if self.value is None:
            return f"{self.name}{self.shown}"
        if self.is_change and self.version is not None and not self.version.qualifier:
            return f"{self.name}{moved(self.value, self.decimals, self.unit)}"
        return f"{self.name} {self.shown}"

    @property
    def records(self) -> int | None:
        return self.measured.now.records if self.measured else None

    @property
    def span_words(self) -> str:
        return self.measured.now.span.words if self.measured else f"截至{self.day:%Y-%m-%d}"

    @property
    def change_shown(self) -> str:
        """Against the compared period, where the figure itself is a level: 增长 12.3%; points for shares."""
        m, formula = self.measured, self.formula
        if m is None or m.change is None or formula is None or formula.show != Show.VALUE:
            return ""
        if formula.measure == Measure.SHARE:
            return moved(m.change.difference, 1, POINTS)
        if m.change.percent is None:
            return f"{moved(m.change.difference, self.decimals, self.unit)}（{m.change.why}）"
        return moved(m.change.percent, 1)

    @property
    def now_shown(self) -> str:
        """The level behind a change, in the unit of what is counted."""
        return self.number(self.measured.now.value) if self.measured else UNDEFINED

    @property
    def then_shown(self) -> str:
        then = self.measured.then if self.measured else None
        return self.number(then.value) if then else UNDEFINED

    @property
    def is_changed(self) -> bool:
        """Whether the records give another value now than the one published for this very day."""
        kept = self.published
        if kept is None or self.value is None:
            return False
        return rounded(self.value, 6) != rounded(kept.value, 6)

    @property
    def published_shown(self) -> str:
        return self.published.shown if self.published else UNDEFINED

    @property
    def matches(self) -> bool | None:
        """Whether the value, written as the report writes it, is what the report says."""
        if self.value is None or not self.indicator.reported or self.version is None:
            return None
        reported = Decimal(self.indicator.reported)
        if self.version.qualifier in ("余", "多", "超", "逾", "以上"):
            return self.value >= reported
        return rounded(self.value, self.decimals) == reported

    def number(self, value: Decimal | None) -> str:
        """Another number of this figure (numerator, base) with the decimals it needs."""
        if value is None:
            return UNDEFINED
        return plain(value, 0 if value == value.to_integral_value() else max(2, self.decimals))


def figures(
    actor: Actor, day: date | None = None, codes: Collection[str] | None = None
) -> list[Figure]:
    """All figures this reader may see as of a day (today), in the order of the list."""
    rows = Indicator.objects.visible_to(actor).select_related("owner")
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return of(actor, list(rows), day or clock.today())


def of(actor: Actor, indicators: list[Indicator], day: date) -> list[Figure]:
    """Figures of these indicators; the records of one type are passed over once for all of them."""
    versions = versions_on(indicators, day)
    kept = _kept(actor, indicators, day)
    found = {
        i.pk: _without_counting(actor, i, versions.get(i.pk), kept.get(i.pk), day)
        for i in indicators
    }
    wanted = {str(i.pk): (versions[i.pk].parsed, day) for i in indicators if found[i.pk] is None}
    measured = _measured(actor, wanted)
    return [
        found[i.pk] or _counted(actor, i, versions[i.pk], day, measured[str(i.pk)], kept.get(i.pk))
        for i in indicators
    ]


def _measured(actor: Actor, wanted: dict) -> dict[str, Measured]:
    from honglian.analytics.measuring import measure

    return measure(actor.zone_id, wanted, actor) if wanted and actor.zone_id else {}


def versions_on(indicators: Iterable[Indicator], day: date) -> dict[int, IndicatorVersion]:
    """The version in use on a day, by indicator; before the first one its first."""
    rows = IndicatorVersion.rows.filter(
        indicator__in=[i.pk for i in indicators], valid_from__isnull=False
    ).order_by("-number")
    found: dict[int, IndicatorVersion] = {}
    for version in rows:
        held = found.get(version.indicator_id)
        if held is None or (not held.in_force(day) and version.number < held.number):
            found[version.indicator_id] = version
    return found


def _kept(actor: Actor, indicators: list[Indicator], day: date) -> dict[int, IndicatorValue]:
    """The value published for the day or last before it, where this reader may see it."""
    rows = IndicatorValue.objects.visible_to(actor).filter(
        indicator__in=[i.pk for i in indicators], is_current=True, day__lte=day
    )
    found: dict[int, IndicatorValue] = {}
    for row in rows.order_by("day"):
        found[row.indicator_id] = row
    return found


def _without_counting(
    actor: Actor,
    indicator: Indicator,
    version: IndicatorVersion | None,
    kept: IndicatorValue | None,
    day: date,
) -> Figure | None:
    """The figure where there is nothing to count; None where there is."""
    if version is None:
        needs = DOMAINS.get(indicator.needs, "")
        why = f"“{needs}”还没有建，没有记录可数" if needs else "还没有开始使用的口径"
        status = Status.UNBUILT if needs else Status.MISSING
        return Figure(indicator, None, day, status, why=why)
    if version.is_entered:
        if kept is None:
            narrow = actor.scope.kind != ScopeKind.ZONE
            why = "这是全区数，不在您的范围内" if narrow else "只录入的指标，还没有录入"
            return Figure(indicator, version, day, Status.MISSING, why=why)
        return Figure(indicator, version, day, Status.ENTERED, kept.value, published=kept)
    formula = version.parsed
    record = known(formula.record) if formula else None
    if formula is None or record is None:
        needs = DOMAINS.get(
            (formula.record if formula else indicator.needs).split(".")[0], "有关业务"
        )
        why = f"“{needs}”还没有建，没有记录可数"
        return Figure(indicator, version, day, Status.UNBUILT, why=why)
    if not _may_count(actor, formula, record):
        why = "您现在的身份看不到这类记录"
        return Figure(indicator, version, day, Status.HIDDEN, why=why)
    if day < clock.today() and not formula.knows_days:
        if kept is not None:
            return Figure(indicator, version, day, Status.KEPT, kept.value, published=kept)
        why = "时点数，当天没有发布过，过后数不出来"
        return Figure(indicator, version, day, Status.NOT_KEPT, why=why)
    return None


def _may_count(actor: Actor, formula: Formula, record: RecordType) -> bool:
    """Zone-wide readers may have the totals of records they cannot open; others only of their own."""
    if actor.is_system or actor.can("indicators.edit"):
        return True
    columns = [record.column(name) for name in columns_of(formula)]
    if any(c and c.permission and not actor.can(c.permission) for c in columns):
        return False
    return actor.scope.kind == ScopeKind.ZONE or record.may_open(actor)


def columns_of(formula: Formula) -> list[str]:
    conditions = [c.column for c in (*formula.where, *formula.base)]
    return [n for n in (formula.column, formula.other, *conditions) if n]


def _counted(
    actor: Actor,
    indicator: Indicator,
    version: IndicatorVersion,
    day: date,
    measured: Measured,
    kept: IndicatorValue | None,
) -> Figure:
    record = known(version.parsed.record) if version.parsed else None
    published = kept if kept is not None and kept.day == day else None
    few = 0 < measured.now.records < FEW
    if record is not None and record.personal and few and not record.may_open(actor):
        why = f"涉及的人少于 {FEW} 名，不显示"
        return Figure(indicator, version, day, Status.FEW, why=why)
    if measured.shown is None:
        return Figure(
            indicator, version, day, Status.UNDEFINED, None, measured.why, measured, published
        )
    return Figure(indicator, version, day, Status.COUNTED, measured.shown, "", measured, published)


def trend(actor: Actor, version: IndicatorVersion, days: list[date]) -> list[Decimal | None]:
    """The same definition on several days, in one pass; None where it cannot be known."""
    formula = version.parsed
    record = known(formula.record) if formula else None
    if (
        formula is None
        or record is None
        or not formula.knows_days
        or not _may_count(actor, formula, record)
    ):
        return [None] * len(days)
    found = _measured(actor, {str(n): (formula, day) for n, day in enumerate(days)})
    return [found[str(n)].shown for n in range(len(days))]


def preview(actor: Actor, version: IndicatorVersion, day: date | None = None) -> Figure:
    """What a version would report for this reader, whether it is in use or not."""
    indicator, wanted = version.indicator, day or clock.today()
    formula = version.parsed
    record = known(formula.record) if formula else None
    if formula is None or record is None:
        return Figure(indicator, version, wanted, Status.MISSING, why="只录入不计算")
    if not _may_count(actor, formula, record):
        return Figure(indicator, version, wanted, Status.HIDDEN, why="您现在的身份看不到这类记录")
    measured = _measured(actor, {"one": (formula, wanted)})["one"]
    return _counted(actor, indicator, version, wanted, measured, None)
