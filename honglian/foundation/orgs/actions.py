"""Writes about the departments of a zone.

What routing needs (code, names, aliases, fallback) belongs to the zone's configuration,
where categories name departments; who leads one, its phone and whether it still works are
columns here. Both are written together, so that they cannot drift apart.
"""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import changes_between, record
from honglian.foundation.zones.api import Zone, save_config
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .models import Department

CONFIGURED = ("name", "short_name", "aliases", "is_fallback")
OWN = ("leader", "phone", "is_active")


@action("departments.edit")
def save_department(*, by: Actor, department_id: int | None = None, **fields: Any) -> Department:
    """Create a department (``code`` and ``name`` needed) or change one.

    ``fields``: name, short_name, aliases (list), is_fallback, leader, phone, is_active.
    Making one the fallback takes the mark from the other. Raises :class:`Refusal` where the
    routing of cases would be left without a department.
    """
    zone = Zone.objects.select_for_update().get(pk=by.zone_id)
    row = _department(by, department_id) if department_id else None
    before = {name: getattr(row, name) for name in (*CONFIGURED, *OWN)} if row else {}
    code = row.code if row else fields.pop("code")
    if row is None and Department.rows.filter(zone=zone, code=code).exists():
        raise Refusal(f"部门代码 {code} 已经用过，请换一个。", field="code")
    _check_active(zone, code, fields, was_fallback=bool(row and row.is_fallback))
    _configure(zone, code, {k: v for k, v in fields.items() if k in CONFIGURED}, by)
    row = Department.rows.get(zone=zone, code=code)
    for name in OWN:
        if name in fields:
            setattr(row, name, fields[name])
    row.save(update_fields=OWN)
    after = {name: getattr(row, name) for name in (*CONFIGURED, *OWN)}
    record(
        by=by,
        verb="departments.edit" if before else "departments.create",
        target=row,
        changes=changes_between(before, after),
    )
    return row


def _department(by: Actor, pk: int) -> Department:
    return get_object_or_404(Department.objects.visible_to(by), pk=pk)


def _check_active(zone: Zone, code: str, fields: dict[str, Any], *, was_fallback: bool) -> None:
    if fields.get("is_active", True):
        return
    if fields.get("is_fallback", was_fallback):
        raise Refusal("兜底部门不能停用，请先指定另一个兜底部门。", field="is_active")
    leads = [c.name for c in zone.settings.categories if code in (c.lead, *c.co)]
    if leads:
        raise Refusal(
            f"需求类别“{'、'.join(leads)}”还由它牵头或协办，请先在“高新区配置”里改派，再停用。",
            field="is_active",
        )


def _configure(zone: Zone, code: str, fields: dict[str, Any], by: Actor) -> None:
    """Write the routing part into the zone's configuration."""
    data = zone.settings.dumped()
    found = next((d for d in data["departments"] if d["code"] == code), None)
    if found is None:
        found = {"code": code, "name": "", "short_name": "", "aliases": [], "is_fallback": False}
        data["departments"].append(found)
    if found["is_fallback"] and fields.get("is_fallback") is False:
        raise Refusal(
            "总要有一个兜底部门。请打开另一个部门，把它设为兜底，这里会自动取消。",
            field="is_fallback",
        )
    if fields.get("is_fallback"):
        for other in data["departments"]:
            other["is_fallback"] = False
    found |= fields
    save_config(zone=zone, data=data, note=f"部门“{found['name']}”", by=by)
