"""A double click acts once; a changed second post acts again."""

import json

import pytest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import RequestFactory

from honglian.foundation.workflow.api import claim, idempotent, next_number, once, remember
from honglian.foundation.workflow.models import OnceKey, Sequence
from honglian.kit.actor import Actor
from honglian.kit.errors import Conflict, Refusal
from honglian.ui.templatetags.honglian_ui import once as token_input
from tests.foundation.places import make_user, make_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone(db):
    return make_zone()


@pytest.fixture
def post(zone):
    """Posts a form to a view as one and the same person."""
    user = make_user(zone, "wang")

    def send(view, path="/cases/new/", **typed):
        request = RequestFactory().post(path, {"once": "t" * 36} | typed)
        request.user = user
        return view(request)

    return send


@pytest.fixture
def opened():
    """What the view of the test did, one entry an act."""
    return []


@pytest.fixture
def view(opened):
    @once
    def create(request):
        title = request.POST.get("title", "")
        if not title:
            return HttpResponse("请填写标题。", status=422)
        opened.append(title)
        return HttpResponseRedirect(f"/cases/{len(opened)}/")

    return create


def test_a_double_post_acts_once_and_leads_to_the_same_page(post, view, opened):
    first, second = post(view, title="漏电"), post(view, title="漏电")
    assert (first.url, second.url) == ("/cases/1/", "/cases/1/")
    assert opened == ["漏电"]


def test_going_back_and_changing_a_word_is_a_second_act(post, view, opened):
    post(view, title="漏电")
    assert post(view, title="漏水").url == "/cases/2/"
    assert opened == ["漏电", "漏水"]


def test_a_refused_form_may_be_sent_again(post, view, opened):
    assert post(view).status_code == 422
    assert post(view).status_code == 422
    assert not OnceKey.objects.exists()


def test_a_refusal_takes_the_key_back(post):
    @once
    def refuse(request):
        raise Refusal("工单已被签收。")

    for _ in range(2):
        with pytest.raises(Refusal):
            post(refuse)


def test_posts_without_token_and_reads_pass(post, view, opened, zone):
    post(view, title="漏电", once="")
    post(view, title="漏电", once="")
    assert len(opened) == 2
    assert view(RequestFactory().get("/cases/new/")).status_code == 422


def test_another_persons_token_is_another_token(post, view, opened, zone):
    post(view, title="漏电")
    request = RequestFactory().post("/cases/new/", {"once": "t" * 36, "title": "漏电"})
    request.user = make_user(zone, "li")
    view(request)
    assert len(opened) == 2


def test_every_form_gets_its_own_token():
    assert token_input() != token_input()
    assert 'name="once"' in token_input()


def api_post(body: dict, key: str | None = "k1"):
    headers = {"Idempotency-Key": key} if key else {}
    return RequestFactory().post(
        "/api/cases", json.dumps(body), content_type="application/json", headers=headers
    )


@pytest.fixture
def integration():
    return Actor(name="热线", role="dispatcher", zone_id=1, grant_id=5, channel="api")


def test_an_api_post_is_answered_from_memory_the_second_time(integration, opened):
    def act():
        opened.append(1)
        return 201, {"id": len(opened)}

    assert idempotent(api_post({"a": 1}), integration, act) == (201, {"id": 1})
    repeated = idempotent(api_post({"a": 1}), integration, act)
    assert isinstance(repeated, JsonResponse)
    assert (repeated.status_code, json.loads(repeated.content)) == (201, {"id": 1})
    assert repeated["Idempotent-Replayed"] == "true"
    assert opened == [1]


def test_the_same_api_key_with_another_body_is_a_conflict(integration):
    idempotent(api_post({"a": 1}), integration, dict)
    with pytest.raises(Conflict) as caught:
        idempotent(api_post({"a": 2}), integration, dict)
    assert caught.value.code == "key_reused"


def test_without_a_key_or_with_another_integration_it_acts(integration, opened):
    other = Actor(name="网格", role="dispatcher", zone_id=1, grant_id=6, channel="api")
    for actor, key in ((integration, None), (integration, None), (integration, "k"), (other, "k")):
        idempotent(api_post({}, key), actor, lambda: opened.append(1) or {})
    assert len(opened) == 4


def test_an_overlong_key_is_refused(integration):
    with pytest.raises(Refusal):
        idempotent(api_post({}, "k" * 81), integration, dict)


def test_a_schema_is_stored_as_it_is_sent(integration):
    from datetime import date

    from ninja import Schema

    class Answer(Schema):
        day: date

    idempotent(api_post({}), integration, lambda: Answer(day=date(2026, 11, 25)))
    repeated = idempotent(api_post({}), integration, dict)
    assert json.loads(repeated.content) == {"day": "2026-11-25"}


def test_claim_tells_new_from_known():
    assert claim(owner="form:1", key="a", fingerprint="x") is None
    remember(owner="form:1", key="a", status=302, response={"location": "/x/"})
    assert claim(owner="form:1", key="a", fingerprint="x").response == {"location": "/x/"}
    with pytest.raises(Conflict):
        claim(owner="form:1", key="a", fingerprint="y")


def test_numbers_count_by_zone_and_prefix(zone):
    other = make_zone("xiangyang")
    assert [next_number(zone.pk, "SQ20261125") for _ in range(2)] == [
        "SQ202611250001",
        "SQ202611250002",
    ]
    assert next_number(zone.pk, "SQ20261126") == "SQ202611260001"
    assert next_number(other.pk, "SQ20261125") == "SQ202611250001"
    assert Sequence.objects.count() == 3


def test_keys_are_forgotten_after_a_week():
    from datetime import timedelta

    from honglian.foundation.workflow.tasks import tidy
    from honglian.kit import clock

    claim(owner="form:1", key="old")
    with clock.at(clock.now() + timedelta(days=6)):
        tidy()
        assert OnceKey.objects.exists()
    with clock.at(clock.now() + timedelta(days=8)):
        tidy()
    assert not OnceKey.objects.exists()
