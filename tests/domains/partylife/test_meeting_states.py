"""The state tables of meetings, their page in the documentation, and a form for every step."""

from honglian.domains.partylife.meetings.states import DECISION, MEETING
from honglian.domains.partylife.meetings.steps import DECISION_STEPS, MEETING_STEPS
from tests.domains.partylife import state_doc


def test_the_page_of_states_is_true_to_the_code():
    assert state_doc.MEETINGS.read_text(encoding="utf-8") == state_doc.meetings_text()


def test_every_transition_that_people_make_has_a_form():
    # A decision is assigned on its own page; the meeting's row of the table says when it may be.
    assert {t.verb for t in MEETING.transitions} - {"assign"} == set(MEETING_STEPS)
    assert {t.verb for t in DECISION.transitions} == set(DECISION_STEPS)
