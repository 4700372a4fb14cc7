"""Who may bring a ledger in, and take it out."""

from __future__ import annotations

from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from .sheet import Sheet, ledgers


def require_import(by: Actor, sheet: Sheet) -> None:
    """The ledger's permission and the sight of the whole zone."""
    by.require(f"{sheet.app}.import")
    if by.zone_id is None:
        raise Refusal("请先选择一个高新区再导入。", code="no_zone")
    if not (sheet.serves(by) and sheet.sees_zone(by)):
        raise NotAllowed("导入台账要看得到全区数据的身份，请由党群工作部管理员办理。")


def reveal_permission(sheet: Sheet) -> str:
    """What lets somebody export personal columns in full."""
    return sheet.reveal or f"{sheet.app}.reveal"


def may_import(by: Actor, sheet: Sheet) -> bool:
    return by.can(f"{sheet.app}.import") and sheet.serves(by) and sheet.sees_zone(by)


def may_export(by: Actor, sheet: Sheet) -> bool:
    return by.can(f"{sheet.app}.export") and sheet.serves(by)


def open_ledgers(by: Actor) -> list[Sheet]:
    """Ledgers this actor may import or export."""
    return [s for s in ledgers() if may_import(by, s) or may_export(by, s)]
