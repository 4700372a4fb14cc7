"""The ladder that a stuck whistle climbs (逐级上报), and what makes one sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from honglian.kit.errors import Refusal

from .parts import Code, Part


class Rung(Part):
    """One step of the ladder a whistle climbs when it gets stuck (上报): who takes it on there.

    ``role`` is the role whose desk it lies on; ``supervision`` above 0 puts the case under that
    level of supervision on arrival; ``next`` is the code of the rung above, empty at the top.
    """

    code: Code
    name: str
    role: Literal["grid_worker", "grid_leader", "dispatcher", "org_admin", "leader"]
    next: Code | Literal[""] = ""
    supervision: int = Field(default=0, ge=0, le=4)


def first_rung(ladder: Sequence[Rung]) -> Rung | None:
    """The rung that no other one leads to."""
    above = {r.next for r in ladder}
    return next((r for r in ladder if r.code not in above), None)


def check_ladder(ladder: Sequence[Rung]) -> None:
    """From the bottom every rung is reached once and there is a top; raises :class:`Refusal`."""
    rungs = {r.code: r for r in ladder}
    for rung in ladder:
        if rung.next and rung.next not in rungs:
            raise Refusal(
                f"上报层级“{rung.name}”的上一级 {rung.next} 没有写，请补上或改正。", field="cases"
            )
    seen: list[str] = []
    here = first_rung(ladder) or next(iter(ladder), None)
    while here is not None and here.code not in seen:
        seen.append(here.code)
        here = rungs.get(here.next)
    if here is not None:
        names = "→".join(rungs[code].name for code in [*seen, here.code])
        raise Refusal(f"上报层级绕成了圈：{names}。请让最高一级的 next 空着。", field="cases")
    if missed := [r.name for r in ladder if r.code not in seen]:
        raise Refusal(
            f"上报层级“{'、'.join(missed)}”接不到同一架梯子上，请写明各级的上一级（next）。",
            field="cases",
        )
