"""The life of an organisation (领域手册 A.2, P), and that of a temporary one.

A state changes what may be done. “届满” is no state: it follows from the last day of the term
and is shown as a warning.
"""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

ORGANISE = "orgs.organise"
DECIDE = "orgs.decide"
LIVING = ("active", "reelecting", "adjusting")

ORG_LIFE = StateTable(
    name="党组织",
    initial="applying",
    states=(
        State("applying", "申请中", "new"),
        State("approved", "已批复", "doing"),
        State("electing", "选举中", "doing"),
        State("active", "运行", "done"),
        State("reelecting", "换届中", "doing"),
        State("adjusting", "调整中", "waiting"),
        State("merged", "已并入", "stopped", final=True),
        State("dissolved", "已撤销", "stopped", final=True),
        State("refused", "未批准", "stopped", final=True),
    ),
    transitions=(
        Transition("approve", "批复同意", ("applying",), "approved", DECIDE),
        Transition("refuse", "批复不同意", ("applying",), "refused", DECIDE),
        Transition("prepare", "筹备选举", ("approved",), "electing", ORGANISE),
        Transition("found", "宣布成立", ("approved",), "active", ORGANISE, why="班子由上级指定的"),
        Transition("elect", "登记选举结果", ("electing", "reelecting"), "active", ORGANISE),
        Transition("reelect", "启动换届", ("active",), "reelecting", ORGANISE),
        Transition("extend", "登记延期批复", ("active", "reelecting"), "", DECIDE),
        Transition("change", "变更登记", LIVING, "", ORGANISE, why="更名、改隶属、换单位"),
        Transition("tie", "登记所在结构", LIVING, "", ORGANISE, why="覆盖单位、产业链、园区、网格"),
        Transition("untie", "退出所在结构", LIVING, "", ORGANISE),
        Transition("join", "登记参加党员", LIVING, "", ORGANISE, why="功能型组织，组织关系不动"),
        Transition("leave", "退出参加党员", LIVING, "", ORGANISE),
        Transition("adjust", "启动调整", ("active",), "adjusting", DECIDE, why="不再符合设立条件"),
        Transition("retain", "调整后保留", ("adjusting",), "active", DECIDE),
        Transition("merge", "并入其他组织", ("adjusting",), "merged", DECIDE),
        Transition("dissolve", "撤销", ("adjusting",), "dissolved", DECIDE),
    ),
)

TEMPORARY_LIFE = StateTable(
    name="临时党组织",
    initial="appointed",
    states=(
        State("appointed", "已指定", "new"),
        State("active", "运行", "doing"),
        State("dissolved", "已撤销", "stopped", final=True),
    ),
    transitions=(
        Transition("start", "开展工作", ("appointed",), "active", ORGANISE),
        Transition("join", "登记参加党员", ("appointed", "active"), "", ORGANISE),
        Transition("leave", "退出参加党员", ("appointed", "active"), "", ORGANISE),
        Transition("prolong", "改任务期限", ("appointed", "active"), "", DECIDE),
        Transition(
            "close",
            "随任务结束撤销",
            ("appointed", "active"),
            "dissolved",
            DECIDE,
            why="项目完成或终止，书记、委员职务同时免去",
        ),
    ),
)


def table_of(org_type: str) -> StateTable:
    """The state table of an organisation by its type."""
    return TEMPORARY_LIFE if org_type == "temporary_branch" else ORG_LIFE


# How near the end of a term is; the desk shows it, the clock moves it (领域手册 A.2 换届预警).
TERM_WATCH = StateTable(
    name="换届提醒",
    initial="soon",
    states=(
        State("soon", "180 天内届满", "new"),
        State("near", "90 天内届满", "doing"),
        State("close", "30 天内届满", "waiting"),
        State("over", "已届满", "waiting"),
        State("renewed", "已换届或延期", "done", final=True),
    ),
    transitions=(
        Transition("near", "进入 90 天", ("soon",), "near", automatic=True),
        Transition("close", "进入 30 天", ("soon", "near"), "close", automatic=True),
        Transition("over", "届满", ("soon", "near", "close"), "over", automatic=True),
        Transition(
            "renew", "换届或延期", ("soon", "near", "close", "over"), "renewed", automatic=True
        ),
    ),
)
