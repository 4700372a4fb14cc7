"""Tables for people, JSON for programs, and the files that keep both."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks import machine

RESULTS = Path(__file__).resolve().parent / "results"
ROOT = RESULTS.parent.parent


@dataclass(slots=True)
class Target:
    """A promised figure and what was measured; `met` is None when it could not be measured."""

    what: str
    wanted: str
    measured: str
    met: bool | None


@dataclass(slots=True)
class Table:
    """A titled table of text cells."""

    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """One measurement on one database: parameters, raw figures, tables and targets."""

    name: str
    database: str
    quick: bool
    parameters: dict[str, object]
    machine: dict[str, object] = field(default_factory=machine.describe)
    measured_at: str = ""
    revision: str = ""
    peers: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: dict[str, object] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.measured_at = datetime.now().astimezone().isoformat(timespec="seconds")
        self.revision = machine.revision(ROOT)

    def aim(self, what: str, wanted: str, measured: float, met: bool, form: str = "{:.2f}") -> None:
        """Note a target with its measured figure."""
        self.targets.append(Target(what, wanted, form.format(measured), met))

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def save(self) -> Path:
        """Keep the result as benchmarks/results/NAME-DATABASE.json."""
        path = RESULTS / f"{self.name}-{self.database}.json"
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def show(self) -> str:
        """The whole report as text for a terminal."""
        head = f"{self.name} · {self.database} · {self.measured_at} · {self.revision}"
        cpu = self.machine
        where = f"{cpu['cpu']}，{cpu['cores']} 核，{cpu['memory_gib']} GiB，测前负载 {cpu['load_before']}"
        parts = [head, where, *(_draw(table) for table in self.tables)]
        if self.targets:
            aims = Table("目标", ["项目", "要求", "实测", "达到"])
            marks = {True: "是", False: "否", None: "未测"}
            aims.rows = [[t.what, t.wanted, t.measured, marks[t.met]] for t in self.targets]
            parts.append(_draw(aims))
        parts.extend(f"注：{note}" for note in self.notes)
        return "\n\n".join(parts)


def finish(reports: Sequence[Report], *, as_json: bool) -> int:
    """Print the reports, keep the full ones, and return 1 if a target is missed, else 0."""
    for report in reports:
        if not report.quick:
            report.save()
    if as_json:
        json.dump([report.as_json() for report in reports], sys.stdout, ensure_ascii=False)
        print()
    else:
        print("\n\n".join(report.show() for report in reports))
    missed = any(target.met is False for report in reports for target in report.targets)
    return 1 if missed else 0


def say(text: str) -> None:
    """Progress goes to the error stream, so that JSON stays clean."""
    print(text, file=sys.stderr, flush=True)


def _draw(table: Table) -> str:
    lines = [table.columns, *table.rows]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(table.columns))]
    drawn = [
        "  ".join(_pad(cell, width, place > 0) for place, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(line, widths, strict=True)) for line in lines)
    ]
    return "\n".join(
        [table.title, drawn[0], "  ".join("─" * width for width in widths), *drawn[1:]]
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
