"""Names, codes and numbers that identify: kept as text, checked by their standards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from honglian.algo.standards import Invalid, id_card, is_blank, mobile, uscc
from honglian.algo.standards import plain as compact

from ..columns import Column, Kind, Parser, clean_texts, plain

if TYPE_CHECKING:
    from ..checking import Run


def same(text: str) -> str:
    """Two names that differ only in width, spaces or case are the same name."""
    return compact(text).lower()


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``limit`` characters, kept as typed."""

    limit: int = 0
    lines: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        limit, lines = self.limit, self.lines

        def parse(cell: Any) -> str:
            text = plain(cell)
            if not lines and ("\n" in text or "\r" in text or "\t" in text):
                text = " ".join(text.split())
            if limit and len(text) > limit:
                raise Invalid(f"有 {len(text)} 个字，最多 {limit} 个，请缩短")
            return text

        return parse

    def parse_all(
        self, cells: Sequence[Any], parse: Parser
    ) -> tuple[list[Any], list[tuple[int, str]]]:
        texts = clean_texts(cells, limit=self.limit, lines=self.lines) if self.is_plain else None
        return (texts, []) if texts is not None else super().parse_all(cells, parse)

    @property
    def is_plain(self) -> bool:
        """Whether stripping is all that its cells need."""
        return type(self) in (Text, Words)


@dataclass(frozen=True)
class Words(Text):
    """Free text for which usual words are offered."""

    offered: tuple[str, ...] = ()

    def choices(self, run: Run) -> list[str]:
        return list(self.offered)


@dataclass(frozen=True)
class Names(Text):
    """Names of people, several divided by 、 or a comma; kept with 、 between them."""

    def parser(self, run: Run, column: Column) -> Parser:
        parse = super().parser(run, column)

        def names(cell: Any) -> str:
            text = parse(cell)
            return "" if is_blank(text) else "、".join(filter(None, _SEPARATORS.split(text)))

        return names


_SEPARATORS = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True)
class Code(Kind):
    """A short code: half width, capitals (or ``lower`` case), no spaces.

    ``pattern`` is what it must look like, ``shape`` says so in words, ``drop`` is left out.
    """

    limit: int = 32
    pattern: str = ""
    shape: str = ""
    drop: str = ""
    lower: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        pattern = re.compile(self.pattern) if self.pattern else None
        drop = re.compile(self.drop) if self.drop else None

        def parse(cell: Any) -> str:
            code = compact(plain(cell))
            code = code.lower() if self.lower else code.upper()
            if is_blank(code):
                return ""
            if drop:
                code = drop.sub("", code)
            if len(code) > self.limit:
                raise Invalid(f"有 {len(code)} 位，最多 {self.limit} 位，请核对")
            if pattern and not pattern.fullmatch(code):
                raise Invalid(f"“{code}”不像{column.header}，应为{self.shape}，请核对")
            return code

        return parse


@dataclass(frozen=True)
class CreditCode(Kind):
    """统一社会信用代码 (GB 32100-2015)."""

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> str:
            text = cell if type(cell) is str else plain(cell)
            if uscc.is_valid(text):
                return text
            return "" if is_blank(plain(text)) else uscc.parse(plain(text))

        return parse

    def parse_all(
        self, cells: Sequence[Any], parse: Parser
    ) -> tuple[list[Any], list[tuple[int, str]]]:
        """Codes are all different: the valid ones stay as they are, the others are looked at."""
        values, problems = list(cells), []
        for index, cell in enumerate(cells):
            if type(cell) is str and uscc.is_valid(cell):
                continue
            try:
                values[index] = "" if cell is None or cell == "" else parse(cell)
            except Invalid as problem:
                values[index] = self.empty
                problems.append((index, str(problem)))
        return values, problems


@dataclass(frozen=True)
class IdNumber(Kind):
    """公民身份号码 (GB 11643-1999)."""

    def parser(self, run: Run, column: Column) -> Parser:
        today = run.today

        def parse(cell: Any) -> str:
            text = plain(cell)
            return "" if is_blank(text) else id_card.parse(text, today=today).number

        return parse


@dataclass(frozen=True)
class Mobile(Kind):
    """A mobile number; with ``fixed_too`` a fixed line is as good."""

    fixed_too: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> str:
            text = plain(cell)
            if is_blank(text):
                return ""
            if self.fixed_too and FIXED_LINE.fullmatch(compact(text)):
                return compact(text)
            return mobile.parse(text)

        return parse


FIXED_LINE = re.compile(r"(\(?0\d{2,3}\)?-?)?\d{7,8}(-\d{1,6})?")
