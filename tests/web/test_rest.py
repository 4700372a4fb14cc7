"""The API outside the whistle: tokens, registry, contacts, ledgers, inbox, audit."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from honglian.domains.enterprises.models import ContactLog, Enterprise, Instructor
from honglian.foundation.access.models import ApiToken
from honglian.foundation.access.tokens import hash_of
from honglian.foundation.audit.models import AuditEntry
from tests.foundation.places import make_grant, make_user


@pytest.fixture
def caller(zone):
    """``caller("org_admin")`` is an integration that acts as this role."""

    def make(role: str, kind: str = "zone", scope_id: int | None = None):
        user = make_user(zone, f"api-{role}")
        raw = f"hlt_{role}_secret"
        ApiToken.objects.create(
            zone=zone,
            name=role,
            grant=make_grant(zone, user, role, kind, scope_id),
            prefix=raw[:8],
            token_hash=hash_of(raw),
            created_by="测试",
            expires_on=date(2099, 1, 1),
        )
        return Client(headers={"authorization": f"Bearer {raw}"})

    return make


def test_without_a_good_token_nothing_is_told(client):
    for header in ({}, {"authorization": "Bearer wrong"}):
        response = client.get("/api/v1/enterprises", headers=header)
        assert response.status_code == 401
        assert response.json()["message"]


def test_the_registry_pages_by_key_and_masks_nothing_it_should_not_show(caller):
    api = caller("org_admin")
    first = api.get("/api/v1/enterprises", {"limit": 2}).json()
    rest = api.get("/api/v1/enterprises", {"limit": 9, "after": first["next"]}).json()
    assert len(first["items"]) + len(rest["items"]) == 5
    assert rest["next"] is None
    assert "contact_mobile" not in first["items"][0]


def test_a_change_goes_through_the_same_action(caller):
    api, firm = caller("org_admin"), Enterprise.rows.first()
    url = f"/api/v1/enterprises/{firm.pk}"
    answer = api.patch(url, {"products": "砖茶"}, content_type="application/json")
    assert answer.status_code == 200
    assert AuditEntry.rows.filter(verb="enterprises.update", channel="api").exists()
    assert api.patch(url, {"uscc": "X"}, content_type="application/json").status_code in (200, 422)
    assert Enterprise.rows.get(pk=firm.pk).uscc == firm.uscc


def test_the_same_key_acts_once(caller):
    api, firm = caller("org_admin"), Enterprise.rows.get(coverage="single")
    body = {"way": "call", "happened_on": "2026-11-02", "text": "电话了解用工"}
    answers = [
        api.post(
            f"/api/v1/enterprises/{firm.pk}/contacts",
            body,
            content_type="application/json",
            headers={"idempotency-key": "k-1"},
        )
        for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert ContactLog.rows.count() == 1


def test_a_pledge_over_the_api_hands_over(caller, zone):
    api, firm = caller("org_admin"), Enterprise.rows.get(coverage="single")
    other = Instructor.rows.create(zone=zone, code="Z9", name="林深")
    made = api.post(
        f"/api/v1/enterprises/{firm.pk}/pledges",
        {"instructor": other.pk, "starts_on": "2026-11-01"},
        content_type="application/json",
    )
    assert made.status_code == 201
    present = [
        p for p in api.get(f"/api/v1/enterprises/{firm.pk}/pledges").json() if not p["ends_on"]
    ]
    assert [p["instructor"] for p in present] == ["林深"]


CSV = "统一社会信用代码,企业名称,行业\n91350100M000100Y43,新来的食品厂,食品\n91350100M000100Y44,错码厂,食品\n"


def upload(api: Client, **form):
    file = SimpleUploadedFile("企业.csv", CSV.encode(), "text/csv")
    return api.post("/api/v1/ledgers/enterprises/imports", {"file": file, **form})


def test_a_ledger_comes_in_good_rows_only_and_is_undone(caller):
    api = caller("org_admin")
    refused = upload(api).json()
    assert (refused["written"], refused["rejected"]) == (False, 1)
    assert "校验" in refused["problems"][0]["message"]
    done = upload(api, good_rows="true").json()
    assert (done["written"], done["created"], done["unknown_columns"]) == (True, 1, ["行业"])
    again = upload(api, good_rows="true").json()
    assert (again["created"], again["updated"]) == (0, 0)
    batch = api.get(f"/api/v1/ledgers/batches/{done['batch']}").json()
    assert batch["counts"]["created"] == 1
    undone = api.post(f"/api/v1/ledgers/batches/{done['batch']}/undo").json()
    assert undone == {"removed": 1, "restored": 0, "kept": 0}


def test_templates_and_exports_are_workbooks(caller):
    api = caller("org_admin")
    for name in ("template", "export"):
        answer = api.get(f"/api/v1/ledgers/enterprises/{name}")
        assert answer.content[:2] == b"PK", name
    assert AuditEntry.rows.filter(verb="enterprises.export").count() == 1


def test_who_may_not_import_is_told_so(caller):
    answer = upload(caller("leader"))
    assert answer.status_code == 403
    assert answer.json()["message"]


def test_the_zone_its_departments_and_the_figures(caller):
    api = caller("leader")
    assert api.get("/api/v1/zone").json()["tiers"][2] == "产业链党支部"
    assert len(api.get("/api/v1/departments").json()) == 23
    figures = {f["code"]: f for f in api.get("/api/v1/figures").json()}
    assert figures["cases.year"]["raw"] == 5
    assert figures["rate.satisfaction"]["value"] == "90.0%"


def test_members_come_masked_and_not_to_everybody(caller):
    rows = caller("org_admin").get("/api/v1/members").json()["items"]
    assert all("*" in row["id_no_masked"] for row in rows)
    assert caller("stat_user").get("/api/v1/members").status_code == 403


def test_the_inbox_and_the_desk_are_ones_own(caller):
    api = caller("dispatcher")
    assert api.get("/api/v1/inbox").json()["items"] == []
    desk = api.get("/api/v1/desk").json()["items"]
    assert {item["kind"] for item in desk} == {"cases.case"}


def test_only_the_auditor_reads_and_checks_the_log(caller):
    api = caller("auditor", "none")
    assert api.get("/api/v1/audit/entries").json()["items"]
    check = api.post("/api/v1/audit/check").json()
    assert (check["intact"], check["breaks"]) == (True, [])
    assert caller("leader").get("/api/v1/audit/entries").status_code == 403
