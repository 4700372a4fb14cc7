"""Looks for what the rules suggest, in all rooms of members. Read-only; a job keeps what is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from honglian.kit.rules import BOOK

from ..dues.selectors import accounts
from ..floating.selectors import stays_of_zone
from ..models import PartyMember
from ..placing import COUNTED
from ..standing import activity
from ..standing.models import StandingMatter


@dataclass(frozen=True)
class Found:
    """A member of whom a rule says something."""

    member: PartyMember
    rule: str
    words: str


def find(zone_id: int, today: date) -> Iterator[Found]:
    """Everything that the rules suggest about members of a zone on a day."""
    rows = PartyMember.rows.filter(zone_id=zone_id).select_related("branch")
    people = list(rows.filter(standing__in=(*COUNTED, PartyMember.Standing.SUSPENDED)))
    yield from _dues([m for m in people if m.standing in COUNTED], today)
    yield from _away(zone_id, today)
    yield from _lost(people, today)
    yield from _unseen(zone_id, [m for m in people if m.standing in COUNTED], today)


def _say(member: PartyMember, rule: str, on: date, /, **facts: object) -> Iterator[Found]:
    found = BOOK.find(rule, on, **facts)
    if found:
        yield Found(member, rule, found.words)


def _dues(people: list[PartyMember], today: date) -> Iterator[Found]:
    """The red warning takes the place of the yellow one."""
    for member, account in zip(people, accounts(people).values(), strict=True):
        months = account.in_a_row(today)
        said = list(_say(member, "DUE-05", today, months=months))
        for one in said or _say(member, "DUE-08", today, months=months):
            yield Found(member, one.rule, f"{member.name}{one.words}")


def _away(zone_id: int, today: date) -> Iterator[Found]:
    for stay in stays_of_zone(zone_id):
        member = stay.member
        if member is None:
            continue
        yield from _say(
            member, "TR-01", today,
            name=stay.name, left=stay.left_on, fixed=stay.is_settled, today=today,
        )  # fmt: skip
        yield from _say(
            member, "FL-02", today, name=stay.name, registered=stay.registered_on,
            reported=stay.reported_on, today=today,
        )  # fmt: skip
        yield from _say(
            member, "FL-04", today, name=stay.name, contact=stay.last_contact, today=today
        )
        yield from _say(
            member, "FL-05", today, name=stay.name, kind=stay.kind, left=stay.left_on, today=today
        )


def _lost(people: list[PartyMember], today: date) -> Iterator[Found]:
    """Terms of MB-01 and MB-02 that have run out: a branch may take the matter up now."""
    going = set(
        StandingMatter.rows.filter(member__in=people, state="going").values_list(
            "member_id", flat=True
        )
    )
    since = activity.suspended_since([m for m in people if m.standing == "suspended"])
    for member in people:
        if member.pk in going:
            continue
        if member.is_lost and member.standing in COUNTED:
            if BOOK.find("MB-01", today, lost_on=member.lost_on, searched=True, decided=today):
                continue
            words = (
                f"{member.name}自 {member.lost_on} 失联已满 6 个月，请支部查找并研究是否停止党籍"
            )
            yield Found(member, "MB-01", words)
        elif member.pk in since:
            day = since[member.pk]
            if BOOK.find("MB-02", today, suspended=day, decided=today):
                continue
            words = f"{member.name}自 {day} 停止党籍已满 2 年，仍无法联系的，请支部研究"
            yield Found(member, "MB-02", words)


def _unseen(zone_id: int, people: list[PartyMember], today: date) -> Iterator[Found]:
    """Only where somebody reports activity: silence of the software says nothing about a member."""
    seen, lived = activity.last_seen(zone_id), activity.last_life(zone_id)
    for member in people:
        if member.is_lost:
            continue
        yield from _say(
            member, "MB-08", today, name=member.name, seen=seen.get(member.pk), today=today
        )
        yield from _say(
            member, "MB-05", today, name=member.name, since=lived.get(member.pk), today=today
        )
