"""Reads about life meetings. The level above gets figures of what was said, never the words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from ..limits import CRITICISMS, SELF_CRITICISMS
from ..rectify.models import RectifyItem
from .models import STEPS, Criticism, LifeMeeting, Preparation

HELD = ("held", "settled")


def meetings(actor: Actor) -> QuerySet[LifeMeeting]:
    return LifeMeeting.objects.visible_to(actor).select_related("branch", "item")


def meeting(actor: Actor, pk: int) -> LifeMeeting:
    return get_object_or_404(meetings(actor).select_related("previous"), pk=pk)


def last_held(branch_id: int) -> LifeMeeting | None:
    rows = LifeMeeting.rows.filter(branch_id=branch_id, state__in=HELD)
    return rows.order_by("-held_on", "-pk").first()


def is_host(actor: Actor, found: LifeMeeting) -> bool:
    return actor.user_id is not None and found.host_user_id == actor.user_id


def missing_preparation(found: LifeMeeting) -> list[str]:
    """Names of the steps that nobody noted; the first meeting has no last list to report on."""
    done = set(found.preparations.values_list("step", flat=True))
    wanted = [s for s in STEPS if s != "last_time" or found.previous_id]
    return [STEPS[s] for s in wanted if s not in done]


@dataclass(frozen=True)
class Prepared:
    """One step of the preparation as the page shows it."""

    code: str
    name: str
    done: Preparation | None


def preparation(found: LifeMeeting) -> list[Prepared]:
    done = {p.step: p for p in found.preparations.all()}
    wanted = [s for s in STEPS if s != "last_time" or found.previous_id]
    return [Prepared(s, STEPS[s], done.get(s)) for s in wanted]


def carried_over(actor: Actor, found: LifeMeeting) -> list[RectifyItem]:
    """The last meeting's list with the state of each, and what its rebounds reopened."""
    if found.previous_id is None:
        return []
    rows = RectifyItem.objects.visible_to(actor).filter(life_meeting=found.previous_id)
    return list(rows.exclude(state="dropped").order_by("pk"))


def problems(actor: Actor, found: LifeMeeting) -> list[RectifyItem]:
    rows = RectifyItem.objects.visible_to(actor).filter(life_meeting=found)
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Said:
    """How much was said, without a word of it: what the level above may know."""

    selves: int
    others: int
    findings: list[str]


def said(found: LifeMeeting) -> Said:
    """Counts of a meeting and what CR-01 and CR-02 say about them."""
    rows = Criticism.rows.filter(meeting=found).values_list("critic_id", "is_self")
    own = Counter(critic for critic, is_self in rows if is_self)
    given = Counter(critic for critic, is_self in rows if not is_self)
    here = [s for s in found.seats.all() if s.present]
    without_self = tuple(s.name for s in here if own[s.pk] < SELF_CRITICISMS)
    without_others = tuple(s.name for s in here if given[s.pk] < CRITICISMS)
    day = found.held_on or clock.today()
    findings = [
        BOOK.find("CR-01", day, without=without_self),
        BOOK.find("CR-02", day, without=without_others),
    ]
    return Said(sum(own.values()), sum(given.values()), [f.sentence for f in findings if f])


def concerns(actor: Actor, found: LifeMeeting) -> bool:
    """Whether this person has anything to read, or may note something."""
    if is_host(actor, found):
        return True
    return found.seats.filter(user_id=actor.user_id).exists() if actor.user_id else False
