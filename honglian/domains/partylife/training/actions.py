"""Writes about trainings: arranged, held with what was agreed, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.members.api import branch_holder
from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.files.api import Prepared, attach
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import Refusal

from ..due import end_of
from ..holders import user_holder
from .models import Training, TrainingOrg
from .states import EDIT, TRAINING

KIND = "partylife.training"


@action(EDIT)
def arrange(
    *,
    org_id: int,
    kind: str,
    audience: str,
    topic: str,
    on: date,
    by: Actor,
    until: date | None = None,
    place: str = "",
    speaker: str = "",
    needs: Sequence[str] = (),
    org_ids: Sequence[int] = (),
    files: Sequence[Prepared] = (),
) -> Training:
    """Plan one for some organisations. ``needs`` are the gaps it answers, in words of today."""
    visible = PartyOrg.objects.visible_to(by)
    org = get_object_or_404(visible, pk=org_id)
    invited = list(visible.filter(pk__in=list(org_ids)))
    if len(invited) != len(set(org_ids)):
        raise Refusal("有的党组织不在您的范围内，请重新选择。", field="orgs")
    if not topic.strip():
        raise Refusal("请写主题。", field="topic")
    if until is not None and until < on:
        raise Refusal("结束日期早于开始日期，请核对。", field="until")
    found = Training(
        zone_id=org.zone_id,
        org=org,
        kind=kind,
        audience=audience,
        topic=topic.strip(),
        on=on,
        until=until,
        place=place.strip(),
        speaker=speaker.strip(),
        needs=list(needs),
    )
    found.save()
    TrainingOrg.objects.bulk_create(TrainingOrg(training=found, org=one) for one in invited)
    found.item = open_item(
        kind=KIND,
        object_id=found.pk,
        table=TRAINING,
        state=found.state,
        root=None,
        zone_id=found.zone_id,
        title=f"{found.get_kind_display()}：{found.topic}"[:200],
        url=reverse("partylife:training", args=[found.pk]),
        expected="举办并登记商定的事",
        due_at=end_of(until or on, calendar_for(found.zone_id)),
        **_holder(org, by),
    )
    found.save(update_fields=["item"])
    log(found.item, by=by, verb="arrange", name="安排", after=found.state, text=found.topic,
        unit_name=org.name)  # fmt: skip
    for one in files:
        attach(owner=found, upload=one, by=by)
    record(by=by, verb="training.arrange", target=found)
    return found


def _holder(org: PartyOrg, by: Actor) -> dict:
    """Who arranges it holds it; the machine leaves it with the organisation."""
    if by.user_id is None or by.scope.kind not in (ScopeKind.ORG, ScopeKind.ZONE):
        return branch_holder(org)
    return user_holder(by.user_id, by.name)


def _locked(by: Actor, pk: int) -> Training:
    """Only who sees the arranging organisation may write; being invited is not enough."""
    rows = Training.rows.filter(org__in=PartyOrg.objects.visible_to(by)).select_for_update(
        of=("self",)
    )
    return get_object_or_404(rows.select_related("org", "item"), pk=pk)


@action(EDIT)
def hold(
    *,
    training_id: int,
    agreed: str,
    by: Actor,
    people: str = "",
    held_on: date | None = None,
    files: Sequence[Prepared] = (),
) -> Training:
    """It took place: who came, in words, and what was agreed. Nothing is counted."""
    found, day = _locked(by, training_id), held_on or clock.today()
    before, found.state = found.state, TRAINING.apply(found.state, "hold")
    if day > clock.today():
        raise Refusal("举办日期不能晚于今天。", field="held_on")
    if not agreed.strip():
        raise Refusal("请写商定了什么、回去怎么做；没有商定的也请写明。", field="agreed")
    found.on = day if found.until is None else found.on
    found.agreed, found.people = agreed.strip(), people.strip()
    found.save()
    update_item(found.item, TRAINING, found.state)
    event = log(found.item, by=by, verb="hold", name="登记举办", before=before, after=found.state,
                text=found.agreed, unit_name=found.org.name)  # fmt: skip
    for one in files:
        attach(owner=found, upload=one, by=by, event_id=event.pk)
    record(by=by, verb="training.hold", target=found, note=found.agreed[:200])
    return found


@action(EDIT)
def cancel(*, training_id: int, text: str, by: Actor) -> Training:
    found = _locked(by, training_id)
    before, found.state = found.state, TRAINING.apply(found.state, "cancel")
    if not text.strip():
        raise Refusal("请写明为什么取消。", field="text")
    found.save(update_fields=["state"])
    update_item(found.item, TRAINING, found.state)
    log(found.item, by=by, verb="cancel", name="取消", before=before, after=found.state,
        text=text.strip(), unit_name=found.org.name)  # fmt: skip
    record(by=by, verb="training.cancel", target=found, note=text.strip()[:200])
    return found
