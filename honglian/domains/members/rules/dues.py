"""DUE-01 … DUE-08: who pays from when, and what follows when nobody pays (领域手册 B.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from honglian.algo.months import add_months
from honglian.kit.rules import Force, rule

from ..dues.brackets import TABLE
from .sources import CUSTOM, DISPOSAL, DUES, HOUSE

TOPIC = "党费"


@rule(
    "DUE-01", "预备党员自支部大会通过之日起交纳党费",
    topic=TOPIC, source=DUES, clause="第八条", confidence="核B",
    good={"joined": date(2026, 3, 18), "month": date(2026, 3, 1)},
    bad={"joined": date(2026, 3, 18), "month": date(2026, 2, 1)},
)  # fmt: skip
def from_joining(*, joined: date, month: date) -> str:
    if (month.year, month.month) >= (joined.year, joined.month):
        return ""
    return f"{joined} 才成为预备党员，{month:%Y-%m} 还不用交党费"


@rule(
    "DUE-02", "补交党费一般不超过 6 个月",
    topic=TOPIC, source=DUES, clause="（补交）", confidence="核B", force=Force.EXPLAIN,
    good={"month": date(2026, 5, 1), "paid": date(2026, 11, 20)},
    bad={"month": date(2026, 4, 1), "paid": date(2026, 11, 20)},
)  # fmt: skip
def backpay(*, month: date, paid: date) -> str:
    first = add_months(paid.replace(day=1), -TABLE.backpay_months)
    if month >= first:
        return ""
    return f"{month:%Y-%m} 的党费拖到 {paid} 才补交，补交一般不超过 {TABLE.backpay_months} 个月"


@rule(
    "DUE-03", "少交或免交须经支部研究、报上一级党委批准",
    topic=TOPIC, source=DUES, clause="第七条", confidence="核B",
    good={"agreed": Decimal("5"), "due": Decimal("50"), "approval": "XN-2026-8"},
    bad={"agreed": Decimal("5"), "due": Decimal("50"), "approval": ""},
)  # fmt: skip
def relief(*, agreed: Decimal, due: Decimal, approval: str) -> str:
    if agreed >= due or approval.strip():
        return ""
    return f"按规定应交 {due} 元，核定 {agreed} 元属于少交，请填写上一级党委的批准文号"


@rule(
    "DUE-04", "自愿一次多交 1000 元以上的全部上缴中央",
    topic=TOPIC, source=DUES, clause="（自愿多交）", confidence="核B", force=Force.WARN,
    good={"paid": Decimal("1049.99"), "due": Decimal("50")},
    bad={"paid": Decimal("1050"), "due": Decimal("50")},
)  # fmt: skip
def gift(*, paid: Decimal, due: Decimal) -> str:
    extra = paid - due
    return "" if extra < TABLE.gift_to_centre else f"自愿多交 {extra} 元，请全额上缴中央组织部"


@rule(
    "DUE-05", "无正当理由连续 6 个月不交党费，提请支部按规定处置",
    topic=TOPIC, source=DISPOSAL, clause="（除名情形）", confidence="核B", force=Force.PROPOSE,
    good={"months": 5}, bad={"months": 6},
)  # fmt: skip
def arrears(*, months: int) -> str:
    if months < TABLE.alarm_months:
        return ""
    return f"已连续 {months} 个月没有交党费，请支部了解原因；无正当理由的，按规定研究处置"


@rule(
    "DUE-06", "向正式组织关系所在支部交纳，流动党员不重复交纳",
    topic=TOPIC, source=CUSTOM, clause="（交纳地点）", confidence="忆",
    good={"belongs": True, "branch": "甲支部"}, bad={"belongs": False, "branch": "甲支部"},
)  # fmt: skip
def at_home(*, belongs: bool, branch: str) -> str:
    return "" if belongs else f"这名党员的正式组织关系不在{branch}，党费应向其所在支部交纳"


@rule(
    "DUE-07", "年初核定月交纳额，年内一般不变",
    topic=TOPIC, source=DUES, clause="（年初核定）", confidence="核B", force=Force.EXPLAIN,
    good={"before": Decimal("50"), "agreed": Decimal("50")},
    bad={"before": Decimal("50"), "agreed": Decimal("75.02")},
)  # fmt: skip
def settled(*, before: Decimal | None, agreed: Decimal) -> str:
    if before is None or before == agreed:
        return ""
    return f"今年已核定每月 {before} 元，年内一般不变，现在要改为 {agreed} 元"


@rule(
    "DUE-08", "连续 3 个月没有交党费的，提醒支部",
    topic=TOPIC, source=HOUSE, clause="（欠交预警）", confidence="设", force=Force.WARN,
    good={"months": 2}, bad={"months": 3},
)  # fmt: skip
def behind(*, months: int) -> str:
    if months < TABLE.warn_months:
        return ""
    return f"已连续 {months} 个月没有交党费，请支部提醒本人"
