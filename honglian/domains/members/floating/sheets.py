"""流动党员台账 (LD04), both ways: who is away, and whose members are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from honglian.algo.standards import mask_id_no
from honglian.foundation.orgs import directories
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Count, Day, Text
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from ..models import FloatingStay, PartyMember
from ..placing import COUNTED
from . import selectors
from .states import FLOATING

OWN = (
    "kind", "place", "job", "host_name", "contact_name", "times_a_quarter", "attended", "back_on",
    "note",
)  # fmt: skip

COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column("name", "姓名", Text(32), required=True, example="张示例"),
    Column("gender", "性别", Text(), imported=False),
    Column("id_no", "身份证号(脱敏)", Text(), imported=False, width=22),
    Column(
        "home_name",
        "正式组织关系所在支部",
        Text(128),
        synonyms=("所在支部", "党支部", "组织关系所在支部"),
        required=True,
        width=28,
        help="本区支部写名称或编码；外地来的写外地支部",
        example="示例机电党支部",
    ),
    Column(
        "kind",
        "流动类型",
        Choice(FloatingStay.Kind.choices, {"务工": "work", "学习": "study", "出国": "abroad"}),
        default=FloatingStay.Kind.WORK.value,
    ),
    Column("left_on", "流出日期", Day(), synonyms=("外出日期",), required=True),
    Column("place", "外出地点", Text(64), synonyms=("外出流向", "流向"), required=True),
    Column("job", "外出从业", Text(64)),
    Column("host_name", "流入党组织", Text(128), width=28),
    Column("contact_name", "联系人", Text(32)),
    Column("times_a_quarter", "联系频次(次/季)", Count(90), synonyms=("联系频次",), default=1),
    Column("last_contact", "最近联系日期", Day(), imported=False),
    Column("attended", "参加组织生活次数", Count(999), default=0),
    Column("dues_to", "党费交纳至", Text(), imported=False),
    Column("should_move", "组织关系是否应转", Text(), imported=False),
    Column("back_on", "返回日期", Day()),
    Column("note", "备注", Text(200)),
)


class FloatingSheet(Sheet):
    code = "floating"
    app = "floating"
    title = "流动党员台账"
    official = "LD04"
    noun = "流动党员"
    intro = "同一名党员、同一流出日期再次导入就是修改；填了返回日期的记为已返回。"
    model = FloatingStay
    key = "stay"
    columns = COLUMNS
    reveal = "members.reveal"

    @property
    def stored_fields(self) -> list[str]:
        return list(OWN)

    def lookups(self, zone_id: int) -> dict[str, Any]:
        rows = PartyMember.rows.filter(zone_id=zone_id, standing__in=COUNTED)
        fields = ("pk", "name", "branch_id", "gender", "joined_on")
        people = {(m.branch_id, m.name): m for m in rows.only(*fields)}
        return {"orgs": directories.organisations(zone_id), "people": people}

    def key_columns(self, headers: Any) -> list[Column]:
        return [self.column(name) for name in ("name", "home_name", "left_on")]

    def key_field(self, run: Run) -> str:
        return "name"

    def check(self, run: Run) -> None:
        """Which side is ours, who the member is, and the order of the days."""
        orgs = run.lookups["orgs"]
        run.values["home_id"] = [orgs.find(name) for name in run.column("home_name")]
        run.values["host_id"] = [orgs.find(name) for name in run.column("host_name")]
        for index in range(len(run)):
            self._check_places(run, index)
            self._check_days(run, index)

    def _check_places(self, run: Run, index: int) -> None:
        home, host = run.values["home_id"][index], run.values["host_id"][index]
        name, home_name = run.column("name")[index], run.column("home_name")[index]
        if home is None and host is None and home_name:
            said = f"“{home_name}”和流入党组织都不是本区的党组织，请核对名称或编码"
            run.problem(index, "home_name", said)
        elif home is not None and name and (home, name) not in run.lookups["people"]:
            branch = run.lookups["orgs"].name_of(home)
            run.problem(index, "name", f"{branch}的花名册里没有“{name}”，请核对姓名和支部")
        found = home_name and BOOK.find(
            "FL-03", run.today, home=home_name, host=run.column("host_name")[index]
        )
        if found:
            run.problem(index, "host_name", found.sentence.rstrip("。"))

    def _check_days(self, run: Run, index: int) -> None:
        left, back = run.column("left_on")[index], run.column("back_on")[index]
        if left and back and back < left:
            run.problem(index, "back_on", f"返回日期 {back} 早于流出日期 {left}，请核对两个日期")
        member = self._member(run, index)
        if left and member and left < member.joined_on:
            said = f"流出日期 {left} 早于加入党组织的 {member.joined_on}，请核对"
            run.problem(index, "left_on", said)

    def _member(self, run: Run, index: int) -> PartyMember | None:
        key = (run.values["home_id"][index], run.column("name")[index])
        return run.lookups["people"].get(key)

    def keys(self, run: Run) -> list[Any]:
        found = []
        for index, left in enumerate(run.column("left_on")):
            member = self._member(run, index)
            who = member.pk if member else run.column("name")[index]
            found.append((who, left) if who and left else None)
        return found

    def settle(self, run: Run) -> None:
        """Nobody is away twice at once."""
        away = dict(
            FloatingStay.rows.filter(
                zone_id=run.zone_id, state__in=FLOATING.open_states, member__isnull=False
            ).values_list("member_id", "left_on")
        )
        for index, key in enumerate(run.keys):
            if key is None or run.column("back_on")[index]:
                continue
            before = away.get(key[0])
            if before is not None and before != key[1]:
                said = f"已登记 {before} 流出、还没有返回，请先填那一次的返回日期"
                run.problem(index, "left_on", said)

    # Comparing and writing

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        rows = FloatingStay.rows.filter(zone_id=run.zone_id)
        return {
            (row.member_id or row.name, row.left_on): (
                row.pk,
                tuple(getattr(row, name) for name in fields),
            )
            for row in rows
        }

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        rows = [self._row(run, index) for index in plan.new]
        if not rows:
            return
        columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
        columns = journal.stamped(FloatingStay, {"zone_id": bulk.Same(run.zone_id), **columns})
        keys = bulk.insert(FloatingStay, columns, len(rows))
        journal.created(FloatingStay, keys, columns)
        self._mark(rows, journal)

    def _row(self, run: Run, index: int) -> dict[str, Any]:
        member, today = self._member(run, index), run.today
        home, host = run.values["home_id"][index], run.values["host_id"][index]
        orgs, back = run.lookups["orgs"], run.column("back_on")[index]
        given = {name: run.column(name)[index] for name in OWN}
        reported = bool(given["host_name"])
        given |= {
            "kind": given["kind"] or FloatingStay.Kind.WORK.value,
            "times_a_quarter": given["times_a_quarter"] or 1,
            "attended": given["attended"] or 0,
            "host_name": orgs.name_of(host) if host else given["host_name"],
        }
        return given | {
            "member_id": member.pk if member else None,
            "name": run.column("name")[index],
            "gender": member.gender if member else "",
            "home_branch_id": home,
            "home_name": orgs.name_of(home) if home else run.column("home_name")[index],
            "host_branch_id": host,
            "left_on": run.column("left_on")[index],
            "registered_on": today,
            "reported_on": today if reported else None,
            "state": "returned" if back else "reported" if reported else "registered",
        }

    def update(self, run: Run, plan: Plan, journal: Journal) -> None:
        changes = {}
        for change in plan.changed:
            fields = dict(change.fields)
            if "back_on" in fields:
                before = FloatingStay.rows.get(pk=change.pk).state
                fields["state"] = (before, "returned")
            columns = {name: [after] for name, (_, after) in fields.items()}
            bulk.update(FloatingStay, [change.pk], {**columns, **journal.stamp(FloatingStay)})
            changes[change.pk] = fields
        journal.changed(FloatingStay, changes)
        back = [
            {"member_id": row.member_id, "place": row.place, "state": row.state}
            for row in FloatingStay.rows.filter(
                pk__in=[p for p in changes if "state" in changes[p]]
            )
        ]
        self._mark(back, journal)

    def _mark(self, rows: Sequence[Mapping[str, Any]], journal: Journal) -> None:
        """The roster says who is away and where (LD02)."""
        by_pk = {row["member_id"]: row for row in rows if row["member_id"]}
        changes: dict[int, dict[str, tuple[Any, Any]]] = {}
        for member in PartyMember.rows.filter(pk__in=by_pk):
            row = by_pk[member.pk]
            away = not FLOATING.state(row["state"]).final
            now = {
                "floating": "out" if away else "returned",
                "flow_to": row["place"] if away else "",
            }
            differ = {n: (getattr(member, n), v) for n, v in now.items() if getattr(member, n) != v}
            if differ:
                changes[member.pk] = differ
        for pk, fields in changes.items():
            columns = {name: [after] for name, (_, after) in fields.items()}
            bulk.update(PartyMember, [pk], {**columns, **journal.stamp(PartyMember)})
        journal.changed(PartyMember, changes)

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        from ..dues.selectors import accounts

        stays = list(selectors.stays(actor).order_by("left_on", "pk"))
        paid = accounts([s.member for s in stays if s.member])
        for stay in stays:
            yield _exported(stay, paid[stay.member_id].paid_to() if stay.member_id else None)


def _exported(stay: FloatingStay, paid: date | None) -> dict[str, Any]:
    return {
        "name": stay.name,
        "gender": stay.get_gender_display(),
        "id_no": mask_id_no(stay.member.id_no) if stay.member else "",
        "home_name": stay.home_name,
        "left_on": stay.left_on,
        **{name: getattr(stay, name) for name in OWN},
        "last_contact": stay.last_contact,
        "dues_to": f"{paid:%Y年%m月}" if paid else "",
        "should_move": "是" if selectors.should_transfer(stay) else "否",
    }
