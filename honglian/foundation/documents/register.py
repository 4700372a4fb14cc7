"""Numbers of documents: without gaps, one per document, the same for ever.

Called inside an action of the domain that issues the document; the action checks who may.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, models, transaction

from honglian.foundation.workflow.api import next_number
from honglian.kit import clock
from honglian.kit.actor import Actor

from .declaration import Document, digest
from .models import Paper


@dataclass(frozen=True)
class Matter:
    """What a document is about. ``mark`` is the issuer's short name before the year (机关代字)."""

    zone_id: int
    kind: str
    mark: str
    subject_kind: str
    subject_id: int
    occasion: int = 0


def find(matter: Matter) -> Paper | None:
    """The paper that was issued on this matter, if any."""
    return Paper.objects.filter(
        zone_id=matter.zone_id,
        kind=matter.kind,
        subject_kind=matter.subject_kind,
        subject_id=matter.subject_id,
        occasion=matter.occasion,
    ).first()


def papers_about(subject: models.Model) -> list[Paper]:
    """Everything issued about an object that the caller has already found visible, newest first."""
    kind = subject._meta.label_lower
    return list(Paper.objects.filter(subject_kind=kind, subject_id=subject.pk))


def issue(
    matter: Matter, compose: Callable[[str, date], Document], *, by: Actor
) -> tuple[Paper, Document]:
    """Give the document its number on the first time and the same one ever after.

    ``compose`` gets number and day and returns the document. Must run inside a transaction: the
    counter is held until its end, and a transaction that fails gives its number back.
    """
    known = find(matter)
    if known is None:
        try:
            with transaction.atomic():
                return _first(matter, compose, by)
        except IntegrityError:  # somebody else issued it while this one waited for the counter
            known = find(matter)
            if known is None:
                raise
    document = compose(known.number, known.issued_on)
    return _again(known, document, by), document


def _first(
    matter: Matter, compose: Callable[[str, date], Document], by: Actor
) -> tuple[Paper, Document]:
    now, today = clock.now(), clock.today()
    row = f"{matter.kind}〔{today.year}〕"
    serial = int(re.sub(r"^.*〕", "", next_number(matter.zone_id, row, width=1)))
    number = f"{matter.mark}〔{today.year}〕{serial}号"
    document = compose(number, today)
    paper = Paper.objects.create(
        zone_id=matter.zone_id,
        kind=matter.kind,
        year=today.year,
        serial=serial,
        number=number,
        title=document.title[:160],
        subject_kind=matter.subject_kind,
        subject_id=matter.subject_id,
        occasion=matter.occasion,
        issued_on=today,
        issued_at=now,
        issued_by=by.name[:64],
        issued_by_user_id=by.user_id,
        last_at=now,
        last_by=by.name[:64],
        content=digest(document),
    )
    return paper, document


def _again(paper: Paper, document: Document, by: Actor) -> Paper:
    now, content = clock.now(), digest(document)
    if content != paper.content:
        paper.content, paper.changed_at = content, now
    paper.last_at, paper.last_by = now, by.name[:64]
    Paper.objects.filter(pk=paper.pk).update(
        times=models.F("times") + 1,
        last_at=now,
        last_by=paper.last_by,
        content=content,
        changed_at=paper.changed_at,
    )
    paper.times += 1
    return paper
