"""Every page of the officers: the right one opens it, the others and strangers do not."""

import pytest
from django.urls import reverse

from honglian.foundation.access.roles import ROLES

# Address and the officers who may open it.
PAGES = [
    ("accounts:list", (), {"sysadmin", "secadmin", "auditor"}),
    ("accounts:create", (), {"sysadmin"}),
    ("access:grants", (), {"secadmin", "auditor"}),
    ("access:roles", (), {"secadmin", "auditor"}),
    ("access:grant", (), {"secadmin"}),
    ("access:tokens", (), {"sysadmin", "secadmin"}),
    ("access:create_token", (), {"secadmin"}),
    ("audit:log", (), {"auditor"}),
    ("zones:settings", (), {"sysadmin"}),
    ("zones:words", (), {"sysadmin"}),
    ("zones:tiers", (), {"sysadmin"}),
    ("zones:hours", (), {"sysadmin"}),
    ("zones:chains", (), {"sysadmin"}),
    ("zones:refusals", (), {"sysadmin"}),
    ("zones:limits", (), {"sysadmin"}),
    ("zones:rates", (), {"sysadmin"}),
    ("zones:new_category", (), {"sysadmin"}),
    ("zones:category", ("labor",), {"sysadmin"}),
    ("zones:drop_category", ("labor",), {"sysadmin"}),
    ("zones:history", (), {"sysadmin"}),
    ("zones:version", (1,), {"sysadmin"}),
    ("zones:import", (), {"sysadmin"}),
    ("calendar:index", (), {"sysadmin"}),
    ("calendar:announce", (), {"sysadmin"}),
    ("orgs:departments", (), {"sysadmin"}),
    ("orgs:create_department", (), {"sysadmin"}),
]
EVERYBODY = ["accounts:me", "accounts:contact", "accounts:password", "accounts:second_factor"]


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_its_officers_alone(role, cast, signed, zone):

    assert zone.pk
    if role in ("committee_staff", "grid_worker", "enterprise_user"):
        user = cast.user(role)
        cast.grant(user, role, scope_kind=ROLES[role].scopes[0], scope_id=1)
    else:
        user = cast(role)
    client = signed(user)
    answers = {name: client.get(reverse(name, args=args)).status_code for name, args, _ in PAGES}
    wanted = {name: 200 if role in officers else 403 for name, _, officers in PAGES}
    assert answers == wanted
    assert {name: client.get(reverse(name)).status_code for name in EVERYBODY} == dict.fromkeys(
        EVERYBODY, 200
    )


def test_strangers_are_sent_to_the_login_page(client, zone):
    assert zone.pk
    for name, args, _ in PAGES:
        address = reverse(name, args=args)
        assert client.get(address).url == f"/login/?next={address}"


def test_a_person_without_a_grant_sees_only_the_own_account(cast, signed):
    client = signed(cast.user("li"))
    assert client.get("/me/").status_code == 200
    assert {client.get(reverse(name, args=args)).status_code for name, args, _ in PAGES} == {403}


def test_a_person_without_a_grant_lands_where_it_says_whom_to_ask(cast, signed):
    answer = signed(cast.user("li")).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/me/"
    assert "请联系本区安全管理员" in answer.content.decode()
