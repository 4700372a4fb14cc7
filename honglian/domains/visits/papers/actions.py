"""Issuing a document: a number, a line in the register, an entry in the audit log."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.documents.api import Document, Paper, find, issue
from honglian.kit.actions import action
from honglian.kit.actor import Actor

from .compose import KINDS, document
from .matters import issuer_of, matter_of


@action("visits.view")
def issue_paper(*, kind: str, thing_id: int, by: Actor) -> tuple[Paper, Document]:
    """Issue it, or make it again under its number; the first time needs the kind's own permission."""
    found = KINDS[kind]
    thing = get_object_or_404(found.thing.objects.visible_to(by), pk=thing_id)
    matter = matter_of(found, thing)
    if find(matter) is None:
        by.require(found.permission)
    compose = document(found, thing, issuer_of(found, thing))
    paper, made = issue(matter, compose, by=by)
    record(by=by, verb="visits.paper", target=thing, note=f"{found.name} {paper.number}")
    return paper, made
