"""State tables of the whistle (领域手册 E.1): the case, and each department's order."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

CASE = StateTable(
    name="诉求",
    initial="created",
    states=(
        State("created", "待受理", "new"),
        State("accepted", "待派单", "new"),
        State("dispatched", "办理中", "doing"),
        State("split", "分头办理", "doing"),
        State("replied", "待回访", "waiting"),
        State("closed", "已办结", "done", final=True),
        State("not_accepted", "不予受理", "stopped", final=True),
        State("merged", "已并案", "stopped", final=True),
    ),
    transitions=(
        Transition("accept", "受理", ("created",), "accepted", "cases.accept"),
        Transition(
            "refuse",
            "不予受理",
            ("created", "accepted"),
            "not_accepted",
            "cases.accept",
            why="六类情形，须告知（领域手册 WH-04）",
        ),
        Transition("classify", "分类定级", ("created", "accepted"), "", "cases.accept"),
        Transition(
            "dispatch",
            "派单",
            ("created", "accepted"),
            "dispatched",
            "cases.dispatch",
            why="从待受理直接派单等于同时受理",
        ),
        Transition(
            "redispatch",
            "改派或增派",
            ("dispatched",),
            "dispatched",
            "cases.dispatch",
            why="异议成立，或发现需要别的部门（WH-03）",
        ),
        Transition(
            "merge",
            "并案",
            ("created", "accepted", "dispatched"),
            "merged",
            "cases.merge",
            why="WH-06",
        ),
        Transition(
            "all_replied",
            "全部答复",
            ("dispatched",),
            "replied",
            why="子件全部办结后自动转回访，任何人不能跳过",
            automatic=True,
        ),
        Transition(
            "split",
            "拆分",
            ("created", "accepted", "dispatched"),
            "split",
            "cases.dispatch",
            why="一件诉求说了几件事：拆成几件分头办，原件等各件都办完才能归档",
        ),
        Transition(
            "parts_done",
            "各件办完",
            ("split",),
            "replied",
            why="拆出的各件都归档、并案或不予受理以后自动转回访，任何人不能跳过",
            automatic=True,
        ),
        Transition(
            "part_reopened",
            "拆出的一件重办",
            ("replied", "closed"),
            "split",
            why="已归档的一件又重办，原件跟着回到分头办理",
            automatic=True,
        ),
        Transition("call_back", "回访", ("replied",), "replied", "cases.callback"),
        Transition("close", "归档", ("replied",), "closed", "cases.close"),
        Transition("rate", "评价", ("replied", "closed"), "", "cases.rate"),
        Transition(
            "reopen",
            "重办",
            ("replied", "closed"),
            "dispatched",
            "cases.callback",
            why="回访不满意自动重办一次（领域手册 E.4）",
        ),
        Transition(
            "supervise",
            "督办",
            ("created", "accepted", "dispatched", "split", "replied", "closed"),
            "",
            "cases.supervise",
            why="领域手册 E.5 四级督办；二次不满意时已归档的也要督办",
        ),
        Transition(
            "escalate",
            "逐级上报",
            ("created", "accepted", "dispatched", "split"),
            "",
            "cases.escalate",
            why="网格→产业链支部→专班→党工委督办；由当前层级、派单员或领导再往上报",
        ),
        Transition(
            "coordinate",
            "答复协调结果",
            ("created", "accepted", "dispatched", "split"),
            "",
            "cases.coordinate",
            why="上报到哪一级，由哪一级答复",
        ),
        Transition(
            "review_suspension",
            "复核挂账",
            ("replied", "closed"),
            "",
            "cases.approve_extension",
            why="挂账满期复核：继续挂账，或重办（领域手册 WH-07）",
        ),
        Transition(
            "comment",
            "补充说明",
            ("created", "accepted", "dispatched", "split", "replied"),
            "",
            "cases.comment",
        ),
    ),
)

ORDER = StateTable(
    name="工单",
    initial="sent",
    states=(
        State("sent", "待签收", "new"),
        State("objected", "异议待裁", "waiting"),
        State("signed", "待联系", "doing"),
        State("contacted", "办理中", "doing"),
        State("paused", "已暂停", "waiting"),
        State("replied", "已答复", "done", final=True),
        State("returned", "已退回", "stopped", final=True),
        State("withdrawn", "已撤回", "stopped", final=True),
    ),
    transitions=(
        Transition("sign", "签收", ("sent",), "signed", "cases.handle"),
        Transition(
            "object", "提出异议", ("sent", "signed"), "objected", "cases.handle", why="WH-03，一次"
        ),
        Transition("uphold", "异议成立", ("objected",), "returned", "cases.dispatch"),
        Transition(
            "deny",
            "异议不成立",
            ("objected",),
            "signed",
            "cases.dispatch",
            why="首接负责：视为签收，继续办理",
        ),
        Transition("contact", "已联系企业", ("sent", "signed"), "contacted", "cases.handle"),
        Transition(
            "ask_extension", "申请延期", ("signed", "contacted"), "", "cases.handle", why="WH-05"
        ),
        Transition(
            "extend",
            "批准延期",
            ("signed", "contacted"),
            "",
            "cases.approve_extension",
            why="WH-05",
        ),
        Transition(
            "deny_extension", "不同意延期", ("signed", "contacted"), "", "cases.approve_extension"
        ),
        Transition(
            "ask_suspension", "申请挂账", ("signed", "contacted"), "", "cases.handle", why="WH-07"
        ),
        Transition(
            "suspend",
            "批准挂账",
            ("signed", "contacted"),
            "replied",
            "cases.approve_extension",
            why="WH-07，客观受限暂不能解决；单列，不计入三率",
        ),
        Transition(
            "deny_suspension", "不同意挂账", ("signed", "contacted"), "", "cases.approve_extension"
        ),
        Transition("pause", "暂停计时", ("contacted",), "paused", "cases.handle"),
        Transition("resume", "恢复计时", ("paused",), "contacted", "cases.handle"),
        Transition(
            "reply",
            "答复",
            ("sent", "signed", "contacted"),
            "replied",
            "cases.handle",
            why="当场答复等于同时签收和联系",
        ),
        Transition("redo", "退回重办", ("replied",), "signed", "cases.callback"),
        Transition(
            "withdraw",
            "撤回",
            ("sent", "objected", "signed", "contacted", "paused"),
            "withdrawn",
            "cases.dispatch",
        ),
        Transition(
            "hand_over",
            "转交",
            ("objected", "signed", "contacted", "paused"),
            "",
            "cases.handle",
            why="交给本部门同事，或请假期间由同事代办；时限不变",
        ),
        Transition("note", "办理记录", ("signed", "contacted", "paused"), "", "cases.handle"),
    ),
)

ASK = StateTable(
    name="申请",
    initial="open",
    states=(
        State("open", "待审", "waiting"),
        State("granted", "同意", "done", final=True),
        State("denied", "不同意", "stopped", final=True),
        State("lapsed", "已失效", "stopped", final=True),
    ),
    transitions=(
        Transition("grant", "同意", ("open",), "granted"),
        Transition("deny", "不同意", ("open",), "denied"),
        Transition("lapse", "失效", ("open",), "lapsed", why="工单先答复或撤回，申请自动失效"),
    ),
)

ESCALATION = StateTable(
    name="上报",
    initial="open",
    states=(
        State("open", "待协调", "waiting"),
        State("answered", "已协调", "done", final=True),
        State("raised", "已再上报", "stopped", final=True),
        State("lapsed", "已失效", "stopped", final=True),
    ),
    transitions=(
        Transition("answer", "答复协调结果", ("open",), "answered", "cases.coordinate"),
        Transition("raise", "再上报", ("open",), "raised", "cases.escalate"),
        Transition("lapse", "失效", ("open",), "lapsed", why="诉求先办结或并案", automatic=True),
    ),
)

REVIEW = StateTable(
    name="挂账复核",
    initial="due",
    states=(
        State("due", "待复核", "waiting"),
        State("kept", "继续挂账", "done", final=True),
        State("reopened", "已重办", "done", final=True),
    ),
    transitions=(
        Transition("keep", "继续挂账", ("due",), "kept", "cases.approve_extension"),
        Transition("reopen", "重办", ("due",), "reopened", "cases.approve_extension"),
        Transition("due", "到期", ("kept", "reopened"), "due", why="又满一期", automatic=True),
    ),
)

DELEGATION = StateTable(
    name="委托代办",
    initial="planned",
    states=(
        State("planned", "未开始", "new"),
        State("running", "委托中", "doing"),
        State("ended", "已结束", "done", final=True),
    ),
    transitions=(
        Transition(
            "begin", "开始", ("planned",), "running", why="到开始那天工单转给代办人", automatic=True
        ),
        Transition(
            "end",
            "结束",
            ("planned", "running"),
            "ended",
            "cases.handle",
            why="到期自动结束或本人提前结束，没办完的转回",
        ),
    ),
)

WAITING = ("sent", "objected", "signed", "contacted", "paused")  # an answer is still owed
GONE = ("returned", "withdrawn")
GONE_CASES = ("not_accepted", "merged")
LIVE = (*WAITING, "replied")
