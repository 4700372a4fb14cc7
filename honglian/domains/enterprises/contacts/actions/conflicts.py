"""Conflicts of interest: declared, and lifted when the tie is gone."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ...models import Conflict, ContactPledge, Enterprise, Instructor


@action("pledges.edit")
def declare_conflict(*, instructor_id: int, enterprise_id: int, why: str, by: Actor) -> Conflict:
    """From now on this person may not guide this enterprise; who does has to be replaced first."""
    instructor = get_object_or_404(Instructor.objects.visible_to(by), pk=instructor_id)
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    if len(why.strip()) < 2:
        raise Refusal("请写明是什么利害关系，如“配偶任财务负责人”。", field="why")
    today = clock.today()
    standing = ContactPledge.rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), instructor=instructor, enterprise=enterprise
    ).exists()
    if standing:
        raise Refusal(
            f"{instructor.name}现在正包保{enterprise.name}，先把这家企业交给别人，再登记回避。",
            field="enterprise",
        )
    try:
        with transaction.atomic():
            found = Conflict.rows.create(
                zone_id=instructor.zone_id, instructor=instructor, enterprise=enterprise,
                why=why.strip()[:120], since=today, made_by=by.name[:64],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal("这一对已经登记过回避。", field="enterprise") from error
    label = f"{instructor.name} — {enterprise.name}"
    record(by=by, verb="pledges.declare_conflict", target=found, label=label, note=found.why)
    return found


@action("pledges.edit")
def lift_conflict(*, conflict_id: int, by: Actor) -> Conflict:
    """The tie is gone; the record of it stays."""
    rows = Conflict.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("instructor", "enterprise"), pk=conflict_id)
    if found.lifted_on:
        raise Refusal(f"这条回避已在 {found.lifted_on:%Y-%m-%d} 解除。")
    found.lifted_on = clock.today()
    found.save(update_fields=["lifted_on"])
    label = f"{found.instructor.name} — {found.enterprise.name}"
    record(by=by, verb="pledges.lift_conflict", target=found, label=label)
    return found
