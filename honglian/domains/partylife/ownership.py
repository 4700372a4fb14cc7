"""Who may see the files of rectification items and trainings: whoever sees the thing itself."""

from __future__ import annotations

from honglian.kit.actor import Actor

from .rectify.models import RectifyItem
from .training.models import Training


def of_item(actor: Actor, pk: int) -> bool:
    return RectifyItem.objects.visible_to(actor).filter(pk=pk).exists()


def of_training(actor: Actor, pk: int) -> bool:
    return Training.objects.visible_to(actor).filter(pk=pk).exists()
