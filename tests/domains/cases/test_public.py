"""The public door: a code for a whistle, nothing for a guess."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from honglian.domains.cases import actions
from honglian.domains.cases.models import Case
from honglian.domains.cases.views import public
from tests.domains.cases.conftest import again
from tests.domains.cases.test_pages import photo

GOOD = {"text": "门口路面塌陷，货车进不来", "enterprise_name": "咸宁某厂"}


@pytest.fixture
def visitor(cast):
    return Client()


@pytest.fixture
def door(cast):
    return reverse("cases:whistle", args=[cast.zone.code])


def whistle(visitor, door, **more):
    """Blow it; returns the case, its code and the thank-you page."""
    page = visitor.post(door, {**GOOD, **more}, follow=True)
    assert page.status_code == 200
    return Case.rows.latest("pk"), page.context["code"], page


def track(visitor, number, code):
    return visitor.get(reverse("cases:track"), {"number": number, "code": code})


def test_a_visitor_whistles_gets_a_code_once_and_follows(visitor, door, cast):
    case, code, page = whistle(visitor, door, photos=photo())
    assert (case.channel, case.enterprise_name, case.enterprise) == ("public", "咸宁某厂", None)
    assert code in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()
    assert code not in str(Case.rows.filter(pk=case.pk).values())
    again_ = visitor.get(reverse("cases:thanks", args=[cast.zone.code]))
    assert again_.status_code == 302  # shown once
    actions.comment(number=case.number, text="先去看看", internal=True, by=cast.dispatcher)
    actions.dispatch(number=case.number, lead="tax", by=cast.dispatcher)
    shown = track(Client(), case.number.lower(), f" {code.lower()} ").content.decode()
    assert "税务分局" in shown
    assert "先去看看" not in shown
    assert "现场.jpg" in shown


def test_a_visitor_rates_once(visitor, door, cast):
    case, code, _ = whistle(visitor, door)
    assert "请您评价" not in track(visitor, case.number, code).content.decode()
    actions.dispatch(number=case.number, lead="tax", by=cast.dispatcher)
    actions.reply(number=case.number, text="已填平", by=cast.works_in("tax"))
    keys = {"number": case.number, "code": code}
    assert "请您评价" in track(visitor, case.number, code).content.decode()
    address = reverse("cases:rate_with_code")
    assert visitor.post(address, {**keys, "satisfaction": "satisfied"}).status_code == 302
    assert again(case).satisfaction == "satisfied"
    other = visitor.post(address, {**keys, "satisfaction": "dissatisfied"})
    assert other.status_code == 422
    assert "评价只能提交一次" in other.content.decode()
    assert again(case).satisfaction == "satisfied"


@pytest.mark.parametrize("wrong", ["", "AAAAAAAAAA", "' OR 1=1 --"])
def test_a_wrong_code_opens_nothing(visitor, door, wrong):
    case, code, _ = whistle(visitor, door)
    answer = track(visitor, case.number, wrong)
    assert answer.status_code == 404
    assert case.title not in answer.content.decode()
    assert track(visitor, "SQ999", code).status_code == 404
    rated = {"number": case.number, "code": wrong, "satisfaction": "satisfied"}
    assert visitor.post(reverse("cases:rate_with_code"), rated).status_code == 404


def test_a_machine_that_fills_in_every_field_is_not_heard(visitor, door):
    answer = visitor.post(door, {**GOOD, "website": "http://spam.example"})
    assert answer.status_code == 422
    assert GOOD["text"] in answer.content.decode()
    assert not Case.rows.exists()


def test_one_address_is_heard_a_few_times_an_hour(visitor, door, monkeypatch):
    monkeypatch.setattr(public, "REPORTS_AN_HOUR", 2)
    for _ in range(2):
        whistle(visitor, door)
    answer = visitor.post(door, GOOD)
    assert answer.status_code == 422
    assert "稍后再试" in answer.content.decode()
    assert GOOD["text"] in answer.content.decode()
    assert Case.rows.count() == 2


def test_guessing_codes_ends_soon(visitor, door, monkeypatch):
    case, code, _ = whistle(visitor, door)
    monkeypatch.setattr(public, "LOOKS_AN_HOUR", 3)
    for _ in range(3):
        track(visitor, case.number, "AAAAAAAAAA")
    answer = track(visitor, case.number, code)
    assert "查询太频繁" in answer.content.decode()
    assert case.title not in answer.content.decode()


def test_bad_input_is_refused_in_sentences(visitor, door):
    fake = io.BytesIO(b"MZ not a picture")
    fake.name = "x.jpg"
    for bad, said in (
        ({"text": "字" * 700_000}, "最多 5,000 字"),
        ({"photos": fake}, "不是照片"),
        ({"enterprise_name": ""}, "企业名称"),
    ):
        answer = visitor.post(door, {**GOOD, **bad})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not Case.rows.exists()


def test_an_unknown_zone_is_not_there(visitor):
    assert visitor.get(reverse("cases:whistle", args=["atlantis"])).status_code == 404
