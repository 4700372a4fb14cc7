"""ORG-001 … ORG-024: setting up, composing and renewing organisations (领域手册 A.2)."""

from __future__ import annotations

from datetime import date

from honglian.algo.months import add_months
from honglian.foundation.orgs.api import ORG_TYPES
from honglian.kit.rules import Force, rule

from .sources import BRANCH, EDUCATION, ELECTION, ELECTION_QA, HOUSE, PARTY_RULES, TERMS

TOPIC = "党组织设置"
BRANCH_TYPE = ORG_TYPES["branch"]
REMIND_DAYS = 180
LEAST_MEMBERSHIP_YEARS = 1  # of a secretary
LONGEST_SHIFT_YEARS = 1
APPROVAL_MONTHS = 1
SHRUNK_MONTHS = 3
EXCUSED = ("ill", "abroad", "prison", "bedridden", "moved")


@rule(
    "ORG-001", "正式党员 3 人以上的单位应当成立党支部",
    topic=TOPIC, source=BRANCH, clause="第四条", confidence="核B", force=Force.WARN,
    good={"unit": "甲公司", "formal": 2, "has_branch": False},
    bad={"unit": "甲公司", "formal": 3, "has_branch": False},
)  # fmt: skip
def must_found(*, unit: str, formal: int, has_branch: bool) -> str:
    if has_branch or formal < (BRANCH_TYPE.min_formal or 0):
        return ""
    return f"{unit}有 {formal} 名正式党员，应当单独成立党支部"


@rule(
    "ORG-002", "党支部党员一般不超过 50 人",
    topic=TOPIC, source=BRANCH, clause="第四条", confidence="核B", force=Force.WARN,
    good={"type_code": "branch", "members": 50}, bad={"type_code": "branch", "members": 51},
)  # fmt: skip
def not_too_many(*, type_code: str, members: int) -> str:
    most = ORG_TYPES[type_code].max_members
    if not type_code.endswith("branch") or type_code == "general_branch" or not most:
        return ""
    return "" if members <= most else f"有 {members} 名党员，党支部一般不超过 {most} 人，请研究分设"


@rule(
    "ORG-003", "党员 50 人以上、100 人以下可设党总支",
    topic=TOPIC, source=PARTY_RULES, clause="（党总支设置）", confidence="核B", force=Force.EXPLAIN,
    good={"type_code": "general_branch", "members": 50},
    bad={"type_code": "general_branch", "members": 49},
)  # fmt: skip
def general_branch_size(*, type_code: str, members: int) -> str:
    kind = ORG_TYPES[type_code]
    if type_code != "general_branch":
        return ""
    low, high = kind.min_members or 0, kind.max_members or 0
    return (
        "" if low <= members < high else f"党总支一般有 {low} 至 {high} 名党员，现有 {members} 名"
    )


@rule(
    "ORG-004", "党员 100 人以上可设基层党委",
    topic=TOPIC, source=PARTY_RULES, clause="（基层党委设置）", confidence="核B", force=Force.EXPLAIN,
    good={"type_code": "committee", "members": 100},
    bad={"type_code": "committee", "members": 99},
)  # fmt: skip
def committee_size(*, type_code: str, members: int) -> str:
    low = ORG_TYPES["committee"].min_members or 0
    if type_code != "committee" or members >= low:
        return ""
    return f"基层党委一般须有党员 {low} 人以上，现有 {members} 名；特殊情况要有上级批准"


@rule(
    "ORG-005", "联合党支部覆盖单位一般不超过 5 个",
    topic=TOPIC, source=BRANCH, clause="第五条", confidence="核B", force=Force.WARN,
    good={"type_code": "joint_branch", "units": 5}, bad={"type_code": "joint_branch", "units": 6},
)  # fmt: skip
def joint_units(*, type_code: str, units: int) -> str:
    most = ORG_TYPES["joint_branch"].max_units or 0
    if type_code != "joint_branch" or units <= most:
        return ""
    return f"联合党支部覆盖 {units} 个单位，一般不超过 {most} 个"


