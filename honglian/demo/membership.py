"""A year of membership work: dues, transfers, members away, and what became of those who were lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.db.models import Count

from honglian.algo.standards.id_card import check_character
from honglian.algo.workdays import WorkCalendar
from honglian.domains.members.api import (
    PartyMember,
    arriving,
    dues,
    floating,
    monthly_dues,
    proposals,
    standing,
    transfers,
)
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .timeline import Story, play
from .workbooks import bring_in, write

Act = Callable[[], object]
LONG_AGO = 2022  # members of the other branch whose stories reach back some years
WAGES = (2800, 3600, 4200, 4800, 5200, 6100, 6800, 7500, 8800, 9600, 11200, 15800)
STEPS = ("支部研究", "党委事前备案", "调查核实", "支部大会讨论", "报批")


@dataclass
class Stage:
    """The branch on the login page with its secretary, a neighbour, and the committee's staff."""

    zone: Zone
    rng: Random
    calendar: WorkCalendar
    worker: Actor
    staff: Actor
    own: PartyOrg
    other: PartyOrg
    mine: list[PartyMember]
    theirs: list[PartyMember]
    now: datetime

    def day(self, ago: int) -> datetime:
        """Ten in the morning, so many days ago, on a workday."""
        day = clock.local(self.now).date() - timedelta(days=ago)
        if not self.calendar.is_workday(day):
            day = self.calendar.previous_workday(day)
        return datetime.combine(day, time(10), clock.CHINA)


def play_membership(zone: Zone, rng: Random, worker: Actor, staff: Actor) -> int:
    """Returns how many acts were performed; the ledger of dues counts as one."""
    own = PartyOrg.rows.get(pk=worker.scope.ids[0])
    rows = PartyOrg.rows.filter(zone=zone, type="branch", is_functional=False).exclude(pk=own.pk)
    other = rows.annotate(size=Count("members")).order_by("-size", "pk")[0]
    mine, theirs = (
        list(PartyMember.rows.filter(branch=b, category="formal", party_post="").order_by("pk"))
        for b in (own, other)
    )
    theirs = [m for m in theirs if m.joined_on.year < LONG_AGO]
    now = clock.now()
    stage = Stage(zone, rng, calendar_for(zone), worker, staff, own, other, mine, theirs, now)
    _dues(stage)
    acts = play(list(_stories(stage)), now)
    found = proposals.look(zone_id=zone.pk, by=Actor.system(zone.pk, channel="cli"))
    return acts + found + 1


def _stories(stage: Stage) -> Iterator[tuple[datetime, Story]]:
    tellers = (
        _moved, _moved_out, _to_review, _to_letter, _under_way, _to_accept, _late, _turned_down,
        _arrived, _away_settled, _away_silent, _abroad, _visiting, _lost, _suspended, _mending,
        _paying,
    )  # fmt: skip
    for teller in tellers:
        story = _told(stage, teller(stage))
        yield next(story), story


def _told(stage: Stage, acts: Iterator[tuple[int, Act]]) -> Story:
    """A story from (days ago, act) pairs: waits for each day, then acts."""
    for ago, act in acts:
        yield stage.day(ago)
        act()


# Dues


def _dues(stage: Stage) -> None:
    """The whole zone's year comes in as the official ledger (LD07); a few are behind."""
    members = PartyMember.rows.filter(zone=stage.zone).select_related("branch").order_by("pk")
    today = clock.local(stage.now).date()
    rows = [_ledger_row(stage, m, today) for m in members]
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "党费收缴台账.xlsx", rows)
        bring_in("dues", path, Actor.system(stage.zone.pk, channel="cli"))


def _ledger_row(stage: Stage, member: PartyMember, today: date) -> dict[str, object]:
    chance, place = stage.rng.random(), stage.mine.index(member) if member in stage.mine else -1
    behind = 7 if chance < 0.004 or place == 2 else 4 if chance < 0.012 or place == 5 else 0
    wage = stage.rng.choice(WAGES) + stage.rng.randint(0, 9) * 10
    row: dict[str, object] = {
        "姓名": member.name,
        "党费类别": "按月领取工资",
        "计算基数(元)": wage,
        "公民身份号码": member.id_no,
        "所在党支部": member.branch.name,
    }
    last = today.month - (1 if member.branch_id == stage.own.pk else 0) - behind
    amount = float(monthly_dues("salaried", Decimal(wage)).amount)
    for month in range(1, 13):
        paid = month <= last and (today.year, month) >= (
            member.joined_on.year,
            member.joined_on.month,
        )
        row[f"{month}月"] = amount if paid else ""
    return row


