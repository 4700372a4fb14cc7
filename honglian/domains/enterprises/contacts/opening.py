"""What an instructor has open: enterprises, promises, and what is followed at neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.urls import reverse

from ..models import ContactLog, ContactPledge, Instructor
from ..validity import held_on
from .following import Followed, Following, followed_by


@dataclass
class Open:
    """Lists of what has to go to somebody else."""

    pledges: list[ContactPledge]
    promises: list[ContactLog]
    followed: list[tuple[Following, Followed]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Facts of rule CT-02."""
        return {
            "enterprises": len({p.enterprise_id for p in self.pledges}),
            "promises": len(self.promises),
            "followed": len(self.followed),
        }

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def lines(self) -> Iterable[tuple[str, str, str, str, int | None]]:
        """(key, kind, words, address, enterprise) of each that needs a successor of its own."""
        for p in self.pledges:
            url = reverse("enterprises:detail", args=[p.enterprise_id])
            yield f"pledge-{p.pk}", p.get_kind_display(), p.enterprise.name, url, p.enterprise_id
        for kind, one in self.followed:
            yield f"{kind.code}-{one.id}", kind.name, one.title, one.url, one.enterprise_id


def open_of(instructor: Instructor, day: date) -> Open:
    """What is still open with somebody who would not be there from ``day`` on.

    Promises go with their enterprise: those where somebody else is primary by then are not open.
    """
    pledges = ContactPledge.rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), instructor=instructor
    )
    followed = ContactPledge.rows.filter(held_on(day), kind=ContactPledge.Kind.PRIMARY)
    promises = ContactLog.rows.filter(
        keeper=instructor, promise_done_on__isnull=True, promise_withdrawn_on__isnull=True
    ).exclude(promise="")
    promises = promises.exclude(
        enterprise__in=followed.exclude(instructor=instructor).values("enterprise")
    )
    return Open(
        list(pledges.select_related("enterprise__chain").order_by("kind", "enterprise__name")),
        list(promises.select_related("enterprise", "keeper").order_by("promise_due_on", "pk")),
        followed_by(instructor),
    )
