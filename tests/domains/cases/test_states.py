"""The state tables, and their page in the documentation."""

from honglian.domains.cases.states import CASE, GONE, LIVE, ORDER, WAITING
from tests.domains.cases import state_doc


def test_the_page_of_states_is_true_to_the_code():
    assert state_doc.PAGE.read_text(encoding="utf-8") == state_doc.text()


def test_the_groups_of_order_states_cover_all_states_once():
    assert {*LIVE, *GONE} == {s.code for s in ORDER.states}
    assert not set(LIVE) & set(GONE)
    assert set(WAITING) == set(ORDER.open_states)


def test_every_state_can_be_reached_and_left_unless_it_ends_there():
    for table in (CASE, ORDER):
        reached = {t.target for t in table.transitions if t.target} | {table.initial}
        left = {s for t in table.transitions if t.target for s in t.sources}
        for state in table.states:
            assert state.code in reached
            assert state.final or state.code in left
