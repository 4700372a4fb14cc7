"""INS-*, VIS-* and HZ-*: what makes an inspection lawful and a hazard rightly graded (领域手册 D.4, F)."""

from __future__ import annotations

from datetime import date

from honglian.kit.rules import Force, Source, rule

INSPECTIONS = Source(
    "《国务院办公厅关于严格规范涉企行政检查的意见》（国办发〔2024〕54号）", date(2024, 12, 27)
)
HAZARDS = Source("《安全生产事故隐患排查治理暂行规定》（原安监总局令第16号）", date(2008, 2, 1))
GRADING = Source("《工贸企业重大事故隐患判定标准》（应急管理部令第10号）", date(2023, 5, 15))
FIRE = Source("《重大火灾隐患判定规则》（GB 35181-2025）", date(2025, 11, 1))
LISTED = Source("湖北省重大事故隐患挂牌督办规定，以当地规定为准", date(2018, 1, 1))
HOUSE = Source("系统约定，以当地规定为准", date(2018, 1, 1))

LAWFUL, SERVICE, HAZARD = "涉企行政检查", "服务走访", "安全隐患"
HELPERS = {"grid_worker": "网格员", "grid_leader": "网格长", "instructor": "党建指导员"}
OUTSIDE_CAP = ("complaint", "transferred", "data", "asked", "special")
ORDERS = ("责令", "限期改正", "限期整改", "处罚", "罚款", "查封", "扣押", "停产停业")
WELL_OVER = 2  # so many above the cap is “clearly more than reasonable” (忆)


@rule(
    "INS-01", "网格员、辅助人员不得实施行政检查", topic=LAWFUL, source=INSPECTIONS,
    clause="主体法定、“五个严禁”", confidence="核B",
    good={"role": "dept_worker", "power": True}, bad={"role": "grid_worker", "power": True},
)  # fmt: skip
def subject(*, role: str, power: bool) -> str:
    if role in HELPERS:
        return f"{HELPERS[role]}不得实施行政检查，可以登记服务走访、上报隐患，由有执法权的部门检查"
    if not power:
        return "这个部门没有涉企行政检查权，请改为服务走访，或交有检查权的部门"
    return ""


@rule(
    "INS-01-1", "执法人员须持证，检查当天证件在有效期内", topic=LAWFUL, source=INSPECTIONS,
    clause="主体法定", confidence="核B",
    good={"name": "某执法员", "valid_from": date(2024, 1, 1), "valid_to": date(2027, 1, 1), "on": date(2026, 11, 2)},
    bad={"name": "某执法员", "valid_from": date(2024, 1, 1), "valid_to": date(2026, 11, 1), "on": date(2026, 11, 2)},
)  # fmt: skip
def certified(*, name: str, valid_from: date, valid_to: date, on: date) -> str:
    if valid_from <= on <= valid_to:
        return ""
    return f"{name}的执法证有效期是 {valid_from} 至 {valid_to}，{on} 不能参加检查，请换人或改期"


@rule(
    "INS-02", "未公布的检查事项不得实施", topic=LAWFUL, source=INSPECTIONS, clause="事项法定",
    confidence="核B", good={"items": 1, "unpublished": ""}, bad={"items": 1, "unpublished": "厂区绿化"},
)  # fmt: skip
def published(*, items: int, unpublished: str) -> str:
    if not items:
        return "行政检查要有已公布的检查事项，请至少选一项"
    return f"“{unpublished}”没有公布，不能检查" if unpublished else ""


@rule(
    "INS-03", "同一部门对同一企业不超过年度检查频次上限", topic=LAWFUL, source=INSPECTIONS,
    clause="频次法定", confidence="核B",
    good={"done": 1, "cap": 2, "why": "ordinary", "year": 2026},
    bad={"done": 2, "cap": 2, "why": "ordinary", "year": 2026},
)  # fmt: skip
def within_cap(*, done: int, cap: int, why: str, year: int) -> str:
    if done < cap or why in OUTSIDE_CAP:
        return ""
    return f"{year} 年对这家企业已有 {done} 次检查，年度上限是 {cap} 次，不能再列入计划"


