"""The door of ledgers: declare one, bring a file in, take one out."""

from __future__ import annotations

from .checking import Run
from .columns import CellProblem, Column
from .export import Exported, export_ledger
from .happenings import LedgerImported
from .imports import Outcome, import_file, ledger
from .journal import Journal
from .models import ImportBatch
from .planning import Change, Plan
from .reading import Unreadable
from .report import report
from .rights import open_ledgers
from .sheet import LEDGERS, Derived, Sheet, register
from .template import template

__all__ = [
    "LEDGERS",
    "CellProblem",
    "Change",
    "Column",
    "Derived",
    "Exported",
    "ImportBatch",
    "Journal",
    "LedgerImported",
    "Outcome",
    "Plan",
    "Run",
    "Sheet",
    "Unreadable",
    "export_ledger",
    "import_file",
    "ledger",
    "open_ledgers",
    "register",
    "report",
    "template",
]
