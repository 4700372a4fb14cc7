"""What a member owes a month, from data/dues.toml: the whole base times the rate of its bracket."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from honglian.kit.errors import Refusal

DATA = Path(__file__).parent.parent / "data" / "dues.toml"


@dataclass(frozen=True, slots=True)
class Bracket:
    """Bases up to and including ``up_to`` 元 (none: without limit) pay ``rate`` of all of it."""

    rate: Decimal
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """Members whose base is found the same way; fixed amounts have no brackets."""

    code: str
    name: str
    base: str
    clause: str
    brackets: tuple[Bracket, ...] = ()
    fixed: Decimal | None = None
    fixed_min: Decimal | None = None
    fixed_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Brackets and limits of one regulation; amounts in 元."""

    source: str
    categories: dict[str, Category]
    cents: Decimal
    backpay_months: int
    warn_months: int
    alarm_months: int
    gift_to_centre: Decimal
    vectors: tuple[tuple[str, Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """``amount`` 元 a month; ``rate`` empty for fixed amounts."""

    amount: Decimal
    rate: Decimal | None
    why: str


def _decimal(raw: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(raw[key]) if key in raw else None


def _brackets(raw: dict[str, Any]) -> tuple[Bracket, ...]:
    rows = raw.get("brackets", ())
    return tuple(Bracket(Decimal(b["rate"]), _decimal(b, "up_to")) for b in rows)


def load(path: Path = DATA) -> Table:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = {c["code"]: c for c in raw["categories"]}
    categories = {
        code: Category(
            code,
            c["name"],
            c["base"],
            c["clause"],
            _brackets(rows[c["as"]] if "as" in c else c),
            _decimal(c, "fixed"),
            _decimal(c, "fixed_min"),
            _decimal(c, "fixed_max"),
        )
        for code, c in rows.items()
    }
    return Table(
        raw["source"],
        categories,
        Decimal(raw["cents"]),
        raw["backpay_months"],
        raw["warn_months"],
        raw["alarm_months"],
        Decimal(raw["gift_to_centre"]),
        tuple((v["category"], Decimal(v["base"]), Decimal(v["due"])) for v in raw["vectors"]),
    )


TABLE = load()


def monthly(category: str, base: Decimal) -> Due:
    """What a member of this category owes a month on this base (元).

    Raises :class:`Refusal` for an unknown category or a negative base.
    """
    found = TABLE.categories.get(category)
    if found is None:
        raise Refusal("请选择党费类别。", field="category")
    if base < 0:
        raise Refusal("计算基数不能是负数。", field="base")
    if found.fixed is not None:
        return Due(_cents(found.fixed), None, f"{found.name}：每月 {found.fixed} 元")
    if found.fixed_min is not None and found.fixed_max is not None:
        amount = min(max(base, found.fixed_min), found.fixed_max)
        return Due(_cents(amount), None, f"{found.name}：{found.base}")
    bracket = next(b for b in found.brackets if b.up_to is None or base <= b.up_to)
    words = f"{base} 元 × {bracket.rate * 100:f}%（全额按所在档计算，{found.clause}）"
    return Due(_cents(base * bracket.rate), bracket.rate, words)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(TABLE.cents, rounding=ROUND_HALF_UP)
