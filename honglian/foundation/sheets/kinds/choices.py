"""Cells that name one of several things: a word of a list, yes or no, another object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from honglian.algo.standards import Invalid, is_blank

from ..columns import Column, Kind, Parser, plain
from .texts import same

if TYPE_CHECKING:
    from ..checking import Run

YES = {"是", "y", "yes", "true", "1", "有", "√", "对"}
NO = {"否", "n", "no", "false", "0", "无", "×", "x", "不是", "没有"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed list: pairs of stored code and shown word, with further spellings."""

    pairs: Sequence[tuple[str, str]] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    def parser(self, run: Run, column: Column) -> Parser:
        known = {same(word): code for word, code in self.also.items()}
        for code, word in self.pairs:
            known |= {same(word): code, same(code): code}
        words = "、".join(word for _, word in self.pairs[:12])

        def parse(cell: Any) -> str:
            text = plain(cell)
            code = known.get(same(text))
            if code is None:
                if is_blank(text):
                    return ""
                raise Invalid(f"“{text[:20]}”不在可选范围内，请从{words}中选一个")
            return code

        return parse

    def show(self, value: Any, run: Run) -> str:
        return next((word for code, word in self.pairs if code == value), value or "")

    def choices(self, run: Run) -> list[str]:
        return [word for _, word in self.pairs]


@dataclass(frozen=True)
class Flag(Kind):
    """是 or 否."""

    empty: Any = None

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> bool | None:
            text = same(plain(cell))
            if text in YES:
                return True
            if text in NO:
                return False
            if is_blank(text):
                return None
            raise Invalid(f"“{text[:20]}”请填“是”或“否”")

        return parse

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else "是" if value else "否"

    def choices(self, run: Run) -> list[str]:
        return ["是", "否"]


@dataclass(frozen=True)
class Reference(Kind):
    """Another object, named by code or name. ``lookup`` is a key of the run's lookups.

    The lookup is a :class:`Directory`.
    """

    lookup: str = ""
    empty: Any = None
    offered: bool = True

    def parser(self, run: Run, column: Column) -> Parser:
        directory: Directory = run.lookups[self.lookup]

        def parse(cell: Any) -> Any:
            text = plain(cell)
            found = directory.find(text)
            if found is None and not is_blank(text):
                raise Invalid(directory.unknown(text))
            return found

        return parse

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else run.lookups[self.lookup].name_of(value)

    def choices(self, run: Run) -> list[str]:
        return run.lookups[self.lookup].names if self.offered and run.lookups else []


class Directory:
    """Objects that cells may name: spelling → identifier, identifier → shown name.

    ``entries`` are (identifier, shown name, further spellings). A spelling that several
    objects share names none of them.
    """

    def __init__(
        self,
        what: str,
        entries: Iterable[tuple[Any, str, Iterable[str]]],
        advice: str,
        *,
        ambiguous: str = "请改填编码",
    ) -> None:
        self.what, self.advice, self.ambiguous = what, advice, ambiguous
        self._names: dict[Any, str] = {}
        self._known: dict[str, set[Any]] = {}
        for identifier, name, spellings in entries:
            self._names[identifier] = name
            for spelling in (name, *spellings):
                if spelling:
                    self._known.setdefault(same(spelling), set()).add(identifier)

    def find(self, text: str) -> Any:
        """The identifier, None if there is no such object; Invalid if there are several."""
        found = self._known.get(same(text))
        if found and len(found) > 1:
            raise Invalid(f"有 {len(found)} 个{self.what}都叫“{text}”，{self.ambiguous}")
        return next(iter(found)) if found else None

    def unknown(self, text: str) -> str:
        return f"没有找到{self.what}“{text[:40]}”，{self.advice}"

    def name_of(self, identifier: Any) -> str:
        return self._names.get(identifier, str(identifier))

    @property
    def names(self) -> list[str]:
        return list(self._names.values())
