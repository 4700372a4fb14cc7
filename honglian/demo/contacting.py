"""What instructors know, who is on leave, who must stay away, and a proposal waiting for a decision."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from honglian.domains.enterprises.api import (
    ContactLog,
    ContactPledge,
    Enterprise,
    Instructor,
    assigning,
    contacts,
    update,
    withdraw_promise,
)
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .pledges import SKILLS

LANGUAGES = ("英语", "日语", "韩语")
WEIGHTS = {"chain": 40, "skill": 25, "kilometre": 2, "farthest": 30, "change": 30, "even": 3}
NEEDY = 8  # every eighth enterprise says what its guide should know


def play_contacts(zone: Zone, rng: Random, admin: Actor) -> int:
    """Returns how many acts it took. Every third instructor is described, so that some are not known."""
    people = list(Instructor.rows.filter(zone=zone).order_by("pk"))
    firms = list(Enterprise.rows.filter(zone=zone, is_key=True).order_by("pk"))
    acts = _describe(zone, rng, admin, people, firms)
    acts += _needs(rng, admin, firms)
    acts += _leave(admin, people)
    acts += _tie(admin, people, firms)
    acts += _withdrawn(zone, admin)
    assigning.propose(name="年度包保调整（试算）", asked={"kind": "key"}, weights=WEIGHTS, by=admin)
    return acts + 1


def _describe(
    zone: Zone, rng: Random, admin: Actor, people: list[Instructor], firms: list[Enterprise]
) -> int:
    chains, placed = list(zone.chains.order_by("pk")), [f for f in firms if f.longitude]
    for number, one in enumerate(people[::3]):
        place = rng.choice(placed) if placed else None
        contacts.update_instructor(
            instructor_id=one.pk,
            chains=[chains[number % len(chains)]],
            skills="、".join(
                [one.skills or rng.choice(SKILLS), *rng.sample(LANGUAGES, number % 2)]
            ),
            longitude=place.longitude if place else None,
            latitude=place.latitude if place else None,
            by=admin,
        )
    return len(people[::3])


def _needs(rng: Random, admin: Actor, firms: list[Enterprise]) -> int:
    for firm in firms[::NEEDY]:
        update(enterprise_id=firm.pk, needs=rng.choice([*SKILLS, *LANGUAGES]), by=admin)
    return len(firms[::NEEDY])


def _leave(admin: Actor, people: list[Instructor]) -> int:
    """The guide of the login page stands in for a colleague this week."""
    guide = next((p for p in people if p.user_id), people[0])
    absent = next(p for p in people if p.pk != guide.pk)
    today = clock.today()
    contacts.cover_leave(
        absent_id=absent.pk, cover_id=guide.pk, starts_on=today - timedelta(days=1),
        until=today + timedelta(days=6), why="年休假", by=admin,
    )  # fmt: skip
    return 1


def _tie(admin: Actor, people: list[Instructor], firms: list[Enterprise]) -> int:
    guided = set(
        ContactPledge.rows.filter(instructor=people[-1]).values_list("enterprise", flat=True)
    )
    firm = next(f for f in firms if f.pk not in guided)
    contacts.declare_conflict(
        instructor_id=people[-1].pk, enterprise_id=firm.pk, why="曾在该企业任职，持有股份", by=admin
    )
    return 1


def _withdrawn(zone: Zone, admin: Actor) -> int:
    rows = ContactLog.rows.filter(zone=zone, promise_done_on=None).exclude(promise="")
    entry = rows.order_by("promise_due_on", "pk").first()
    if entry is None:
        return 0
    withdraw_promise(
        entry_id=entry.pk, reason="补助政策已停办，当面向企业说明并介绍了新政策", by=admin
    )
    return 1
