"""A branch secretary with a phone: collects dues, registers who is away, answers what the rules suggest.

The same session opens each page of membership work: readable, accessible, nothing cut off.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from honglian.domains.members.dues import actions as dues
from honglian.domains.members.models import DuesPayment, FloatingStay, Proposal
from honglian.domains.members.proposals.actions import look as look_at_rules
from honglian.domains.members.standing import actions as standing
from honglian.domains.members.transfers import actions as transfers
from honglian.foundation.orgs.api import Post
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.domains.party import make_party

from .conftest import hire, sign_in
from .test_every_page import look

pytestmark = pytest.mark.browser
WIDTH = 390


@pytest.fixture
def party(transactional_db, live_server):
    party = make_party()
    Post.objects.update(person_name="周书记")
    party.actors = {key: replace(actor, name="王敏") for key, actor in party.actors.items()}
    hire(party.zone, "phone", "周书记", "grid_worker", "org", party.branch.pk)
    for member in party.members[:3]:
        dues.set_base(
            member_id=member.pk, year=clock.today().year, category="salaried",
            base=Decimal("5001"), by=party.secretary,
        )  # fmt: skip
    return party


def under_way(party) -> list[str]:
    """A transfer with its letter, a matter of standing and a suggestion; their addresses."""
    member = party.members[5]
    transfer = transfers.apply(
        member_id=member.pk, to_branch_id=party.other.pk, reason="换单位", by=party.secretary
    )
    for verb, who in (("agree", "secretary"), ("issue", "staff")):
        transfers.step(transfer_id=transfer.pk, verb=verb, by=party.actors[who])
    matter = standing.open_matter(
        member_id=party.members[6].pk, kind="rectify", reason="多次不参加组织生活",
        by=party.secretary,
    )  # fmt: skip
    standing.mark_lost(
        member_id=party.members[7].pk, lost_on=date(2025, 1, 6), text="停机", by=party.secretary
    )
    look_at_rules(zone_id=party.zone.pk, by=Actor.system(party.zone.pk))
    proposal = Proposal.rows.get(rule="MB-01")
    return [
        f"/transfers/{transfer.pk}/", f"/transfers/{transfer.pk}/letter/",
        f"/standing/{matter.pk}/", f"/proposals/{proposal.pk}/", f"/members/{member.pk}/",
        "/transfers/", "/standing/", "/proposals/",
    ]  # fmt: skip


def test_a_secretary_does_the_months_work_on_a_phone(open_page, party):
    page = sign_in(open_page(width=WIDTH, height=844, touch=True), "phone")
    look(page, "/dues/", WIDTH)
    page.get_by_role("link", name="登记本月党费").click()
    page.get_by_label("党员01 75.02 元").check()
    page.get_by_label("党员03 75.02 元").check()
    page.get_by_role("button", name="登记").click()
    page.get_by_text("已登记 2 名党员").wait_for()
    assert DuesPayment.rows.count() == 2
    away = party.members[4]
    page.goto(f"/members/{away.pk}/")
    page.get_by_role("link", name="登记流出").click()
    page.get_by_label("流出日期").fill("2026-01-05")
    page.get_by_label("外出地点").fill("武汉市洪山区")
    page.get_by_role("button", name="登记").click()
    page.get_by_text("登记一次联系").wait_for()
    page.get_by_role("textbox", name="情况").fill("一切都好")
    page.get_by_role("button", name="登记联系").click()
    page.locator("li", has_text="一切都好").first.wait_for()
    stay = FloatingStay.rows.get()
    assert stay.contacts.count() == 1
    for address in (f"/floating/{stay.pk}/", "/floating/", *under_way(party)):
        look(page, address, WIDTH)
