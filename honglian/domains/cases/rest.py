"""REST operations on whistles: the same actions as the pages, one address each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ninja import File, Form, Router, UploadedFile

from honglian.foundation.files.api import Attachment, attachments_of, prepare_all
from honglian.foundation.workflow.api import idempotent
from honglian.kit.actor import Actor
from honglian.kit.rest import PROBLEMS, after_page

from . import actions, rates, selectors
from . import schemas as s
from .ladder import actions as ladder
from .leave import actions as leave
from .models import Case

router = Router(tags=["吹哨报到"])


def _once(request: Any, schema: type, act: Callable[[], Any], status: int = 200) -> Any:
    """Run a write once per ``Idempotency-Key`` and answer with its schema."""

    def run() -> tuple[int, Any]:
        return status, schema.from_orm(act())

    return idempotent(request, request.auth, run, status=status)


@router.get("", response={200: s.CasePage, **PROBLEMS}, summary="诉求列表")
def list_cases(
    request,
    q: str = "",
    state: str = "",
    level: str = "",
    category: str = "",
    overdue: bool = False,
    after: int | None = None,
    limit: int = 50,
):
    request.auth.require("cases.view")
    rows = selectors.cases(request.auth).select_related("lead", "merged_into", "split_from")
    wanted = {"state": state, "level": level, "category": category}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if overdue:
        rows = rows.filter(selectors.overdue_q())
    if q:
        rows = selectors.find(rows, q)
    items, following = after_page(rows, after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.post("", response={201: s.CaseCreated, **PROBLEMS}, summary="吹哨（登记诉求）")
def create_case(request, body: s.ReportIn):
    def act():
        done = actions.report(by=request.auth, **body.model_dump())
        done.case.tracking_code = done.code
        return done.case

    return _once(request, s.CaseCreated, act, 201)


@router.get("/rates", response={200: list[s.RateOut], **PROBLEMS}, summary="三率")
def get_rates(request, year: int | None = None):
    request.auth.require("cases.view")
    since = selectors.start_of_year(year) if year else None
    until = selectors.start_of_year(year + 1) if year else None
    return 200, rates.rates(request.auth, since=since, until=until)


@router.get("/orders", response={200: list[s.OrderOut], **PROBLEMS}, summary="我部门的工单")
def list_orders(request, limit: int = 100):
    request.auth.require("cases.view")
    return 200, list(selectors.my_orders(request.auth)[: max(1, min(limit, 200))])


@router.get("/{number}", response={200: s.CaseOut, **PROBLEMS}, summary="一件诉求")
def get_case(request, number: str):
    request.auth.require("cases.view")
    return 200, selectors.detail(request.auth, number)


@router.get("/{number}/orders", response={200: list[s.OrderOut], **PROBLEMS}, summary="工单")
def get_orders(request, number: str):
    request.auth.require("cases.view")
    return 200, selectors.orders_of(selectors.detail(request.auth, number))


@router.get("/{number}/timeline", response={200: list[s.EventOut], **PROBLEMS}, summary="办理经过")
def get_timeline(request, number: str):
    request.auth.require("cases.view")
    return 200, selectors.timeline(request.auth, selectors.detail(request.auth, number))


def _files(actor: Actor, case: Case) -> list[Attachment]:
    return attachments_of(case, internal=actor.role not in selectors.OUTSIDE)


@router.get("/{number}/files", response={200: list[s.FileOut], **PROBLEMS}, summary="附件")
def get_files(request, number: str):
    request.auth.require("cases.view")
    return 200, _files(request.auth, selectors.detail(request.auth, number))


@router.post(
    "/{number}/files", response={201: list[s.FileOut], **PROBLEMS}, summary="上传照片、录音、材料"
)
def post_files(
    request,
    number: str,
    files: list[UploadedFile] = File(..., description="一次最多 9 个"),  # noqa: B008
    text: str = Form("上传附件", description="写进办理经过的一句话"),
    internal: bool = Form(False, description="只给内部看"),
):
    """Files join the case as a line of its timeline; checked and cleaned as on the pages."""
    request.auth.require("cases.comment")
    selectors.detail(request.auth, number)  # what is out of sight is not found, whatever is sent
    ready = prepare_all(files)

    def act() -> tuple[int, list[s.FileOut]]:
        given = {"number": number, "text": text, "internal": internal, "files": ready}
        case = actions.comment(by=request.auth, **given)
        sent = {one.sha256 for one in ready}
        kept = [one for one in _files(request.auth, case) if one.sha256 in sent]
        return 201, [s.FileOut.from_orm(one) for one in kept]

    return idempotent(request, request.auth, act, status=201)


def _case_post(
    path: str, summary: str, schema: type, act: Callable[..., Any], out: type = s.CaseBrief
) -> None:
    """Offer one action as ``POST /{number}/<path>`` with the action's own arguments."""

    def operation(request, number: str, body):
        values = body.model_dump()
        for name in ("order", "ask"):
            if name in values:
                values[f"{name}_id"] = values.pop(name)
        return _once(request, out, lambda: act(number=number, by=request.auth, **values))

    operation.__name__ = f"post_{act.__name__}"
    operation.__annotations__ = {"number": str, "body": schema}
    router.post(f"/{{number}}/{path}", response={200: out, **PROBLEMS}, summary=summary)(operation)