def _paying(stage: Stage) -> Iterator[tuple[int, Act]]:
    """This month at the branch on the login page: some have paid, one in advance, one gave more."""
    month = clock.local(stage.now).date().replace(day=1)
    pay = {"branch_id": stage.own.pk, "by": stage.worker}
    for member in stage.mine[7:-3]:
        yield 6, lambda m=member: dues.pay(member_id=m.pk, first=month, **pay)
    ahead = stage.mine[-3]
    yield 5, lambda: dues.pay(member_id=ahead.pk, first=month, months=2, **pay)
    giver = stage.mine[-2]
    yield 4, lambda: dues.give(member_id=giver.pk, amount=Decimal(2000), **pay)


# Transfers


def _apply(stage: Stage, member: PartyMember, reason: str, **facts) -> dict[str, int]:
    """Apply for a member; the dictionary gets the transfer's number."""
    by = stage.worker if member.branch_id == stage.own.pk else stage.staff
    return {"id": transfers.apply(member_id=member.pk, reason=reason, by=by, **facts).pk}


def _walk(
    stage: Stage, member: PartyMember, ago: int, verbs: str, reason: str, **facts
) -> Iterator[tuple[int, Act]]:
    """Apply and take the named steps, three days each; the committee's staff acts for both sides."""
    kept: dict[str, int] = {}
    yield ago, lambda: kept.update(_apply(stage, member, reason, **facts))
    for verb in verbs.split():
        ago = max(ago - 3, 0)
        yield (
            ago,
            lambda v=verb: transfers.step(
                transfer_id=kept["id"], verb=v, by=stage.staff, **_words(v)
            ),
        )


def _words(verb: str) -> dict[str, str]:
    return {
        "confirm": {"receipt_no": "已收到回执联"},
        "reject": {"reason": "缺入党志愿书，请从原单位档案补齐后再申请"},
    }.get(verb, {})


def _moved(stage: Stage) -> Iterator[tuple[int, Act]]:
    verbs = "agree issue report admit accept"
    reason, to = "到本公司工作", {"to_branch_id": stage.own.pk}
    yield from _walk(stage, stage.theirs[0], 210, verbs, reason, **to)


def _moved_out(stage: Stage) -> Iterator[tuple[int, Act]]:
    to = {"to_name": "中共武汉市某科技公司支部委员会"}
    yield from _walk(stage, stage.theirs[1], 120, "agree issue confirm", "到武汉工作", **to)


def _to_review(stage: Stage) -> Iterator[tuple[int, Act]]:
    yield from _walk(stage, stage.mine[0], 2, "", "岗位调整", to_branch_id=stage.other.pk)


def _to_letter(stage: Stage) -> Iterator[tuple[int, Act]]:
    to = {"to_name": "中共长沙市某社区支部委员会"}
    yield from _walk(stage, stage.theirs[2], 6, "agree", "随家属居住", **to)


def _under_way(stage: Stage) -> Iterator[tuple[int, Act]]:
    to = stage.other.pk
    yield from _walk(stage, stage.mine[1], 20, "agree issue", "调到该公司工作", to_branch_id=to)


def _to_accept(stage: Stage) -> Iterator[tuple[int, Act]]:
    to = stage.own.pk
    verbs = "agree issue report admit"
    yield from _walk(stage, stage.theirs[3], 18, verbs, "到本公司工作", to_branch_id=to)


def _late(stage: Stage) -> Iterator[tuple[int, Act]]:
    """The letter has run out and nobody has reported."""
    to = {"to_name": "中共深圳市某公司支部委员会"}
    yield from _walk(stage, stage.theirs[4], 110, "agree issue", "到深圳工作", **to)


def _turned_down(stage: Stage) -> Iterator[tuple[int, Act]]:
    to = stage.own.pk
    yield from _walk(stage, stage.theirs[5], 60, "agree reject", "到本公司工作", to_branch_id=to)


def _arrived(stage: Stage) -> Iterator[tuple[int, Act]]:
    """Somebody comes with a letter from outside and waits for the branch."""
    kept: dict[str, int] = {}
    body = f"42999919930407{stage.zone.pk + 900:03d}"
    sex = "1" if int(body[16]) % 2 else "2"

    def come() -> None:
        today = clock.today()
        found = arriving.arrive(
            to_branch_id=stage.own.pk, name="柏知远", gender=sex, ethnicity="01",
            birth_date=date(1993, 4, 7), id_no=body + check_character(body), category="formal",
            joined_on=date(2016, 6, 18), full_on=date(2017, 6, 18),
            from_name="中共武汉市某机械公司支部委员会", letter_no="武组介〔2026〕118号",
            issued_on=today - timedelta(days=12), valid_days=60, by=stage.staff,
            dues_paid_to="2026年10月",
        )  # fmt: skip
        kept["id"] = found.pk

    yield 9, come
    yield 5, lambda: transfers.step(transfer_id=kept["id"], verb="admit", by=stage.staff)


