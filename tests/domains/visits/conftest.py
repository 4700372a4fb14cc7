"""A zone with two enterprises, three departments with officers, and everybody who comes and goes."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from honglian.domains.enterprises.models import Enterprise
from honglian.domains.visits.inspecting import actions
from honglian.domains.visits.inspecting.models import Officer, PowerItem
from honglian.foundation.access.api import actor_for
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.foundation.places import make_grant, make_user, make_zone

TODAY = datetime(2026, 11, 4, 10, 0, tzinfo=clock.CHINA)  # a Wednesday


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def enterprise(zone: Zone, number: int, **fields) -> Enterprise:
    fields = {"name": f"第{number}厂", "is_in_park": True} | fields
    return Enterprise.rows.create(
        zone=zone, uscc=f"91421200MA48VIST{number:02d}", chain=zone.chains.get(code="fb"),
        longitude=114.30 + number / 100, latitude=29.87, **fields,
    )  # fmt: skip


@dataclass
class Place:
    """``fire``, ``boss`` and ``mate`` work for the fire brigade; ``hr`` has no power to inspect."""

    zone: Zone
    firm: Enterprise
    other: Enterprise
    people: dict[str, Actor] = field(default_factory=dict)
    officers: list[Officer] = field(default_factory=list)
    items: list[PowerItem] = field(default_factory=list)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, **more) -> dict:
        """Facts of a lawful inspection, with changes."""
        given = {
            "enterprise_id": self.firm.pk, "kind": "daily", "why": "ordinary",
            "purpose": "消防设施", "item_ids": [self.items[0].pk],
            "officer_ids": [o.pk for o in self.officers], "planned_on": date(2026, 11, 9),
        }  # fmt: skip
        return given | more


def person(zone, username, name, role, kind="zone", scope_id=None) -> Actor:
    user = make_user(zone, username, name=name, password_changed_at=clock.now())
    return actor_for(make_grant(zone, user, role, kind, scope_id), name=name)


@pytest.fixture
def zone(db):
    return make_zone()


@pytest.fixture
def place(zone) -> Place:
    return build(zone)


def build(zone: Zone) -> Place:
    found = Place(zone, enterprise(zone, 1), enterprise(zone, 2))
    departments = {d.code: d for d in Department.rows.filter(zone=zone)}
    for username, name, role, kind, scope in (
        ("fire", "周大勇", "dept_worker", "department", departments["fire"].pk),
        ("mate", "吴小军", "dept_worker", "department", departments["fire"].pk),
        ("boss", "郑队长", "dept_worker", "department", departments["fire"].pk),
        ("safety", "钱安", "dept_worker", "department", departments["emergency"].pk),
        ("hr", "孙和", "dept_worker", "department", departments["hr"].pk),
        ("firm_user", "赵经理", "enterprise_user", "enterprise", found.firm.pk),
        ("other_user", "李经理", "enterprise_user", "enterprise", found.other.pk),
        ("worker", "王网格", "grid_worker", "enterprise", found.firm.pk),
        ("grid", "冯书记", "grid_leader", "chain", found.firm.chain_id),
        ("desk", "陈派单", "dispatcher", "zone", None),
        ("leader", "褚书记", "leader", "zone", None),
    ):
        found.people[username] = person(zone, username, name, role, kind, scope)
    by = found.people["fire"]
    for index, username in enumerate(("fire", "mate"), 1):
        found.officers.append(
            actions.add_officer(
                name=found.people[username].name, certificate_no=f"鄂L-FIRE-{index:03d}",
                valid_from=date(2024, 1, 1), valid_to=date(2027, 12, 31),
                user_id=found.people[username].user_id, by=by,
            )
        )  # fmt: skip
    for name, day in (("消防设施检查", date(2025, 2, 1)), ("厂区绿化检查", None)):
        found.items.append(
            actions.add_item(name=name, basis="消防法第五十三条", published_on=day, by=by)
        )
    return found
