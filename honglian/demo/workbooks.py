"""Rows to workbooks, and workbooks through the same import that a clerk uses."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from honglian.foundation.sheets.api import import_file
from honglian.kit.actor import Actor

from .roster import Row


def write(path: Path, rows: list[Row]) -> Path:
    """A plain workbook: one header row, all cells text."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, headers)
    for index, row in enumerate(rows, 1):
        sheet.write_row(index, 0, [str(row.get(header, "") or "") for header in headers])
    book.close()
    return path


def bring_in(ledger: str, path: Path, by: Actor) -> int:
    """Import all rows or stop with the first problems; returns how many rows are new."""
    outcome = import_file(by=by, ledger_code=ledger, source=path)
    if not outcome.written or outcome.problems:
        shown = "\n".join(str(p) for p in outcome.problems[:10])
        raise RuntimeError(
            f"the demo's own {ledger} ledger was refused: {outcome.message}\n{shown}"
        )
    return outcome.counts["created"]
