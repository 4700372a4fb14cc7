"""Makes an installation for the measurement, inside the product's own environment.

`python -m benchmarks.product.fill --zone CODE` migrates and loads the zone from its readable file;
`--people` also makes a small cast with one token each: a dispatcher, a department's officer and four
enterprises with a user. `--multiply NAME --copies N --round R` multiplies enterprises or cases (see
`clone`); `--count NAME` counts them. Prints one JSON line.
"""

import argparse
import json
from datetime import timedelta

import django

from benchmarks.product.clone import Copied, Expression, multiply

DISPATCHER = "bench_dispatcher"
DEPARTMENT = "econ"
ENTERPRISES = 4


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--zone", required=True)
    parser.add_argument("--people", action="store_true")
    parser.add_argument("--multiply", choices=["enterprises", "cases"])
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--round", type=int, default=1)
    parser.add_argument("--count", choices=["enterprises", "cases"])
    asked = parser.parse_args()
    django.setup()
    answer: dict[str, object] = {}
    if asked.multiply:
        multiply(TABLES[asked.multiply](asked.round), asked.copies)
    elif asked.count:
        answer["count"] = _count(asked.count)
    else:
        zone_id = load_zone(asked.zone)
        answer = make_people(zone_id) if asked.people else {"zone": zone_id}
    print(json.dumps(answer))


def load_zone(code: str) -> int:
    """Make the tables and load the zone from its readable file; returns its primary key."""
    from django.conf import settings
    from django.core.management import call_command

    from honglian.foundation.zones.api import load_zone as load
    from honglian.kit.actor import Actor

    call_command("migrate", verbosity=0)
    return load(path=settings.ZONES_DIR / f"{code}.toml", by=Actor.system(None)).pk


def make_people(zone_id: int) -> dict[str, object]:
    """The cast with its tokens: dispatcher, department, and one enterprise user a client."""
    from honglian.domains.enterprises.models import Enterprise
    from honglian.foundation.orgs.models import Department

    department = Department.rows.get(zone_id=zone_id, code=DEPARTMENT)
    firms = [
        Enterprise.rows.create(zone_id=zone_id, uscc=f"9142060000000000{n}X", name=f"第{n}机电公司")
        for n in range(ENTERPRISES)
    ]
    return {
        "dispatcher": _token(zone_id, DISPATCHER, "dispatcher", "zone", None),
        "department": _token(zone_id, "bench_dept", "dept_worker", "department", department.pk),
        "enterprises": [
            {
                "id": firm.pk,
                "token": _token(
                    zone_id, f"bench_firm{n}", "enterprise_user", "enterprise", firm.pk
                ),
            }
            for n, firm in enumerate(firms)
        ],
    }


def _token(zone_id: int, username: str, role: str, scope_kind: str, scope_id: int | None) -> str:
    from honglian.foundation.access.actions import create_token, grant
    from honglian.foundation.accounts.models import User
    from honglian.kit import clock
    from honglian.kit.actor import Actor

    by = Actor.system(zone_id)
    user = User(username=username, name=username, zone_id=zone_id)
    user.set_unusable_password()
    user.save()
    given = grant(
        user_id=user.pk, role=role, scope_kind=scope_kind, scope_id=scope_id, reason="测量", by=by
    )
    until = clock.today() + timedelta(days=2)
    _, raw = create_token(grant_id=given.pk, name="测量", expires_on=until, by=by)
    return raw


def _enterprise_tables(turn: int) -> list[Copied]:
    """Each round changes other places of the code, so that no two copies meet."""
    from honglian.domains.enterprises.models import Enterprise

    start = 1 + 2 * turn

    def code(column: str, copy: int) -> str:
        return f"SUBSTR({column}, 1, {start - 1}) || '{copy:02d}' || SUBSTR({column}, {start + 2})"

    return [Copied(Enterprise, {"uscc": code})]


def _case_tables(turn: int) -> list[Copied]:
    from honglian.domains.cases.models import Case, Order
    from honglian.foundation.audit.models import AuditEntry
    from honglian.foundation.notify.models import InboxMessage
    from honglian.foundation.workflow.models import OnceKey, WorkEvent, WorkItem

    def suffixed(column: str, copy: int) -> str:
        return f"{column} || '{'abcdefg'[turn]}{copy}'"

    item = Copied(WorkItem, {"object_id": _object_of(Case, Order)})
    entry = Copied(AuditEntry, {"seq": _next_seq(AuditEntry)})
    return [
        item,
        Copied(Case, {"number": suffixed}),
        Copied(Order),
        Copied(WorkEvent),
        entry,
        Copied(OnceKey, {"key": suffixed}),
        Copied(InboxMessage),
    ]


def _object_of(case: type, order: type) -> Expression:
    """A work item's object is a case or an order, by its kind."""
    from django.db.models import Max

    spans = {
        f"cases.{model._meta.model_name}": model.rows.aggregate(n=Max("pk"))["n"] or 0
        for model in (case, order)
    }

    def shifted(column: str, copy: int) -> str:
        cases = " ".join(f"WHEN '{kind}' THEN {span * copy}" for kind, span in spans.items())
        return f"{column} + CASE kind {cases} ELSE 0 END"

    return shifted


def _next_seq(entry: type) -> Expression:
    """Continue the numbers of the audit trail; the zone's counter is not moved, so copies lie above."""
    from django.db.models import Max

    span = entry.rows.aggregate(n=Max("seq"))["n"] or 0
    far = 1_000_000_000  # the live chain goes on below and never meets the copies

    def shifted(column: str, copy: int) -> str:
        return f"{column} + {far + span * copy}"

    return shifted


TABLES = {"enterprises": _enterprise_tables, "cases": _case_tables}


def _count(name: str) -> int:
    from honglian.domains.cases.models import Case
    from honglian.domains.enterprises.models import Enterprise

    return {"enterprises": Enterprise, "cases": Case}[name].rows.count()


if __name__ == "__main__":
    main()
