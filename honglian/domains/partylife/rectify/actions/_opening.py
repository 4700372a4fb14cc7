"""How an item comes into the ledger and gets its measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from honglian.domains.members.api import PartyMember
from honglian.foundation.access.api import Grant
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, next_number
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import Refusal

from ...due import quarter_end
from ..models import RectifyItem
from ._frame import check_due, desk_line, need


@dataclass(frozen=True)
class Facts:
    """What a problem is, before anybody knows what to do about it."""

    issue: str
    category: str
    source: str
    kind: str
    cause: str = ""
    note: str = ""
    life_meeting_id: int | None = None
    reopens: RectifyItem | None = None


def number_for(branch: PartyOrg, year: int) -> str:
    """ZG{year}{branch}{number} (领域手册 C.4)."""
    code = branch.code.removeprefix("DZZ-").replace("-", "").replace(" ", "")
    return next_number(branch.zone_id, f"ZG{year}{code}"[:32], 3)


def new_item(branch: PartyOrg, member_id: int | None, day: date, facts: Facts) -> RectifyItem:
    """Not stored yet; without a member the problem is the team's."""
    member = _member(branch, member_id)
    return RectifyItem(
        zone_id=branch.zone_id,
        branch=branch,
        number=number_for(branch, day.year),
        owner_kind=RectifyItem.Owner.MEMBER if member else RectifyItem.Owner.TEAM,
        member=member,
        owner_name=member.name if member else branch.name,
        category=facts.category,
        source=facts.source,
        issue=need(facts.issue, "issue", "具体问题"),
        cause=facts.cause.strip(),
        kind=facts.kind,
        opened_on=day,
        note=facts.note.strip(),
        life_meeting_id=facts.life_meeting_id,
        reopens=facts.reopens,
        supervisor=branch.parent.name[:32] if branch.parent else "",
    )


def put_in(item: RectifyItem, by: Actor) -> RectifyItem:
    """Store it and put it on a desk."""
    item.save()
    item.item = desk_line(item, by)
    item.save(update_fields=["item"])
    log(item.item, by=by, verb="register", name="登记问题", after=item.state, text=item.issue,
        unit_name=item.branch.name)  # fmt: skip
    record(by=by, verb="rectify.register", target=item, note=item.issue[:300])
    return item


def _member(branch: PartyOrg, pk: int | None) -> PartyMember | None:
    if pk is None:
        return None
    found = PartyMember.rows.filter(branch=branch, pk=pk).first()
    if found is None:
        raise Refusal("这名党员不在这个支部，请重新选择。", field="member")
    return found


def set_measure(
    item: RectifyItem,
    measure: str,
    responsible: str,
    user_id: int | None,
    kind: str,
    due_on: date | None,
) -> None:
    """Measure, who answers for it and until when, by the limits of its kind (RF-04)."""
    item.measure = need(measure, "measure", "整改措施：做什么、做到什么标准、拿什么来核验")
    item.responsible = need(responsible, "responsible", "责任人")
    item.responsible_user_id = _account(item.branch, user_id)
    item.kind = kind
    if item.is_long_term and due_on is None:
        due_on = quarter_end(clock.today())
    check_due(kind, item.opened_on, due_on)
    item.due_on = due_on


def _account(branch: PartyOrg, user_id: int | None) -> int | None:
    """An account that works for the branch, or nothing."""
    if user_id is None:
        return None
    granted = Grant.objects.in_force(clock.today()).unscoped("accounts that work for the branch")
    if not granted.filter(scope_kind=ScopeKind.ORG, scope_id=branch.pk, user_id=user_id).exists():
        raise Refusal("这个账号不在这个支部办事，请重新选择。", field="responsible_user")
    return user_id
