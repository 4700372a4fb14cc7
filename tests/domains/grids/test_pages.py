"""Pages of grids as people open them, without a browser."""

import json

import pytest
from django.test import Client

from honglian.domains.grids.models import GridArea, GridDuty, GridEvent, Placement
from honglian.domains.grids.reporting import actions as events
from tests.domains.party import Party

from .conftest import square


@pytest.fixture
def browse(scene):
    """A signed-in test client of one of the scene's people."""
    party = Party(scene.zone, None, None, None, users=scene.users, actors=scene.actors)
    return lambda key: party.browser(key, Client())


def test_every_page_opens(scene, browse):
    event = events.report(
        matter_code="safety_self",
        text="台账没有更新",
        enterprise_id=scene.firms["own"].pk,
        by=scene.member,
    )
    duty = GridDuty.rows.first().pk
    pages = (
        f"/grids/ /grids/?on=2026-03-01 /grids/new/ /grids/map/ /grids/map/?on=2026-03-01 "
        f"/grids/enterprises/ /grids/enterprises/?covered=0 /grids/enterprises/?covered=1&stale=1 "
        f"/grids/enterprises/{scene.firms['far'].pk}/place/ /grids/events/ /grids/events/?open=1 "
        f"/grids/events/?overdue=1&topic=safety /grids/events/new/ /grids/mine/ /grids/events/{event.pk}/ "
        f"/grids/events/{event.pk}/note/ /grids/{scene.west.pk}/ /grids/{scene.west.pk}/?on=2026-03-01 "
        f"/grids/{scene.west.pk}/edit/ /grids/{scene.west.pk}/area/ /grids/{scene.west.pk}/close/ "
        f"/grids/{scene.west.pk}/people/ /grids/duties/{duty}/hand-over/ /grids/duties/{duty}/relieve/ "
        f"/enterprises/{scene.firms['own'].pk}/ /desk/"
    ).split()
    client = browse("admin")
    answers = {page: client.get(page).status_code for page in pages}
    assert {page: code for page, code in answers.items() if code != 200} == {}


def test_figures_and_the_lists_they_open_agree(scene, browse):
    client = browse("admin")
    for figure in client.get("/grids/").context["figures"]:
        listing = client.get(figure["url"]).context["listing"]
        assert listing.page.total == figure["value"] if hasattr(listing.page, "total") else True
        assert len(listing.page.rows) == figure["value"], figure["label"]
    for figure in client.get(f"/grids/{scene.west.pk}/").context["stats"]:
        rows = client.get(figure["url"]).context["listing"].page.rows
        assert len(rows) == figure["value"], figure["label"]


def test_the_list_says_the_next_step(scene, browse):
    text = browse("admin").get("/grids/enterprises/?covered=0").content.decode()
    assert "补登经纬度，或手工划入网格" in text
    assert "在所有网格之外：调整网格范围，或手工划入" in text


def test_a_refused_drawing_stands_beside_its_field_and_is_kept(scene, browse):
    area = json.dumps(square((114.30, 29.87)))
    answer = browse("admin").post(f"/grids/{scene.east.pk}/area/", {"area": area})
    assert answer.status_code == 422
    assert "XNG-FB-001 西片网格" in answer.context["form"].errors["area"][0]
    assert answer.context["form"]["area"].value() == area
    assert GridArea.rows.filter(grid=scene.east).count() == 1


def test_the_map_gives_areas_and_points_within_scope(scene, browse):
    found = browse("lead").get("/grids/map/data/").json()
    assert [g["code"] for g in found["grids"]] == ["XNG-FB-001"]
    names = {p[2]: p[4] for p in found["points"]}
    # 第3 lies in a grid the lead does not see, 第4 in none, 第5 has no place.
    assert names == {"第1食品厂": 0, "第3食品厂": -1, "第4食品厂": -1}


def test_no_outside_service_unless_the_zone_names_one(scene, browse):
    from honglian.foundation.zones.models import Zone

    client = browse("admin")
    assert "https://" not in client.get("/grids/map/").headers["Content-Security-Policy"]
    zone = Zone.objects.get(pk=scene.zone.pk)
    zone.config["grids"]["tiles"] = "https://tiles.example.cn/{z}/{x}/{y}.png"
    zone.save()
    policy = client.get("/grids/map/").headers["Content-Security-Policy"]
    assert "https://tiles.example.cn" in policy
    assert "https://" not in client.get("/grids/").headers["Content-Security-Policy"]


def test_a_report_by_form_acts_once_and_says_what_becomes_of_it(scene, browse):
    client = browse("member")
    page = client.get("/grids/events/new/")
    offered = [name for _, name in page.context["form"].fields["enterprise"].choices[1:]]
    assert offered == ["第1食品厂", "第2食品厂"]
    data = {
        "enterprise": scene.firms["west"].pk, "matter_code": "labor", "text": "缺人",
        "once": "a-token",
    }  # fmt: skip
    answer = client.post("/grids/events/new/", data, follow=True)
    assert "已转企业吹哨，编号 SQ" in answer.content.decode()
    client.post("/grids/events/new/", data)
    assert GridEvent.rows.count() == 1
    # What was changed before it was sent again is another report.
    client.post("/grids/events/new/", data | {"text": "还缺电工"})
    assert GridEvent.rows.count() == 2


def test_placing_by_hand_and_taking_it_back(scene, browse):
    client, pk = browse("admin"), scene.firms["far"].pk
    client.post(
        f"/grids/enterprises/{pk}/place/", {"grid_id": scene.east.pk, "reason": "仓库在东片"}
    )
    assert Placement.rows.get(enterprise_id=pk).reason == "仓库在东片"
    client.post(f"/grids/enterprises/{pk}/release/")
    assert not Placement.rows.filter(enterprise_id=pk).exists()


def test_the_export_carries_the_official_columns(scene, browse):
    events.report(matter_code="safety_self", text="台账没有更新", by=scene.member)
    answer = browse("lead").post(
        "/grids/events/?cols=number,grid_code,topic,matter", {"export": "csv"}
    )
    assert answer.status_code == 200
