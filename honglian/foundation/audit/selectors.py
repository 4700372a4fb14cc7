"""Reads of the audit trail, actor first."""

from __future__ import annotations

from django.db.models import QuerySet

from honglian.kit.actor import Actor

from .models import AuditEntry


def entries(actor: Actor) -> QuerySet[AuditEntry]:
    """The zone's log, newest last; only for who may look at it."""
    return AuditEntry.objects.visible_to(actor)
