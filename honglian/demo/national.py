"""A list of the national system for a zone, one comparison with it left open, and branches' confirmations."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from honglian.algo.standards import id_card
from honglian.domains.members.api import PartyMember, base, placing
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

HEADERS = (
    "党员姓名", "性别", "民族", "出生日期", "公民身份号码", "学历", "政治面貌",
    "组织关系所在党支部", "加入中国共产党日期", "转为正式党员日期", "个人身份", "手机号码",
)  # fmt: skip
STATUS = {"正式党员": "中共党员", "预备党员": "中共预备党员"}
CHANGED = 24  # members with one or two items that differ
ARRIVED = ("闻笛生", "祝远山", "柏清和")
LEFT = 4
AGO = 6  # days since the list was taken
CONFIRMED = (12, 31, 58, 84, 131)  # days ago, one branch in four each


def play_national(zone: Zone, rng: Random, office: Actor, worker: Actor, folder: Path) -> int:
    """Returns how many differences wait for a decision; the list is kept in ``folder``."""
    counted = PartyMember.rows.filter(zone=zone, standing__in=placing.COUNTED)
    people = list(counted.order_by("pk"))
    content = _workbook(_rows(zone, rng, people, worker))
    taken = clock.today() - timedelta(days=AGO)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"全国系统导出名单_{zone.short_name}_{taken:%Y%m%d}.xlsx"
    (folder / name).write_bytes(content)
    with clock.at(clock.now() - timedelta(days=2)):
        made = base.open_comparison(file_name=name, content=content, taken_on=taken, by=office)
        ids = base.blank_mobiles(made)
        base.decide(comparison_id=made.pk, ids=ids, decision="theirs", by=office)
        base.apply(comparison_id=made.pk, by=office)
    _confirm(zone, rng, office)
    base.remind_to_confirm(zone.pk)
    return base.undecided(made)


def _rows(zone: Zone, rng: Random, people: list[PartyMember], worker: Actor) -> list[list[str]]:
    rows = dict(zip([m.pk for m in people], base.official_rows(people), strict=True))
    own = [m for m in people if m.branch_id == worker.scope.ids[0] and m.standing == "normal"]
    others = [m for m in people if m.branch_id != worker.scope.ids[0]]
    gone = [own[-1], *rng.sample(others, LEFT - 1)]
    for member in gone:
        del rows[member.pk]
    left = [m for m in others if m.pk in rows]
    for place, member in enumerate(rng.sample(left, CHANGED)):
        _change(rows[member.pk], place, rng)
    for member in rng.sample(left, 3):
        rows[member.pk]["category"] = ""  # a blank status, which decides nothing
    listed = [list(_cells(row).values()) for row in rows.values()]
    branch = PartyOrg.rows.get(pk=rng.choice(left).branch_id)
    listed += [_newcomer(name, place, branch) for place, name in enumerate(ARRIVED)]
    return listed


def _change(row: dict[str, str], place: int, rng: Random) -> None:
    """What differs in practice: education caught up, a new telephone, another post, a date."""
    kind = place % 4
    if kind == 0:
        row["education"] = "大学本科教育" if row["education"] != "大学本科教育" else "硕士研究生"
    elif kind == 1:
        row["mobile"] = f"199{rng.randint(0, 99_999_999):08d}"
    elif kind == 2:
        row["occupation"] = "企事业单位、社会组织管理人员"
    else:
        day = date.fromisoformat(row["joined_on"])
        row["joined_on"] = f"{day - timedelta(days=rng.randint(1, 40)):%Y-%m-%d}"


def _cells(row: dict[str, str]) -> dict[str, str]:
    names = (
        "name", "gender", "ethnicity", "birth_date", "id_no", "education", "category",
        "branch_id", "joined_on", "full_on", "occupation", "mobile",
    )  # fmt: skip
    return {n: STATUS.get(row[n], row[n]) if n == "category" else row[n] for n in names}


def _newcomer(name: str, place: int, branch: PartyOrg) -> list[str]:
    born = date(1995, 4, 8) + timedelta(days=400 * place)
    # Not a place that exists: nobody's number.
    number = f"429999{born:%Y%m%d}{711 + 2 * place:03d}"
    number += id_card.check_character(number)
    return [
        name, "男", "汉族", f"{born:%Y-%m-%d}", number, "大学专科教育", "中共党员", branch.name,
        "2021-06-28", "2022-06-28", "企事业单位、社会组织专业技术人员", f"1990000{place:04d}",
    ]  # fmt: skip


def _workbook(rows: list[list[str]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("党员信息")
        sheet.write_row(0, 0, HEADERS)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row)
    return target.getvalue()


def _confirm(zone: Zone, rng: Random, office: Actor) -> None:
    """Half of the branches have confirmed their members, some of them long ago."""
    branches = list(
        PartyOrg.rows.filter(zone=zone, pk__in=PartyMember.rows.values("branch_id")).order_by("pk")
    )
    chosen = rng.sample(branches[1:], len(branches) // 2)
    now = clock.now()
    for place, branch in enumerate(chosen):
        ids = list(PartyMember.rows.filter(branch=branch).values_list("pk", flat=True))
        with clock.at(now - timedelta(days=CONFIRMED[place % len(CONFIRMED)])):
            base.confirm(
                branch_id=branch.pk, member_ids=ids, by=office, remark="支部书记当面核对过"
            )
