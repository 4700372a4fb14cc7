"""Requests, joint visits and inspections from the plan to the rating (领域手册 D.4, P)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

REQUEST_IT, APPROVE, INSPECT, SERVE, ANSWER, PLAN = (
    "visits.request",
    "visits.approve",
    "visits.inspect",
    "visits.serve",
    "visits.answer",
    "visits.plan",
)

REQUEST = StateTable(
    name="入企需求",
    initial="filed",
    states=(
        State("filed", "待排期", "new"),
        State("placed", "已并入上门", "doing"),
        State("done", "已完成", "done", final=True),
        State("dropped", "已撤回", "stopped", final=True),
    ),
    transitions=(
        Transition("place", "并入一次上门", ("filed",), "placed", PLAN),
        Transition("object", "不同意这样排", ("placed",), "filed", REQUEST_IT, why="须写原因，退回重新排"),
        Transition("finish", "完成", ("filed", "placed"), "done", automatic=True),
        Transition("drop", "撤回", ("filed",), "dropped", REQUEST_IT, why="须写原因"),
    ),
)  # fmt: skip

VISIT = StateTable(
    name="上门",
    initial="planned",
    states=(
        State("planned", "待上门", "new"),
        State("done", "已上门", "done"),
        State("rated", "企业已评价", "done", final=True),
        State("cancelled", "已取消", "stopped", final=True),
    ),
    transitions=(
        Transition("move", "改期", ("planned",), "", PLAN, why="须写原因"),
        Transition("record", "登记走访情况", ("planned", "done"), "done", SERVE),
        Transition("rate", "评价", ("done",), "rated", ANSWER),
        Transition("cancel", "取消", ("planned",), "cancelled", PLAN, why="须写原因；需求退回待排期"),
    ),
)  # fmt: skip

BEFORE = ("planned", "approved", "noticed")
INSPECTION = StateTable(
    name="行政检查",
    initial="planned",
    states=(
        State("planned", "待审批", "new"),
        State("approved", "待通知", "doing"),
        State("noticed", "待入企", "doing"),
        State("inspecting", "检查中", "doing"),
        State("filed", "结果已反馈", "waiting"),
        State("closed", "已结束", "done", final=True),
        State("refused", "不予批准", "stopped", final=True),
        State("cancelled", "已取消", "stopped", final=True),
    ),
    transitions=(
        Transition("approve", "批准", ("planned",), "approved", APPROVE, why="提出人以外的人；填审批表编号"),
        Transition("refuse", "不批准", ("planned",), "refused", APPROVE, why="须写原因"),
        Transition("assign", "换执法人员", BEFORE, "", REQUEST_IT, why="不少于两人，证件在有效期内"),
        Transition("notice", "送达检查通知书", ("approved",), "noticed", INSPECT, why="或写明依法不提前通知的理由"),
        Transition("enter", "扫码入企", ("noticed",), "inspecting", INSPECT, why="检查人员本人，扫本企业的企业码"),
        Transition("file", "反馈结果", ("inspecting",), "filed", INSPECT),
        Transition("answer", "企业回应", ("filed", "closed"), "", ANSWER),
        Transition("rate", "企业评价", ("filed", "closed"), "", ANSWER, why="每次检查评价一次"),
        Transition("close", "结束", ("filed",), "closed", INSPECT),
        Transition("cancel", "取消", BEFORE, "cancelled", REQUEST_IT, why="须写原因"),
    ),
)  # fmt: skip
COUNTED = ("planned", "approved", "noticed", "inspecting", "filed", "closed")
