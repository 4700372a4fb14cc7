"""Who works on an order while its handler is away."""

from __future__ import annotations

from ..models import Delegation, Order


def deputy_of(order: Order) -> dict[str, int | None]:
    """Columns of an order that comes back to somebody who is away: the deputy gets it."""
    if order.handler_id is None:
        return {}
    running = Delegation.objects.filter(
        absent_id=order.handler_id,
        department_id=order.department_id,
        state=Delegation.State.RUNNING,
    ).first()
    if running is None:
        return {}
    absent, order.handler_id = order.handler_id, running.deputy_id
    return {"handler_id": running.deputy_id, "stands_in_for_id": absent}
