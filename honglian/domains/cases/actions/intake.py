"""Taking a whistle in: report, accept, refuse, classify, merge, comment."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from honglian.algo.hanzi import search_tokens
from honglian.algo.standards import mobile
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared
from honglian.foundation.workflow.api import next_number
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.workflow.steps import append, new_item
from honglian.foundation.zones.api import ZoneConfig
from honglian.kit import clock, rows
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import Conflict, Refusal
from honglian.kit.events import emit
from honglian.kit.fields import blind_index

from .. import clocks
from ..events import CaseRefused, CaseReported
from ..ladder.lapsing import lapse
from ..models import Case
from ..states import CASE
from . import _frame as frame
from ._frame import DISPATCHER, Rules, Step
from ._parts import part_over
from .dispatch import dispatch

# No 0 O 1 I L: a code is read out over the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
FIXED_LINE = re.compile(r"0\d{9,11}", re.ASCII)
CODE_CHANNELS = (Case.Channel.PUBLIC, Case.Channel.HOTLINE)
CHANNEL_OF_ROLE = {
    "visitor": Case.Channel.PUBLIC,
    "enterprise_user": Case.Channel.ENTERPRISE,
    "instructor": Case.Channel.INSTRUCTOR,
    "grid_leader": Case.Channel.GRID,
    "grid_worker": Case.Channel.GRID,
    "committee_staff": Case.Channel.GRID,
}


@dataclass(frozen=True)
class Reported:
    """``code`` is the tracking code, told this once and never stored; empty with an account."""

    case: Case
    code: str = ""


@action("cases.create")
def report(
    *,
    by: Actor,
    text: str,
    title: str = "",
    enterprise_id: int | None = None,
    enterprise_name: str = "",
    category: str = "",
    level: str = "",
    place: str = "",
    expected: str = "",
    reporter_name: str = "",
    reporter_mobile: str = "",
    channel: str = "",
    source: str = "",
    outside_number: str = "",
    files: Sequence[Prepared] = (),
) -> Reported:
    """Blow the whistle. Only what happened is required; the rest is found out later.

    A visitor has no account, so the tracking code in the result is the only way back.
    """
    text = frame.check_text(text, label="诉求内容", field="text")
    lengths = {"title": title, "place": place, "expected": expected, "reporter_name": reporter_name}
    cleaned = {name: _short(name, value) for name, value in lengths.items()}
    enterprise = _enterprise(by, enterprise_id)
    name = enterprise.name if enterprise else _short("enterprise_name", enterprise_name)
    rules, now = Rules.of(_zone(by)), clock.now()
    channel = channel or _channel(by)
    code = _new_code() if channel in CODE_CHANNELS else ""
    case = Case(
        zone_id=_zone(by),
        enterprise=enterprise,
        enterprise_name=name or "未留企业名称",
        chain_id=enterprise.chain_id if enterprise else None,
        channel=channel,
        source=_source(source, outside_number, channel),
        outside_number=_short("outside_number", outside_number),
        category=_category(rules.config, category),
        level=_level(rules.config, level, category),
        text=text,
        reporter_mobile=_telephone(reporter_mobile),
        reporter_user_id=by.user_id,
        tracking_hash=blind_index(code),
        created_at=now,
        **(cleaned | {"title": cleaned["title"] or _headline(text)}),
    )
    case.due_at = clocks.case_due(
        case,
        (),
        root_log=[WorkEvent(verb="report", at=now)],
        limit=rules.config.cases.accept,
        calendar=rules.calendar,
    )
    _store(case, by, now, files)
    if rules.config.cases.auto_dispatch and case.category:
        case = _dispatch_by_rule(case)
    emit(CaseReported(case, by))
    return Reported(case, code)


def _dispatch_by_rule(case: Case) -> Case:
    """Where the zone wants it, a case with a category goes to its departments at once.

    A category whose department is not in use is no reason to lose the report: the case
    stays with the dispatcher, who sees it as any other.
    """
    try:
        return dispatch(number=case.number, by=Actor.system(case.zone_id))
    except Refusal:
        return case


def _source(source: str, outside_number: str, channel: str) -> str:
    """The system that a number from outside belongs to; unnamed, the channel stands for it."""
    named = _short("source", source)
    return named or (str(channel) if outside_number else "")


SHORT = {
    "source": ("来源系统", 32),
    "outside_number": ("外部编号", 64),
    "title": ("标题", 80),
    "place": ("地点", 120),
    "expected": ("期望结果", 200),
    "reporter_name": ("联系人", 32),
    "enterprise_name": ("企业名称", 128),
}


def _short(field: str, value: str) -> str:
    label, most = SHORT[field]
    return frame.check_length(value, label=label, field=field, most=most)


def _zone(by: Actor) -> int:
    if by.zone_id is None:
        raise Refusal("请先选择在哪个高新区办理。", code="no_zone")
    return by.zone_id


def _enterprise(by: Actor, enterprise_id: int | None) -> Enterprise | None:
    """The enterprise within the reporter's scope; an enterprise's own people need not name it."""
    if enterprise_id is None and by.scope.kind == ScopeKind.ENTERPRISE:
        enterprise_id = by.enterprise_id
    if enterprise_id is None:
        return None
    rows = Enterprise.objects.visible_to(by).only("name", "chain_id", "zone_id")
    return get_object_or_404(rows, pk=enterprise_id)


def _channel(by: Actor) -> str:
    if by.channel == "api":
        return Case.Channel.API
    return CHANNEL_OF_ROLE.get(by.role, Case.Channel.HOTLINE)


def _telephone(text: str) -> str:
    """A mobile number in its plain form, or a fixed line with its area code; empty stays empty."""
    number = mobile.normalise(text) if text else ""
    if not number or mobile.is_valid(number) or FIXED_LINE.fullmatch(number):
        return number
    raise Refusal(
        f"{mobile.problem(text)}；固定电话请带区号。",
        code="bad_mobile",
        field="reporter_mobile",
    )


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _category(config: ZoneConfig, code: str) -> str:
    if code and config.category(code) is None:
        names = "、".join(f"{c.name}（{c.code}）" for c in config.categories)
        raise Refusal(
            f"没有“{code}”这个诉求类别，可选：{names}。", code="bad_category", field="category"
        )
    return code


def _level(config: ZoneConfig, level: str, category: str) -> str:
    """The given level, else the category's, else the ordinary one of the zone (L3)."""
    codes = [x.code for x in config.cases.levels]
    if level:
        if level not in codes:
            raise Refusal(
                f"没有“{level}”这个等级，可选：{'、'.join(codes)}。",
                code="bad_level",
                field="level",
            )
        return level
    if found := config.category(category):
        return found.level
    return "L3" if "L3" in codes else codes[-1]


