"""A grid of a corner of the world, with its lead and something reported in it."""

from __future__ import annotations

from datetime import date

from honglian.domains.grids import api as grids
from honglian.kit import clock
from honglian.kit.actor import Actor


def grid_of(things: dict, number: int) -> dict[str, object]:
    """Own, other and foreign each have a grid with the enterprise, a duty, and an event at its department."""
    org, firm = things["org"], things["enterprise"]
    by = Actor.system(org.zone_id)
    grid = grids.actions.create(
        code=f"TST-AA-{number:03d}", name=f"第{number}网格", basis="list", starts_on=date(2026, 1, 1),
        chain_id=things["chain"].pk, by=by,
    )  # fmt: skip
    grids.actions.place(enterprise_id=firm.pk, grid_id=grid.pk, reason="测试", by=by)
    duty = grids.actions.assign(
        grid_id=grid.pk, kind="lead", person_name="网格长", starts_on=date(2026, 1, 1), by=by
    )
    event = grids.reporting.report(
        matter_code="safety_self", text="台账没有更新", enterprise_id=firm.pk, by=by
    )
    grids.reporting.dispatch(event_id=event.pk, department_id=things["department"].pk, by=by)
    figures = {"spread": 0.2, "way": 1.0, "cost": 0.5}
    plan = grids.GridPlan.rows.create(
        zone_id=org.zone_id, limits={"load": "4", "risk": "2", "way": "1", "keep": "1"},
        summary={"grids": [], "today": figures, "plan": figures, "bound": 0.4, "units": 1, "moved": 0},
        moves=[], made_by="林晓棠", made_at=clock.now(),
    )  # fmt: skip
    return {"grid": grid, "grid_duty": duty, "grid_event": event, "grid_plan": plan}
