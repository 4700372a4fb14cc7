"""The REST API of whistles: the same life over HTTP, posts that act once, and its price in queries."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honglian.domains.cases.models import Case
from honglian.foundation.access import actions as access
from honglian.foundation.access.models import Grant
from honglian.kit.actor import Actor
from tests.domains.cases.conftest import again, person

ROOT = "/api/v1/cases"
# Most queries of each post of a life. Of these one is sign-in, two are the transaction, two the
# audit chain and, where somebody is told, three the notice; the action itself takes 4 to 9.
# "close" holds one look each of the two neighbours that wait for a case: campaigns and grids.
BUDGET = {"create": 14, "dispatch": 17, "reply": 16, "close": 11, "rate": 10}


class Api:
    """A client with the token of one actor's grant."""

    def __init__(self, actor: Actor, secadmin: Actor) -> None:
        grant = Grant.rows.get(pk=actor.grant_id)
        _, raw = access.create_token(
            grant_id=grant.pk, name="测试", expires_on=date(2027, 1, 1), by=secadmin
        )
        self.client, self.head = Client(), {"authorization": f"Bearer {raw}"}

    def post(self, path: str, body: dict | None = None, **head: str):
        return self.client.post(
            f"{ROOT}{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=self.head | head,
        )

    def get(self, path: str = "", **query: object):
        return self.client.get(f"{ROOT}{path}", query, headers=self.head)


@pytest.fixture
def apis(cast):
    secadmin = person(cast.zone, "secadmin", "none", None, "安全员")
    people = {"boss": cast.boss, "dispatcher": cast.dispatcher, "tax": cast.works_in("tax")}
    return {name: Api(actor, secadmin) for name, actor in people.items()}


def life(apis, then=("close", "rate")):
    """The five posts of a life; returns the number and the answers by name."""
    desk, worker, boss = apis["dispatcher"], apis["tax"], apis["boss"]
    said = {"text": "缺电工十名，下月投产。", "category": "tax"}
    answers = {"create": desk.post("", said)}
    number = answers["create"].json()["number"]
    answers["dispatch"] = desk.post(f"/{number}/dispatch", {"lead": "tax"})
    answers["reply"] = worker.post(f"/{number}/reply", {"text": "已退税。"})
    last = {
        "close": lambda: desk.post(f"/{number}/close"),
        "rate": lambda: desk.post(f"/{number}/rate", {"satisfaction": "satisfied"}),
    }
    last["rate"] = lambda: boss.post(f"/{number}/rate", {"satisfaction": "satisfied"})
    for name in then:
        answers[name] = last[name]()
    return number, answers


@pytest.fixture
def owned(apis, cast):
    """The dispatcher reports for the boss's enterprise, so that the boss may rate."""
    desk = apis["dispatcher"]
    plain = desk.post

    def post(path, body=None, **head):
        extra = {"enterprise_id": cast.enterprise.pk} if path == "" else {}
        return plain(path, {**(body or {}), **extra}, **head)

    desk.post = post
    return apis


@pytest.mark.parametrize("then", [("close", "rate"), ("rate", "close")])
def test_a_life_over_http(owned, then):
    number, answers = life(owned, then)
    assert {name: a.status_code for name, a in answers.items()} == {
        "create": 201,
        **dict.fromkeys(["dispatch", "reply", *then], 200),
    }
    case = Case.rows.get(number=number)
    assert (case.state, case.satisfaction) == ("closed", "satisfied")
    assert answers["reply"].json()["case_state"] == "replied"


def test_every_post_of_a_life_stays_within_its_queries(owned):
    life(owned)  # calendars and configurations are read once a process
    counts = {}
    for api in owned.values():
        plain = api.post

        def counted(path, body=None, plain=plain, **head):
            with CaptureQueriesContext(connection) as queries:
                answer = plain(path, body, **head)
            counts[path.rsplit("/", 1)[-1] or "create"] = len(queries)
            return answer

        api.post = counted
    life(owned)
    assert {name: n for name, n in counts.items() if n > BUDGET[name]} == {}, counts


def test_the_same_key_acts_once(apis):
    desk = apis["dispatcher"]
    first = desk.post("", {"text": "停电"}, **{"Idempotency-Key": "k1"})
    again_ = desk.post("", {"text": "停电"}, **{"Idempotency-Key": "k1"})
    other = desk.post("", {"text": "停水"}, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again_.status_code, other.status_code) == (201, 201, 409)
    assert again_.json() == first.json()
    assert Case.rows.count() == 1


