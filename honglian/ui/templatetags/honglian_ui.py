"""Template words of the design system: ``{% load honglian_ui %}``. How each looks is shown in the gallery."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString

from honglian.ui import format as words
from honglian.ui import offline
from honglian.ui.due import describe
from honglian.ui.icons import svg
from honglian.ui.lists import Listing
from honglian.ui.lists.columns import readable

register = template.Library()

# Tone of a state -> icon beside its word; colour follows the class of the same name.
STATE_ICONS = {
    "new": "circle-dot",
    "doing": "progress",
    "waiting": "hourglass",
    "done": "circle-check",
    "stopped": "ban",
    "overdue": "alert-triangle",
    "soon": "clock-exclamation",
}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """``{% icon "home" %}``: decoration beside a word, never alone without a label."""
    return svg(name, size)


@register.simple_tag
def due(
    due_at: datetime | date | None, done_at: datetime | None = None, paused: bool = False
) -> SafeString:
    """Remaining time in words with icon: ``{% due case.due_at done_at=case.closed_at %}``."""
    found = describe(due_at, done_at=done_at, paused=paused)
    return format_html(
        '<span class="hl-due hl-due--{}" title="{}">{}{}</span>',
        found.tone,
        found.title,
        svg(found.icon, 16),
        found.text,
    )


@register.simple_tag
def state_badge(state: Any, tone: str = "") -> SafeString:
    """Badge of a state: ``{% state_badge case.state_info %}`` (has name and tone) or ``{% state_badge "已签收" "doing" %}``."""
    name = getattr(state, "name", None) or str(state)
    tone = tone or getattr(state, "tone", "doing")
    return format_html(
        '<span class="hl-state hl-state--{}">{}{}</span>', tone, svg(STATE_ICONS[tone], 14), name
    )


@register.simple_tag
def once() -> SafeString:
    """Hidden token of a form: with the view decorator ``once`` a double click acts once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.inclusion_tag("ui/_offline_meta.html", takes_context=True)
def offline_meta(context: Mapping[str, Any]) -> dict[str, Any]:
    """What ``offline.js`` must know: whose page this is, and where the worker is found."""
    request = context.get("request")
    owner = offline.owner_of(request) if request is not None else ""
    current = [g["name"] for g in context.get("grants") or () if g["current"]]
    return {"owner": owner, "version": offline.VERSION, "role": current[0] if current else ""}


@register.filter
def wan(amount: words.Figure, unit: str = "元") -> str:
    """Money in 元, 万元 or 亿元: ``{{ amount|wan }}``; stored in 分: ``{{ amount|wan:"分" }}``."""
    return words.money(amount, unit)


@register.filter
def pct(ratio: words.Figure, places: int = 1) -> str:
    """Share (0–1) as percent with one decimal, or as many as asked: ``{{ share|pct:0 }}``."""
    return words.percent(ratio, places)


@register.filter
def points(difference: words.Figure) -> str:
    """Difference of two shares in 个百分点."""
    return words.points(difference)


@register.filter
def day(value: date | datetime | None) -> str:
    return words.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(value)


@register.filter
def number(value: words.Figure, places: int | None = None) -> str:
    return words.number(value, places)


@register.filter
def filesize(value: int | None) -> str:
    return words.filesize(value)


@register.filter
def orblank(value: Any) -> Any:
    """The value, or "—" where there is none (0 and False stay)."""
    return words.UNDEFINED if value is None or value == "" else value


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, unit: str = "", hint: str = "", before: str = "") -> dict[str, Any]:
    """One form field: label above, unit inside, help below, error beside it."""
    kind = widget_kind(bound)
    described = [
        f"{bound.auto_id}_{part}"
        for part, there in (("help", hint or bound.help_text), ("error", bound.errors))
        if there
    ]
    attributes = {"class": CONTROL_CLASSES[kind], "aria-describedby": " ".join(described) or None}
    if bound.errors:
        attributes |= {"aria-invalid": "true", "class": f"{CONTROL_CLASSES[kind]} is-invalid"}
    control = bound.as_widget(attrs={name: value for name, value in attributes.items() if value})
    return {
        "field": bound,
        "control": control,
        "kind": kind,
        "unit": unit,
        "before": before,
        "help": hint or bound.help_text,
        "grouped": kind in {"radio", "checks"},
    }


CONTROL_CLASSES = {
    "check": "form-check-input",
    "radio": "form-check-input",
    "checks": "form-check-input",
    "select": "form-select",
    "file": "form-control",
    "text": "form-control",
}


