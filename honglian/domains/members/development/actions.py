"""Writes about a person's development. Decisions of bodies are entered by people, never made here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK

from ..desks import branch_holder
from . import timing
from .checks import POSTPONED, check_step
from .models import Development, DevelopmentStep
from .plan import LAST, STEPS, step_name, version_on
from .states import DEVELOPMENT

KIND = "members.development"
UPPER = "上级党委"


@action("members.develop")
def start(
    *,
    branch_id: int,
    name: str,
    gender: str,
    birth_date: date,
    applied_on: date,
    by: Actor,
    education: str = "",
    activist_since: date | None = None,
    former_exit: str = "",
    former_exit_on: date | None = None,
    documents: Sequence[str] = (),
) -> Development:
    """Take in an application (step 1).

    ``activist_since`` carries cultivation over from another unit; ``former_exit`` is how the
    person left the Party before (persuaded_quit, removed), if ever.
    """
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=branch_id)
    BOOK.require(
        "ORG-021", applied_on, at="branch", type_code=branch.type, name=branch.name, what="develop"
    )
    BOOK.require(
        "MB-04b",
        applied_on,
        at="former_exit_on",
        left=former_exit_on,
        how=former_exit,
        applied=applied_on,
    )
    if activist_since and activist_since < applied_on:
        raise Refusal("原单位确定积极分子的日期早于申请日期，请核对。", field="activist_since")
    development = Development(
        zone_id=branch.zone_id,
        branch=branch,
        name=name.strip(),
        gender=gender,
        birth_date=birth_date,
        education=education,
        activist_since=activist_since,
    )
    first = DevelopmentStep(no=1, on=applied_on, documents=list(documents))
    development.save()
    development.item = open_item(
        kind=KIND,
        object_id=development.pk,
        table=DEVELOPMENT,
        state=development.state,
        root=None,
        zone_id=development.zone_id,
        title=f"发展党员：{development.name}",
        url=reverse("members:development", args=[development.pk]),
        **branch_holder(branch, by),
    )
    development.save(update_fields=["item"])
    _keep(development, first, by)
    record(by=by, verb="members.develop", target=development, note="收到入党申请书")
    return development


@action(None)
def record_step(
    *,
    development_id: int,
    no: int,
    on: date,
    by: Actor,
    documents: Sequence[str] = (),
    **facts: Any,
) -> DevelopmentStep:
    """Enter what happened at a step. Raises a refusal that names the rule and its article.

    ``facts``: body, outcome, people, from_day, to_day, days, hours, expected, present,
    in_favour, secret, extension, excuse. The branch needs ``members.develop``; decisions of
    the committee above need ``members.decide``, so that nobody approves their own request.
    """
    if no not in STEPS:
        raise Refusal("没有这一步。", field="no")
    _require(by, no)
    development = _locked(by, development_id)
    DEVELOPMENT.apply(development.state, "record")
    entry = DevelopmentStep(no=no, on=on, documents=_known(no, documents), **facts)
    _keep(development, entry, by)
    record(by=by, verb="members.develop", target=development, note=_said(entry))
    return entry


def _require(by: Actor, no: int) -> None:
    if STEPS[no].decides == UPPER:
        if not by.can("members.decide"):
            raise NotAllowed(
                f"{step_name(no)}是上级党委的决定，由党委（综合党委）的工作人员登记，支部不能自己批自己。"
            )
    elif not by.can("members.develop"):
        by.require("members.develop")


def _locked(by: Actor, pk: int) -> Development:
    rows = Development.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)


def _known(no: int, documents: Sequence[str]) -> list[str]:
    unknown = [d for d in documents if d not in STEPS[no].documents]
    if unknown:
        raise Refusal(f"{step_name(no)}没有“{unknown[0]}”这份材料。", field="documents")
    return list(documents)


def _keep(development: Development, entry: DevelopmentStep, by: Actor) -> None:
    """Check, store and show one step."""
    entry.development = development
    excused = check_step(development, entry, by)
    entry.version = version_on(entry.on).code
    entry.findings = [{"rule": f.rule.id, "words": f.words} for f in excused]
    entry.entered_by, entry.entered_user_id = by.name[:64], by.user_id
    entry.save()
    if entry.no == 23 and entry.outcome == POSTPONED:
        development.extension_months = entry.extension or 0
    _refresh(development, by, "record", entry)


def _refresh(
    development: Development, by: Actor, verb: str, entry: DevelopmentStep | None, text: str = ""
) -> None:
    """Bring the development's own columns and its line on the desk up to date."""
    development = _reloaded(development)
    taken, before = development.taken, development.state
    development.current = timing.current(taken)
    if LAST in taken and before == "going":
        development.state = DEVELOPMENT.apply(before, "file")
    development.save(update_fields=["current", "state", "extension_months", "stopped_because"])
    due, expected = _next_due(development, taken)
    item = update_item(
        development.item, DEVELOPMENT, development.state, due_at=due, expected=expected
    )
    name = step_name(entry.no) if entry else {"stop": "终止", "resume": "恢复"}.get(verb, "撤回")
    log(
        item,
        by=by,
        verb=verb,
        name=name[:24],
        before=before,
        after=development.state,
        text=text or (_said(entry) if entry else ""),
        unit_name=development.branch.name,
    )


