"""Whatever stands in the cells: a sentence or a row, never an accident, never a half-written file."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglian.foundation.sheets.api import LEDGERS, import_file
from honglian.kit.errors import Refusal

from .files import csv_bytes, enterprises, xlsx_bytes

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "无", "-", "=1+1", "+86 13812345678", "2024-02-30", "2018/3/1", "52万人民币",
         "91420600MA0XY0010W", "421200199003071236", "正式党员", "是", "#N/A", "党支部",
         "1e400", "NaN", "9" * 60, "\u202e\u0000x", "甲、乙，丙"]
    ),
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)).map(
        lambda d: datetime.datetime(d.year, d.month, d.day)
    ),
    st.booleans(),
)


@st.composite
def tables(draw, cells):
    """Headers of a ledger in any order, some strange, above rows of anything."""
    ledger = draw(st.sampled_from(sorted(LEDGERS)))
    sheet = LEDGERS[ledger]
    headers = draw(st.lists(st.sampled_from([c.header for c in sheet.columns]), unique=True))
    headers += draw(st.lists(st.text(max_size=8), max_size=2))
    rows = draw(st.lists(st.lists(cells, max_size=len(headers) + 1), max_size=6))
    return ledger, [headers, *rows]


def stored(sheet) -> int:
    return sheet.model.rows.count()


def attempt(machine, ledger, content, *, good_rows) -> None:
    """Import, and hold the outcome against what is in the table."""
    sheet = LEDGERS[ledger]
    before = stored(sheet)
    said = ""
    try:
        outcome = import_file(
            by=machine, ledger_code=ledger, source=content, name="x", good_rows=good_rows
        )
    except Refusal as refusal:
        said = refusal.message
    if said:
        assert said.endswith("。")
        assert stored(sheet) == before
        return
    if not outcome.written:
        assert stored(sheet) == before
    assert all(p.line >= 2 and p.message for p in outcome.problems)


# The database fixture spans all examples: what one leaves is part of the next one's world.
DIRT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("good_rows", [True, False])
def test_random_text_tables(machine, good_rows):
    @DIRT
    @given(tables(TEXTS))
    def run(table):
        ledger, rows = table
        attempt(machine, ledger, csv_bytes(rows), good_rows=good_rows)

    run()


def test_random_workbooks(machine):
    @DIRT
    @given(tables(st.one_of(TEXTS, NUMBERS)))
    def run(table):
        ledger, rows = table
        rows = [[str(c) if isinstance(c, int) and abs(c) > 2**53 else c for c in r] for r in rows]
        attempt(machine, ledger, xlsx_bytes(rows), good_rows=True)

    run()


@DIRT
@given(content=st.binary(max_size=400))
def test_random_bytes(machine, content):
    attempt(machine, "enterprises", content, good_rows=True)


@DIRT
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(range(4)), TEXTS), min_size=1, max_size=8
    ),
    good_rows=st.booleans(),
)
def test_good_rows_with_some_spoilt_cells(machine, rows, good_rows):
    """Exactly the rows without a problem are there afterwards, or none at all."""
    table = enterprises(*range(30))
    for line, place, text in rows:
        if line < 30:
            table[line + 1][place] = text
    before = stored(LEDGERS["enterprises"])
    outcome = import_file(
        by=machine,
        ledger_code="enterprises",
        source=csv_bytes(table),
        name="x",
        good_rows=good_rows,
    )
    bad = {p.line for p in outcome.problems if not p.soft}
    assert outcome.counts["rejected"] == len(bad)
    assert outcome.written is (good_rows or not bad)
    grown = stored(LEDGERS["enterprises"]) - before
    assert grown == (outcome.counts["created"] if outcome.written else 0)
    if outcome.written:
        total = sum(outcome.counts[k] for k in ("created", "updated", "unchanged", "rejected"))
        assert total == len(outcome.run)
