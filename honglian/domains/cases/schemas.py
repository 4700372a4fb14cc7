"""What the REST API of whistles takes and gives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from honglian.foundation.files.api import Attachment

from .models import Case, Order
from .states import CASE, ORDER


class CaseBrief(Schema):
    """What every write answers: where the case stands now."""

    id: int
    number: str = Field(description="诉求编号")
    state: str = Field(description="状态代码")
    state_name: str = Field(description="状态")
    category: str
    level: str
    due_at: datetime | None = Field(description="办理时限")
    reopened: int = Field(description="重办次数")
    satisfaction: str
    supervision: int = Field(description="督办级别")

    @staticmethod
    def resolve_state_name(obj: Case) -> str:
        return CASE.state(obj.state).name


class CaseCreated(CaseBrief):
    tracking_code: str = Field(default="", description="查询码，只在这里给出一次；有账号的没有")


class CaseOut(CaseBrief):
    title: str
    text: str
    enterprise_id: int | None
    enterprise_name: str
    channel: str
    place: str
    expected: str = Field(description="期望结果")
    reporter_name: str
    lead: str | None = Field(description="主办部门代码")
    merged_into: str | None = Field(description="并入的诉求编号")
    split_from: str | None = Field(description="从哪件拆出")
    source: str = Field(description="来源系统")
    outside_number: str = Field(description="来源系统的编号")
    outcome: str
    was_contacted: bool | None
    was_solved: bool | None
    created_at: datetime
    accepted_at: datetime | None
    dispatched_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    rated_at: datetime | None

    @staticmethod
    def resolve_lead(obj: Case) -> str | None:
        return obj.lead.code if obj.lead else None

    @staticmethod
    def resolve_merged_into(obj: Case) -> str | None:
        return obj.merged_into.number if obj.merged_into else None

    @staticmethod
    def resolve_split_from(obj: Case) -> str | None:
        return obj.split_from.number if obj.split_from else None


class CasePage(Schema):
    items: list[CaseOut]
    next: int | None = Field(description="下一页的 after 参数；空表示没有了")


class OrderBrief(Schema):
    id: int
    state: str
    state_name: str
    role: str = Field(description="lead 主办，co 协办")
    due_at: datetime | None = Field(description="下一个时限")
    due_kind: str = Field(description="sign 签收、contact 联系、finish 办结、paused 暂停")
    finish_due_at: datetime | None = Field(description="办结时限")
    case_state: str = Field(description="诉求的状态")

    @staticmethod
    def resolve_state_name(obj: Order) -> str:
        return ORDER.state(obj.state).name

    @staticmethod
    def resolve_case_state(obj: Order) -> str:
        return obj.case.state


class OrderOut(OrderBrief):
    department: str = Field(description="部门代码")
    limits: dict[str, str] = Field(description="派单时的时限")
    dispatched_at: datetime
    signed_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    reply: str
    outcome: str

    @staticmethod
    def resolve_department(obj: Order) -> str:
        return obj.department.code


class AskOut(Schema):
    id: int
    kind: str = Field(description="extension 延期，objection 异议，suspension 挂账")
    reason: str
    basis: str
    wanted: str = Field(description="申请延长")
    decision: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str


class EventOut(Schema):
    at: datetime
    verb: str
    name: str = Field(description="动作")
    actor_name: str
    unit_name: str
    text: str
    from_state: str
    to_state: str
    is_internal: bool


class FileOut(Schema):
    key: UUID
    name: str
    kind: str = Field(description="photo 照片、voice 录音、document 文件")
    content_type: str
    size: int = Field(description="字节")
    is_internal: bool
    url: str = Field(description="下载地址")

    @staticmethod
    def resolve_url(one: Attachment) -> str:
        return f"/api/v1/files/{one.key}"


class ReportIn(Schema):
    text: str = Field(description="诉求内容，必填")
    title: str = Field(default="", description="标题；不填取内容第一句")
    enterprise_id: int | None = Field(default=None, description="企业")
    enterprise_name: str = Field(default="", description="企业名称（没有企业编号时）")
    category: str = Field(default="", description="类别代码，可以以后再分")
    level: str = Field(default="", description="等级代码；不填按类别")
    place: str = ""
    expected: str = Field(default="", description="期望结果")
    reporter_name: str = Field(default="", description="联系人")
    reporter_mobile: str = Field(default="", description="联系方式，加密保存")
    source: str = Field(default="", max_length=32, description="来源系统，例如 12345")
    outside_number: str = Field(
        default="", max_length=64, description="来源系统的编号；同一来源同一编号只登记一次"
    )


class ClassifyIn(Schema):
    category: str = ""
    level: str = ""
    enterprise_id: int | None = None


class RefuseIn(Schema):
    situation: str = Field(description="不予受理情形代码")
    reason: str = Field(description="告知内容")


class DispatchIn(Schema):
    lead: str = Field(default="", description="主办部门代码；不填按类别")
    co: list[str] = Field(default_factory=list, description="协办部门代码")
    note: str = ""


class RedispatchIn(Schema):
    lead: str = Field(default="", description="新的主办部门代码")
    add: list[str] = Field(default_factory=list, description="增派的协办")
    remove: list[str] = Field(default_factory=list, description="撤回的部门")
    reason: str


class WithdrawIn(Schema):
    order: int
    reason: str


class SuperviseIn(Schema):
    level: int = Field(description="1 催办 2 部门 3 分管领导 4 主要领导")
    requirement: str = Field(description="督办要求")
    deadline: datetime | None = None


class OrderIn(Schema):
    """``order`` is only needed when a department has several orders of one case."""

    order: int | None = Field(default=None, description="工单编号，一般不用填")


class ObjectIn(OrderIn):
    reason: str
    basis: str = Field(description="依据")


class RulingIn(Schema):
    ask: int
    upheld: bool = Field(description="异议是否成立")
    answer: str


class ContactIn(OrderIn):
    way: str = Field(description="call 电话，visit 上门")
    when: datetime | None = None
    text: str = ""


class NoteIn(OrderIn):
    text: str


class ExtensionIn(OrderIn):
    reason: str
    wanted: str = Field(description="延长多久，例如 5 工作日")


class SuspensionIn(OrderIn):
    reason: str = Field(description="受什么限制，打算何时再办")


class DecisionIn(Schema):
    ask: int
    granted: bool
    answer: str = ""


class PauseIn(OrderIn):
    reason: str
    until: datetime


class ReplyIn(OrderIn):
    text: str
    outcome: str = Field(
        default=Case.Outcome.SOLVED.value,
        description="solved、partially、explained、referred；挂账另行申请",
    )


class CallbackIn(Schema):
    reached: bool = Field(description="是否接通")
    contacted: bool | None = Field(default=None, description="部门是否联系过")
    solved: bool | None = Field(default=None, description="是否解决")
    satisfaction: str = Field(default="", description="satisfied、basically、dissatisfied")
    text: str = ""


class CloseIn(Schema):
    text: str = ""


class RateIn(Schema):
    satisfaction: str = Field(description="satisfied、basically、dissatisfied")
    solved: bool | None = None
    contacted: bool | None = None
    text: str = ""


class ReopenIn(Schema):
    reason: str


class MergeIn(Schema):
    into: str = Field(description="主件编号")
    reason: str = ""


class PartIn(Schema):
    text: str = Field(description="这一件的内容")
    title: str = ""
    category: str = Field(default="", description="类别代码，可以以后再分")
    lead: str = Field(default="", description="主办部门代码；填了就同时派单")


class SplitIn(Schema):
    parts: list[PartIn] = Field(description="拆成的各件，2 至 6 件")
    reason: str


class EscalateIn(Schema):
    reason: str = Field(description="卡在哪里，希望协调什么")


class CoordinateIn(Schema):
    text: str = Field(description="协调结果")


class EscalationOut(Schema):
    id: int
    rung: str = Field(description="层级代码")
    rung_name: str = Field(description="层级")
    state: str = Field(description="open 待协调、answered 已协调、raised 已再上报、lapsed 已失效")
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str


class ReviewIn(Schema):
    keep: bool = Field(description="继续挂账；否则重办")
    reason: str


class HandOverIn(OrderIn):
    to: int = Field(description="本部门同事的账号编号")
    reason: str


class CommentIn(Schema):
    text: str
    internal: bool = False


class RateOut(Schema):
    code: str
    name: str
    part: float = Field(description="分子")
    whole: int = Field(description="有效回访件数")
    value: float | None = Field(description="比率；分母为零时为空")
    definition: str
