"""Writes about the yearly appraisal. The system keeps what the branch decided and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.members.api import branch_holder, counted
from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ..due import end_of, in_workdays
from ..life.models import LifeMeeting
from ..life.selectors import HELD
from ..limits import DECIDE_WORKDAYS
from .models import Appraisal, AppraisalFollowUp, AppraisalGrade, Grade
from .selectors import summary
from .states import APPRAISAL, EDIT, FOLLOW

KIND, FOLLOW_KIND = "partylife.appraisal", "partylife.appraisalfollowup"
OUTCOME = {Grade.BASIC.value: "help", Grade.BAD.value: "proposal"}


@action(EDIT)
def begin(
    *,
    branch_id: int,
    year: int,
    held_on: date,
    by: Actor,
    ballots_given: int | None = None,
    ballots_back: int | None = None,
    text: str = "",
) -> Appraisal:
    """The meeting has been held; a line for each member on record waits for its grade."""
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=branch_id)
    if held_on > clock.today():
        raise Refusal("评议日期不能晚于今天；开完会再登记等次。", field="held_on")
    if held_on.year not in (year, year + 1):
        raise Refusal(f"{year} 年度的评议应在当年或次年初进行，请核对日期。", field="held_on")
    if Appraisal.rows.filter(branch=branch, year=year).exists():
        raise Refusal(f"{branch.name} {year} 年度的民主评议已经登记，请打开那一条。", field="year")
    _ballots(ballots_given, ballots_back)
    found = Appraisal(
        zone_id=branch.zone_id,
        branch=branch,
        year=year,
        held_on=held_on,
        ballots_given=ballots_given,
        ballots_back=ballots_back,
        text=text.strip(),
        life_meeting=_life_meeting(branch.pk, year),
    )
    found.save()
    members = counted(Actor.system(branch.zone_id)).filter(branch=branch).order_by("pk")
    AppraisalGrade.objects.bulk_create(
        AppraisalGrade(
            appraisal=found, member=m, name=m.name, probationary=m.category == m.Category.PROBATIONARY
        )
        for m in members
    )  # fmt: skip
    calendar = calendar_for(found.zone_id)
    found.item = open_item(
        kind=KIND,
        object_id=found.pk,
        table=APPRAISAL,
        state=found.state,
        root=None,
        zone_id=found.zone_id,
        title=f"民主评议：{found}"[:200],
        url=reverse("partylife:appraisal", args=[found.pk]),
        expected="登记等次",
        due_at=max(end_of(date(year, 12, 31), calendar), in_workdays(DECIDE_WORKDAYS, calendar)),
        **branch_holder(branch, by),
    )
    found.save(update_fields=["item"])
    _log(found, by, "begin", "登记评议", found.text)
    record(by=by, verb="appraisal.begin", target=found)
    return found


def _life_meeting(branch_id: int, year: int) -> LifeMeeting | None:
    rows = LifeMeeting.rows.filter(branch_id=branch_id, state__in=HELD, held_on__year=year)
    return rows.order_by("-held_on").first()


def _ballots(given: int | None, back: int | None) -> None:
    if back is not None and (given is None or back > given):
        raise Refusal("收回的测评票不能多于发出的，请核对。", field="ballots_back")


def _log(found: Appraisal, by: Actor, verb: str, name: str, text: str = "", before: str = ""):
    return log(
        found.item, by=by, verb=verb, name=name, before=before or found.state, after=found.state,
        text=text, unit_name=found.branch.name,
    )  # fmt: skip


def _locked(by: Actor, pk: int) -> Appraisal:
    rows = Appraisal.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("branch", "item"), pk=pk)


def _one_third(found: Appraisal, rows: list[AppraisalGrade]) -> None:
    """AP-01 over all members who were appraised."""
    excellent = sum(r.grade == Grade.EXCELLENT for r in rows)
    BOOK.require("AP-01", found.held_on, excellent=excellent, total=len(rows))


@action(EDIT)
def grade(
    *,
    appraisal_id: int,
    grades: Mapping[int, str],
    by: Actor,
    notes: Mapping[int, str] | None = None,
) -> Appraisal:
    """Enter grades: row → grade, empty takes one back. Refused as a whole when a rule is broken."""
    found = _locked(by, appraisal_id)
    APPRAISAL.apply(found.state, "grade")
    rows, said = list(found.grades.all()), dict(notes or {})
    for row in rows:
        if row.pk in grades:
            row.grade = grades[row.pk]
            row.note = said.get(row.pk, row.note).strip()[:200]
        if row.grade and row.grade not in Grade.values:
            raise Refusal("没有这个等次。", field=f"grade_{row.pk}")
        BOOK.require(
            "AP-02", found.held_on, at=f"grade_{row.pk}",
            name=row.name, probationary=row.probationary, grade=row.grade,
        )  # fmt: skip
    _one_third(found, rows)
    AppraisalGrade.objects.bulk_update(rows, ["grade", "note"])
    done = sum(bool(r.grade) for r in rows)
    _log(found, by, "grade", "登记等次", f"已登记 {done} 名")
    record(by=by, verb="appraisal.grade", target=found, note=f"{done} 名")
    return found


@action(EDIT)
def conclude(*, appraisal_id: int, by: Actor) -> Appraisal:
    """Everybody has a grade (AP-03), no more than a third is excellent (AP-01).

    基本合格 asks the branch how it helps; 不合格 is put before the branch as a proposal.
    Nothing happens to anybody by itself.
    """
    found = _locked(by, appraisal_id)
    before, state = found.state, APPRAISAL.apply(found.state, "conclude")
    rows = list(found.grades.all())
    without = tuple(r.name for r in rows if not r.grade and not r.probationary)
    BOOK.require("AP-03", found.held_on, without=without)
    _one_third(found, rows)
    found.state, found.concluded_by, found.concluded_at = state, by.name[:64], clock.now()
    found.save()
    update_item(found.item, APPRAISAL, found.state)
    for row in rows:
        if row.grade in OUTCOME:
            _follow_up(found, row, by)
    _log(found, by, "conclude", "评定完成", summary(rows), before)
    record(by=by, verb="appraisal.conclude", target=found, note=summary(rows))
    return found


def _follow_up(found: Appraisal, row: AppraisalGrade, by: Actor) -> None:
    kind = OUTCOME[row.grade]
    follow, _ = AppraisalFollowUp.objects.get_or_create(grade=row, defaults={"kind": kind})
    follow.kind, follow.state = kind, FOLLOW.initial
    what = "研究帮扶措施" if kind == "help" else "研究处置意见"
    columns = {
        "expected": what,
        "due_at": in_workdays(DECIDE_WORKDAYS, calendar_for(found.zone_id)),
        **branch_holder(found.branch, by),
    }
    if follow.item is None:
        follow.item = open_item(
            kind=FOLLOW_KIND, object_id=follow.pk, table=FOLLOW, state=follow.state,
            root=found.item, zone_id=found.zone_id,
            title=f"民主评议{row.get_grade_display()}：{row.name}"[:200],
            url=reverse("partylife:appraisal", args=[found.pk]), **columns,
        )  # fmt: skip
    else:
        update_item(follow.item, FOLLOW, follow.state, **columns)
    follow.save()


@action(EDIT)
def reopen(*, appraisal_id: int, text: str, by: Actor) -> Appraisal:
    """Correct a concluded appraisal, with the reason, as long as nothing was decided upon it."""
    found = _locked(by, appraisal_id)
    before, state = found.state, APPRAISAL.apply(found.state, "reopen")
    if not text.strip():
        raise Refusal("请写明为什么更正。", field="text")
    follows = AppraisalFollowUp.objects.filter(grade__appraisal=found).select_related("item")
    if follows.filter(state="decided").exists():
        raise Refusal("支部已经按这次评议作出决定，不能再更正等次；确有错误的请由支部大会复议。")
    for follow in follows.filter(state="waiting"):
        follow.state = FOLLOW.apply(follow.state, "void")
        follow.save(update_fields=["state"])
        update_item(follow.item, FOLLOW, follow.state)
    found.state, found.concluded_by, found.concluded_at = state, "", None
    found.save()
    update_item(found.item, APPRAISAL, found.state, expected="更正等次")
    _log(found, by, "reopen", "更正", text.strip(), before)
    record(by=by, verb="appraisal.reopen", target=found, note=text.strip()[:200])
    return found


@action(EDIT)
def decide(
    *, follow_up_id: int, decision: str, body: str, decided_on: date, by: Actor
) -> AppraisalFollowUp:
    """What the branch decided about a low grade, as its meeting said."""
    visible = Appraisal.objects.visible_to(by)
    rows = AppraisalFollowUp.objects.select_for_update(of=("self",))
    follow = get_object_or_404(
        rows.select_related("grade__appraisal__branch", "grade__appraisal__item", "item"),
        pk=follow_up_id,
        grade__appraisal__in=visible,
    )
    found = follow.grade.appraisal
    follow.state = FOLLOW.apply(follow.state, "decide")
    if not decision.strip():
        raise Refusal("请写支部的意见。", field="decision")
    if not found.held_on <= decided_on <= clock.today():
        raise Refusal(f"决定日期应在评议（{found.held_on}）以后、今天以前。", field="decided_on")
    follow.decision, follow.body = decision.strip()[:500], body.strip()[:64]
    follow.decided_on, follow.noted_by = decided_on, by.name[:64]
    follow.save()
    update_item(follow.item, FOLLOW, follow.state)
    text = f"{follow.grade.name}（{follow.get_kind_display()}）：{follow.body} {follow.decision}"
    log(follow.item, by=by, verb="decide", name="登记支部意见", after=follow.state, text=text,
        unit_name=found.branch.name)  # fmt: skip
    record(by=by, verb="appraisal.decide", target=found, note=text[:300])
    return follow