@rule(
    "ORG-006", "正式党员 7 人以上设支部委员会，3 至 5 人，一般不超过 7 人",
    topic=TOPIC, source=BRANCH, clause="第二十条", confidence="核B", force=Force.WARN,
    good={"formal": 7, "committee": 3}, bad={"formal": 7, "committee": 1},
)  # fmt: skip
def needs_committee(*, formal: int, committee: int) -> str:
    kind = BRANCH_TYPE
    low, high = kind.committee_min or 0, kind.committee_max or 0
    if formal < (kind.committee_from or 0) or low <= committee <= high:
        return ""
    return f"有 {formal} 名正式党员，支部委员会应有 {low} 至 {high} 人（含书记），现登记 {committee} 人"


@rule(
    "ORG-007", "正式党员不足 7 人设书记 1 名，必要时设副书记 1 名",
    topic=TOPIC, source=BRANCH, clause="第二十条", confidence="核B", force=Force.WARN,
    good={"formal": 6, "secretaries": 1, "deputies": 1},
    bad={"formal": 6, "secretaries": 0, "deputies": 0},
)  # fmt: skip
def small_branch(*, formal: int, secretaries: int, deputies: int) -> str:
    if formal >= (BRANCH_TYPE.committee_from or 0):
        return ""
    if secretaries != 1:
        return (
            "没有登记书记，请补选或由上级指派"
            if not secretaries
            else f"登记了 {secretaries} 名书记，只能有 1 名"
        )
    return "" if deputies <= 1 else f"登记了 {deputies} 名副书记，不设支委会的支部最多 1 名"


@rule(
    "ORG-008", "成立党支部的批复一般不超过 1 个月",
    topic=TOPIC, source=BRANCH, clause="第六条", confidence="忆", force=Force.WARN,
    good={"applied": date(2026, 10, 10), "answered": date(2026, 11, 10)},
    bad={"applied": date(2026, 10, 10), "answered": date(2026, 11, 11)},
)  # fmt: skip
def answered_in_time(*, applied: date, answered: date) -> str:
    last = add_months(applied, APPROVAL_MONTHS)
    return "" if answered <= last else f"{applied} 请示，一般应在 {last} 前批复"


@rule(
    "ORG-009", "任期：基层党委一般 5 年，总支、支部一般 3 年，村和社区 5 年",
    topic=TOPIC, source=TERMS, clause="（任期）", confidence="核B",
    good={"type_code": "branch", "began": date(2026, 5, 1), "ends": date(2029, 5, 1), "village": False},
    bad={"type_code": "branch", "began": date(2026, 5, 1), "ends": date(2031, 5, 1), "village": False},
)  # fmt: skip
def term(*, type_code: str, began: date, ends: date, village: bool) -> str:
    kind = ORG_TYPES[type_code]
    years = kind.village_years if village else kind.term_years
    if years is None:
        return ""
    right = add_months(began, years * 12)
    return (
        ""
        if ends <= right
        else f"{kind.name}任期一般 {years} 年，{began} 起应到 {right} 届满，不能到 {ends}"
    )


@rule(
    "ORG-010", "届满前 6 个月提醒换届",
    topic=TOPIC, source=TERMS, clause="（提醒换届）", confidence="核B", force=Force.WARN,
    good={"ends": date(2027, 6, 1), "today": date(2026, 11, 25)},
    bad={"ends": date(2027, 5, 1), "today": date(2026, 11, 25)},
)  # fmt: skip
def remind(*, ends: date, today: date) -> str:
    left = (ends - today).days
    if left > REMIND_DAYS:
        return ""
    if left < 0:
        return f"本届 {ends} 已经届满，没有延期批复的请尽快换届"
    return f"本届 {ends} 届满，还有 {left} 天，请准备换届"


@rule(
    "ORG-011", "延期或提前换届须报上级批准，一般不超过 1 年",
    topic=TOPIC, source=ELECTION, clause="第三条", confidence="核B",
    good={"due": date(2026, 12, 1), "shifted": date(2027, 12, 1), "approval": "批复1号"},
    bad={"due": date(2026, 12, 1), "shifted": date(2027, 12, 2), "approval": "批复1号"},
)  # fmt: skip
def shift(*, due: date, shifted: date, approval: str) -> str:
    if not approval.strip():
        return "延期或提前换届要先报上级党组织批准，请填批复文号"
    first, last = (add_months(due, n * 12 * LONGEST_SHIFT_YEARS) for n in (-1, 1))
    if first <= shifted <= last:
        return ""
    return f"原定 {due} 换届，提前或延期一般不超过 1 年，应在 {first} 至 {last} 之间"


