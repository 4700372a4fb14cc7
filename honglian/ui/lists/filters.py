"""Filters of a list. Each reads its part of the address, says in words what it does, and narrows the queryset."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.db.models import DateTimeField, QuerySet
from django.http import QueryDict

from honglian.kit import clock
from honglian.kit.actor import Actor

Choices = Iterable[tuple[Any, str]]
# Wider than any figure we store, narrow enough for every number column.
LARGEST = Decimal(10) ** 15
Narrow = Callable[[QuerySet, Any], QuerySet]


class BadFilter(ValueError):
    """The address holds a value that this filter cannot use; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Bound:
    """A filter with what the address says about it: ready for the template."""

    filter: Filter
    values: Mapping[str, Any]
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    words: str = ""
    error: str = ""

    @property
    def active(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, kw_only=True)
class Filter(ABC):
    """One filter.

    ``key``: name in the address. ``lookup``: field path, or function (queryset, value) -> queryset.
    ``primary``: False puts it behind “更多筛选”.
    """

    key: str
    label: str
    lookup: str | Narrow = ""
    permission: str = ""
    primary: bool = True
    control: ClassVar[str] = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names this filter uses in the address."""
        return (self.key,)

    @property
    def path(self) -> str:
        return self.lookup if isinstance(self.lookup, str) and self.lookup else self.key

    def narrow(self, rows: QuerySet, value: Any, suffix: str = "") -> QuerySet:
        if callable(self.lookup):
            return self.lookup(rows, value)
        return rows.filter(**{f"{self.path}{suffix}": value})

    @abstractmethod
    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        """The narrowed rows and what to show; a value that makes no sense narrows nothing and is explained."""


@dataclass(frozen=True, kw_only=True)
class ChoiceFilter(Filter):
    """One or, with ``multiple``, several of a list. ``choices`` may be a function of the actor."""

    choices: Choices | Callable[[Actor | None], Choices] = ()
    multiple: bool = False
    empty_label: str = "全部"
    control: ClassVar[str] = "choice"

    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        offered = [
            (str(v), n)
            for v, n in (self.choices(actor) if callable(self.choices) else self.choices)
        ]
        names = dict(offered)
        wanted = [v for v in query.getlist(self.key) if v]
        wanted = wanted if self.multiple else wanted[-1:]
        known = [v for v in wanted if v in names]
        options = [(v, n, v in known) for v, n in offered]
        error = "" if len(known) == len(wanted) else f"“{self.label}”里没有所选的项，已按未选处理。"
        if known:
            rows = (
                self.narrow(rows, known, "__in") if self.multiple else self.narrow(rows, known[0])
            )
        words = f"{self.label}：{'、'.join(names[v] for v in known)}" if known else ""
        return rows, Bound(self, {self.key: known}, options, words, error)


@dataclass(frozen=True, kw_only=True)
class BoolFilter(Filter):
    """Yes, no or both, each with its own words (已覆盖 / 未覆盖)."""

    yes: str = "是"
    no: str = "否"
    empty_label: str = "全部"
    multiple: ClassVar[bool] = False
    control: ClassVar[str] = "choice"

    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        raw = query.get(self.key, "")
        value = {"1": True, "0": False}.get(raw)
        error = f"“{self.label}”只能选“{self.yes}”或“{self.no}”。" if raw and value is None else ""
        options = [("1", self.yes, value is True), ("0", self.no, value is False)]
        if value is None:
            return rows, Bound(self, {self.key: ""}, options, "", error)
        words = f"{self.label}：{self.yes if value else self.no}"
        return self.narrow(rows, value), Bound(self, {self.key: raw}, options, words)


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """Part of a text, case ignored."""

    placeholder: str = ""
    control: ClassVar[str] = "text"

    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        value = typed(query.get(self.key, ""))
        if not value:
            return rows, Bound(self, {self.key: ""})
        return self.narrow(rows, value, "__icontains"), Bound(
            self, {self.key: value}, words=f"{self.label}含“{value}”"
        )


@dataclass(frozen=True, kw_only=True)
class RangeFilter(Filter):
    """From – to, both ends included; subclasses read and bound one end."""

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    @abstractmethod
    def read(self, text: str) -> Any:
        """One end of the range; :class:`BadFilter` says in Chinese what is wrong with the text."""

    def between(self, rows: QuerySet, low: Any, high: Any) -> QuerySet:
        if callable(self.lookup):
            return self.lookup(rows, (low, high))
        ends = {f"{self.path}__gte": low, f"{self.path}__lte": high}
        return rows.filter(**{name: end for name, end in ends.items() if end is not None})

    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        texts = {name: query.get(name, "").strip() for name in self.names}
        try:
            low, high = (self.read(text) if text else None for text in texts.values())
            if low is not None and high is not None and low > high:
                raise BadFilter(f"“{self.label}”的起点 {low} 在终点 {high} 之后，请对调。")
        except BadFilter as error:
            return rows, Bound(self, texts, error=str(error))
        if low is None and high is None:
            return rows, Bound(self, texts)
        return self.between(rows, low, high), Bound(
            self, texts, words=f"{self.label}：{self.words(low, high)}"
        )

    def words(self, low: Any, high: Any) -> str:
        if low is None or high is None:
            return f"{low} 起" if high is None else f"到 {high} 止"
        return f"{low} 至 {high}"


@dataclass(frozen=True, kw_only=True)
class DateRangeFilter(RangeFilter):
    """Calendar days in China; on a field with a time of day the last day counts whole."""

    control: ClassVar[str] = "date"

    def read(self, text: str) -> date:
        try:
            value = date.fromisoformat(text)
        except ValueError:
            value = date.max
        if not 1900 <= value.year <= 2200:
            raise BadFilter(f"“{self.label}”的日期“{text}”不对，请写成 2026-11-22 这样。")
        return value

    def between(self, rows: QuerySet, low: date | None, high: date | None) -> QuerySet:
        if callable(self.lookup) or not has_time(rows, self.path):
            return super().between(rows, low, high)
        if low is not None:
            rows = rows.filter(
                **{f"{self.path}__gte": datetime.combine(low, time.min, clock.CHINA)}
            )
        if high is not None:
            next_day = datetime.combine(high + timedelta(days=1), time.min, clock.CHINA)
            rows = rows.filter(**{f"{self.path}__lt": next_day})
        return rows


@dataclass(frozen=True, kw_only=True)
class NumberRangeFilter(RangeFilter):
    """``unit`` stands in the field; ``factor`` turns what is typed into what is stored (万元 → 元: 10000)."""

    unit: str = ""
    factor: int = 1
    control: ClassVar[str] = "number"

    def read(self, text: str) -> Decimal:
        try:
            value = Decimal(text.replace(",", ""))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) > LARGEST:
            raise BadFilter(f"“{self.label}”里的“{text}”不是能用的数字，请只填数字。")
        return value

    def between(self, rows: QuerySet, low: Decimal | None, high: Decimal | None) -> QuerySet:
        scaled = [None if end is None else end * self.factor for end in (low, high)]
        return super().between(rows, *scaled)

    def words(self, low: Any, high: Any) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if low is None or high is None:
            return f"{low}{unit}起" if high is None else f"到 {high}{unit}止"
        return f"{low} 至 {high}{unit}"


def has_time(rows: QuerySet, path: str) -> bool:
    """Whether a field path (over relations too) or annotation ends in a moment rather than a day."""
    if path in rows.query.annotations:
        return isinstance(rows.query.annotations[path].output_field, DateTimeField)
    model = rows.model
    *relations, last = path.split("__")
    for step in relations:
        model = model._meta.get_field(step).related_model
    return isinstance(model._meta.get_field(last), DateTimeField)


def typed(text: str) -> str:
    """What a person typed: trimmed, bounded, and without the NUL that PostgreSQL refuses in text."""
    return text.replace("\x00", "").strip()[:100]
