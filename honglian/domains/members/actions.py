"""Writes about organisations' posts and about members."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import Department, PartyOrg, Post
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .models import PartyMember
from .organising.checks import check_secretary


@action("members.reveal")
def reveal(*, member_id: int, by: Actor) -> PartyMember:
    """The member with personal fields to be shown in full; each look is on record (O.1)."""
    member = get_object_or_404(
        PartyMember.objects.visible_to(by).select_related("branch"), pk=member_id
    )
    record(by=by, verb="members.reveal", target=member, note="身份证号、手机、住址")
    return member


@action("orgs.edit")
def appoint(
    *,
    org_id: int,
    kind: str,
    person_name: str,
    department_id: int | None = None,
    duty: str = "",
    appointed_by: str = "",
    starts_on: date | None = None,
    excuse: str = "",
    is_namesake: bool = False,
    by: Actor,
) -> Post:
    """Give a person a post in an organisation; one person may hold several (兼任, ORG-016).

    An organisation has one secretary at a time: the present one is ended on the same day.
    ``excuse`` explains a secretary of less than a year (ORG-015), ``is_namesake`` that the
    secretary of another branch is somebody else of the same name.
    """
    org = get_object_or_404(PartyOrg.objects.visible_to(by), pk=org_id)
    department = _department(department_id, by)
    day = starts_on or clock.today()
    present = Post.objects.filter(org=org, kind=kind).filter(_in_force(day))
    if present.filter(person_name=person_name).exists():
        raise Refusal(f"{person_name}已经担任这个职务。", field="person_name")
    if kind == Post.Kind.SECRETARY:
        check_secretary(org, person_name, day, excuse, is_namesake=is_namesake)
        present.update(ends_on=day)
    post = Post.objects.create(
        org=org,
        kind=kind,
        person_name=person_name,
        department=department,
        duty=duty,
        appointed_by=appointed_by,
        starts_on=day,
        is_primary=not Post.objects.filter(person_name=person_name, org__zone_id=by.zone_id)
        .filter(_in_force(day))
        .exists(),
    )
    note = f"{person_name} {post.get_kind_display()}"
    record(by=by, verb="orgs.appoint", target=org, note="；".join(filter(None, (note, excuse))))
    return post


def _department(pk: int | None, by: Actor) -> Department | None:
    if pk is None:
        return None
    return get_object_or_404(Department.objects.visible_to(by), pk=pk)


def _in_force(day: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)


@action("orgs.edit")
def end_post(*, post_id: int, ends_on: date | None = None, by: Actor) -> Post:
    """End a post; it stays on record."""
    posts = Post.objects.filter(org__in=PartyOrg.objects.visible_to(by)).select_for_update(
        of=("self",)
    )
    post = get_object_or_404(posts, pk=post_id)
    day = ends_on or clock.today()
    if post.starts_on and day < post.starts_on:
        raise Refusal("免职日期早于任职日期，请核对。", field="ends_on")
    post.ends_on = day
    post.save(update_fields=["ends_on"])
    record(by=by, verb="orgs.end_post", target=post.org, note=post.person_name)
    return post
