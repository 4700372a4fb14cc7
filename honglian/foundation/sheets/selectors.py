"""Reads about batches, always for an actor."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from honglian.kit.actor import Actor

from .models import ImportBatch
from .rights import may_import, open_ledgers
from .sheet import LEDGERS, Sheet


def batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Batches of the ledgers this actor may import."""
    codes = [sheet.code for sheet in LEDGERS.values() if may_import(actor, sheet)]
    return ImportBatch.objects.visible_to(actor).filter(ledger__in=codes)


def batch(actor: Actor, pk: int) -> ImportBatch:
    """One batch within scope, else 404."""
    return get_object_or_404(batches(actor), pk=pk)


def open_ledger(actor: Actor, code: str) -> Sheet:
    """A ledger this actor may import or export, else 404."""
    found = next((s for s in open_ledgers(actor) if s.code == code), None)
    if found is None:
        raise Http404
    return found
