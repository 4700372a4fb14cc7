"""Who is expected at a meeting, and who of them has an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from honglian.domains.members.api import PartyMember, placing
from honglian.foundation.access.api import Grant
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.kit import clock
from honglian.kit.actor import ScopeKind

from .models import Meeting, Seat


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody on the roll before it is ticked; ``counts`` is what is proposed."""

    key: str
    name: str
    member_id: int | None = None
    probationary: bool = False
    counts: bool = True
    why: str = ""


def posts_of(branch: PartyOrg, day: date) -> list[Post]:
    """The committee on a day: secretary, deputies, members, each person once."""
    rows = Post.objects.filter(org=branch).filter(
        (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gt=day))
    )
    order = {Post.Kind.SECRETARY: 0, Post.Kind.DEPUTY: 1, Post.Kind.COMMITTEE: 2}
    found: dict[str, Post] = {}
    for post in sorted(rows, key=lambda p: (order[Post.Kind(p.kind)], p.pk)):
        found.setdefault(post.person_name, post)
    return list(found.values())


def secretary_of(branch: PartyOrg, day: date) -> str:
    posts = posts_of(branch, day)
    return posts[0].person_name if posts and posts[0].kind == Post.Kind.SECRETARY else ""


def invited(meeting: Meeting) -> list[Invited]:
    """The roll of a meeting: the branch's members of that day, or its committee.

    Members who are away (流出) are proposed as not counted; a group's roll follows its last one.
    """
    day = min(meeting.day, clock.today())
    members = _members(meeting.branch, day)
    if meeting.kind_info.seats == "committee":
        by_name = {m.name: m.pk for m in members}
        posts = posts_of(meeting.branch, day)
        if len(posts) > 1:
            return [
                Invited(f"p{post.pk}", post.person_name, by_name.get(post.person_name))
                for post in posts
            ]
        return [_maybe(m, {p.person_name for p in posts}) for m in members]
    others = _not_of_group(meeting) if meeting.kind_info.seats == "group" else set()
    return [_invite(m, day, m.pk in others) for m in members]


def _maybe(member: PartyMember, known: set[str]) -> Invited:
    """A branch whose committee is not registered: the recorder ticks who is on it."""
    sits = member.name in known
    return Invited(
        f"m{member.pk}", member.name, member.pk, counts=sits, why="" if sits else "不是支委"
    )


def _members(branch: PartyOrg, day: date) -> list[PartyMember]:
    periods = placing.counted_on(branch.zone_id, day).filter(branch=branch)
    rows = PartyMember.rows.filter(pk__in=periods.values("member"))
    return list(rows.order_by("category", "name", "pk"))


def _invite(member: PartyMember, day: date, elsewhere: bool) -> Invited:
    away = member.floating == PartyMember.Floating.OUT
    why = "在别的党小组" if elsewhere else "流动外出" if away else ""
    probationary = member.full_on is None or member.full_on > day
    return Invited(
        f"m{member.pk}", member.name, member.pk, probationary, not (away or elsewhere), why
    )


def _not_of_group(meeting: Meeting) -> set[int]:
    """Members whom the group's last roll did not count."""
    held = Meeting.rows.filter(group=meeting.group_id, held_on__isnull=False)
    last = held.exclude(pk=meeting.pk).order_by("-held_on", "-pk").first()
    rows = Seat.objects.filter(meeting=last, counts=False, member__isnull=False)
    return set(rows.values_list("member_id", flat=True)) if last else set()


def accounts_expected(meeting: Meeting) -> tuple[int | None, list[int]]:
    """Whom a notice reaches: the organisation's accounts, or only its committee's."""
    users = [p.user_id for p in posts_of(meeting.branch, clock.today()) if p.user_id]
    if meeting.kind_info.seats == "committee":
        return None, users
    return meeting.branch_id, users


def accounts_of(branch: PartyOrg) -> list[tuple[int, str]]:
    """People with an account that works for exactly this branch."""
    rows = Grant.objects.in_force(clock.today()).unscoped("accounts that work for the branch")
    rows = rows.filter(scope_kind=ScopeKind.ORG, scope_id=branch.pk, user__is_active=True)
    return list(dict(rows.select_related("user").values_list("user_id", "user__name")).items())
