"""A zone with two grids drawn side by side, their people, and enterprises in and outside of them."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from honglian.domains.enterprises.models import Enterprise
from honglian.domains.grids import actions
from honglian.domains.grids.models import Grid, GridDuty
from honglian.foundation.access.api import actor_for
from honglian.foundation.orgs.api import Department, PartyOrg, rebuild_closure
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.foundation.places import make_grant, make_user, make_zone

TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=clock.CHINA)
START = date(2026, 1, 1)
WEST, EAST = (114.27, 29.87), (114.33, 29.87)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def square(centre: tuple[float, float], half: float = 0.02) -> dict:
    east, north = centre
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    ring = [[round(east + x, 6), round(north + y, 6)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def firm(zone: Zone, number: int, place=None, **fields) -> Enterprise:
    chain = fields.pop("chain", "fb")
    east, north = place or (None, None)
    return Enterprise.rows.create(
        zone=zone, uscc=f"91421200MA48GRID{number:02d}", name=f"第{number}食品厂",
        chain=zone.chains.get(code=chain) if chain else None, is_in_park=True,
        longitude=east, latitude=north, **fields,
    )  # fmt: skip


@dataclass
class Scene:
    """``west`` is led by 方网长 with 甘格员 as member; ``east`` has nobody."""

    zone: Zone
    west: Grid = None
    east: Grid = None
    firms: dict[str, Enterprise] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    users: dict[str, object] = field(default_factory=dict)

    def add(self, key: str, name: str, role: str, kind: str = "zone", scope_id=None) -> Actor:
        user = make_user(self.zone, f"{key}-{self.zone.code}", name=name)
        self.users[key] = user
        grant = make_grant(self.zone, user, role, kind, scope_id)
        self.actors[key] = actor_for(grant, name=name)
        return self.actors[key]

    def __getattr__(self, name: str):
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_scene(code: str = "xianning") -> Scene:
    zone = make_zone(code)
    scene = Scene(zone)
    org = PartyOrg.rows.create(zone=zone, code="B1", name="清泉党支部", type="branch")
    rebuild_closure(zone.pk)
    admin = scene.add("admin", "林晓棠", "org_admin")
    scene.add("lead", "方网长", "grid_leader", "chain", zone.chains.get(code="fb").pk)
    scene.add("member", "甘格员", "grid_worker", "org", org.pk)
    scene.add("desk", "吴受理", "dispatcher")
    fire = Department.rows.get(zone=zone, code="fire")
    scene.add("fire", "雷消防", "dept_worker", "department", fire.pk)
    for number, (key, place, more) in enumerate(
        [
            ("own", WEST, {"party_org": org}),
            ("west", (WEST[0] + 0.005, WEST[1]), {"chain": "nm"}),
            ("east", EAST, {}),
            ("far", (114.45, 29.87), {}),
            ("placeless", None, {}),
        ],
        start=1,
    ):
        scene.firms[key] = firm(zone, number, place, **more)
    chain = zone.chains.get(code="fb").pk
    scene.west = actions.create(
        code="XNG-FB-001", name="西片网格", basis="area", starts_on=START, chain_id=chain,
        area=square(WEST), by=admin,
    )  # fmt: skip
    scene.east = actions.create(
        code="XNG-IM-001", name="东片网格", basis="area", starts_on=START, area=square(EAST), by=admin
    )  # fmt: skip
    serve(scene, "lead", "lead")
    serve(scene, "member", "member")
    return scene


def serve(scene: Scene, key: str, kind: str, grid: Grid | None = None) -> GridDuty:
    return actions.assign(
        grid_id=(grid or scene.west).pk, kind=kind, person_name="", user_id=scene.users[key].pk,
        starts_on=START, by=scene.admin,
    )  # fmt: skip


@pytest.fixture
def scene(db) -> Scene:
    return make_scene()