def _headline(text: str) -> str:
    """The first line, cut at the first full stop, short enough for a list."""
    line = text.splitlines()[0]
    head = line.split("。")[0]
    return head if len(head) <= 40 else f"{head[:39]}…"


def _store(case: Case, by: Actor, now: datetime, files: Sequence[Prepared], name: str = "") -> None:
    """Number, row, desk line, first event (with another ``name``) and audit entry."""
    case.number = next_number(case.zone_id, f"SQ{clock.local(now):%Y%m%d}")
    _index(case)
    try:
        with transaction.atomic(savepoint=bool(case.outside_number)):
            rows.insert(case)
    except IntegrityError as error:
        twin = Case.rows.filter(
            zone_id=case.zone_id, source=case.source, outside_number=case.outside_number
        ).first()
        if not case.outside_number or twin is None:
            raise
        raise Conflict(
            f"外部编号 {case.outside_number} 已登记为 {twin.number}，不用再报。", code="reported"
        ) from error
    item = new_item(
        table=CASE,
        state=case.state,
        kind="cases.case",
        object_id=case.pk,
        zone_id=case.zone_id,
        number=case.number,
        title=f"{case.enterprise_name}：{case.title}"[:200],
        url=frame.address(case),
        expected=frame.EXPECTED[case.state],
        urgency=frame.urgency(case),
        due_at=case.due_at,
        due_kind="accept",
        holder_role=DISPATCHER,
        chain_id=case.chain_id,
        opened_at=now,
    )
    rows.insert(item)
    frame.change(case, item_id=item.pk)
    step = Step(case, by, now)
    name = name or f"{case.get_channel_display().removesuffix('吹哨')}吹哨"
    step.say("report", name=name, after=case.state, text=case.text)
    frame.keep(step, files, step.lines[-1])
    record(by=by, verb="cases.report", target=case)


