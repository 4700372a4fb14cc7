"""Who may see the files of a meeting: whoever sees the meeting."""

from __future__ import annotations

from honglian.kit.actor import Actor

from .models import Meeting


def of_meeting(actor: Actor, pk: int) -> bool:
    return Meeting.objects.visible_to(actor).filter(pk=pk).exists()
