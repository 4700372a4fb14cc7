"""A figure of the cockpit: a definition over records, and the address of those records.

Each figure is a queryset (or two for a share) that a list page shows under the address in
``url``; a test follows every address and counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from honglian.ui.format import number, percent


@dataclass(frozen=True)
class Figure:
    """``whole`` is None for a count; for a share ``part`` / ``whole``, undefined over zero.

    ``bonus`` is added to the part of a weighted share (基本满意 counts 0.9).
    """

    code: str
    label: str
    part: int | float | Decimal
    url: str
    definition: str
    unit: str = "个"
    whole: int | None = None
    whole_url: str = ""
    is_share: bool = False
    tone: str = ""
    note: str = ""

    @property
    def raw(self) -> float | None:
        if not self.is_share:
            return float(self.part)
        return float(Decimal(str(self.part)) / self.whole) if self.whole else None

    @property
    def shown(self) -> str:
        return percent(self.raw) if self.is_share else number(self.part)

    @property
    def shown_unit(self) -> str:
        return "" if self.is_share else self.unit

    @property
    def fraction(self) -> str:
        """The two numbers behind a share, e.g. “170 / 248”."""
        return f"{number(self.part)} / {number(self.whole)}" if self.is_share else self.note