def _index(case: Case) -> None:
    """Fill the search column: number, title and enterprise, with pinyin and initials."""
    case.search = search_tokens(f"{case.number} {case.title} {case.enterprise_name}")


@action("cases.accept")
def accept(*, number: str, by: Actor) -> Case:
    """Register the whistle as ours to handle."""
    case = frame.locked(by, number)
    state = CASE.apply(case.state, "accept")
    step = Step(case, by)
    step.say("accept", before=case.state, after=state)
    frame.change(case, state=state, accepted_at=step.at)
    frame.show_case(case, at=step.at)
    append(step.lines)
    record(by=by, verb="cases.accept", target=case)
    return case


@action("cases.accept")
def refuse(*, number: str, situation: str, reason: str, by: Actor) -> Case:
    """Do not accept, in one of the zone's situations, and tell why (WH-04: 告知并留痕)."""
    case = frame.locked(by, number)
    state = CASE.apply(case.state, "refuse")
    situations = Rules.of(case.zone_id).config.not_accepted
    if situation not in situations:
        known = "；".join(situations.values())
        raise Refusal(
            f"不予受理只有这几类情形：{known}。请选其中一类。",
            code="bad_situation",
            field="situation",
        )
    reason = frame.check_text(reason, label="告知内容", field="reason", most=500)
    step = Step(case, by)
    step.say(
        "refuse",
        before=case.state,
        after=state,
        text=f"{situations[situation]}。{reason}",
        data={"situation": situation},
    )
    frame.change(case, state=state, refusal_code=situation, due_at=None)
    frame.show_case(case, at=step.at)
    lapse(case, step.at)
    part_over(case, step)
    append(step.lines)
    record(by=by, verb="cases.refuse", target=case, note=reason)
    emit(CaseRefused(case, by, reason))
    return case


@action("cases.accept")
def classify(
    *,
    number: str,
    by: Actor,
    category: str = "",
    level: str = "",
    enterprise_id: int | None = None,
) -> Case:
    """Set category, level or enterprise before dispatch; afterwards the clocks stand."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "classify")
    config = Rules.of(case.zone_id).config
    category = _category(config, category) or case.category
    level = level or (case.level if category == case.category else "")
    changes = {"category": category, "level": _level(config, level, category)}
    if enterprise_id is not None:
        enterprise = _enterprise(by, enterprise_id)
        changes |= {
            "enterprise_id": enterprise.pk,
            "enterprise_name": enterprise.name,
            "chain_id": enterprise.chain_id,
        }
    before = {name: getattr(case, name) for name in changes}
    if before == changes:
        return case
    step = Step(case, by)
    step.say("classify", text=_said(config, changes), internal=True)
    for name, value in changes.items():
        setattr(case, name, value)
    _index(case)
    frame.change(case, **changes, search=case.search)
    title = f"{case.enterprise_name}：{case.title}"[:200]
    frame.show_case(
        case, at=step.at, urgency=frame.urgency(case), chain_id=case.chain_id, title=title
    )
    append(step.lines)
    diff = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
    record(by=by, verb="cases.classify", target=case, changes=diff)
    return case


def _said(config: ZoneConfig, changes: dict) -> str:
    category, level = config.category(changes["category"]), config.level(changes["level"])
    parts = [category.name if category else "未分类", level.name if level else changes["level"]]
    return "，".join(
        [*parts, *([changes["enterprise_name"]] if "enterprise_name" in changes else [])]
    )
