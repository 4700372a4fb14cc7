"""The rules of organisation life: frequency, records, appraisal, rectification (领域手册 C)."""

from __future__ import annotations

from datetime import date, timedelta

from honglian.domains.members.api import sources
from honglian.kit.rules import Check, Force, Source, rule

from .frequency import KINDS, RECORD_DAYS, Kind
from .limits import CRITICISMS, DEADLINE_DAYS, ESCALATE_DAYS, ESCALATE_RETURNS, IMMEDIATE_DAYS

MEETINGS, APPRAISAL, LIFE, MENDING = "组织生活", "民主评议", "组织生活会", "整改台账"
REPORT = Source("《关于开展市县乡党委书记抓基层党建述职评议考核工作的意见》", date(2018, 1, 1))
SOURCES = {
    "branch": sources.BRANCH,
    "education": sources.EDUCATION,
    "development": sources.DEVELOPMENT,
    "report": REPORT,
}


def _frequency(kind: Kind) -> Check:
    def check(*, held: int, period: str) -> str:
        if held >= kind.least:
            return ""
        return f"{period}{kind.name}开了 {held} 次，要求{kind.words}"

    return check


for _kind in KINDS.values():
    rule(
        _kind.rule,
        f"{_kind.name}{_kind.words}",
        topic=MEETINGS,
        source=SOURCES[_kind.source],
        clause=_kind.clause,
        confidence=_kind.confidence,
        force=Force.WARN,
        good={"held": _kind.least, "period": "本期"},
        bad={"held": _kind.least - 1, "period": "本期"},
    )(_frequency(_kind))


@rule(
    "LR-01", "记录齐全方为有效：主题、地点、主持、记录、人数、议程和正文",
    topic=MEETINGS, source=sources.HOUSE, clause="（有效记录）", confidence="设",
    good={"missing": ()}, bad={"missing": ("主持人",)},
)  # fmt: skip
def complete(*, missing: tuple[str, ...]) -> str:
    return f"记录还缺：{'、'.join(missing)}，补齐后才计入次数" if missing else ""


@rule(
    "LR-02", "会后 7 日内上传记录，超过的标为补录",
    topic=MEETINGS, source=sources.HOUSE, clause="（补录）", confidence="设", force=Force.WARN,
    good={"held": date(2026, 11, 10), "minuted": date(2026, 11, 17)},
    bad={"held": date(2026, 11, 10), "minuted": date(2026, 11, 18)},
)  # fmt: skip
def uploaded_in_time(*, held: date, minuted: date) -> str:
    last = held + timedelta(RECORD_DAYS)
    return "" if minuted <= last else f"{held} 开的会，应在 {last} 前上传记录，这次标为补录"


@rule(
    "LR-03", "一次会议的人数要对得上",
    topic=MEETINGS, source=sources.HOUSE, clause="（人数核对）", confidence="设",
    good={"expected": 12, "present": 10, "absences": "王某出差、李某病假"},
    bad={"expected": 12, "present": 10, "absences": ""},
)  # fmt: skip
def numbers(*, expected: int, present: int, absences: str) -> str:
    if not 0 < present <= expected:
        return f"应到 {expected} 名、实到 {present} 名，实到应在 1 名以上且不多于应到"
    if present < expected and not absences.strip():
        return f"有 {expected - present} 名没有到会，请写明缺席人员和原因"
    return ""


@rule(
    "AP-01", "优秀等次一般不超过党员总数的三分之一",
    topic=APPRAISAL, source=sources.BRANCH, clause="第十八条", confidence="核B",
    good={"excellent": 4, "total": 14}, bad={"excellent": 5, "total": 14},
)  # fmt: skip
def one_third(*, excellent: int, total: int) -> str:
    most = total // 3
    if excellent <= most:
        return ""
    return f"共有党员 {total} 名，优秀最多 {most} 名，现在是 {excellent} 名，请减少 {excellent - most} 名"


@rule(
    "AP-02", "预备党员参加评议但不评定等次",
    topic=APPRAISAL, source=sources.BRANCH, clause="第十八条", confidence="核B",
    good={"name": "甲", "probationary": True, "grade": ""},
    bad={"name": "甲", "probationary": True, "grade": "good"},
)  # fmt: skip
def no_grade(*, name: str, probationary: bool, grade: str) -> str:
    return f"{name}是预备党员，参加评议但不评定等次" if probationary and grade else ""


@rule(
    "AP-03", "每名正式党员都评定等次",
    topic=APPRAISAL, source=sources.BRANCH, clause="第十八条", confidence="核B",
    good={"without": ()}, bad={"without": ("甲",)},
)  # fmt: skip
def all_graded(*, without: tuple[str, ...]) -> str:
    return f"{'、'.join(without[:10])} 等 {len(without)} 名还没有评定等次" if without else ""