# Members away


def _out(stage: Stage, member: PartyMember, left: int, **facts) -> dict[str, int]:
    by = stage.worker if member.branch_id == stage.own.pk else stage.staff
    left_on = clock.today() - timedelta(days=left)
    return {"id": floating.register_out(member_id=member.pk, left_on=left_on, by=by, **facts).pk}


def _away_settled(stage: Stage) -> Iterator[tuple[int, Act]]:
    """Away for more than half a year in one place: should be transferred (TR-01)."""
    kept: dict[str, int] = {}
    facts = {"place": "广东省东莞市", "job": "驻外销售", "kind": "work", "contact_name": "支部书记"}
    yield 200, lambda: kept.update(_out(stage, stage.mine[3], 20, **facts))
    host = "中共东莞市某园区流动党员支部委员会"
    step = {"by": stage.worker}
    yield 190, lambda: floating.step(stay_id=kept["id"], verb="report", host_name=host, **step)
    yield 188, lambda: floating.step(stay_id=kept["id"], verb="manage", **step)
    for ago in (150, 95, 40):
        yield (
            ago,
            lambda: floating.contact(
                stay_id=kept["id"], way="call", text="工作稳定，按月交党费", by=stage.worker
            ),
        )


def _away_silent(stage: Stage) -> Iterator[tuple[int, Act]]:
    """Registered and not reported for more than thirty days (FL-02)."""
    facts = {"place": "浙江省宁波市", "job": "设备调试", "kind": "work", "is_settled": False}
    yield 41, lambda: _out(stage, stage.mine[4], 15, **facts)


def _abroad(stage: Stage) -> Iterator[tuple[int, Act]]:
    facts = {"place": "德国慕尼黑", "kind": "abroad", "is_settled": False, "host_name": "无"}
    yield 300, lambda: _out(stage, stage.theirs[6], 30, **facts)


def _visiting(stage: Stage) -> Iterator[tuple[int, Act]]:
    def come() -> None:
        floating.register_in(
            host_branch_id=stage.own.pk, name="古月明", gender="2", by=stage.worker,
            home_name="中共荆州市某村支部委员会", left_on=clock.today() - timedelta(days=70),
            place="本园区", job="配送员", kind="work",
        )  # fmt: skip

    yield 25, come


# Standing


def _lose(stage: Stage, member: PartyMember, ago: int) -> None:
    by = stage.worker if member.branch_id == stage.own.pk else stage.staff
    lost_on = clock.today() - timedelta(days=ago)
    text = "手机停机，微信不回，家属称已离职外出"
    standing.mark_lost(member_id=member.pk, lost_on=lost_on, text=text, by=by)


def _lost(stage: Stage) -> Iterator[tuple[int, Act]]:
    yield 170, lambda: _lose(stage, stage.mine[6], 40)


def _suspended(stage: Stage) -> Iterator[tuple[int, Act]]:
    """Lost for half a year, suspended by the branch more than two years ago (MB-02)."""
    member = stage.theirs[7]

    def suspend() -> None:
        matter = standing.open_matter(
            member_id=member.pk, kind="suspend", reason="失去联系半年以上，多方查找无下落",
            searched="走访户籍地、联系家属和原同事，均无下落", by=stage.staff,
        )  # fmt: skip
        standing.decide(matter_id=matter.pk, agreed=True, body=stage.other.name, by=stage.staff)

    yield 950, lambda: _lose(stage, member, 10)
    yield 745, suspend


def _mending(stage: Stage) -> Iterator[tuple[int, Act]]:
    """Given half a year to mend after the whole procedure."""
    member, kept = stage.theirs[8], {}

    def take_up() -> None:
        kept["id"] = standing.open_matter(
            member_id=member.pk, kind="rectify", reason="多次无故不参加组织生活，谈话后改进不大",
            by=stage.staff,
        ).pk  # fmt: skip

    def decide() -> None:
        end = clock.today() + timedelta(days=182)
        standing.decide(
            matter_id=kept["id"], agreed=True, body="上级党委", ends_on=end,
            paper_no="党组发〔2026〕47号", by=stage.staff,
        )  # fmt: skip

    yield 100, take_up
    for place, name in enumerate(STEPS):
        yield (
            96 - 5 * place,
            lambda n=name: standing.add_step(
                matter_id=kept["id"], name=n, body=stage.other.name, by=stage.staff
            ),
        )
    yield 70, decide
