"""A branch confirms its members' particulars in one go, and fills in what is missing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.fields import EncryptedTextField

from ..models import BranchConfirmation, PartyMember
from . import reminding
from .items import missing_items
from .selectors import members_of

# What a branch may fill in itself. Identity, category and dates of membership come from the
# national system by import or comparison.
OWN_FIELDS = (
    "education", "degree", "occupation", "mobile", "phone", "address", "post", "introducers",
    "tags", "consent_version",
)  # fmt: skip


@action("members.confirm")
def confirm(
    *, branch_id: int, member_ids: Collection[int], remark: str = "", by: Actor
) -> BranchConfirmation:
    """The ticked members' particulars are right as of today; nothing needs typing again.

    Members left unticked keep their last date; then ``remark`` must say what is wrong. The same
    confirmation twice on a day is one.
    """
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=branch_id)
    people = list(members_of(by, branch).select_for_update(of=("self",)))
    if not people:
        raise Refusal(f"{branch.name}没有在册党员，不用核对。")
    right = {m.pk for m in people} & set(member_ids)
    if len(right) < len(people) and len(remark.strip()) < 4:
        left = "、".join(m.name for m in people if m.pk not in right)
        raise Refusal(f"{left}没有勾选，请在说明里写明哪里不对，好交上级改正。", field="remark")
    day, name = clock.today(), by.name[:64]
    PartyMember.rows.filter(pk__in=right).update(confirmed_on=day, confirmed_by=name)
    made, _ = BranchConfirmation.rows.update_or_create(
        zone_id=branch.zone_id, branch=branch, confirmed_on=day, confirmed_by=name,
        defaults={
            "members": len(people), "confirmed": len(right), "remark": remark.strip()[:300],
            "missing": sum(len(missing_items(m)) for m in people),
        },
    )  # fmt: skip
    note = "；".join(filter(None, (f"{len(right)}/{len(people)} 名核对无误", made.remark)))
    record(by=by, verb="members.confirm", target=branch, note=note[:200])
    reminding.settle(branch, by, note[:200])
    return made


@action("members.confirm")
def complete(*, member_id: int, by: Actor, **fields: Any) -> PartyMember:
    """Fill in or correct items that a branch keeps itself; only what changed is written."""
    rows = PartyMember.objects.visible_to(by).select_for_update(of=("self",))
    member = get_object_or_404(rows, pk=member_id)
    unknown = fields.keys() - set(OWN_FIELDS)
    if unknown:
        raise ValueError(f"not kept by the branch: {sorted(unknown)}")
    changes: dict[str, list[Any]] = {}
    for name, value in fields.items():
        before = getattr(member, name)
        if before == value:
            continue
        personal = isinstance(member._meta.get_field(name), EncryptedTextField)
        label = str(member._meta.get_field(name).verbose_name)
        changes[label] = ["已改", "已改"] if personal else [before, value]
        setattr(member, name, value)
    if changes:
        member.save(update_fields=[*fields, "updated_at"])
        record(by=by, verb="members.complete", target=member, changes=changes)
    return member