@rule(
    "INS-03-1", "不受上限的检查明显超过合理频次的要预警", topic=LAWFUL, source=INSPECTIONS,
    clause="频次法定", confidence="忆", force=Force.WARN,
    good={"done": 2, "cap": 2}, bad={"done": 4, "cap": 2},
)  # fmt: skip
def reasonable(*, done: int, cap: int) -> str:
    if done < cap + WELL_OVER:
        return ""
    return f"今年已有 {done} 次，明显超过合理频次（上限 {cap} 次），请优先书面检查或信息共享"


@rule(
    "INS-04", "检查须事前报批，批准的人不能是提出的人", topic=LAWFUL, source=INSPECTIONS,
    clause="程序法定", confidence="核B",
    good={"approval_no": "审批〔2026〕8号", "planner": 1, "approver": 2},
    bad={"approval_no": "", "planner": 1, "approver": 2},
)  # fmt: skip
def approved(*, approval_no: str, planner: int | None, approver: int | None) -> str:
    if not approval_no.strip():
        return "没有《行政检查审批表》编号，不能批准"
    if planner is not None and planner == approver:
        return "检查由您提出，不能自己批准，请由部门负责人批准"
    return ""


@rule(
    "INS-04-1", "执法人员不少于两人", topic=LAWFUL, source=INSPECTIONS, clause="程序法定",
    confidence="忆", good={"officers": 2}, bad={"officers": 1},
)  # fmt: skip
def enough(*, officers: int) -> str:
    return "" if officers >= 2 else f"检查要有两名以上执法人员，现在是 {officers} 名"


@rule(
    "INS-04-2", "检查前制发检查通知书，不提前通知的要有法定理由", topic=LAWFUL, source=INSPECTIONS,
    clause="程序法定", confidence="核B",
    good={"notice_no": "通〔2026〕3号", "waived": ""}, bad={"notice_no": "", "waived": ""},
)  # fmt: skip
def noticed(*, notice_no: str, waived: str) -> str:
    if notice_no.strip() or waived.strip():
        return ""
    return "请填检查通知书编号；依法不提前通知的，写明理由"


@rule(
    "INS-04-3", "扫码入企：扫的是被检查企业的企业码", topic=LAWFUL, source=INSPECTIONS,
    clause="程序法定", confidence="核B",
    good={"scanned": "第1厂", "wanted": "第1厂", "readable": True},
    bad={"scanned": "第2厂", "wanted": "第1厂", "readable": True},
)  # fmt: skip
def scanned(*, scanned: str, wanted: str, readable: bool) -> str:
    if not readable:
        return "这不是有效的企业码（可能已换新码），请扫企业门口现在的企业码"
    if scanned != wanted:
        return f"这是{scanned}的企业码，检查的是{wanted}，请到{wanted}扫码"
    return ""


@rule(
    "INS-05", "服务走访不得下达责令、处罚", topic=SERVICE, source=INSPECTIONS, clause="方式限制",
    confidence="核B", good={"text": "提醒清理通道"}, bad={"text": "责令三日内清理通道"},
)  # fmt: skip
def only_service(*, text: str) -> str:
    said = next((word for word in ORDERS if word in text), "")
    if not said:
        return ""
    return f"服务走访不能写“{said}”；需要检查处理的，请上报隐患，由有执法权的部门依法检查"


@rule(
    "INS-07", "专项检查须有批准文号", topic=LAWFUL, source=INSPECTIONS, clause="专项检查",
    confidence="忆", good={"kind": "special", "document": "政办〔2026〕5号"},
    bad={"kind": "special", "document": ""},
)  # fmt: skip
def special(*, kind: str, document: str) -> str:
    if kind != "special" or document.strip():
        return ""
    return "专项检查要经县级以上政府或垂直领导部门批准，请填批准文号"


@rule(
    "VIS-01", "十五日内重复上门要合并", topic=SERVICE, source=HOUSE, clause="（一次上门）",
    confidence="设", force=Force.WARN, good={"days": 16, "limit": 15}, bad={"days": 9, "limit": 15},
)  # fmt: skip
def not_again(*, days: int, limit: int) -> str:
    if days > limit:
        return ""
    return f"{days} 天前后已有一次上门（{limit} 天以内应合并），请并到那一次"


