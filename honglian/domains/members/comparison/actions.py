"""Writes of a comparison: take a list in, decide, close, and a branch's answers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg, subtree
from honglian.foundation.sheets.checking import check
from honglian.foundation.sheets.reading import read_table
from honglian.foundation.sheets.rights import require_import
from honglian.foundation.workflow.api import log, update_item
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Conflict, Refusal

from ..models import PartyMember
from ..placing import COUNTED
from .comparing import Result, compare
from .deciding import open_for, options
from .limits import refuse_dropping
from .models import Comparison, Difference
from .sheet import NATIONAL, OURS
from .states import ABSENCE, ANSWERS, COMPARISON

Kind, Decision = Difference.Kind, Difference.Decision


@action("members.import")
def open_comparison(
    *,
    file_name: str,
    content: bytes,
    taken_on: date,
    scope_org_id: int | None = None,
    by: Actor,
) -> Comparison:
    """Hold a file against the members; nothing of the members is changed.

    The same file again gives the open comparison it already has. Raises :class:`Refusal` for a
    file that cannot be read, matches nobody, or lacks more members than the zone allows.
    """
    require_import(by, OURS)
    if taken_on > clock.today():
        raise Refusal("导出日期在今天之后，请填名单从全国系统导出的那一天。", field="taken_on")
    digest = hashlib.sha256(content).hexdigest()
    present = Comparison.rows.filter(zone_id=by.zone_id, file_sha256=digest, state="open").first()
    if present is not None:
        return present
    scope = _scope(scope_org_id, by)
    table = read_table(content, NATIONAL.recogniser.score, name=file_name)
    run = check(NATIONAL, by.zone_id or 0, table, {})
    result = _held(run, scope, by)
    comparison = Comparison.rows.create(
        zone_id=by.zone_id, scope_org=scope, file_name=file_name[-200:], file_sha256=digest,
        taken_on=taken_on, counts=result.counts(len(run)), made_by=by.name[:64],
        headers=[NATIONAL.column(name).header for name in run.headers.fields],
        unknown_columns=[*run.headers.unknown, *run.headers.doubled], created_at=clock.now(),
    )  # fmt: skip
    for row in result.found:
        row.zone_id, row.comparison = comparison.zone_id, comparison
    Difference.rows.bulk_create(result.found, batch_size=500)
    record(
        by=by, verb="members.compare", target=comparison,
        changes={k: [None, v] for k, v in comparison.counts.items()}, note=f"SHA-256 {digest}",
    )  # fmt: skip
    return comparison


def _scope(pk: int | None, by: Actor) -> PartyOrg | None:
    if pk is None:
        return None
    return get_object_or_404(PartyOrg.objects.visible_to(by), pk=pk)


def _held(run, scope: PartyOrg | None, by: Actor) -> Result:
    branches = PartyOrg.rows.filter(zone_id=by.zone_id)
    if scope is not None:
        branches = branches.filter(pk__in=subtree([scope.pk]))
    expected = set(branches.values_list("pk", flat=True))
    people = list(PartyMember.rows.filter(zone_id=by.zone_id))
    ours = sum(m.branch_id in expected and m.standing in COUNTED for m in people)
    result = compare(run, people, expected)
    if not result.matched:
        raise Refusal(
            f"名单的 {len(run):,} 行没有一行能对上我方党员。请确认身份证号是完整的（没有遮盖）、"
            "是本区的名单，再比对。",
            code="nobody_matches",
            field="file",
        )
    gone = [d for d in result.found if d.kind == Kind.GONE]
    rules = config_of(by.zone_id or 0).members
    refuse_dropping(gone, members=ours, rows=len(run), rules=rules)
    return result


@action("members.import")
def decide(
    *, comparison_id: int, ids: Collection[int], decision: str, whole: bool = False, by: Actor
) -> int:
    """Decide some differences; ``whole`` extends it to all fields of the members they concern.

    Returns how many now carry the decision; those for which it makes no sense stay as they are.
    """
    comparison = open_for(comparison_id, by, "decide")
    rows = Difference.rows.filter(comparison=comparison, applied_at=None)
    chosen = rows.filter(pk__in=ids)
    if whole:
        members = chosen.exclude(member=None).values("member_id")
        chosen = rows.filter(Q(pk__in=ids) | Q(kind=Kind.DIFFERS, member_id__in=members))
    return _decide(comparison, chosen, decision, by)


@action("members.import")
def decide_all(
    *,
    comparison_id: int,
    decision: str,
    kind: str,
    field: str = "",
    only_blank: bool = False,
    by: Actor,
) -> int:
    """Decide all undecided differences of a kind, of one field, or those where ours is blank."""
    comparison = open_for(comparison_id, by, "decide")
    rows = Difference.rows.filter(
        comparison=comparison, applied_at=None, kind=kind, decision=Decision.NONE
    )
    rows = rows.filter(field=field) if field else rows
    rows = rows.filter(ours_blank=True) if only_blank else rows
    return _decide(comparison, rows, decision, by)


def _decide(comparison: Comparison, chosen: QuerySet[Difference], decision: str, by: Actor) -> int:
    if decision not in Decision.values:
        raise Refusal("请选“用名单的”“保留我方”或“请支部核实”。", field="decision")
    fitting = [row.pk for row in chosen if decision in options(row)]
    Difference.rows.filter(pk__in=fitting).update(decision=decision, decided_by=by.name[:64])
    if fitting:
        word = Decision(decision).label
        note = f"{len(fitting)} 项裁定为“{word}”"
        record(by=by, verb="members.compare_decide", target=comparison, note=note)
    return len(fitting)


@action("members.import")
def close(*, comparison_id: int, verb: str, by: Actor) -> Comparison:
    """``finish``: what is undecided stays as ours. ``drop``: nothing of it was carried out."""
    comparison = open_for(comparison_id, by, verb)
    mine = Difference.rows.filter(comparison=comparison)
    if verb == "drop" and mine.exclude(applied_at=None).exists():
        raise Refusal("已有裁定执行过，不能放弃；请“结束比对”。执行错的在导入批次里撤销。")
    waiting = mine.filter(applied_at=None, decision__in=(Decision.THEIRS, Decision.ASK))
    if verb == "finish" and (count := waiting.exclude(kind=Kind.GONE).count()):
        raise Refusal(f"还有 {count} 项裁定没有执行，请先“执行裁定”，或改为“保留我方”。")
    if verb == "finish" and (count := waiting.count()):
        raise Refusal(f"名单里没有的 {count} 名党员还没有交支部核实，请先“执行裁定”。")
    comparison.state = COMPARISON.apply(comparison.state, verb)
    comparison.closed_at = clock.now()
    comparison.save(update_fields=["state", "closed_at"])
    left = mine.filter(decision=Decision.NONE).count()
    note = f"{comparison.state_shown.name}；未裁定的 {left} 项保持我方登记"
    record(by=by, verb="members.compare_close", target=comparison, note=note)
    return comparison


@action("members.confirm")
def answer(*, difference_id: int, answer: str, text: str, by: Actor) -> Difference:
    """What the branch found about a member whom the list does not name. Changes nothing else."""
    rows = Difference.objects.visible_to(by).select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=difference_id)
    if row.question == "answered" and row.answer == answer and row.answer_text == text.strip():
        return row
    if row.question != "asked":
        raise Conflict(f"已由{row.answered_by}答复，请刷新页面查看。")
    known = dict(ANSWERS)
    if answer not in known:
        raise Refusal("请选择核实结果。", field="answer")
    if answer == "other" and len(text.strip()) < 4:
        raise Refusal("选“其他情况”的，请写明情况。", field="text")
    row.question = ABSENCE.apply(row.question, "answer")
    row.answer, row.answer_text = answer, text.strip()[:300]
    row.answered_by, row.answered_at = by.name[:64], clock.now()
    row.save(update_fields=["question", "answer", "answer_text", "answered_by", "answered_at"])
    said = "：".join(filter(None, (known[answer], row.answer_text)))
    if row.item:
        update_item(row.item, ABSENCE, row.question)
        log(row.item, by=by, verb="answer", name="答复核实", before="asked", after="answered",
            text=said)  # fmt: skip
    record(by=by, verb="members.absent_answer", target=row, note=said[:200])
    return row