def widget_kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, RadioSelect):
        return "radio"
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, FileInput):
        return "file"
    return "select" if isinstance(widget, Select) else "text"


@register.inclusion_tag("ui/_facts.html")
def facts(pairs: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    """Label–value list; days, yes and no are written in words, nothing as "—"."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"facts": [(label, readable(value)) for label, value in items]}


@register.inclusion_tag("ui/_figure.html")
def figure(
    value: Any, label: str, url: str = "", unit: str = "", note: str = "", tone: str = ""
) -> dict[str, Any]:
    """A number that opens its records. ``value`` is already formatted text or a plain number."""
    shown = value if isinstance(value, str) else words.number(value)
    # Nothing overdue is good news and must not look like an alarm.
    if tone in {"overdue", "soon"} and not any(digit in shown for digit in "123456789"):
        tone = ""
    return {"value": shown, "label": label, "url": url, "unit": unit, "note": note, "tone": tone}


@register.inclusion_tag("ui/_bars.html")
def bars(
    rows: Sequence[Mapping[str, Any]],
    title: str,
    label: str = "名称",
    unit: str = "",
    percent: bool = False,
) -> dict[str, Any]:
    """Horizontal bars from zero with the figure beside each; ``rows``: label, value, and optionally url, note, tone."""
    drawn = measured(rows, percent)
    return {"rows": drawn, "title": title, "label": label, "unit": "" if percent else unit}


@register.inclusion_tag("ui/_trend.html")
def trend(
    rows: Sequence[Mapping[str, Any]],
    title: str,
    label: str = "月份",
    unit: str = "",
    percent: bool = False,
) -> dict[str, Any]:
    """Upright bars from left to right in time; ``rows`` as for bars. "2026年1月" puts the year under the month."""
    drawn = measured(rows, percent)
    for row in drawn:
        year, mark, rest = row["label"].rpartition("年")
        row["year"], row["short"] = f"{year}{mark}", rest.removesuffix("月")
        row["month"] = "月" if rest.endswith("月") else ""
    return {"rows": drawn, "title": title, "label": label, "unit": "" if percent else unit}


def measured(rows: Sequence[Mapping[str, Any]], percent: bool) -> list[dict[str, Any]]:
    """Each row with ``share`` of the largest value (0–100, as text for an SVG attribute) and its figure in words."""
    values = [words.decimal(row["value"]) for row in rows]
    largest = max((value for value in values if value), default=None)
    return [
        {
            **row,
            "share": f"{float(max(value, 0) / largest) * 100:.2f}"
            if value and largest and largest > 0
            else "0",
            "shown": words.percent(value) if percent else words.number(value),
        }
        for row, value in zip(rows, values, strict=True)
    ]


@register.inclusion_tag("ui/_intervals.html")
def intervals(
    rows: Sequence[Mapping[str, Any]],
    title: str,
    common: float | None,
    label: str = "名称",
    note: str = "",
) -> dict[str, Any]:
    """A share (0–1) of each row with the interval it lies in, beside the common share of all rows.

    ``rows``: label, share, low, high (None where nothing was counted), part, whole, estimate, url. The axis begins
    at the tenth below the lowest end, not at zero: places are compared here, not lengths.
    """
    ends = [row["low"] for row in rows if row["low"] is not None]
    first = int(min([*ends, 1.0 if common is None else common]) * 10) / 10
    first = min(first, 0.9)

    def at(value: float) -> str:
        return f"{(value - first) / (1 - first) * 100:.2f}"

    drawn = [
        {**row, **({} if row["low"] is None else _drawn(row, at)), "counted": row["whole"] > 0}
        for row in rows
    ]
    return {
        "rows": drawn,
        "title": title,
        "label": label,
        "note": note,
        "first": first,
        "common": common,
        "common_at": "" if common is None else at(common),
    }


def _drawn(row: Mapping[str, Any], at: Callable[[float], str]) -> dict[str, str]:
    low, high = at(row["low"]), at(row["high"])
    return {"low_at": low, "wide": f"{float(high) - float(low):.2f}", "share_at": at(row["share"])}


@register.filter
def dictkey(mapping: Mapping[str, Any], key: str) -> Any:
    """The entry of a mapping under a computed key."""
    return mapping[key]


@register.filter
def sorted_by(listing: Listing, order: str) -> str:
    """The address of a list in another order."""
    return listing.address(sort=order)
