"""What is told from the doors: visited, not visited and why, something to add. Taken once for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared, attach
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, Scope, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.format import day as shown_day
from honglian.ui.format import moment

from ...actions.intake import report
from ..models import Issue, Knock, Target
from ..rights import may_tell
from ..states import CAMPAIGN, TARGET
from ._rounds import refresh

MOST_ISSUES = 20
MOST_LINE = 1_000
NOON = time(12, 0)


@dataclass(frozen=True)
class Told:
    """How it reached us: when by the server's clock, what the phone's clock said, the submission's mark."""

    at: datetime | None = None
    remark: str = ""
    key: str = ""
    day: date | None = None  # typed by the visitor where it was another day


@action("campaigns.visit")
def visit(
    *,
    target_id: int,
    text: str,
    by: Actor,
    met: str = "",
    needs: Sequence[str] = (),
    solved: Sequence[str] = (),
    photos: Sequence[Prepared] = (),
    told: Told | None = None,
) -> Knock:
    """Record a visit. Each of ``needs`` becomes a demand of its own, ``solved`` was solved on the spot."""
    told = told or Told()
    target = _locked(target_id, by)
    if known := _known(target, told):
        return known
    if target.state == "visited":
        raise Refusal(
            f"这家企业{_last(target)}，不用再记。有新情况请用“补充情况”。", code="visited"
        )
    return _heard(target, "visit", told, by, met=met, text=text, needs=needs, solved=solved, photos=photos)  # fmt: skip


@action("campaigns.visit")
def supplement(
    *,
    target_id: int,
    text: str,
    by: Actor,
    met: str = "",
    needs: Sequence[str] = (),
    solved: Sequence[str] = (),
    photos: Sequence[Prepared] = (),
    told: Told | None = None,
) -> Knock:
    """Add to a visit that is recorded already."""
    told = told or Told()
    target = _locked(target_id, by)
    if known := _known(target, told):
        return known
    return _heard(target, "supplement", told, by, met=met, text=text, needs=needs, solved=solved, photos=photos)  # fmt: skip


@action("campaigns.visit")
def miss(*, target_id: int, why: str, by: Actor, text: str = "", told: Told | None = None) -> Knock:
    """Not visited, and why; it may still be visited as long as the campaign runs."""
    told = told or Told()
    target = _locked(target_id, by)
    if known := _known(target, told):
        return known
    if why not in Target.Why.values:
        raise Refusal("请选一个没走成的原因。", field="why")
    if why == Target.Why.OTHER and not text.strip():
        raise Refusal("选了“其他”，请写清是什么原因。", field="text")
    target.state = TARGET.apply(target.state, "miss")
    knock = _write(target, "miss", told, by, text=text)
    target.why, target.why_text, target.settled_at = why, text[:200], knock.happened_at
    target.save(update_fields=["state", "why", "why_text", "settled_at"])
    note = f"{Target.Why(why).label}。{text}"
    record(by=by, verb="campaigns.miss", target=target, note=note[:200])
    if target.round:
        refresh(target.round)
    return knock


def _locked(target_id: int, by: Actor) -> Target:
    rows = Target.objects.visible_to(by).select_for_update(of=("self",))
    target = get_object_or_404(rows.select_related("campaign", "round"), pk=target_id)
    if not may_tell(target, by):
        who = f"由 {target.round.name} 走访" if target.round else "还没有分给走访人"
        raise NotAllowed(f"这家企业{who}，请联系组织人改派给您再记。")
    return target


def _known(target: Target, told: Told) -> Knock | None:
    """The same submission came before: its first result stands."""
    return Knock.rows.filter(target=target, key=told.key).first() if told.key else None


def _last(target: Target) -> str:
    knock = target.knocks.filter(verb="visit").last()
    return f"已由 {knock.by_name} 于 {moment(knock.happened_at)} 走访" if knock else "已走访"


def _heard(
    target: Target,
    verb: str,
    told: Told,
    by: Actor,
    *,
    met: str,
    text: str,
    needs: Sequence[str],
    solved: Sequence[str],
    photos: Sequence[Prepared],
) -> Knock:
    _short(needs, "needs")
    _short(solved, "solved")
    target.state = TARGET.apply(target.state, verb)
    knock = _write(target, verb, told, by, met=met, text=text)
    if verb == "visit":
        target.why, target.why_text, target.settled_at = "", "", knock.happened_at
        target.save(update_fields=["state", "why", "why_text", "settled_at"])
    for photo in photos:
        attach(owner=target, upload=photo, by=by, internal=True)
    for line in solved:
        _issue(target, knock, line, solved=True)
    for line in needs:
        _split(_issue(target, knock, line), met, by)
    counted = f"问题 {len(needs) + len(solved)} 件，其中转诉求 {len(needs)} 件"
    record(by=by, verb=f"campaigns.{verb}", target=target, note=counted)
    if target.round:
        refresh(target.round)
    return knock


def _short(lines: Sequence[str], field: str) -> None:
    if len(lines) > MOST_ISSUES:
        raise Refusal(f"一次最多记 {MOST_ISSUES} 件，请合并说法相同的。", field=field)
    if long := next((line for line in lines if len(line) > MOST_LINE), None):
        raise Refusal(
            f"“{long[:12]}…”有 {len(long):,} 字，一件最多 {MOST_LINE:,} 字。", field=field
        )


def _write(target: Target, verb: str, told: Told, by: Actor, *, text: str, met: str = "") -> Knock:
    CAMPAIGN.apply(target.campaign.state, "assign")  # only a running campaign takes anything
    now = clock.now()
    at = told.at or now
    if told.day:
        if told.day > clock.local(now).date():
            raise Refusal(
                f"走访日期不能在今天（{shown_day(clock.local(now).date())}）以后。"
                "如果手机日期不对，以服务器的日期为准。",
                field="visited_on",
            )
        if told.day != clock.local(at).date():
            at = datetime.combine(told.day, NOON, clock.CHINA)
    return Knock.rows.create(
        zone_id=target.zone_id,
        target=target,
        verb=verb,
        by_name=by.name[:64],
        by_user_id=by.user_id,
        met=met[:60],
        text=text,
        happened_at=at,
        received_at=now,
        device_note=told.remark[:80],
        key=told.key[:36],
    )


def _issue(target: Target, knock: Knock, line: str, *, solved: bool = False) -> Issue:
    return Issue.rows.create(
        zone_id=target.zone_id,
        target=target,
        knock=knock,
        text=line,
        solved=solved,
        found_at=knock.happened_at,
    )


def _split(issue: Issue, met: str, by: Actor) -> None:
    """One demand through the same intake as any whistle; the campaign's number keeps it from coming twice.

    The visitor acts for the enterprise that was visited, which need not lie in the role's usual scope.
    """
    campaign = issue.target.campaign
    sent = Actor(
        name=by.name,
        role=by.role,
        zone_id=by.zone_id,
        user_id=by.user_id,
        grant_id=by.grant_id,
        scope=Scope(ScopeKind.ZONE),
        permissions=by.permissions | {"cases.create", "enterprises.view"},
        channel=by.channel,
        request_id=by.request_id,
    )
    reported = report(
        text=issue.text,
        enterprise_id=issue.target.enterprise_id,
        reporter_name=met[:32],
        channel="campaign",
        outside_number=f"{campaign.number}-{issue.pk}",
        by=sent,
    )
    issue.case = reported.case
    issue.save(update_fields=["case"])
