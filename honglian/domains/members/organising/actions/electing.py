"""Elections: people enter what happened; the system checks it against the rules and keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg, Post, held_on
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK, Finding

from ... import placing
from .. import terms
from ..checks import check_secretary
from ..models import OrgTerm
from ..states import DECIDE, ORGANISE
from ..thresholds import Strength, composition
from ._desk import begin, finish_set_up
from ._frame import check_day, from_above, keep_act, locked, names_in, next_state, seat

EXCUSES = {
    "ill": "患病不能表达意志",
    "abroad": "自费出国半年以上",
    "prison": "正在服刑",
    "bedridden": "年老体弱卧床、长期生病不能自理",
    "moved": "半年以上应转未转组织关系",
}
ON_TIME_DAYS = 180  # an election within the time of the reminder is not an early one


@action(ORGANISE)
def reelect(*, org_id: int, on: date, by: Actor, paper_no: str = "", text: str = "") -> PartyOrg:
    """Begin the election of a new term: the organisation asked, the superior answered."""
    org = locked(by, org_id)
    state = next_state(org, "reelect")
    _must_be_elected(org)
    check_day(on, after=org.founded_on, what="成立日期")
    terms.term_of(org)
    org.status = state
    org.save(since=on)
    keep_act(org, "reelect", "启动换届", on, by, paper_no=paper_no, text=text)
    return org


@action(DECIDE)
def extend(*, org_id: int, on: date, to: date, paper_no: str, by: Actor, text: str = "") -> OrgTerm:
    """Enter the superior's approval of a later election, at most a year after the term (ORG-011)."""
    org = from_above(by, org_id)
    next_state(org, "extend")
    check_day(on, after=org.founded_on, what="成立日期")
    term = terms.term_of(org)
    if term is None:
        raise Refusal("没有登记本届届满日期，请先在党组织台账里补上。", field="to")
    if to <= term.last_day:
        raise Refusal(f"延期后的日期应晚于现在的届满日期 {term.last_day}。", field="to")
    BOOK.require("ORG-011", on, at="to", due=term.ends_on, shifted=to, approval=paper_no)
    term.extended_to, term.extension_paper = to, paper_no.strip()
    term.save(update_fields=["extended_to", "extension_paper"])
    org.term_ends_on = to
    org.save(since=on)
    words = f"原定 {term.ends_on}，延期到 {to}"
    said = "；".join(filter(None, (words, text)))
    keep_act(org, "extend", "延期批复", on, by, paper_no=paper_no, text=said)
    terms.settle(org, by, words)
    return term


@dataclass(frozen=True)
class Result:
    """What the election meeting found, as its minutes say.

    ``expected`` voters before those ``excused`` (reason → how many) are taken off;
    ``fewest_votes`` of those elected. Leaders by name; a committee member may carry a duty
    after a blank (“甲 组织委员”).
    """

    expected: int
    present: int
    seats: int
    candidates: int
    fewest_votes: int
    secretary: str
    deputies: str = ""
    committee: str = ""
    excused: Mapping[str, int] | None = None
    excused_agreed: bool = False


@action(ORGANISE)
def record_election(
    *,
    org_id: int,
    on: date,
    result: Result,
    by: Actor,
    number: int | None = None,
    term_ends_on: date | None = None,
    is_village: bool = False,
    paper_no: str = "",
    report_no: str = "",
    excuse: str = "",
    is_namesake: bool = False,
) -> OrgTerm:
    """Enter the result of an election: the old posts end, the new begin, a new term runs.

    ``paper_no`` is the approval of an early or late election, ``report_no`` of the result.
    Raises a refusal that names the rule and its article.
    """
    org = locked(by, org_id)
    state = next_state(org, "elect")
    _must_be_elected(org)
    check_day(on, after=org.founded_on, what="成立日期")
    expected = _check_votes(result, on)
    seats = _seats(org, result, on)
    ends_on = _term_end(org, on, term_ends_on, village=is_village)
    _check_shift(org, on, paper_no)
    findings = _check_people(org, seats, on, excuse, is_namesake=is_namesake)
    Post.objects.filter(held_on(on), org=org).update(ends_on=on)
    for kind, name, duty in seats:
        seat(org, kind, [name], on, report_no, duty)
    last = terms.term_of(org)
    known = number or (last.number + 1 if last and last.number else None)
    term = _term(org, on, ends_on, result, expected, known, report_no, is_village=is_village)
    was_new = org.status == PartyOrg.Status.ELECTING
    org.status, org.term_ends_on = state, ends_on
    if was_new:
        begin(org, on)
    org.save(since=on)
    words = f"应到会 {expected}、实到 {result.present}，{seats[0][1]}任书记，共 {len(seats)} 人当选"
    said = "；".join(filter(None, (words, excuse)))
    keep_act(
        org, "elect", "选举结果", on, by, paper_no=report_no or paper_no, text=said, findings=findings
    )  # fmt: skip
    terms.settle(org, by, words)
    if was_new:
        finish_set_up(org, by, words)
    return term


