"""TR-01 … TR-06 and FL-01 … FL-05: moving one's membership, and members away from home (领域手册 B.4)."""

from __future__ import annotations

from datetime import date

from honglian.algo.months import add_months
from honglian.kit.rules import Force, rule

from .sources import CUSTOM, EDUCATION, FLOATING, HOUSE

TRANSFER, AWAY = "组织关系转接", "流动党员"
SETTLED_MONTHS = 6
LETTER_MONTHS = 3
REPORT_DAYS = 30
CONTACT_MONTHS = 6
ABROAD_YEARS = 5
GRADUATE_YEARS = 2
KEEPS_UNTIL = ("draft", "out_branch", "out_committee", "sent", "in_committee", "in_branch")


@rule(
    "TR-01", "外出 6 个月以上且地点相对固定的应转移组织关系",
    topic=TRANSFER, source=EDUCATION, clause="第二十五条", confidence="核B", force=Force.PROPOSE,
    good={"name": "甲", "left": date(2026, 6, 1), "fixed": True, "today": date(2026, 11, 25)},
    bad={"name": "甲", "left": date(2026, 5, 1), "fixed": True, "today": date(2026, 11, 25)},
)  # fmt: skip
def should_move(*, name: str, left: date, fixed: bool, today: date) -> str:
    if not fixed or today < add_months(left, SETTLED_MONTHS):
        return ""
    return f"{name} {left} 外出，已满 {SETTLED_MONTHS} 个月且地点固定，应当转移组织关系"


@rule(
    "TR-02", "有审批预备党员权限的基层党委之间可直接转接",
    topic=TRANSFER, source=EDUCATION, clause="第二十五条", confidence="核B",
    good={"committee": "甲党委", "entitled": True}, bad={"committee": "甲党支部", "entitled": False},
)  # fmt: skip
def entitled(*, committee: str, entitled: bool) -> str:
    if entitled:
        return ""
    return f"{committee}没有审批预备党员的权限，不能直接转接，请由其上级党委办理"


@rule(
    "TR-03", "接收之前原党组织仍负管理责任",
    topic=TRANSFER, source=EDUCATION, clause="第二十五条", confidence="核B",
    good={"state": "in_branch", "in_old_branch": True},
    bad={"state": "sent", "in_old_branch": False},
)  # fmt: skip
def kept_at_home(*, state: str, in_old_branch: bool) -> str:
    if in_old_branch or state not in KEEPS_UNTIL:
        return ""
    return "对方还没有接收，党员仍由原支部管理，请先把组织关系改回原支部"


@rule(
    "TR-04", "不得无故拒转拒接",
    topic=TRANSFER, source=EDUCATION, clause="第二十五条", confidence="核B",
    good={"reason": "材料缺入党志愿书，请补齐"}, bad={"reason": " "},
)  # fmt: skip
def reasoned(*, reason: str) -> str:
    return "" if len(reason.strip()) >= 5 else "不同意转接必须写明理由，写清缺什么、怎么补"


@rule(
    "TR-05", "介绍信有效期一般不超过 3 个月",
    topic=TRANSFER, source=CUSTOM, clause="（介绍信有效期）", confidence="忆",
    good={"sent": date(2026, 8, 25), "days": 90, "today": date(2026, 11, 20)},
    bad={"sent": date(2026, 8, 25), "days": 60, "today": date(2026, 11, 20)},
)  # fmt: skip
def letter(*, sent: date, days: int, today: date) -> str:
    longest = (add_months(sent, LETTER_MONTHS) - sent).days
    if days > longest:
        return f"介绍信有效期一般不超过 {LETTER_MONTHS} 个月（{longest} 天），不能写 {days} 天"
    if (today - sent).days <= days:
        return ""
    return f"介绍信 {sent} 开出，有效期 {days} 天，已经过期，请退回重新开具"


