"""The standards against a real business registry and the published holidays."""

import csv
import gzip
import json
import time
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from honglian.algo.standards import Invalid, parse_amount, parse_date, uscc
from tests.algo.real_calendar import YEARS, real_calendar

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = pytest.mark.real_data


@cache
def registry() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in sorted((DATA / "enterprises_hubei").glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows.extend(csv.DictReader(lines))
    assert len(rows) > 80_000
    return rows


def test_codes_agree_with_the_registry_flag() -> None:
    flags = uscc.valid_flags(uscc.normalise(row["uscc"]) for row in registry())
    assert flags == [row["uscc_valid"] == "1" for row in registry()]


def test_every_wrong_code_is_explained() -> None:
    wrong = [row["uscc"] for row in registry() if row["uscc_valid"] == "0"]
    assert wrong
    assert all("请核对原件" in (uscc.problem(code) or "") for code in wrong)


def test_amounts_agree_with_the_registry_where_it_gives_one() -> None:
    filled = [row for row in registry() if row["reg_capital_wan_cny"]]
    assert len(filled) > 30_000
    different = [
        (row["reg_capital_raw"], row["reg_capital_wan_cny"])
        for row in filled
        if (amount := parse_amount(row["reg_capital_raw"])) is None
        or amount.wan_cny != Decimal(row["reg_capital_wan_cny"])
    ]
    assert different == []


def test_nearly_all_amounts_of_the_registry_are_read() -> None:
    unreadable = 0
    for row in registry():
        try:
            parse_amount(row["reg_capital_raw"])
        except Invalid:
            unreadable += 1
    assert unreadable < 0.004 * len(registry())


def test_all_founding_dates_are_read() -> None:
    assert all(parse_date(row["founding_date"]) for row in registry())


def test_a_column_of_the_registry_takes_well_under_a_second_for_120_000_rows() -> None:
    begin = time.perf_counter()
    uscc.valid_flags(uscc.normalise(row["uscc"]) for row in registry())
    assert (time.perf_counter() - begin) * 120_000 / len(registry()) < 1


def test_the_seeded_calendar_equals_the_other_published_one() -> None:
    calendar = real_calendar()
    for year in YEARS:
        days = json.loads((DATA / "calendar_cn" / f"{year}.json").read_text())["days"]
        for day in days:
            when = date.fromisoformat(day["date"])
            if when.year in YEARS:
                assert calendar.is_workday(when) != day["isOffDay"], when
