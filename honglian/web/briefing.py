"""A brief made of references: every figure comes from an indicator, and the annex says what each one is.

The text names figures by code in braces ({XN-P02}); a code nobody knows is refused, so no figure is typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from honglian.domains.indicators import api as indicators
from honglian.foundation.documents.api import (
    Annex,
    Document,
    Heading,
    Paragraph,
    Table,
    chinese_day,
)
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui.format import number

REFERENCE = re.compile(r"\{([A-Za-z0-9_-]{1,32})\}")
HEADING = re.compile(r"^[一二三四五六七八九十]+、\s*(.+)$")


@dataclass(frozen=True)
class Draft:
    """What the writer asked for."""

    name: str
    issue: int
    title: str
    text: str
    day: date
    copies_to: str = ""


def read(actor: Actor, draft: Draft) -> Document:
    """The text with every reference in its place; a :class:`Refusal` names codes that have no value."""
    config = config_of(actor.zone_id or 0)
    codes = list(dict.fromkeys(REFERENCE.findall(draft.text)))
    found = {f.code: f for f in indicators.figures(actor, draft.day, codes)} if codes else {}
    _refuse_unknown(codes, found)
    text = REFERENCE.sub(lambda match: found[match[1]].shown, draft.text)
    return Document(
        draft.title,
        config.paper_issuer,
        clock.today(),
        tuple(_blocks(text)),
        number=f"第{draft.issue}期",
        masthead=draft.name,
        annexes=(Annex("指标口径和取数说明", (_definitions([found[c] for c in codes]),)),)
        if codes
        else (),
        seal=False,
        copies_to=draft.copies_to,
        printed_by=config.paper_issuer,
    )


def _refuse_unknown(codes: Sequence[str], found: dict[str, indicators.Figure]) -> None:
    wrong = []
    for code in codes:
        figure = found.get(code)
        if figure is None:
            wrong.append(f"没有代码是 {code} 的指标")
        elif figure.value is None:
            wrong.append(f"{code}（{figure.name}）没有数：{figure.why or '还没有可数的记录'}")
    if wrong:
        raise Refusal("；".join(wrong) + "。请改正正文里的代码。", code="no_figure", field="text")


def _blocks(text: str) -> list[Heading | Paragraph]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [
        Heading(match[1]) if (match := HEADING.match(line)) else Paragraph(line) for line in lines
    ]


def _definitions(figures: Sequence[indicators.Figure]) -> Table:
    rows = tuple(
        (f.name, f.shown, _definition(f), number(f.records), f.span_words) for f in figures
    )
    when = clock.local(clock.now())
    return Table(
        ("指标", "数值", "口径", "取数件数", "期间"),
        rows,
        shares=(1.6, 1.1, 3, 0.9, 1.4),
        note=f"取数时间{chinese_day(when.date())}{when:%H:%M}。只录入的指标没有件数。",
    )


def _definition(figure: indicators.Figure) -> str:
    """Numerator, denominator, period and remark as the version in use has them."""
    version = figure.version
    if version is None:
        return ""
    said = [
        ("分子：", version.numerator),
        ("分母：", version.denominator),
        ("时期：", version.period_words),
        ("", version.note),
        ("", "只录入，不由记录计算" if version.is_entered else ""),
    ]
    return "；".join(f"{label}{words}" for label, words in said if words)