@rule(
    "TR-06", "单位已建党组织的编入单位党组织",
    topic=TRANSFER, source=EDUCATION, clause="第二十五条", confidence="核B", force=Force.EXPLAIN,
    good={"target": "甲公司党支部", "at_work": "甲公司党支部"},
    bad={"target": "社区党支部", "at_work": "甲公司党支部"},
)  # fmt: skip
def at_work(*, target: str, at_work: str) -> str:
    if not at_work or target == at_work:
        return ""
    return f"工作单位已有党组织“{at_work}”，应编入它，而不是“{target}”"


@rule(
    "FL-01", "连续 6 个月以上不能参加所在支部活动、没有转移组织关系的为流动党员",
    topic=AWAY, source=FLOATING, clause="（流动党员的界定）", confidence="核B", force=Force.EXPLAIN,
    good={"left": date(2026, 5, 25), "back": date(2026, 11, 25)},
    bad={"left": date(2026, 8, 1), "back": date(2026, 11, 25)},
)  # fmt: skip
def is_floating(*, left: date, back: date | None) -> str:
    if back is None or back >= add_months(left, SETTLED_MONTHS):
        return ""
    return f"{left} 至 {back} 外出不满 {SETTLED_MONTHS} 个月，一般不登记为流动党员"


@rule(
    "FL-02", "督促流动党员向流入地党组织报到",
    topic=AWAY, source=HOUSE, clause="（30 天报到提醒）", confidence="设", force=Force.WARN,
    good={"name": "甲", "registered": date(2026, 10, 26), "reported": None, "today": date(2026, 11, 25)},
    bad={"name": "甲", "registered": date(2026, 10, 25), "reported": None, "today": date(2026, 11, 25)},
)  # fmt: skip
def reports(*, name: str, registered: date, reported: date | None, today: date) -> str:
    if reported is not None or (today - registered).days <= REPORT_DAYS:
        return ""
    return f"{name} {registered} 登记流出，超过 {REPORT_DAYS} 天没有报到，请两边支部联系本人"


@rule(
    "FL-03", "一方隶属、参加多重组织生活",
    topic=AWAY, source=FLOATING, clause="（一方隶属、多重组织生活）", confidence="核B",
    good={"home": "甲支部", "host": "乙园区流动党员党支部"}, bad={"home": "甲支部", "host": "甲支部"},
)  # fmt: skip
def two_places(*, home: str, host: str) -> str:
    return "" if home != host else f"流入党组织就是正式组织关系所在的{home}，不用登记流动"


@rule(
    "FL-04", "流出地经常联系，流入地协助管理",
    topic=AWAY, source=FLOATING, clause="（双向管理）", confidence="核B", force=Force.WARN,
    good={"name": "甲", "contact": date(2026, 6, 1), "today": date(2026, 11, 25)},
    bad={"name": "甲", "contact": date(2026, 5, 1), "today": date(2026, 11, 25)},
)  # fmt: skip
def stays_in_touch(*, name: str, contact: date, today: date) -> str:
    if today < add_months(contact, CONTACT_MONTHS):
        return ""
    return f"与{name}上次联系是 {contact}，已满 {CONTACT_MONTHS} 个月，请联系一次"


@rule(
    "FL-05", "毕业生组织关系保留一般不超过 2 年；出国（境）超过 5 年未返回的一般停止党籍",
    topic=AWAY, source=FLOATING, clause="（保留年限）", confidence="核B", force=Force.PROPOSE,
    good={"name": "甲", "kind": "abroad", "left": date(2022, 1, 1), "today": date(2026, 11, 25)},
    bad={"name": "甲", "kind": "abroad", "left": date(2021, 11, 25), "today": date(2026, 11, 25)},
)  # fmt: skip
def too_long(*, name: str, kind: str, left: date, today: date) -> str:
    years = {"abroad": ABROAD_YEARS, "graduate": GRADUATE_YEARS}.get(kind)
    if years is None or today < add_months(left, 12 * years):
        return ""
    what = "请支部研究停止党籍" if kind == "abroad" else "请催办转移组织关系"
    return f"{name} {left} 起已满 {years} 年，{what}"
