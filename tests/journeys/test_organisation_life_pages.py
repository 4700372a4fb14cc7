"""Pages of rectification, life meetings, appraisal and trainings, opened by a branch at both widths."""

import pytest

from honglian.domains.partylife.models import Criticism, LifeMeeting
from honglian.foundation.accounts.models import User
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from tests.domains.party import add_member
from tests.permissions.organisation_life import life_of

from .conftest import hire, sign_in
from .test_every_page import look

PAGES = """
/life/rectify/ /life/rectify/{rectify}/ /life/rectify/{rectify}/plan/
/life/life-meetings/ /life/life-meetings/{life}/ /life/life-meetings/{life}/said/
/life/life-meetings/{life}/raise/ /life/appraisals/ /life/appraisals/{appraisal}/
/life/trainings/ /life/trainings/needs/ /life/trainings/{training}/
""".split()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_can_be_read_by_a_branch(open_page, zone, width):
    branch = PartyOrg.rows.create(
        zone=zone, code="B", name="东风机电党支部", type="branch", unit_name="东风机电公司"
    )
    rebuild_closure(zone.pk)
    add_member(branch, 1, name="甘愿")
    user = hire(zone, "branch", "江承志", "grid_worker", "org", branch.pk)
    places = {name: thing.pk for name, thing in life_of(branch).items()}
    held(places["life"], user)
    page = sign_in(open_page(width=width, height=900, touch=width < 500), "branch")
    for address in PAGES:
        look(page, address.format(**places), width)


def held(pk: int, host: User) -> None:
    """The meeting took place with this host, and something was said."""
    LifeMeeting.rows.filter(pk=pk).update(host_user=host, state="held", held_on="2026-11-20")
    seat = LifeMeeting.rows.get(pk=pk).seats.first()
    Criticism.rows.create(
        meeting_id=pk,
        critic=seat,
        target=None,
        category="work",
        content="布置工作急",
        noted_by="江承志",
    )
