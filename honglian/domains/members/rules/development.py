"""DEV-01 … DEV-13: what must hold between the steps of a member's development (领域手册 B.3)."""

from __future__ import annotations

from datetime import date, timedelta

from honglian.algo.months import add_months, whole_years
from honglian.kit.rules import Force, rule

from ..development.plan import VERSIONS, version_on
from .sources import DEVELOPMENT, DEVELOPMENT_2026, HOUSE

TOPIC = "发展党员"
OLD = VERSIONS[0].since


def _limit(name: str, day: date) -> int:
    return version_on(day).limits[name]


@rule(
    "DEV-01", "递交入党申请书时年满 18 周岁",
    topic=TOPIC, source=DEVELOPMENT, clause="第五条", confidence="核B",
    good={"born": date(2000, 5, 1), "applied": date(2018, 5, 1)},
    bad={"born": date(2000, 5, 1), "applied": date(2018, 4, 30)},
)  # fmt: skip
def adult(*, born: date, applied: date) -> str:
    years = _limit("adult_years", applied)
    if whole_years(born, applied) >= years:
        return ""
    return f"申请人 {born} 出生，{applied} 未满 {years} 周岁，最早 {add_months(born, years * 12)} 可以申请"


@rule(
    "DEV-02", "收到申请书后一个月内派人谈话",
    topic=TOPIC, source=DEVELOPMENT, clause="第七条", confidence="核B", force=Force.EXPLAIN,
    good={"applied": date(2026, 1, 31), "talked": date(2026, 2, 28)},
    bad={"applied": date(2026, 1, 31), "talked": date(2026, 3, 1)},
)  # fmt: skip
def talk(*, applied: date, talked: date) -> str:
    last = add_months(applied, _limit("talk_months", applied))
    return "" if talked <= last else f"谈话应在 {last} 前，{talked} 已经超过一个月"


@rule(
    "DEV-03", "入党积极分子培养教育一年以上方可列为发展对象",
    topic=TOPIC, source=DEVELOPMENT, clause="第十三条", confidence="核B",
    good={"activist_since": date(2025, 11, 25), "decided": date(2026, 11, 25)},
    bad={"activist_since": date(2025, 11, 25), "decided": date(2026, 11, 24)},
)  # fmt: skip
def cultivated(*, activist_since: date, decided: date) -> str:
    months = _limit("cultivation_months", decided)
    first = add_months(activist_since, months)
    if decided >= first:
        return ""
    return f"{activist_since} 起培养，须满 {months} 个月，最早 {first} 可以确定为发展对象，{decided} 太早"


@rule(
    "DEV-04", "确定发展对象前公示不少于 5 个工作日",
    topic=TOPIC, source=DEVELOPMENT_2026, clause="第十三条", confidence="核B",
    good={
        "from_day": date(2026, 11, 16), "to_day": date(2026, 11, 20),
        "workdays": 5, "decided": date(2026, 11, 21),
    },
    bad={
        "from_day": date(2026, 11, 16), "to_day": date(2026, 11, 19),
        "workdays": 4, "decided": date(2026, 11, 21),
    },
)  # fmt: skip
def published(*, from_day: date | None, to_day: date | None, workdays: int, decided: date) -> str:
    wanted = _limit("publicity_workdays", decided)
    if from_day is None or to_day is None:
        return f"确定发展对象前要公示不少于 {wanted} 个工作日，请填公示起止日期"
    if workdays < wanted:
        return f"公示 {from_day} 至 {to_day} 只有 {workdays} 个工作日，须不少于 {wanted} 个"
    return (
        "" if decided > to_day else f"公示到 {to_day} 结束，最早 {to_day + timedelta(1)} 可以确定"
    )


@rule(
    "DEV-05", "集中培训不少于 3 天或 24 学时",
    topic=TOPIC, source=DEVELOPMENT, clause="第十七条", confidence="核B",
    good={"days": 2, "hours": 24, "ended": date(2026, 9, 1)},
    bad={"days": 2, "hours": 23, "ended": date(2026, 9, 1)},
)  # fmt: skip
def trained(*, days: int | None, hours: int | None, ended: date) -> str:
    need_days, need_hours = _limit("training_days", ended), _limit("training_hours", ended)
    if (days or 0) >= need_days or (hours or 0) >= need_hours:
        return ""
    return f"集中培训只有 {days or 0} 天、{hours or 0} 学时，须不少于 {need_days} 天或 {need_hours} 学时"


@rule(
    "DEV-06", "预审合格后一个月内召开支部大会",
    topic=TOPIC, source=DEVELOPMENT, clause="第十九条", confidence="核B",
    good={"reviewed": date(2026, 8, 31), "met": date(2026, 9, 30)},
    bad={"reviewed": date(2026, 8, 31), "met": date(2026, 10, 1)},
)  # fmt: skip
def met_in_time(*, reviewed: date, met: date) -> str:
    last = add_months(reviewed, _limit("meeting_months", reviewed))
    if met <= last:
        return ""
    return f"{reviewed} 预审合格，支部大会最晚 {last} 召开，{met} 已经超期，请重新报预审"


@rule(
    "DEV-07", "无记名投票，赞成人数超过应到会有表决权党员的半数",
    topic=TOPIC, source=DEVELOPMENT, clause="第二十、二十二条", confidence="核B",
    good={"secret": True, "expected": 10, "present": 6, "in_favour": 6},
    bad={"secret": True, "expected": 10, "present": 9, "in_favour": 5},
)  # fmt: skip
def voted(*, secret: bool, expected: int, present: int, in_favour: int) -> str:
    if not secret:
        return "讨论接收和转正要采取无记名投票，不能举手或鼓掌通过"
    if not 0 <= in_favour <= present <= expected:
        return f"人数不对：应到 {expected}、实到 {present}、赞成 {in_favour}，赞成不能多于实到，实到不能多于应到"
    if present * 2 <= expected:
        return f"应到会有表决权党员 {expected} 名，实到 {present} 名，没有超过半数，不能表决"
    if in_favour * 2 <= expected:
        return (
            f"应到会有表决权党员 {expected} 名，赞成 {in_favour} 票，没有超过半数，不能登记为通过"
        )
    return ""


