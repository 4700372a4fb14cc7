"""Officers with certificates, published items, and the codes of enterprises."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ...frame import need
from ..codes import code_of
from ..models import EnterpriseCode, Officer, PowerItem
from ..states import ANSWER, REQUEST_IT
from ._frame import own_department


@action(REQUEST_IT)
def add_officer(
    *, name: str, certificate_no: str, valid_from: date, valid_to: date, by: Actor,
    user_id: int | None = None, department_id: int | None = None,
) -> Officer:  # fmt: skip
    """Register somebody of the own department who may enforce."""
    department = own_department(by, department_id)
    if valid_to < valid_from:
        raise Refusal("有效期止不能早于有效期起。", field="valid_to")
    number = need(certificate_no, "certificate_no", "执法证号")[:32]
    if Officer.rows.filter(zone_id=department.zone_id, certificate_no=number).exists():
        raise Refusal(f"执法证号 {number} 已经登记过，请核对。", field="certificate_no")
    officer = Officer.rows.create(
        zone_id=department.zone_id, department=department, name=need(name, "name", "姓名")[:32],
        certificate_no=number, valid_from=valid_from, valid_to=valid_to, user_id=user_id,
    )  # fmt: skip
    record(by=by, verb="officers.add", target=officer, label=officer.name)
    return officer


def _officer(by: Actor, pk: int) -> Officer:
    rows = Officer.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)


@action(REQUEST_IT)
def renew_officer(*, officer_id: int, valid_to: date, by: Actor) -> Officer:
    """The certificate was renewed, or ends earlier."""
    officer = _officer(by, officer_id)
    if valid_to < officer.valid_from:
        raise Refusal("有效期止不能早于有效期起。", field="valid_to")
    before, officer.valid_to = officer.valid_to, valid_to
    officer.save(update_fields=["valid_to"])
    changes = {"证件有效期止": [str(before), str(valid_to)]}
    record(by=by, verb="officers.renew", target=officer, label=officer.name, changes=changes)
    return officer


@action(REQUEST_IT)
def mark_away(
    *, officer_id: int, away_from: date | None, away_to: date | None, by: Actor
) -> Officer:
    """Ill or on leave; nothing for back at work."""
    officer = _officer(by, officer_id)
    if away_from and away_to and away_to < away_from:
        raise Refusal("结束日期不能早于开始日期。", field="away_to")
    officer.away_from, officer.away_to = away_from, away_to
    officer.save(update_fields=["away_from", "away_to"])
    record(by=by, verb="officers.away", target=officer, label=officer.name)
    return officer


@action(REQUEST_IT)
def add_item(
    *, name: str, basis: str, by: Actor, published_on: date | None = None,
    department_id: int | None = None,
) -> PowerItem:  # fmt: skip
    """An inspection item; without a day of publication it cannot be inspected yet (INS-02)."""
    department = own_department(by, department_id)
    name = need(name, "name", "检查事项")[:120]
    if PowerItem.rows.filter(department=department, name=name).exists():
        raise Refusal("这个检查事项已经登记过。", field="name")
    item = PowerItem.rows.create(
        zone_id=department.zone_id, department=department, name=name,
        basis=need(basis, "basis", "依据")[:200], published_on=published_on,
    )  # fmt: skip
    record(by=by, verb="power.add", target=item, label=name[:64])
    return item


@action(REQUEST_IT)
def publish_item(*, item_id: int, published_on: date, by: Actor) -> PowerItem:
    item = get_object_or_404(PowerItem.objects.visible_to(by), pk=item_id)
    item.published_on = published_on
    item.save(update_fields=["published_on"])
    record(by=by, verb="power.publish", target=item, label=item.name[:64])
    return item


@action(ANSWER)
def renew_code(*, by: Actor) -> EnterpriseCode:
    """A new code for the own enterprise; what was printed before opens nothing any more."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=by.enterprise_id)
    code = code_of(enterprise)
    code.version, code.made_on = code.version + 1, clock.today()
    code.save(update_fields=["version", "made_on"])
    record(by=by, verb="codes.renew", target=code, label=enterprise.name[:64])
    return code
