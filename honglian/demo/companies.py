"""Invented enterprises beside the ones that the articles name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from honglian.algo.standards.uscc import check_character, organisation_check_character

from .people import WORDS

TRADES = {trade["chain"]: trade for trade in WORDS["trade"]}
# Characters of a social credit code after the division: no I, O, S, V, Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Company:
    name: str
    uscc: str
    chain: str
    product: str
    industry: str


def credit_code(division: str, serial: int) -> str:
    """A valid code in a block of organisation numbers that is marked as a demo (…MADEM…)."""
    body = f"91{division}MADEM"
    for power in (2, 1, 0):
        body += ALPHABET[serial // len(ALPHABET) ** power % len(ALPHABET)]
    body += organisation_check_character(body[8:16])
    return body + check_character(body)


def companies(
    rng: Random, city: str, division: str, named: dict[str, list[str]], wanted: dict[str, int]
) -> Iterator[Company]:
    """``wanted`` enterprises a chain; the named ones of each chain come first."""
    serial, seen = 1000, set()
    for chain, count in wanted.items():
        trade = TRADES[chain]
        for index in range(count):
            kind = rng.randrange(len(trade["words"]))
            names = named.get(chain, [])
            name = names[index] if index < len(names) else _name(rng, city, trade, kind, seen)
            seen.add(name)
            serial += 1
            yield Company(
                name,
                credit_code(division, serial),
                chain,
                trade["products"][kind],
                trade["codes"][kind],
            )


def _name(rng: Random, city: str, trade: dict, kind: int, seen: set[str]) -> str:
    while True:
        brand = rng.choice(WORDS["brand_a"]) + rng.choice(WORDS["brand_b"])
        place = rng.choice(["湖北", city, city])
        name = f"{place}{brand}{trade['words'][kind]}有限公司"
        if name not in seen:
            return name
