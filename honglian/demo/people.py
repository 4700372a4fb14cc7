"""Invented people: names, identity numbers and telephones that pass every check.

The first six digits of the identity numbers are 429999, a division that does not exist, so
that no number can belong to anybody.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from honglian.algo.standards.id_card import check_character

WORDS = tomllib.loads((Path(__file__).parent / "data" / "people.toml").read_text("utf-8"))
NOWHERE = "429999"


@dataclass(frozen=True)
class Person:
    name: str
    gender: str
    born: date
    id_no: str
    mobile: str


class People:
    """Deals out people one by one; names are unique within one deal."""

    def __init__(self, rng: Random, first_mobile: int) -> None:
        self.rng = rng
        self.mobile = first_mobile
        self.names: set[str] = set()
        self.serials: dict[tuple[date, str], int] = {}

    def one(self, youngest: int = 24, oldest: int = 59, today: date | None = None) -> Person:
        gender = "男" if self.rng.random() < 0.66 else "女"
        age_days = self.rng.randint(youngest * 365 + 200, oldest * 365)
        born = (today or date(2026, 1, 1)) - timedelta(days=age_days)
        self.mobile += 1
        return Person(self._name(gender), gender, born, self._id_no(born, gender), str(self.mobile))

    def _name(self, gender: str) -> str:
        given = WORDS["given_m" if gender == "男" else "given_f"]
        while True:
            name = self.rng.choice(WORDS["surnames"]) + self.rng.choice(given)
            if name not in self.names:
                self.names.add(name)
                return name

    def _id_no(self, born: date, gender: str) -> str:
        serial = self.serials.get((born, gender), 1 if gender == "男" else 2)
        self.serials[born, gender] = serial + 2
        body = f"{NOWHERE}{born:%Y%m%d}{serial:03d}"
        return body + check_character(body)