@rule(
    "ORG-012", "选举：到会不少于五分之四，差额不少于 20%，当选须超过应到会人数半数",
    topic=TOPIC, source=ELECTION, clause="（选举的实施）", confidence="核B",
    good={"expected": 10, "present": 8, "seats": 5, "candidates": 6, "votes": 6},
    bad={"expected": 10, "present": 7, "seats": 5, "candidates": 6, "votes": 6},
)  # fmt: skip
def election(*, expected: int, present: int, seats: int, candidates: int, votes: int) -> str:
    if present * 5 < expected * 4:
        return f"应到会 {expected} 人，实到 {present} 人，不足五分之四，选举无效"
    if (candidates - seats) * 5 < seats:
        return f"应选 {seats} 名，候选人 {candidates} 名，差额不足 20%，请增加候选人"
    if votes * 2 <= expected:
        return f"得票最少的当选人 {votes} 票，没有超过应到会 {expected} 人的半数，不能当选"
    return ""


@rule(
    "ORG-013", "党员大会表决：半数以上到会，赞成超过应到会半数",
    topic=TOPIC, source=BRANCH, clause="第十一条", confidence="核B",
    good={"expected": 9, "present": 5, "in_favour": 5},
    bad={"expected": 9, "present": 6, "in_favour": 4},
)  # fmt: skip
def meeting_vote(*, expected: int, present: int, in_favour: int) -> str:
    if present * 2 < expected:
        return f"有表决权党员应到 {expected} 名，实到 {present} 名，不足半数，不能表决"
    if in_favour * 2 <= expected:
        return f"赞成 {in_favour} 票，没有超过应到 {expected} 名的半数，不能记为通过"
    return ""


@rule(
    "ORG-014", "支部委员会会议须半数以上委员到会",
    topic=TOPIC, source=BRANCH, clause="第十二条", confidence="核B",
    good={"committee": 5, "present": 3}, bad={"committee": 5, "present": 2},
)  # fmt: skip
def committee_quorum(*, committee: int, present: int) -> str:
    if present * 2 >= committee:
        return ""
    return f"委员 {committee} 名，到会 {present} 名，不足半数，会议不能作出决定"


@rule(
    "ORG-015", "支部书记一般有 1 年以上党龄",
    topic=TOPIC, source=BRANCH, clause="第二十二条", confidence="忆", force=Force.EXPLAIN,
    good={"name": "甲", "full_on": date(2025, 3, 1), "starts": date(2026, 3, 1)},
    bad={"name": "甲", "full_on": date(2025, 3, 1), "starts": date(2026, 2, 28)},
)  # fmt: skip
def secretary_experience(*, name: str, full_on: date | None, starts: date) -> str:
    if full_on is None:
        return f"{name}还不是正式党员，一般不担任书记"
    if add_months(full_on, 12 * LEAST_MEMBERSHIP_YEARS) <= starts:
        return ""
    return f"{name} {full_on} 转正，到 {starts} 党龄不满 {LEAST_MEMBERSHIP_YEARS} 年"


@rule(
    "ORG-016", "同一人不得同时任两个隶属型支部的书记",
    topic=TOPIC, source=HOUSE, clause="（兼任）", confidence="设",
    good={"name": "甲", "elsewhere": ()}, bad={"name": "甲", "elsewhere": ("乙支部",)},
)  # fmt: skip
def one_secretary_post(*, name: str, elsewhere: tuple[str, ...]) -> str:
    if not elsewhere:
        return ""
    return f"{name}已经是{'、'.join(elsewhere)}的书记；可以兼任功能型组织和网格的职务，不能同时任两个支部的书记"


@rule(
    "ORG-017", "党员只隶属一个支部，可以参加多个功能型组织",
    topic=TOPIC, source=EDUCATION, clause="第二十五条", confidence="核B",
    good={"name": "甲", "functional": False, "home": ""},
    bad={"name": "甲", "functional": False, "home": "乙支部"},
)  # fmt: skip
def one_home(*, name: str, functional: bool, home: str) -> str:
    if functional or not home:
        return ""
    return f"{name}的组织关系在{home}，只能隶属一个支部；要换支部请办组织关系转接"