def test_refusals_come_with_code_message_and_field(apis):
    answer = apis["dispatcher"].post("", {"text": "x" * 2_000_000})
    assert answer.status_code == 422
    assert answer.json() == {
        "code": "too_long",
        "message": "诉求内容有 2,000,000 字，最多 5,000 字。请写要点，长材料可以作为附件上传。",
        "field": "text",
        "hint": "",
        "source": "",
    }


@pytest.mark.parametrize("head", [{}, {"authorization": "Bearer hlt_wrong"}])
def test_without_a_good_token_nothing(db, head):
    answer = Client().post(ROOT, "{}", content_type="application/json", headers=head)
    assert answer.status_code == 401


def test_roles_and_scopes_hold(apis, cast):
    number = apis["dispatcher"].post("", {"text": "停电"}).json()["number"]
    assert apis["boss"].get(f"/{number}").status_code == 404  # not this enterprise's
    assert apis["boss"].post(f"/{number}/dispatch", {"lead": "tax"}).status_code == 403
    assert apis["tax"].post(f"/{number}/reply", {"text": "好"}).status_code == 404
    assert apis["dispatcher"].post(f"/{number}/reply", {"text": "好"}).status_code == 403


def test_reading(owned):
    number, _ = life(owned)
    desk = owned["dispatcher"]
    page = desk.get(state="closed").json()
    assert [c["number"] for c in page["items"]] == [number]
    assert page["items"][0]["lead"] == "tax"
    assert [c["number"] for c in desk.get(q="diangong").json()["items"]] == [number]
    assert desk.get(q="没有这样的").json()["items"] == []
    assert [o["state"] for o in desk.get(f"/{number}/orders").json()] == ["replied"]
    assert [e["verb"] for e in desk.get(f"/{number}/timeline").json()][-1] == "rate"
    rates = {r["code"]: r for r in desk.get("/rates").json()}
    assert (rates["satisfaction"]["value"], rates["satisfaction"]["whole"]) == (1.0, 1)
    assert owned["tax"].get("/orders").json() == []


def test_all_steps_of_an_order(owned):
    desk, worker = owned["dispatcher"], owned["tax"]
    number = desk.post("", {"text": "停电", "category": "tax"}).json()["number"]
    assert desk.post(f"/{number}/accept").json()["state"] == "accepted"
    assert desk.post(f"/{number}/classify", {"level": "L4"}).json()["level"] == "L4"
    desk.post(f"/{number}/dispatch", {"lead": "tax", "co": ["econ"]})
    ask = worker.post(f"/{number}/object", {"reason": "不归", "basis": "条例"}).json()
    ruled = desk.post(
        f"/{number}/rule-objection", {"ask": ask["id"], "upheld": False, "answer": "首接"}
    )
    assert ruled.json()["state"] == "signed"
    assert worker.post(f"/{number}/contact", {"way": "call"}).json()["state"] == "contacted"
    assert worker.post(f"/{number}/note", {"text": "在办"}).status_code == 200
    asked = worker.post(f"/{number}/ask-extension", {"reason": "等", "wanted": "3 天"})
    assert asked.json()["decision"] == "open"
    later = {"reason": "等", "until": "2027-01-01T00:00:00+08:00"}
    assert worker.post(f"/{number}/pause", later).status_code == 422
    econ = next(o for o in desk.get(f"/{number}/orders").json() if o["department"] == "econ")
    assert (
        desk.post(f"/{number}/withdraw", {"order": econ["id"], "reason": "不用"}).status_code == 200
    )
    more = {"add": ["fire"], "reason": "要查消防"}
    assert desk.post(f"/{number}/redispatch", more).status_code == 200
    pressed = desk.post(f"/{number}/supervise", {"level": 1, "requirement": "抓紧"})
    assert pressed.json()["supervision"] == 1
    assert desk.post(f"/{number}/comment", {"text": "补充"}).status_code == 200
    twin = desk.post("", {"text": "停电"}).json()["number"]
    assert desk.post(f"/{twin}/merge", {"into": number}).json()["state"] == "merged"
    bad = desk.post("", {"text": "骂人"}).json()["number"]
    refused = desk.post(f"/{bad}/refuse", {"situation": "illegal", "reason": "请文明用语。"})
    assert refused.json()["state"] == "not_accepted"


def test_call_back_and_reopening(owned):
    number, _ = life(owned, then=())
    desk = owned["dispatcher"]
    said = {"reached": True, "contacted": True, "solved": False, "satisfaction": "dissatisfied"}
    assert desk.post(f"/{number}/callback", said).json()["reopened"] == 1
    owned["tax"].post(f"/{number}/reply", {"text": "又办了"})
    assert desk.post(f"/{number}/reopen", {"reason": "还要再办"}).json()["state"] == "dispatched"
    assert again(Case.rows.get(number=number)).reopened == 2
