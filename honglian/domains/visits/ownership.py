"""Who may see the photos of a hazard: whoever sees the hazard."""

from __future__ import annotations

from honglian.kit.actor import Actor

from .hazards.models import Hazard


def of_hazard(actor: Actor, pk: int) -> bool:
    return Hazard.objects.visible_to(actor).filter(pk=pk).exists()
