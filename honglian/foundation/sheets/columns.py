"""One column of a ledger: what it is called, how a cell is read, shown and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from honglian.algo.standards import Invalid

if TYPE_CHECKING:
    from .checking import Run

Cell = str | int | float | date | None
Parser = Callable[[Any], Any]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_OR_BREAK = re.compile(r"[\x00-\x1f\x7f]")
_ERROR_CELLS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
NOT_CALCULATED = "#公式未计算"
# Excel keeps 15 digits of a number; what is longer has lost its end already.
LOST_DIGITS = 10**15


def plain(value: Any) -> str:
    """A cell as text, as the user sees it; raises ``Invalid`` where digits are lost."""
    if type(value) is str:
        text = value.strip()
        if text == NOT_CALCULATED:
            raise Invalid("单元格里的公式没有计算结果，请用 Excel 或 WPS 打开保存一次，或直接填值")
        if text in _ERROR_CELLS:
            raise Invalid(f"单元格里是公式错误 {text}，请改正公式或直接填值")
        return text if text.isprintable() else _CONTROL.sub("", text)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        if abs(value) >= LOST_DIGITS:
            raise Invalid("单元格是数字格式，后几位已经丢失，请把单元格改为文本格式后按原件重填")
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(" ")
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


class Kind:
    """How the cells of a column are read and written. ``empty`` is what a blank stands for."""

    empty: Any = ""
    is_text: bool = True  # the template formats the cells as text
    spread: int = 1  # how many values one cell gives

    def parser(self, run: Run, column: Column) -> Parser:
        """A function from a non-blank cell to a stored value; it raises ``Invalid``."""
        raise NotImplementedError

    def parse_all(
        self, cells: Sequence[Any], parse: Parser
    ) -> tuple[list[Any], list[tuple[int, str]]]:
        """A whole column: values and (index, message) of what could not be read."""
        return parse_cells(cells, parse, self.empty)

    def scaled(self, parse: Parser, factor: Any) -> Parser:
        """The parser for a header that names another unit; only amounts know units."""
        return parse

    def show(self, value: Any, run: Run) -> str:
        """A stored value in words, for previews."""
        return "" if value is None else str(value)

    def cell(self, value: Any, run: Run) -> Cell:
        """A stored value as a cell of the export, readable back by ``parser``."""
        return self.show(value, run)

    def choices(self, run: Run) -> list[str]:
        """The words of a drop-down; empty for free cells."""
        return []


@dataclass(frozen=True)
class Column:
    """One declaration for template, import, export and the table on screen.

    ``field``: attribute of the row (``chain_id`` for a reference).
    ``spread_to``: further fields that the same cell fills (the currency of an amount).
    ``required``: a blank cell is an error, and so is a new row in a file without the column.
    ``imported``: False for columns that are only exported (counts, other ledgers' facts).
    ``soft``: what cannot be read is named and left empty, and the row goes in all the same.
    ``blank_erases``: a blank cell empties a former value; the rule is that it never does.
    ``mask``: how the value looks to those who may not see it in full.
    ``default``: value of a new row when the cell is blank or the column absent.
    """

    field: str
    header: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    required: bool = False
    imported: bool = True
    soft: bool = False
    blank_erases: bool = False
    mask: Callable[[str], str] | None = None
    default: Any = None
    spread_to: tuple[str, ...] = ()
    spread_headers: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    width: int = 14
    hidden_figure: str = ""  # permission without which the column is not exported

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, *self.spread_to)

    @property
    def help_blank(self) -> str:
        return f"没有填，{self.header}是必填项，请补上"

    @property
    def empties(self) -> tuple[Any, ...]:
        """What blank stands for, one value a field."""
        return (self.kind.empty,) if not self.spread_to else self.kind.empty


@dataclass(frozen=True)
class CellProblem:
    """One thing wrong with one row: where, what, and what to do."""

    line: int
    header: str
    message: str
    column: int | None = field(default=None, compare=False)
    soft: bool = False

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.header}：{self.message}"


Problems = list[tuple[int, str]]


def parse_cells(cells: Sequence[Any], parse: Parser, empty: Any) -> tuple[list[Any], Problems]:
    """All cells of a column at once; equal cells are parsed once.

    Returns the values and (index, message) of what could not be read.
    """
    parsed: dict[Any, Any] = {}
    wrong: dict[Any, str] = {}
    for cell in dict.fromkeys(cells):
        if cell is None or cell == "":
            parsed[cell] = empty
            continue
        try:
            parsed[cell] = parse(cell)
        except Invalid as problem:
            parsed[cell], wrong[cell] = empty, str(problem)
    values = list(map(parsed.__getitem__, cells))
    if not wrong:
        return values, []
    return values, [(i, wrong[cell]) for i, cell in enumerate(cells) if cell in wrong]


def clean_texts(cells: Sequence[Any], *, limit: int, lines: bool) -> list[str] | None:
    """A column of ordinary text stripped at once, or None where a cell needs a closer look."""
    try:
        texts = list(map(str.strip, cells))
    except TypeError:  # numbers or dates among them
        return None
    if limit and max(map(len, texts), default=0) > limit:
        return None
    everything = "".join(texts)
    if (_CONTROL if lines else _CONTROL_OR_BREAK).search(everything):
        return None
    suspicious = "#" in everything and not _ERROR_CELLS.isdisjoint(texts)
    return None if suspicious or NOT_CALCULATED in everything else texts