@rule(
    "DEV-08", "党委审批一般三个月内",
    topic=TOPIC, source=DEVELOPMENT, clause="第二十五条", confidence="核B", force=Force.EXPLAIN,
    good={"met": date(2026, 5, 20), "approved": date(2026, 8, 20)},
    bad={"met": date(2026, 5, 20), "approved": date(2026, 8, 21)},
)  # fmt: skip
def approved_in_time(*, met: date, approved: date) -> str:
    last = add_months(met, _limit("approval_months", met))
    return (
        "" if approved <= last else f"{met} 支部大会通过，一般应在 {last} 前审批，{approved} 已超过"
    )


@rule(
    "DEV-08b", "党委审批最长不得超过六个月",
    topic=TOPIC, source=DEVELOPMENT, clause="第二十五条", confidence="核B",
    good={"met": date(2026, 5, 20), "approved": date(2026, 11, 20)},
    bad={"met": date(2026, 5, 20), "approved": date(2026, 11, 21)},
)  # fmt: skip
def approved_at_all(*, met: date, approved: date) -> str:
    last = add_months(met, _limit("approval_hard_months", met))
    return (
        ""
        if approved <= last
        else f"{met} 支部大会通过，审批最长到 {last}，{approved} 已经不能再批"
    )


@rule(
    "DEV-09", "预备期一年，自支部大会通过之日起算；只能延长一次，半年以上一年以下",
    topic=TOPIC, source=DEVELOPMENT, clause="第三十、三十一条", confidence="核B",
    good={"met": date(2025, 11, 1), "asked": date(2026, 11, 1), "extension": 0, "extended_before": False},
    bad={"met": date(2025, 11, 1), "asked": date(2026, 10, 31), "extension": 0, "extended_before": False},
)  # fmt: skip
def probation(*, met: date, asked: date, extension: int, extended_before: bool) -> str:
    low, high = _limit("extension_min_months", asked), _limit("extension_max_months", asked)
    if extension and extended_before:
        return "预备期已经延长过一次，不能再延长，应当决定转正或取消预备党员资格"
    if extension and not low <= extension <= high:
        return f"延长预备期须在 {low} 至 {high} 个月之间，不能是 {extension} 个月"
    ends = add_months(met, _limit("probation_months", met))
    return "" if asked >= ends else f"预备期到 {ends} 才满，{asked} 太早"


@rule(
    "DEV-10", "讨论转正的支部大会不早于预备期满",
    topic=TOPIC, source=DEVELOPMENT, clause="第三十二条", confidence="核B",
    good={"ends": date(2026, 11, 1), "met": date(2026, 11, 1)},
    bad={"ends": date(2026, 11, 1), "met": date(2026, 10, 31)},
)  # fmt: skip
def not_before_end(*, ends: date, met: date) -> str:
    return "" if met >= ends else f"预备期到 {ends} 才满，讨论转正的支部大会不能在 {met} 召开"


@rule(
    "DEV-11", "党委审批转正三个月内",
    topic=TOPIC, source=DEVELOPMENT, clause="第三十三条", confidence="核B", force=Force.EXPLAIN,
    good={"met": date(2026, 6, 30), "approved": date(2026, 9, 30)},
    bad={"met": date(2026, 6, 30), "approved": date(2026, 10, 1)},
)  # fmt: skip
def full_in_time(*, met: date, approved: date) -> str:
    last = add_months(met, _limit("full_approval_months", met))
    return (
        "" if approved <= last else f"{met} 支部大会通过转正，应在 {last} 前审批，{approved} 已超过"
    )


@rule(
    "DEV-12", "各步按先后登记，日期不倒置，也不在将来",
    topic=TOPIC, source=HOUSE, clause="（发展党员日期先后）", confidence="设",
    good={"missing": (), "before": "第 7 步", "previous": date(2026, 1, 5), "on": date(2026, 1, 5), "today": date(2026, 2, 1)},
    bad={"missing": (), "before": "第 7 步", "previous": date(2026, 1, 5), "on": date(2026, 1, 4), "today": date(2026, 2, 1)},
)  # fmt: skip
def in_order(
    *, missing: tuple[str, ...], before: str, previous: date | None, on: date, today: date
) -> str:
    if missing:
        return f"要先登记{'、'.join(missing)}"
    if on > today:
        return f"{on} 还没有到，只登记已经发生的事"
    if previous is not None and on < previous:
        return f"{on} 早于{before}的日期 {previous}，请核对先后"
    return ""


@rule(
    "DEV-13", "组织的研究、预审、审批由人录入，系统不得自动判定",
    topic=TOPIC, source=HOUSE, clause="（组织决定只由人录入）", confidence="设",
    good={"by_person": True, "body": "支部委员会", "needed": True},
    bad={"by_person": False, "body": "支部委员会", "needed": True},
)  # fmt: skip
def decided_by_people(*, by_person: bool, body: str, needed: bool) -> str:
    if not needed:
        return ""
    if not by_person:
        return "这一步是组织的决定，只能由工作人员按会议记录或批复录入，系统不能代为决定"
    return "" if body.strip() else "请填写作出决定的组织名称"
