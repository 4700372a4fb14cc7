"""MB-01 … MB-07: lost contact, suspension, disposal. Always proposals; a branch decides (领域手册 B.5)."""

from __future__ import annotations

from datetime import date

from honglian.algo.months import add_months
from honglian.kit.rules import Force, rule

from .sources import DISPOSAL, EDUCATION, HOUSE

TOPIC = "党籍和处置"
LOST_MONTHS = 6
SUSPENDED_YEARS = 2
USUAL_MONTHS, LONGEST_MONTHS = 6, 12
BARRED_YEARS = 5
WATCH_DAYS = 90
ABSENT_MONTHS = 6
BARRING = ("persuaded_quit", "removed")
WORDS = {"persuaded_quit": "劝其退党", "removed": "除名", "expelled": "开除党籍"}
STEPS = ("支部研究", "党委事前备案", "调查核实", "支部大会讨论", "报批")


@rule(
    "MB-01", "失去联系 6 个月以上、多方查找仍无下落的，停止党籍",
    topic=TOPIC, source=EDUCATION, clause="第二十四条", confidence="核B",
    good={"lost_on": date(2026, 5, 25), "searched": True, "decided": date(2026, 11, 25)},
    bad={"lost_on": date(2026, 6, 25), "searched": True, "decided": date(2026, 11, 25)},
)  # fmt: skip
def lost(*, lost_on: date | None, searched: bool, decided: date) -> str:
    if lost_on is None:
        return "没有登记失联日期，不能停止党籍"
    first = add_months(lost_on, LOST_MONTHS)
    if decided < first:
        return f"{lost_on} 失联，最早 {first} 可以研究停止党籍"
    return "" if searched else "请先写明查找的方式和结果，再研究停止党籍"


@rule(
    "MB-02", "停止党籍 2 年后确实无法联系的，按自行脱党除名",
    topic=TOPIC, source=EDUCATION, clause="第二十四条", confidence="核B",
    good={"suspended": date(2024, 11, 25), "decided": date(2026, 11, 25)},
    bad={"suspended": date(2024, 12, 1), "decided": date(2026, 11, 25)},
)  # fmt: skip
def after_two_years(*, suspended: date | None, decided: date) -> str:
    if suspended is None:
        return "没有停止党籍的日期，不能按自行脱党除名"
    first = add_months(suspended, 12 * SUSPENDED_YEARS)
    return "" if decided >= first else f"{suspended} 停止党籍，最早 {first} 可以研究除名"


@rule(
    "MB-03", "停止党籍可以恢复；劝退、除名、开除原则上不能恢复",
    topic=TOPIC, source=EDUCATION, clause="第二十四条", confidence="核B",
    good={"standing": "suspended"}, bad={"standing": "removed"},
)  # fmt: skip
def restorable(*, standing: str) -> str:
    if standing not in WORDS:
        return ""
    return f"已经{WORDS[standing]}，党籍不能恢复；符合条件的可以重新申请入党"


@rule(
    "MB-04", "限期改正一般 6 个月，最长 1 年",
    topic=TOPIC, source=DISPOSAL, clause="（限期改正）", confidence="核B",
    good={"starts": date(2026, 1, 1), "ends": date(2027, 1, 1)},
    bad={"starts": date(2026, 1, 1), "ends": date(2027, 1, 2)},
)  # fmt: skip
def time_to_mend(*, starts: date, ends: date | None) -> str:
    if ends is None or ends <= starts:
        return "请填限期改正的截止日期，一般六个月"
    last = add_months(starts, LONGEST_MONTHS)
    return "" if ends <= last else f"限期改正最长一年，{starts} 起最晚到 {last}"


@rule(
    "MB-04b", "劝退、除名后 5 年内不得重新入党",
    topic=TOPIC, source=DISPOSAL, clause="（重新入党）", confidence="核B",
    good={"left": date(2021, 11, 25), "how": "removed", "applied": date(2026, 11, 25)},
    bad={"left": date(2022, 1, 1), "how": "removed", "applied": date(2026, 11, 25)},
)  # fmt: skip
def barred(*, left: date | None, how: str, applied: date) -> str:
    if how not in BARRING or left is None:
        return ""
    first = add_months(left, 12 * BARRED_YEARS)
    if applied >= first:
        return ""
    return f"{left} 被{WORDS[how]}，五年内不得重新入党，最早 {first} 可以申请"


@rule(
    "MB-05", "无正当理由连续 6 个月不参加组织生活，提请支部研究",
    topic=TOPIC, source=DISPOSAL, clause="（除名情形）", confidence="核B", force=Force.PROPOSE,
    good={"name": "甲", "since": date(2026, 6, 1), "today": date(2026, 11, 25)},
    bad={"name": "甲", "since": date(2026, 5, 1), "today": date(2026, 11, 25)},
)  # fmt: skip
def absent(*, name: str, since: date | None, today: date) -> str:
    if since is None or today < add_months(since, ABSENT_MONTHS):
        return ""
    return f"{name}自 {since} 以后没有参加组织生活，已满 {ABSENT_MONTHS} 个月，请支部了解原因后研究"


@rule(
    "MB-06", "处置程序：支部研究、党委事前备案、调查核实、支部大会讨论、报批",
    topic=TOPIC, source=DISPOSAL, clause="（处置程序）", confidence="核B",
    good={"papers": STEPS}, bad={"papers": STEPS[:1]},
)  # fmt: skip
def procedure(*, papers: tuple[str, ...]) -> str:
    missing = [step for step in STEPS if step not in papers]
    return f"程序还缺：{'、'.join(missing)}，请补齐后再登记决定" if missing else ""


@rule(
    "MB-07", "已受党纪处分的，不因同一问题再处置",
    topic=TOPIC, source=DISPOSAL, clause="第四条", confidence="核B",
    good={"disciplined": False}, bad={"disciplined": True},
)  # fmt: skip
def not_twice(*, disciplined: bool) -> str:
    return "同一问题已经给过党纪处分，不再作组织处置" if disciplined else ""


@rule(
    "MB-08", "90 天没有任何活动记录的，提醒支部核实是否失联",
    topic=TOPIC, source=HOUSE, clause="（失联预警）", confidence="设", force=Force.PROPOSE,
    good={"name": "甲", "seen": date(2026, 8, 28), "today": date(2026, 11, 25)},
    bad={"name": "甲", "seen": date(2026, 8, 27), "today": date(2026, 11, 25)},
)  # fmt: skip
def unseen(*, name: str, seen: date | None, today: date) -> str:
    if seen is None or (today - seen).days < WATCH_DAYS:
        return ""
    return f"{name}自 {seen} 以后没有活动记录，请支部联系核实"