def _reloaded(development: Development) -> Development:
    fresh = Development.rows.select_related("item", "branch").get(pk=development.pk)
    fresh.extension_months = development.extension_months
    fresh.state, fresh.stopped_because = development.state, development.stopped_because
    return fresh


def _next_due(development: Development, taken: dict[int, date]) -> tuple[datetime | None, str]:
    """The first latest day among the next steps, and what to do."""
    if development.state != "going":
        return None, ""
    steps = timing.next_steps(taken)
    found = [
        (w.latest, s)
        for s in steps
        if (w := timing.window(s, taken, clock.today(), development.extension_months)) and w.latest
    ]
    if found:
        day, step = min(found, key=lambda pair: pair[0])
        return datetime.combine(day, time(18), clock.CHINA), f"登记{step.title}"[:48]
    return None, f"登记{steps[0].title}"[:48] if steps else ""


def _said(entry: DevelopmentStep) -> str:
    parts = [f"{step_name(entry.no)} {entry.on}"]
    if entry.body:
        parts.append(f"{entry.body}{entry.get_outcome_display()}")
    if entry.expected is not None:
        parts.append(f"应到 {entry.expected}、实到 {entry.present}、赞成 {entry.in_favour}")
    if entry.excuse:
        parts.append(f"说明：{entry.excuse}")
    return "；".join(parts)


@action("members.develop")
def withdraw_step(*, development_id: int, step_id: int, reason: str, by: Actor) -> DevelopmentStep:
    """Take back a wrong entry, with the reason; it stays on record as withdrawn."""
    development = _locked(by, development_id)
    DEVELOPMENT.apply(development.state, "withdraw")
    entry = get_object_or_404(DevelopmentStep, development=development, pk=step_id, withdrawn=False)
    if not reason.strip():
        raise Refusal("请写明为什么撤回。", field="reason")
    _require(by, entry.no)
    later = [s for s in development.records if entry.no in STEPS[s.no].after and s.pk != entry.pk]
    same = [s for s in development.records if s.no == entry.no and s.pk != entry.pk]
    if later and not same:
        raise Refusal(f"后面的{step_name(later[0].no)}已经登记，请先撤回它。", code="step_needed")
    if entry.no == 1:
        raise Refusal("入党申请书是第一步，不能撤回；登记错了人的，请终止这一条。")
    entry.withdrawn = True
    entry.save(update_fields=["withdrawn"])
    if entry.no == 23 and entry.outcome == POSTPONED:
        development.extension_months = 0
    _refresh(development, by, "withdraw", None, text=f"{step_name(entry.no)}：{reason.strip()}")
    record(by=by, verb="members.withdraw_step", target=development, note=reason.strip()[:200])
    return entry


@action("members.develop")
def stop(*, development_id: int, reason: str, by: Actor) -> Development:
    """End a development that will not go on; everything recorded stays."""
    return _turn(development_id, "stop", reason, by)


@action("members.develop")
def resume(*, development_id: int, reason: str, by: Actor) -> Development:
    """Go on with a stopped development."""
    return _turn(development_id, "resume", reason, by)


def _turn(pk: int, verb: str, reason: str, by: Actor) -> Development:
    development = _locked(by, pk)
    state = DEVELOPMENT.apply(development.state, verb)
    if not reason.strip():
        raise Refusal("请写明原因。", field="reason")
    development.state = state
    development.stopped_because = reason.strip()[:200] if verb == "stop" else ""
    _refresh(development, by, verb, None, text=reason.strip())
    record(by=by, verb=f"members.{verb}_development", target=development, note=reason.strip()[:200])
    return development