class Nothing(s.Schema):
    """A post that needs no more than its address."""


_case_post("accept", "受理", Nothing, actions.accept)
_case_post("refuse", "不予受理", s.RefuseIn, actions.refuse)
_case_post("classify", "分类定级", s.ClassifyIn, actions.classify)
_case_post("dispatch", "派单", s.DispatchIn, actions.dispatch)
_case_post("redispatch", "改派或增派", s.RedispatchIn, actions.redispatch)
_case_post("withdraw", "撤回工单", s.WithdrawIn, actions.withdraw)
_case_post("supervise", "督办", s.SuperviseIn, actions.supervise)
_case_post("merge", "并案", s.MergeIn, actions.merge)
_case_post("split", "拆分", s.SplitIn, actions.split)
_case_post("escalate", "逐级上报", s.EscalateIn, ladder.escalate, s.EscalationOut)
_case_post("coordinate", "答复协调结果", s.CoordinateIn, ladder.coordinate, s.EscalationOut)
_case_post("review-suspension", "复核挂账", s.ReviewIn, actions.review_suspension)
_case_post("comment", "补充说明", s.CommentIn, actions.comment)
_case_post("callback", "回访", s.CallbackIn, actions.call_back)
_case_post("close", "归档", s.CloseIn, actions.close)
_case_post("rate", "评价", s.RateIn, actions.rate)
_case_post("reopen", "重办", s.ReopenIn, actions.reopen)

_case_post("sign", "签收", s.OrderIn, actions.sign, s.OrderBrief)
_case_post("contact", "登记首次联系", s.ContactIn, actions.contact, s.OrderBrief)
_case_post("hand-over", "转交同事", s.HandOverIn, leave.hand_over, s.OrderBrief)
_case_post("note", "办理记录", s.NoteIn, actions.note, s.OrderBrief)
_case_post("reply", "答复", s.ReplyIn, actions.reply, s.OrderBrief)
_case_post("pause", "暂停计时", s.PauseIn, actions.pause, s.OrderBrief)
_case_post("resume", "恢复计时", s.OrderIn, actions.resume, s.OrderBrief)
_case_post("object", "提出异议", s.ObjectIn, actions.object_to, s.AskOut)
_case_post("rule-objection", "裁定异议", s.RulingIn, actions.rule_objection, s.OrderBrief)
_case_post("ask-extension", "申请延期", s.ExtensionIn, actions.ask_extension, s.AskOut)
_case_post("ask-suspension", "申请挂账", s.SuspensionIn, actions.ask_suspension, s.AskOut)
_case_post("decide-suspension", "审批挂账", s.DecisionIn, actions.decide_suspension, s.OrderBrief)
_case_post("decide-extension", "审批延期", s.DecisionIn, actions.decide_extension, s.OrderBrief)