@rule(
    "ORG-018", "五类情形经上级同意、党员大会通过可不计入应到会人数",
    topic=TOPIC, source=ELECTION_QA, clause="（不计入应到会的情形）", confidence="核B",
    good={"reason": "abroad", "agreed": True}, bad={"reason": "busy", "agreed": True},
)  # fmt: skip
def excused(*, reason: str, agreed: bool) -> str:
    if reason not in EXCUSED:
        return "这种情形不能从应到会人数中扣除，只有患病不能表达意志、自费出国半年以上、服刑、卧床不起、应转未转五类"
    return "" if agreed else "不计入应到会人数要经上级党组织同意、党员大会通过"


@rule(
    "ORG-019", "支部书记每年至少参加 1 次集中培训（只看是否参加，不计学时）",
    topic=TOPIC, source=EDUCATION, clause="（培训）", confidence="忆", force=Force.WARN,
    good={"name": "甲", "times": 1, "year": 2026}, bad={"name": "甲", "times": 0, "year": 2026},
)  # fmt: skip
def secretary_trained(*, name: str, times: int, year: int) -> str:
    return "" if times else f"书记{name} {year} 年还没有参加集中培训"


@rule(
    "ORG-020", "不再符合设立条件的及时调整或撤销",
    topic=TOPIC, source=BRANCH, clause="第七条", confidence="忆", force=Force.WARN,
    good={"type_code": "branch", "formal": 2, "months": 2},
    bad={"type_code": "branch", "formal": 2, "months": 3},
)  # fmt: skip
def shrunk(*, type_code: str, formal: int, months: int) -> str:
    least = ORG_TYPES[type_code].min_formal
    if least is None or formal >= least or months < SHRUNK_MONTHS:
        return ""
    return f"正式党员 {formal} 名，已连续 {months} 个月不足 {least} 名，请上级研究调整或撤销"


@rule(
    "ORG-021", "功能型、临时党组织不发展党员、不收党费",
    topic=TOPIC, source=BRANCH, clause="第八条", confidence="忆",
    good={"type_code": "branch", "name": "甲支部", "what": "develop"},
    bad={"type_code": "functional_branch", "name": "甲园区党支部", "what": "develop"},
)  # fmt: skip
def within_powers(*, type_code: str, name: str, what: str) -> str:
    """``what`` is develop or dues."""
    kind = ORG_TYPES[type_code]
    if kind.develops if what == "develop" else kind.collects_dues:
        return ""
    doing = "发展党员" if what == "develop" else "收党费"
    return f"{name}是{kind.name}，不{doing}，请由党员组织关系所在的支部办理"


@rule(
    "ORG-022", "单独组建党支部要有正式党员 3 人以上，不足的建联合党支部",
    topic=TOPIC, source=BRANCH, clause="第四条、第五条", confidence="核B",
    good={"type_code": "branch", "formal": 3}, bad={"type_code": "branch", "formal": 2},
)  # fmt: skip
def enough_to_found(*, type_code: str, formal: int) -> str:
    kind = ORG_TYPES[type_code]
    if kind.min_formal is None or formal >= kind.min_formal:
        return ""
    advice = (
        "，请与邻近、相近的单位联合组建" if type_code == "branch" else "，请再吸收单位或党员后申请"
    )
    return f"成立{kind.name}要有正式党员 {kind.min_formal} 名以上，现有 {formal} 名{advice}"


@rule(
    "ORG-023", "为期 6 个月以上的工程、项目成立项目党支部",
    topic=TOPIC, source=BRANCH, clause="第五条", confidence="核B", force=Force.EXPLAIN,
    good={"type_code": "project_branch", "months": 6},
    bad={"type_code": "project_branch", "months": 5},
)  # fmt: skip
def long_enough(*, type_code: str, months: int) -> str:
    least = ORG_TYPES[type_code].min_months
    if least is None or months >= least:
        return ""
    return f"项目为期 {months} 个月，{least} 个月以上的才成立项目党支部；短期任务可建临时党支部"


@rule(
    "ORG-024", "书记空缺要及时补选，上级可以指派",
    topic=TOPIC, source=BRANCH, clause="第二十二条", confidence="忆", force=Force.WARN,
    good={"name": "甲支部", "secretaries": 1}, bad={"name": "甲支部", "secretaries": 0},
)  # fmt: skip
def secretary_vacant(*, name: str, secretaries: int) -> str:
    return "" if secretaries else f"{name}没有登记在任的书记"