@rule(
    "CR-01", "组织生活会上每名党员作自我批评",
    topic=LIFE, source=sources.HOUSE, clause="（自我批评至少 1 条）", confidence="设", force=Force.WARN,
    good={"without": ()}, bad={"without": ("甲",)},
)  # fmt: skip
def self_criticism(*, without: tuple[str, ...]) -> str:
    return f"{'、'.join(without[:10])} 等 {len(without)} 名还没有自我批评" if without else ""


@rule(
    "CR-02", "每名党员对其他同志提出批评意见",
    topic=LIFE, source=sources.HOUSE, clause="（批评至少 2 条）", confidence="设", force=Force.WARN,
    good={"without": ()}, bad={"without": ("甲",)},
)  # fmt: skip
def criticism(*, without: tuple[str, ...]) -> str:
    if not without:
        return ""
    return f"{'、'.join(without[:10])} 等 {len(without)} 名对其他同志的批评意见不足 {CRITICISMS} 条"


@rule(
    "RF-01", "没有佐证材料不得申请销号",
    topic=MENDING, source=sources.HOUSE, clause="（佐证）", confidence="设",
    good={"evidence": 1}, bad={"evidence": 0},
)  # fmt: skip
def evidence_needed(*, evidence: int) -> str:
    return "" if evidence else "还没有佐证材料，请先上传照片或文件，再申请销号"


@rule(
    "RF-02", "申请人、责任人与核查人不得是同一人",
    topic=MENDING, source=sources.HOUSE, clause="（他人核查）", confidence="设",
    good={"applicant": 7, "verifier": 8, "responsible": "甲", "verifier_name": "乙"},
    bad={"applicant": 7, "verifier": 7, "responsible": "甲", "verifier_name": "乙"},
)  # fmt: skip
def another_person(
    *, applicant: int | None, verifier: int | None, responsible: str, verifier_name: str
) -> str:
    if verifier is not None and applicant == verifier:
        return "销号是您申请的，要由另一个人核查，不能自己给自己销号"
    if verifier_name and verifier_name == responsible:
        return f"责任人就是{responsible}，要由另一个人核查"
    return ""


@rule(
    "RF-03", "长期坚持类不一次性销号",
    topic=MENDING, source=sources.HOUSE, clause="（长期坚持）", confidence="设",
    good={"kind": "deadline"}, bad={"kind": "long_term"},
)  # fmt: skip
def not_at_once(*, kind: str) -> str:
    return "长期坚持的事项按季度报告进展，不办理销号" if kind == "long_term" else ""


@rule(
    "RF-04", "立行立改不超过 15 日，限期整改不超过 90 日",
    topic=MENDING, source=sources.HOUSE, clause="（整改期限）", confidence="设",
    good={"kind": "immediate", "opened": date(2026, 11, 10), "due": date(2026, 11, 25)},
    bad={"kind": "immediate", "opened": date(2026, 11, 10), "due": date(2026, 11, 26)},
)  # fmt: skip
def due_in_time(*, kind: str, opened: date, due: date | None) -> str:
    days = {"immediate": IMMEDIATE_DAYS, "deadline": DEADLINE_DAYS}.get(kind)
    if days is None:
        return ""
    if due is None or due < opened:
        return "请填整改期限，不早于登记日期"
    last = opened + timedelta(days)
    return "" if due <= last else f"这一类最长 {days} 日，期限最晚 {last}，不能是 {due}"


@rule(
    "RF-05", "退回 2 次以上的提级督办",
    topic=MENDING, source=sources.HOUSE, clause="（退回提级）", confidence="设", force=Force.WARN,
    good={"returned": 1}, bad={"returned": 2},
)  # fmt: skip
def returned_often(*, returned: int) -> str:
    return "" if returned < ESCALATE_RETURNS else f"已退回 {returned} 次，提请上一级党组织督办"


@rule(
    "RF-06", "逾期超过 30 日的提级督办",
    topic=MENDING, source=sources.HOUSE, clause="（逾期提级）", confidence="设", force=Force.WARN,
    good={"due": date(2026, 10, 26), "today": date(2026, 11, 25)},
    bad={"due": date(2026, 10, 25), "today": date(2026, 11, 25)},
)  # fmt: skip
def long_overdue(*, due: date | None, today: date) -> str:
    if due is None or (today - due).days <= ESCALATE_DAYS:
        return ""
    return f"{due} 到期，已逾期 {(today - due).days} 天，提请上一级党组织督办"


@rule(
    "RF-07", "销号后满 3 个月、6 个月各回头看一次",
    topic=MENDING, source=sources.HOUSE, clause="（回头看）", confidence="设",
    good={"planned": date(2026, 11, 20), "looked": date(2026, 11, 20)},
    bad={"planned": date(2026, 11, 20), "looked": date(2026, 11, 19)},
)  # fmt: skip
def looked_back(*, planned: date, looked: date) -> str:
    return "" if looked >= planned else f"回头看应在 {planned} 以后，{looked} 太早，看不出是否反弹"
