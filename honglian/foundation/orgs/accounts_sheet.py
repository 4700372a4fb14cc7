"""部门与账号: departments with the people who handle their orders, one row an account.

Accounts made here cannot sign in until the administrator gives them a one-time code, and
the only role they get is that of the department's worker; other roles are the security
administrator's to grant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password

from honglian.algo.standards import Invalid, mask_mobile
from honglian.foundation.access.models import Grant
from honglian.foundation.access.roles import ROLES
from honglian.foundation.accounts.models import User
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Change, Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Code, Mobile, Text, Words, same
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.fields import blind_index

from .models import Department

ROLE = "dept_worker"
DEPARTMENT = ("name", "short_name", "leader", "phone")
ACCOUNT = ("person", "mobile")
OTHER_ROLES = "这张表只开承办人账号；其他角色由安全管理员在“授权”里办理"


class DepartmentRole(Choice):
    """The one role of this ledger; every other known role is refused with the way to it."""

    def parser(self, run: Run, column: Column) -> Any:
        parse = super().parser(run, column)
        others = {same(role.name) for role in ROLES.values() if role.code != ROLE}

        def role(cell: Any) -> str:
            if same(str(cell)) in others:
                raise Invalid(OTHER_ROLES)
            return parse(cell)

        return role


COLUMNS = (
    Column(
        "code",
        "部门代码",
        Code(32, r"[a-z0-9_]+", "小写字母、数字和下划线", lower=True),
        synonyms=("代码", "部门编码"),
        required=True,
        help="与高新区配置里的代码一致",
        example="econ",
    ),
    Column("name", "部门名称", Text(64), synonyms=("部门", "单位名称"), required=True, width=24),
    Column("short_name", "简称", Text(32), synonyms=("部门简称",)),
    Column("leader", "负责人", Text(32), synonyms=("部门负责人",)),
    Column("phone", "联系电话", Mobile(fixed_too=True), synonyms=("部门电话",)),
    Column(
        "username",
        "账号",
        Words(64),
        synonyms=("用户名", "登录名"),
        help="字母、数字和 . _ -；一个部门几个账号就写几行，没有账号的留空",
        example="econ-zhang",
    ),
    Column("person", "姓名", Text(32), synonyms=("承办人",), help="有账号的必填"),
    Column("mobile", "手机", Mobile(), synonyms=("手机号", "联系手机"), mask=mask_mobile),
    Column(
        "role",
        "角色",
        DepartmentRole(pairs=((ROLE, ROLES[ROLE].name),), also={"承办人": ROLE}),
        help=OTHER_ROLES,
    ),
)

USERNAME = re.compile(r"[A-Za-z0-9._-]{2,64}")
Key = tuple[str, str]


class DepartmentSheet(Sheet):
    code = "departments"
    app = "departments"
    title = "部门与账号"
    noun = "部门账号"
    intro = "区直部门和承办人账号。新账号要由系统管理员发一次性口令后才能登录。"
    model = Department
    key = "code"
    columns = COLUMNS
    personal = True
    zoneless_roles = True
    reveal = "accounts.edit"

    @property
    def stored_fields(self) -> list[str]:
        """The role is given with the account and compared with nothing."""
        return [*DEPARTMENT, *ACCOUNT]

    def keys(self, run: Run) -> list[Any]:
        codes, usernames = run.values["code"], run.column("username")
        return [(c, u) if c else None for c, u in zip(codes, usernames, strict=True)]

    def key_field(self, run: Run) -> str:
        return "username" if run.has("username") else "code"

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {"people": People(zone_id)}

    def check(self, run: Run) -> None:
        people: People = run.lookups["people"]
        codes, persons = run.values["code"], run.column("person")
        seen: dict[str, int] = {}
        for index, username in enumerate(run.column("username")):
            if not username:
                continue
            known = people.users.get(username.lower())
            if problem := people.objection(username):
                run.problem(index, "username", problem)
            elif not persons[index] and known is None:
                run.problem(index, "person", "有账号的要填姓名，请补上")
            first = seen.setdefault(username.lower(), index)
            if first != index and codes[first] != codes[index]:
                run.problem(
                    index,
                    "username",
                    f"第 {run.line(first)} 行已用这个账号，一个账号只属于一个部门",
                )
        _one_description(run)

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Key, tuple[int, tuple]]:
        """Rows whose department and account both exist; a missing half makes the row new."""
        people: People = run.lookups["people"]
        found = {}
        for key in run.keys:
            if key is None or (department := people.departments.get(key[0])) is None:
                continue
            user = people.workers.get((department["pk"], key[1].lower())) if key[1] else None
            if key[1] and user is None:
                continue
            now = {**department, **(user or {"person": "", "mobile": ""})}
            found[key] = (department["pk"], tuple(now[name] for name in fields))
        return found

    def label(self, run: Run, index: int) -> str:
        return " ".join(filter(None, (run.column("name")[index], run.column("username")[index])))

    # Writing

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        fresh = _departments(run, plan.new, journal)
        _describe(run, plan, journal)
        _accounts(run, plan.new, fresh, journal)

    def update(self, run: Run, plan: Plan, journal: Journal) -> None:
        """Departments are described by ``insert`` when there are new rows, else here."""
        if not plan.new:
            _describe(run, plan, journal)
        people: People = run.lookups["people"]
        changes: dict[int, dict[str, tuple[Any, Any]]] = {}
        for change in plan.changed:
            username = run.keys[change.index][1]
            if username:
                user = people.users[username.lower()]
                changes[user["pk"]] = _account_changes(change)
        changes = {pk: fields for pk, fields in changes.items() if fields}
        _update_each(User, changes, journal)

    def holds(self, ids: Sequence[int]) -> dict[int, str]:
        rows = Grant.rows.filter(scope_kind=ScopeKind.DEPARTMENT, scope_id__in=ids)
        return dict.fromkeys(rows.values_list("scope_id", flat=True), "已有人员身份在用")

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        people = People(actor.zone_id or 0)
        accounts: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        for (department, _), user in people.workers.items():
            accounts[department].append((user["username"], user))
        for department in self.visible_to(actor).order_by("pk"):
            facts = people.departments[department.code]
            for username, user in accounts.get(department.pk) or [("", {})]:
                role = ROLE if username else ""
                yield {
                    "mobile": "",
                    "person": "",
                    **facts,
                    **user,
                    "username": username,
                    "role": role,
                }


class People:
    """Departments, accounts and who works where, as a file is compared with them."""

    def __init__(self, zone_id: int) -> None:
        rows = Department.rows.filter(zone_id=zone_id).values("pk", "code", *DEPARTMENT)
        self.departments = {row["code"]: row for row in rows}
        self.zone_id = zone_id
        users = User.objects.values("pk", "username", "name", "mobile", "zone_id")
        self.users = {
            u["username"].lower(): {**u, "person": u["name"], "mobile": u["mobile"] or ""}
            for u in users
        }
        by_pk = {u["pk"]: u for u in self.users.values()}
        grants = Grant.rows.filter(revoked_at__isnull=True)
        self.officers = {g.user_id for g in grants if ROLES[g.role].officer and g.user_id in by_pk}
        self.workers = {
            (g.scope_id, by_pk[g.user_id]["username"].lower()): {
                k: by_pk[g.user_id][k] for k in ("username", *ACCOUNT)
            }
            for g in grants
            if g.role == ROLE and g.zone_id == zone_id and g.user_id in by_pk
        }

    def objection(self, username: str) -> str:
        """Why this account cannot be a department's, or nothing."""
        if not USERNAME.fullmatch(username):
            return f"账号“{username[:20]}”只能用字母、数字和 . _ -，2 到 64 位"
        known = self.users.get(username.lower())
        if known is None:
            return ""
        if known["zone_id"] not in (self.zone_id, None):
            return "这个账号名在别的高新区已经有人用了，请换一个"
        if known["pk"] in self.officers:
            return "这是三员账号，不能兼任承办人，请换一个账号"
        return ""


