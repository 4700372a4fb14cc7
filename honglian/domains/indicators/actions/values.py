"""Values: entered where nothing is counted, published for a day, corrected with who and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .. import computing
from ..computing import Figure, Status
from ..models import Indicator, IndicatorValue

EDIT = "indicators.edit"
FINEST = Decimal("0.000001")


@action(EDIT)
def enter(
    *, indicator_id: int, day: date, value: Decimal, source: str, by: Actor
) -> IndicatorValue:
    """An entered-only figure for a day, with where it comes from."""
    indicator = _indicator(indicator_id, by)
    version = computing.versions_on([indicator], day).get(indicator.pk)
    if version is None or not version.is_entered:
        raise Refusal(f"“{indicator.name}”由记录算出，不能录入；数不对请改记录。", field="value")
    if day > clock.today():
        raise Refusal("截至日期在今天之后，请到那天再录入。", field="day")
    if not source.strip():
        raise Refusal("请写明数据从哪里来，如统计局月报第几期。", field="source")
    if _current(indicator, day):
        raise Refusal("这一天已经录入过，要改请用“修订”，并写明原因。", field="day")
    made = IndicatorValue.rows.create(
        zone_id=by.zone_id, indicator=indicator, version=version, day=day, value=value,
        is_entered=True, source=source, published_by=by.name, published_at=clock.now(),
    )  # fmt: skip
    record(by=by, verb="indicators.enter", target=made, note=f"{value}（{source}）")
    return made


@action(EDIT)
def issue(*, day: date, by: Actor, codes: Collection[str] | None = None) -> int:
    """Publish today's counted values of the whole zone for a day; what is published already stays.

    Returns how many are new. A published value that differs by now is corrected by :func:`revise`.
    """
    if day > clock.today():
        raise Refusal("截至日期在今天之后，请到那天再发布。", field="day")
    zone = Actor.system(by.zone_id, name=by.name)
    made = []
    for figure in computing.figures(zone, day, codes):
        if figure.status == Status.COUNTED and figure.published is None:
            made.append(_value(figure, by))
    IndicatorValue.rows.bulk_create(made)
    label = f"截至 {day:%Y-%m-%d}"
    record(by=by, verb="indicators.issue", target_kind="indicators.indicatorvalue", label=label,
           note=f"{len(made)} 项")  # fmt: skip
    return len(made)


@action(EDIT)
def revise(
    *, value_id: int, reason: str, by: Actor, value: Decimal | None = None, source: str = ""
) -> IndicatorValue:
    """Correct a published value: counted anew, or another number where it was entered."""
    if not reason.strip():
        raise Refusal("修订要写明原因，如“某企业漏报，已补登记”。", field="reason")
    rows = IndicatorValue.objects.visible_to(by).select_for_update(of=("self",))
    old = get_object_or_404(rows.select_related("indicator"), pk=value_id, is_current=True)
    if old.is_entered:
        if value is None:
            raise Refusal("请填写修订后的数。", field="value")
        new = IndicatorValue(
            indicator=old.indicator, version=old.version, day=old.day, value=value,
            is_entered=True, source=source or old.source,
        )  # fmt: skip
    else:
        if value is not None:
            raise Refusal("这个数由记录算出，不能直接改；请先改记录，再按记录修订。", field="value")
        new = _value(_again(old, by), by)
    if new.value == old.value.quantize(FINEST):
        raise Refusal("按现在的记录算出来还是这个数，不用修订。", field="value")
    old.is_current = False
    old.save(update_fields=["is_current"])
    new.zone_id, new.revises, new.reason = by.zone_id, old, reason
    new.published_by, new.published_at = by.name, clock.now()
    new.save()
    changes = {"数值": [str(old.value), str(new.value)]}
    record(by=by, verb="indicators.revise", target=new, changes=changes, note=reason)
    return new


def _again(old: IndicatorValue, by: Actor) -> Figure:
    zone = Actor.system(by.zone_id, name=by.name)
    figure = computing.of(zone, [old.indicator], old.day)[0]
    if figure.status != Status.COUNTED:
        raise Refusal(f"现在数不出 {old.day:%Y-%m-%d} 的数：{figure.why}。")
    return figure


def _value(figure: Figure, by: Actor) -> IndicatorValue:
    assert figure.value is not None
    assert figure.measured is not None
    now, then = figure.measured.now, figure.measured.then
    return IndicatorValue(
        zone_id=by.zone_id, indicator=figure.indicator, version=figure.version, day=figure.day,
        value=figure.value.quantize(FINEST), part=now.part.quantize(FINEST),
        whole=None if now.whole is None else now.whole.quantize(FINEST),
        then=None if then is None or then.value is None else then.value.quantize(FINEST),
        records=now.records, published_by=by.name, published_at=clock.now(),
    )  # fmt: skip


def _indicator(pk: int, by: Actor) -> Indicator:
    return get_object_or_404(
        Indicator.objects.visible_to(by).select_for_update(of=("self",)), pk=pk
    )


def _current(indicator: Indicator, day: date) -> bool:
    return IndicatorValue.rows.filter(indicator=indicator, day=day, is_current=True).exists()
