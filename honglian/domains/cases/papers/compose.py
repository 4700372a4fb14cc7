"""The documents of one case, filled from its records: nothing is typed again (领域手册 E.4, E.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from honglian.algo.standards import mask_mobile
from honglian.foundation.documents.api import Block, Document, Paragraph, Table, chinese_day
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.zones.api import ZoneConfig, config_of
from honglian.kit import clock
from honglian.kit.errors import Refusal

from ..actions.dispatch import LEVELS
from ..models import Case, Order
from ..selectors import orders_of
from ..states import GONE

PAIRS = (1.0, 2.2, 1.0, 2.2)
WIDE = (1.0, 5.4)
BLANK, BY_HAND = "\n\n", " "  # places to be filled in by hand
Compose = Callable[[str, date], Document]


@dataclass(frozen=True)
class Draft:
    """What would be issued: the occasion that tells it from others of its kind, and the document itself."""

    occasion: int
    compose: Compose


def draft(case: Case, kind: str, *, of: int | None = None, mobile: bool = False) -> Draft:
    """The document of this kind about a visible case; a :class:`Refusal` while there is no ground for it.

    ``of`` names an earlier occasion. ``mobile`` writes the reporter's number in full.
    """
    maker = {"assign": _assign, "supervise": _supervise, "callback": _callback}[kind]
    return maker(case, of, mobile)


def day_and_time(moment: datetime | None) -> str:
    if moment is None:
        return "—"
    local = clock.local(moment)
    return f"{chinese_day(local.date())}{local:%H:%M}"


def _wide(rows: Iterable[tuple[str, str]], *, joined: bool = True) -> Table:
    return Table(
        (), tuple((label, text or "—") for label, text in rows), shares=WIDE, joined=joined
    )


def _pairs(cells: Iterable[tuple[str, str]]) -> Table:
    """Label and content twice a row."""
    flat = [(label, text or "—") for label, text in cells]
    if len(flat) % 2:
        flat.append(("", ""))
    rows = tuple((*flat[i], *flat[i + 1]) for i in range(0, len(flat), 2))
    return Table((), rows, shares=PAIRS)


def _facts(case: Case, config: ZoneConfig, mobile: bool) -> list[tuple[str, str]]:
    category, level = config.category(case.category), config.level(case.level)
    number = case.reporter_mobile if mobile else mask_mobile(case.reporter_mobile or "")
    return [
        ("诉求编号", case.number),
        ("登记时间", day_and_time(case.created_at)),
        ("企业名称", case.enterprise_name),
        ("诉求渠道", case.get_channel_display()),
        ("联系人", case.reporter_name),
        ("联系方式", number),
        ("诉求类别", category.name if category else "未分类"),
        ("紧急等级", level.name.split("（")[0] if level else case.level),
    ]


def _content(case: Case) -> Table:
    rows = [("标题", case.title), ("诉求内容", case.text), ("期望结果", case.expected)]
    if case.place:
        rows.insert(1, ("地点", case.place))
    return _wide(rows)


def _document(config: ZoneConfig, title: str, to: str, body: Iterable[Block], **more) -> Compose:
    def compose(number: str, on: date) -> Document:
        return Document(title, config.paper_issuer, on, tuple(body), number=number, to=to, **more)

    return compose


def _assign(case: Case, of: int | None, mobile: bool) -> Draft:
    orders = orders_of(case)
    live = [o for o in orders if o.state not in GONE]
    lead = next(
        (o for o in (orders if of else live) if o.role == Order.Role.LEAD and of in (None, o.pk)),
        None,
    )
    if lead is None:
        raise Refusal(
            f"{case.number} 还没有主办部门，不能生成交办单。请先派单。", code="not_dispatched"
        )
    config = config_of(case.zone_id)
    helpers = "、".join(o.department.name for o in live if o.role == Order.Role.CO)
    body = (
        Paragraph(
            f"{case.enterprise_name}反映的下列诉求，经研究交由你单位主办"
            f"{f'，{helpers}协办' if helpers else ''}。请按时限联系企业、办理并答复，"
            "不属于本单位职责的，请在时限内提出异议并附依据。"
        ),
        _pairs(_facts(case, config, mobile)),
        _content(case),
        _pairs(_limits(lead)),
    )
    return Draft(
        lead.pk,
        _document(config, "企业诉求交办单", lead.department.name, _joined(body), copies_to=helpers),
    )


def _limits(lead: Order) -> list[tuple[str, str]]:
    names = (("sign", "签收时限"), ("contact", "联系时限"), ("finish", "办结时限"))
    found = [(name, lead.limits.get(key, "").replace(" ", "")) for key, name in names]
    rows = [(name, f"派单后{limit}内") for name, limit in found if limit]
    return [
        ("派单时间", day_and_time(lead.dispatched_at)),
        *rows,
        ("应办结于", day_and_time(lead.finish_due_at)),
    ]


def _joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Tables that follow one another are one form."""
    found: list[Block] = []
    for block in blocks:
        follows = bool(found) and isinstance(found[-1], Table)
        if isinstance(block, Table) and follows != block.joined:
            block = Table(block.heads, block.rows, block.title, block.shares, block.note, follows)
        found.append(block)
    return tuple(found)