def _one_description(run: Run) -> None:
    """Rows of one department must say the same about it."""
    first: dict[str, int] = {}
    for index, code in enumerate(run.values["code"]):
        at = first.setdefault(code, index)
        for name in DEPARTMENT if at != index else ():
            mine, theirs = run.column(name)[index], run.column(name)[at]
            if mine and theirs and mine != theirs:
                run.problem(
                    index, name, f"与第 {run.line(at)} 行同一部门的“{theirs}”不一致，请改成一样"
                )


def _departments(run: Run, indexes: Sequence[int], journal: Journal) -> dict[str, int]:
    """Create departments that are missing; code → primary key of all of them."""
    people: People = run.lookups["people"]
    known = {code: row["pk"] for code, row in people.departments.items()}
    rows: dict[str, dict[str, str]] = {}
    for index in indexes:
        code = run.keys[index][0]
        if code not in known:
            row = rows.setdefault(code, dict.fromkeys(DEPARTMENT, ""))
            row |= {n: v for n in DEPARTMENT if (v := run.column(n)[index])}
    if rows:
        columns: dict[str, Any] = {n: [row[n] for row in rows.values()] for n in DEPARTMENT}
        columns |= {"code": list(rows), "zone_id": bulk.Same(run.zone_id)}
        keys = bulk.insert(Department, columns, len(rows))
        journal.created(Department, keys, columns)
        known |= dict(zip(rows, keys, strict=True))
    return known