def _must_be_elected(org: PartyOrg) -> None:
    if not ORG_TYPES[org.type].elected or org.is_functional:
        raise Refusal(
            f"{org.name}是{ORG_TYPES[org.type].name}，班子由上级指定，不换届选举；人员变动请“登记任职”。"
        )


def _check_votes(result: Result, on: date) -> int:
    """Voters who had to come, after the excused (ORG-018), and the three majorities (ORG-012)."""
    excused = {reason: n for reason, n in (result.excused or {}).items() if n}
    for reason in excused:
        BOOK.require(
            "ORG-018", on, at="excused_agreed", reason=reason, agreed=result.excused_agreed
        )
    expected = result.expected - sum(excused.values())
    if expected <= 0 or result.present > expected:
        raise Refusal(
            f"应到会 {expected} 人（已扣除不计入的），实到 {result.present} 人，请核对。",
            field="present",
        )
    BOOK.require(
        "ORG-012",
        on,
        at="present",
        expected=expected,
        present=result.present,
        seats=result.seats,
        candidates=result.candidates,
        votes=result.fewest_votes,
    )
    return expected


def _seats(org: PartyOrg, result: Result, on: date) -> list[tuple[str, str, str]]:
    """(kind, name, duty) of those elected, secretary first; as many as there were seats."""
    secretary = names_in(result.secretary)
    if len(secretary) != 1:
        raise Refusal("书记填 1 名。", field="secretary")
    found = [(str(Post.Kind.SECRETARY), secretary[0], "")]
    found += [(str(Post.Kind.DEPUTY), name, "") for name in names_in(result.deputies)]
    for words in names_in(result.committee):
        name, _, duty = words.partition(" ")
        found.append((str(Post.Kind.COMMITTEE), name, duty.strip()))
    names = [name for _, name, _ in found]
    if len(set(names)) < len(names):
        raise Refusal("同一人填了两次，书记、副书记不再填在委员里。", field="committee")
    if len(found) != result.seats:
        raise Refusal(
            f"应选 {result.seats} 名，填了 {len(found)} 名当选人（含书记、副书记），请核对。",
            field="seats",
        )
    return found


def _term_end(org: PartyOrg, on: date, given: date | None, *, village: bool) -> date:
    by_rule = terms.last_day(org.type, on, village=village)
    ends_on = given or by_rule
    if ends_on is None or ends_on <= on:
        raise Refusal("届满日期应晚于选举日期，请核对。", field="term_ends_on")
    BOOK.require(
        "ORG-009", on, at="term_ends_on",
        type_code=org.type, began=on, ends=ends_on, village=village,
    )  # fmt: skip
    return ends_on


def _check_shift(org: PartyOrg, on: date, paper_no: str) -> None:
    """An election after the term, or long before its end, needs the superior's paper (ORG-011)."""
    term = terms.term_of(org)
    if term is None or term.last_day - timedelta(days=ON_TIME_DAYS) <= on <= term.last_day:
        return
    BOOK.require("ORG-011", on, at="paper_no", due=term.ends_on, shifted=on, approval=paper_no)


def _check_people(
    org: PartyOrg, seats: list[tuple[str, str, str]], on: date, excuse: str, *, is_namesake: bool
) -> list[Finding | None]:
    secretary = seats[0][1]
    findings = check_secretary(org, secretary, on, excuse, is_namesake=is_namesake)
    formal, members = placing.sizes_on(org.zone_id, on, only={org.pk}).get(org.pk, (0, 0))
    strength = Strength(formal, members, posts=Counter(kind for kind, _, _ in seats))
    if ORG_TYPES[org.type].committee_from and formal:
        findings += list(composition(strength, on))
    return findings


def _term(
    org: PartyOrg, on: date, ends_on: date, result: Result, expected: int, number: int | None,
    report_no: str, *, is_village: bool,
) -> OrgTerm:  # fmt: skip
    return OrgTerm.rows.create(
        org=org,
        number=number,
        elected_on=on,
        begins_on=on,
        ends_on=ends_on,
        expected=expected,
        present=result.present,
        excused=dict(result.excused or {}),
        seats=result.seats,
        candidates=result.candidates,
        fewest_votes=result.fewest_votes,
        report_no=report_no,
        is_village=is_village,
    )
