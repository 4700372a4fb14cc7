"""Figures of a zone: the report's definitions, what is only entered, months that were published."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from honglian.analytics.api import parse
from honglian.domains.indicators import api as indicators
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

SOURCES = {
    "XN-E02": "市统计局核算反馈",
    "XN-E05": "工信部中小企业特色产业集群名单",
    "XN-E06": "省经信厅特色产业集群名单",
    "XN-E07": "经济发展局产业集群台账",
    "XN-E08": "国家高新区综合评价结果通报",
    "XY-E02": "社会工作部楼宇商圈名录",
}
EXACT = {"XY-E02": "14"}  # the report says 10多个
# First entered so, corrected when the final figure came.
FIRST = {"XN-E02": "10.6", "XY-E02": "13"}
OWN_FIGURES = (
    (
        "ZD-01",
        {"name": "诉求平均办结用时", "unit": "天", "group": "服务企业"},
        {
            "record": "cases.case", "measure": "duration", "column": "created", "other": "replied",
            "date": "replied", "period": "year_to_date",
            "where": [["state", "in", ["replied", "closed"]]],
        },
        {"decimals": 1, "numerator": "从登记到办结的天数", "denominator": "办结件数", "period_words": "今年以来"},
    ),
    (
        "ZD-02",
        {"name": "包保重点企业走访次数", "unit": "次", "group": "服务企业"},
        {
            "record": "enterprises.contact", "date": "happened", "period": "month",
            "where": [["way", "in", ["visit"]]], "compare": "previous",
        },
        {"numerator": "上门走访的联系记录", "period_words": "本月"},
    ),
)  # fmt: skip


def play_figures(zone: Zone, statistician: Actor, checker: Actor) -> int:
    """Definitions, entered values, two published months, one figure in use and one to be checked."""
    now = clock.now()
    with clock.at(now - timedelta(days=200)):
        indicators.actions.load_references(by=statistician)
        for figure in indicators.definitions(statistician):
            if figure.code in SOURCES:
                _enter(figure, statistician)
    with clock.at(now - timedelta(days=3)):
        versions = [_compose(one, statistician) for one in OWN_FIGURES]
        indicators.actions.check(version_id=versions[0], by=checker)
        indicators.actions.publish(version_id=versions[0], by=statistician)
    indicators.bring_in_step(zone.pk)
    return sum(_issue(day, statistician) for day in _month_ends(clock.local(now).date(), 3))


def _enter(figure: indicators.Indicator, by: Actor) -> None:
    final = Decimal(EXACT.get(figure.code, figure.reported))
    first = Decimal(FIRST.get(figure.code, final))
    source = SOURCES[figure.code]
    entered = indicators.actions.enter(
        indicator_id=figure.pk, day=clock.today(), value=first, source=source, by=by
    )
    if first != final:
        with clock.at(clock.now() + timedelta(days=20)):
            indicators.actions.revise(
                value_id=entered.pk, value=final, reason="初步数，按最终核实数修订", by=by
            )


def _compose(one: tuple, by: Actor) -> int:
    code, about, formula, how = one
    version = indicators.actions.compose(
        code=code, about=about, formula=parse(formula), how=how, by=by
    )
    indicators.actions.submit(version_id=version.pk, by=by)
    return version.pk


def _month_ends(day: date, months: int) -> list[date]:
    found: list[date] = []
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]


def _issue(day: date, by: Actor) -> int:
    """Published the day after: what is only known on the day itself is left out."""
    with clock.at(datetime.combine(day + timedelta(days=1), time(17), clock.CHINA)):
        return indicators.actions.issue(day=day, by=by)