def _describe(run: Run, plan: Plan, journal: Journal) -> None:
    """New names, heads and telephones of departments that exist."""
    people: People = run.lookups["people"]
    changes: dict[int, dict[str, tuple[Any, Any]]] = {}
    for index in [*plan.new, *(change.index for change in plan.changed)]:
        department = people.departments.get(run.keys[index][0])
        for name in DEPARTMENT if department else ():
            value = run.column(name)[index]
            if value and value != department[name]:
                changes.setdefault(department["pk"], {})[name] = (department[name], value)
    _update_each(Department, changes, journal)


def _accounts(
    run: Run, indexes: Sequence[int], departments: Mapping[str, int], journal: Journal
) -> None:
    """Create missing accounts (without a usable password) and their grants."""
    people: People = run.lookups["people"]
    wanted = [i for i in indexes if run.keys[i][1]]
    fresh = [i for i in wanted if run.keys[i][1].lower() not in people.users]
    mobiles = [run.column("mobile")[i] for i in fresh]
    columns: dict[str, Any] = {
        "username": [run.keys[i][1] for i in fresh],
        "name": [run.column("person")[i] for i in fresh],
        "zone_id": bulk.Same(run.zone_id),
        "mobile": mobiles,
        "mobile_index": [blind_index(m) for m in mobiles],
        "password": [make_password(None) for _ in fresh],
        "must_change_password": bulk.Same(True),
    }
    created = {**columns, "created_at": bulk.Same(journal.at)}
    keys = bulk.insert(User, created, len(fresh))
    journal.created(User, keys, columns)
    users = {u: row["pk"] for u, row in people.users.items()}
    users |= {run.keys[i][1].lower(): key for i, key in zip(fresh, keys, strict=True)}
    _grants(run, wanted, departments, users, journal)


def _grants(
    run: Run,
    indexes: Sequence[int],
    departments: Mapping[str, int],
    users: Mapping[str, int],
    journal: Journal,
) -> None:
    scopes = [departments[run.keys[i][0]] for i in indexes]
    names = run.column("name")
    columns: dict[str, Any] = {
        "zone_id": bulk.Same(run.zone_id),
        "user_id": [users[run.keys[i][1].lower()] for i in indexes],
        "role": bulk.Same(ROLE),
        "scope_kind": bulk.Same(ScopeKind.DEPARTMENT.value),
        "scope_id": scopes,
        "scope_label": [names[i] for i in indexes],
        "valid_from": bulk.Same(clock.today()),
        "granted_by": bulk.Same(journal.batch.actor_name),
        "reason": bulk.Same(f"部门与账号导入，批次 {journal.batch.pk}"),
    }
    created = {**columns, "created_at": bulk.Same(journal.at)}
    journal.created(Grant, bulk.insert(Grant, created, len(indexes)), columns)


def _account_changes(change: Change) -> dict[str, tuple[Any, Any]]:
    """The account's part of a changed row, in the names of its table."""
    fields = {}
    if "person" in change.fields:
        fields["name"] = change.fields["person"]
    if "mobile" in change.fields:
        old, new = change.fields["mobile"]
        fields |= {"mobile": (old, new), "mobile_index": (blind_index(old), blind_index(new))}
    return fields


def _update_each(
    model: Any, changes: Mapping[int, Mapping[str, tuple[Any, Any]]], journal: Journal
) -> None:
    """Few rows with different fields each."""
    for pk, fields in changes.items():
        bulk.update(model, [pk], {name: [pair[1]] for name, pair in fields.items()})
    if changes:
        journal.changed(model, changes)
