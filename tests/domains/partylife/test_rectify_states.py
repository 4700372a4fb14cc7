"""The state tables of this part, and their page in the documentation."""

from honglian.domains.partylife.rectify.states import CHECKING, LIVE, RECTIFY, SIGNED_OFF, WORKING
from honglian.domains.partylife.rectify.steps import LOOKS, STEPS
from tests.domains.partylife import state_doc


def test_the_page_of_states_is_true_to_the_code():
    assert state_doc.PAGE.read_text(encoding="utf-8") == state_doc.text()


def test_the_groups_of_states_cover_all_states_once():
    assert {*LIVE, *SIGNED_OFF, "dropped"} == {s.code for s in RECTIFY.states}
    assert {"open", *WORKING, *CHECKING} == set(LIVE)


def test_every_transition_that_people_make_has_a_form():
    verbs = {t.verb for t in RECTIFY.transitions if not t.automatic}
    assert {"look" if v in LOOKS else v for v in verbs} == set(STEPS)
