"""Leave covers: on those days the cover answers too, and it ends by itself."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ...models import Instructor, LeaveCover


@action(None)
def cover_leave(
    *, absent_id: int, cover_id: int, starts_on: date, until: date, why: str = "", by: Actor
) -> LeaveCover:
    """Name who stands in; an instructor may do so for himself, else who edits pledges.

    Raises :class:`Refusal` for oneself, a cover who has left or is away too, or a second cover
    on one of those days (CT-04).
    """
    visible = Instructor.objects.visible_to(by).select_for_update(of=("self",))
    absent = get_object_or_404(visible, pk=absent_id)
    if absent.user_id is None or absent.user_id != by.user_id:
        by.require("pledges.edit")
    cover = get_object_or_404(Instructor.rows.filter(zone_id=by.zone_id), pk=cover_id)
    if until < starts_on:
        raise Refusal("结束日期早于开始日期，请核对。", field="until")
    if until < clock.today():
        raise Refusal("这段日期已经过去，不用再登记代班。", field="until")
    _check_people(absent, cover, starts_on, until)
    found = LeaveCover.rows.create(
        zone_id=absent.zone_id, absent=absent, cover=cover, starts_on=starts_on, until=until,
        why=why.strip()[:120], made_by=by.name[:64],
    )  # fmt: skip
    span = f"{starts_on:%m月%d日}至{until:%m月%d日}"
    note = f"{span}由{cover.name}代班"
    record(by=by, verb="pledges.cover", target=found, label=absent.name, note=note)
    if cover.user_id:
        notify(
            zone_id=absent.zone_id, topic="pledges.cover", users=[cover.user_id], without=by.user_id,
            title=f"{span}请您代{absent.name}联系企业",
            body="这几天他的包保企业和没兑现的承诺在您的待办和“我的企业”里，到期自动结束。",
            url=reverse("enterprises:mine"),
        )  # fmt: skip
    return found


def _check_people(absent: Instructor, cover: Instructor, starts_on: date, until: date) -> None:
    if absent.left_on and absent.left_on <= starts_on:
        raise Refusal(f"{absent.name}在这几天已经离任，不用代班。", field="starts_on")
    gone = cover.name if cover.left_on and cover.left_on <= until else ""
    others = _during(starts_on, until)
    away = cover.name if others.filter(absent=cover).exists() else ""
    same = absent.pk == cover.pk
    BOOK.require("CT-04", clock.today(), at="cover", same=same, gone=gone, away=away)
    if twice := others.filter(absent=absent).first():
        raise Refusal(
            f"{absent.name}在 {twice.starts_on:%Y-%m-%d} 至 {twice.until:%Y-%m-%d} 已由"
            f"{twice.cover.name}代班，请改日期，或先提前结束那一段。",
            field="starts_on",
        )


def _during(starts_on: date, until: date) -> QuerySet[LeaveCover]:
    """Covers that share a day with a span, those ended early only up to that day."""
    rows = LeaveCover.rows.filter(starts_on__lte=until, until__gte=starts_on)
    return rows.filter(Q(called_off_on__isnull=True) | Q(called_off_on__gt=starts_on))


@action(None)
def call_off_cover(*, cover_id: int, by: Actor) -> LeaveCover:
    """Back earlier, or not away after all; the same two may do it as may name a cover."""
    rows = LeaveCover.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("absent", "cover"), pk=cover_id)
    if found.absent.user_id is None or found.absent.user_id != by.user_id:
        by.require("pledges.edit")
    if found.called_off_on or found.until < clock.today():
        raise Refusal("这段代班已经结束，不用再操作。")
    found.called_off_on = clock.today()
    found.save(update_fields=["called_off_on"])
    record(by=by, verb="pledges.call_off_cover", target=found, label=found.absent.name)
    return found