def supervisions(case: Case) -> list[WorkEvent]:
    """Every time the case was put under supervision, the latest first."""
    return list(WorkEvent.objects.filter(item_id=case.item_id, verb="supervise").order_by("-id"))


def _supervise(case: Case, of: int | None, mobile: bool) -> Draft:
    event = next((e for e in supervisions(case) if of in (None, e.pk)), None)
    if event is None:
        raise Refusal(
            f"{case.number} 没有督办过，不能生成督办单。请先督办。", code="not_supervised"
        )
    config = config_of(case.zone_id)
    level, deadline = event.data["level"], event.data.get("deadline")
    until = day_and_time(datetime.fromisoformat(deadline)) if deadline else "按办结时限"
    orders = [o for o in orders_of(case) if o.state not in GONE]
    to = "、".join(o.department.name for o in orders) or config.paper_issuer
    body = (
        Paragraph(
            f"{case.enterprise_name}反映的下列诉求已列为{level}级督办（{LEVELS[level]}）。"
            "请按要求抓紧办理，并在反馈期限前报告办理情况。"
        ),
        _pairs(
            [
                ("督办级别", f"{level}级（{LEVELS[level]}）"),
                ("督办时间", day_and_time(event.at)),
                ("原办结时限", day_and_time(case.due_at)),
                ("反馈期限", until),
                *_facts(case, config, mobile)[:4],
            ]
        ),
        _wide([("标题", case.title), ("诉求内容", case.text), ("督办要求", event.text)]),
        _wide([("办理情况反馈", BLANK), ("单位负责人", BY_HAND), ("销号意见", BLANK)]),
    )
    return Draft(event.pk, _document(config, "督办单", to, _joined(body)))


def _callback(case: Case, of: int | None, mobile: bool) -> Draft:
    current = case.reopened + 1
    occasion = of or current
    if occasion > current or (occasion == current and case.state not in ("replied", "closed")):
        raise Refusal(
            f"{case.number} 各部门还没有全部答复，不能生成回访单。答复以后再生成。",
            code="not_replied",
        )
    config = config_of(case.zone_id)
    lead = next((o for o in orders_of(case) if o.role == Order.Role.LEAD), None)
    rows = _answers(case) if occasion == current else []
    noted = _said(case, occasion)
    rows.append(("回访记录", noted or BLANK))
    if not noted:
        rows += [("回访人", BY_HAND), ("回访时间", BY_HAND)]
    title = "企业诉求回访单" if occasion == 1 else f"企业诉求回访单（第{occasion}次）"
    body = (
        _pairs([*_facts(case, config, mobile), ("主办部门", lead.department.name if lead else "")]),
        _wide([("标题", case.title), ("诉求内容", case.text)]),
        _wide([("办理结果", _reply(case, lead)), *rows]),
    )
    return Draft(occasion, _document(config, title, "", _joined(body), seal=False))


def _reply(case: Case, lead: Order | None) -> str:
    if lead is None or not lead.reply:
        return "—"
    outcome = f"（{case.get_outcome_display()}）" if case.outcome else ""
    return f"{lead.reply}{outcome}"


def _answers(case: Case) -> list[tuple[str, str]]:
    """The three questions with the boxes ticked as answered, empty while nobody was asked."""
    yes_no = partial(_boxes, options=((True, "是"), (False, "否")))
    satisfied = [(code, name) for code, name in Case.Satisfaction.choices]
    return [
        ("是否接通", yes_no(_reached(case))),
        ("部门是否联系", yes_no(case.was_contacted)),
        ("问题是否解决", yes_no(case.was_solved)),
        ("是否满意", _boxes(case.satisfaction, satisfied)),
        ("评价说明", case.rating_text),
    ]


def _reached(case: Case) -> bool | None:
    """Who rated by itself needs no call."""
    return True if case.rated_at else case.was_reached


def _boxes(value: object, options: Iterable[tuple[object, str]]) -> str:
    return "　".join(f"{'☑' if value == code else '☐'}{name}" for code, name in options)


def _said(case: Case, occasion: int) -> str:
    """What was noted in this round of call-backs; a round ends when the case is opened again."""
    rounds: list[list[WorkEvent]] = [[]]
    verbs = ("call_back", "rate", "reopen")
    for event in WorkEvent.objects.filter(item_id=case.item_id, verb__in=verbs).order_by("id"):
        if event.verb == "reopen":
            rounds.append([])
        else:
            rounds[-1].append(event)
    found = rounds[occasion - 1] if occasion <= len(rounds) else []
    lines = [f"{day_and_time(e.at)} {e.unit_name or e.actor_name}：{e.text}" for e in found]
    return "\n".join(lines)