@rule(
    "HZ-01", "判级必须引用判定标准条款", topic=HAZARD, source=GRADING, clause="判定标准",
    confidence="核B", good={"level": "serious", "basis_level": "serious"},
    bad={"level": "serious", "basis_level": ""},
)  # fmt: skip
def by_clause(*, level: str, basis_level: str) -> str:
    names = {"serious": "重大", "ordinary": "一般"}
    if not basis_level:
        return f"判为“{names[level]}”要引用判定标准的条款，请从判定依据里选一条"
    if basis_level != level:
        return f"选的条款是判“{names[basis_level]}”的，不能据此判“{names[level]}”"
    return ""


@rule(
    "HZ-02", "疑似重大火灾隐患须按标准复核后引用判定要素", topic=HAZARD, source=FIRE, clause="第5、6章",
    confidence="忆", force=Force.EXPLAIN, good={"suspected": False, "reviewed": ""},
    bad={"suspected": True, "reviewed": ""},
)  # fmt: skip
def reviewed_fire(*, suspected: bool, reviewed: str) -> str:
    if not suspected or reviewed.strip():
        return ""
    return "这一条只是疑似重大火灾隐患，要按标准复核，请写明复核符合的判定要素"


@rule(
    "HZ-03", "整改要落实措施、责任、资金、时限、预案", topic=HAZARD, source=HAZARDS, clause="（五落实）",
    confidence="核B", good={"missing": ""}, bad={"missing": "资金、预案"},
)  # fmt: skip
def five(*, missing: str) -> str:
    return f"五落实还缺：{missing}" if missing else ""


@rule(
    "HZ-04", "整改期限：一般隐患立即或数日内，重大隐患按治理方案", topic=HAZARD, source=HOUSE,
    clause="（整改期限）", confidence="设",
    good={"level": "ordinary", "days": 7, "limit": 7}, bad={"level": "ordinary", "days": 8, "limit": 7},
)  # fmt: skip
def limited(*, level: str, days: int, limit: int) -> str:
    if days < 0:
        return "整改期限不能早于发现的日期"
    if days <= limit:
        return ""
    names = {"serious": "重大", "ordinary": "一般"}
    return f"{names[level]}隐患最长 {limit} 日整改完，现在填的是第 {days} 日"


@rule(
    "HZ-05", "复查的人不能是负责整改或申请复查的人", topic=HAZARD, source=HOUSE, clause="（复查）",
    confidence="设", good={"applicant": 1, "checker": 2, "responsible": "某甲", "name": "某乙"},
    bad={"applicant": 1, "checker": 1, "responsible": "某甲", "name": "某乙"},
)  # fmt: skip
def another(*, applicant: int | None, checker: int | None, responsible: str, name: str) -> str:
    same = applicant is not None and applicant == checker
    if same or (responsible and responsible == name):
        return "复查要由另一个人做，您是整改或申请的人"
    return ""


@rule(
    "HZ-06", "整改前后照片成对", topic=HAZARD, source=HOUSE, clause="（整改照片）", confidence="设",
    good={"before": 1, "after": 1}, bad={"before": 1, "after": 0},
)  # fmt: skip
def pictured(*, before: int, after: int) -> str:
    if after or not before:
        return ""
    return "这一件有整改前的照片，请在同一位置拍整改后的照片一并交上"


@rule(
    "HZ-07", "重大隐患逾期未消除的继续挂牌并书面说明", topic=HAZARD, source=LISTED,
    clause="（逾期和摘牌）", confidence="核B",
    good={"closed": True, "late": True, "said": ""}, bad={"closed": False, "late": True, "said": ""},
)  # fmt: skip
def stays_listed(*, closed: bool, late: bool, said: str) -> str:
    if closed or not late or said.strip():
        return ""
    return (
        "重大隐患逾期没有消除，继续挂牌，请写书面说明：为什么没有完成、现在怎么管控、什么时候完成"
    )


@rule(
    "HZ-08", "重大隐患须向监管部门和职工代表大会报告", topic=HAZARD,
    source=Source("《中华人民共和国安全生产法》", date(2021, 9, 1)), clause="第四十一条",
    confidence="核A", good={"level": "serious", "reported": True},
    bad={"level": "serious", "reported": False},
)  # fmt: skip
def told(*, level: str, reported: bool) -> str:
    if level != "serious" or reported:
        return ""
    return "重大隐患要先向监管部门和职工代表大会报告，再定治理方案"
