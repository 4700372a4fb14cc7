"""“Why can I see this?” answers from the same filter that let the object through."""

import pytest

from honglian.foundation.access.explain import explain
from honglian.foundation.orgs.api import rebuild_closure
from honglian.foundation.orgs.models import Department, PartyOrg
from honglian.kit.actor import ScopeKind

WHY = "/access/why/"


@pytest.fixture
def orgs(zone):
    chain = zone.chains.first()
    top = PartyOrg.rows.create(zone=zone, code="A", name="企业党委", type="committee")
    below = PartyOrg.rows.create(
        zone=zone, code="B", name="红星党支部", type="branch", parent=top, chain=chain
    )
    apart = PartyOrg.rows.create(zone=zone, code="C", name="别处党支部", type="branch")
    rebuild_closure(zone.pk)
    return top, below, apart


def page(client, thing) -> str:
    kind = thing._meta.label_lower
    return client.get(WHY, {"kind": kind, "id": thing.pk}).content.decode()


def test_the_whole_zone(cast, signed, orgs):
    text = page(signed(cast("leader")), orgs[1])
    assert "您现在的身份是“党工委领导”" in text
    assert "这个身份的范围是：全区。" in text
    assert "“红星党支部”属于 咸宁高新技术产业开发区，在您的范围“全区”之内。" in text
    assert "这个身份可以查看" in text
    assert "orgs.view" not in text  # a code says nothing to the reader
    assert "由 测试 于" in text
    assert "事由：测试用" in text


def test_a_subtree(cast, signed, orgs):
    user = cast.user("zhuan")
    top = orgs[0]
    cast.grant(user, "committee_staff", scope_kind="org", scope_id=top.pk, scope_label=top.name)
    client = signed(user)
    text = page(client, orgs[1])
    assert "所辖党组织“企业党委”" in text
    assert "“红星党支部”就是您所辖的党组织或它的下级，因此在您的范围之内" in text
    assert client.get(WHY, {"kind": "orgs.partyorg", "id": orgs[2].pk}).status_code == 404


def test_a_chain_is_named(cast, signed, orgs):
    user = cast("grid_leader")
    chain = cast.zone.chains.first()
    text = page(signed(user), orgs[1])
    assert f"本产业链“{chain.name}”" in text
    assert f"“红星党支部”的产业链是“{chain.name}”，因此在您的范围之内" in text


def test_what_is_open_to_the_whole_zone_is_said(cast, signed):
    row = Department.rows.filter(zone=cast.zone).first()
    assert "不另外限制范围" in page(signed(cast("dept_worker")), row)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"kind": "orgs.partyorg"},
        {"kind": "orgs.partyorg", "id": "x"},
        {"kind": "orgs.partyorg", "id": "9" * 30},
        {"kind": "nothing", "id": "1"},
        {"kind": "accounts.user", "id": "1"},
        {"kind": "no.such", "id": "1"},
    ],
)
def test_anything_else_is_not_there(cast, signed, query):
    assert signed(cast("leader")).get(WHY, query).status_code == 404


def test_another_zones_object_is_not_there(cast, signed, other_zone):
    far = Department.rows.filter(zone=other_zone).first()
    query = {"kind": "orgs.department", "id": far.pk}
    assert signed(cast("leader")).get(WHY, query).status_code == 404


def test_a_domain_may_say_it_in_its_own_words(cast, monkeypatch):
    from honglian.foundation.access import explain as module

    monkeypatch.setattr(module, "_because", {})
    module.explain_with("orgs.Department", lambda actor, row: f"{row} 就在 {actor.name} 隔壁。")
    row = Department.rows.filter(zone=cast.zone).first()
    actor = cast.actor(cast("leader"))
    assert f"{row} 就在 {actor.name} 隔壁。" in explain(actor, "orgs.department", row.pk).sentences
    assert actor.scope.kind == ScopeKind.ZONE
