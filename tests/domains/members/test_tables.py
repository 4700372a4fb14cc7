"""Our own tables: dues to the cent, 25 steps in two versions, thresholds of organisations."""

from datetime import date
from decimal import Decimal

import pytest

from honglian.domains.members.development import timing
from honglian.domains.members.development.plan import LAST, STAGES, STEPS, VERSIONS, version_on
from honglian.domains.members.dues.brackets import TABLE, monthly
from honglian.foundation.orgs.api import ORG_TYPES
from honglian.kit.errors import Refusal


@pytest.mark.parametrize(("category", "base", "due"), TABLE.vectors)
def test_dues_are_the_whole_base_times_the_rate_of_its_bracket(category, base, due):
    assert monthly(category, base).amount == due


@pytest.mark.parametrize(
    ("category", "base", "due"),
    [
        ("annual_salary", "5001", "75.02"),
        ("self_employed", "10000.01", "200.00"),
        ("retired", "5000.01", "50.00"),
        ("farmer", "0", "0.20"),
        ("farmer", "0.5", "0.50"),
        ("farmer", "80", "1.00"),
        ("salaried", "0", "0.00"),
    ],
)
def test_dues_of_the_other_categories(category, base, due):
    assert monthly(category, Decimal(base)).amount == Decimal(due)


def test_dues_refuse_what_is_no_category_or_no_base():
    with pytest.raises(Refusal, match="类别"):
        monthly("rich", Decimal(1))
    with pytest.raises(Refusal, match="负数"):
        monthly("salaried", Decimal(-1))


def test_there_are_25_steps_in_five_stages():
    assert list(STEPS) == list(range(1, LAST + 1))
    assert {s.stage for s in STEPS.values()} == set(STAGES)
    by_stage = {code: [s.no for s in STEPS.values() if s.stage == code] for code in STAGES}
    assert [len(v) for v in by_stage.values()] == [2, 4, 5, 7, 7]


def test_every_step_has_a_clause_documents_and_known_predecessors():
    for step in STEPS.values():
        assert step.clause
        assert step.documents
        assert all(no < step.no for no in step.after)
        for bound in (*step.earliest, *step.latest):
            assert bound.step < step.no
            for version in VERSIONS:
                assert bound.limit in version.limits
                assert not bound.hard or bound.hard in version.limits


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2010, 1, 1), "2014"),
        (date(2014, 5, 28), "2014"),
        (date(2026, 5, 17), "2014"),
        (date(2026, 5, 18), "2026"),
        (date(2030, 1, 1), "2026"),
    ],
)
def test_the_version_follows_the_day(day, code):
    assert version_on(day).code == code


TAKEN = {
    1: date(2024, 3, 1), 2: date(2024, 3, 20), 3: date(2024, 9, 10), 4: date(2024, 9, 12),
    5: date(2024, 9, 12), 6: date(2025, 3, 10),
}  # fmt: skip


def window(no, taken, extension=0):
    return timing.window(STEPS[no], taken, date(2026, 11, 25), extension)


def test_the_earliest_lawful_day_of_a_candidate_is_a_year_after_the_activist():
    found = window(7, TAKEN)
    assert found.earliest == date(2025, 9, 10)
    assert found.reason.rule == "DEV-03"


def test_a_leap_day_moves_to_the_end_of_february():
    taken = TAKEN | {1: date(2024, 1, 31), 3: date(2024, 2, 29)}
    assert window(2, taken).latest == date(2024, 2, 29)
    assert window(7, taken).earliest == date(2025, 3, 10)
    assert window(7, taken | {6: date(2024, 8, 1), 5: date(2024, 3, 1)}).earliest == date(
        2025, 2, 28
    )


def test_the_meeting_has_a_month_and_the_committee_three_to_six():
    taken = {n: date(2026, 6, 30) for n in range(1, 15)}
    assert window(15, taken).latest == date(2026, 7, 30)
    found = window(17, taken | {15: date(2026, 7, 31), 16: date(2026, 8, 2)})
    assert (found.latest, found.hard) == (date(2026, 10, 31), date(2027, 1, 31))


def test_probation_ends_a_year_after_the_meeting_or_later_when_prolonged():
    taken = {n: date(2025, 11, 1) for n in range(1, 22)}
    assert window(22, taken).earliest == date(2026, 11, 1)
    assert window(22, taken, extension=6).earliest == date(2027, 5, 1)


def test_next_steps_need_their_predecessors():
    assert [s.no for s in timing.next_steps({})] == [1]
    assert [s.no for s in timing.next_steps(TAKEN)] == [6, 7]
    after_candidate = TAKEN | {7: date(2025, 10, 1)}
    assert [s.no for s in timing.next_steps(after_candidate)] == [8, 9, 10, 11]
    assert window(15, after_candidate) is None


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("committee", {"min_members": 100, "elected": True, "term_years": 5, "committee_max": 11}),
        (
            "general_branch",
            {"min_members": 50, "max_members": 100, "term_years": 3, "committee_max": 9},
        ),
        (
            "branch",
            {"min_formal": 3, "max_members": 50, "term_years": 3, "village_years": 5, "committee_from": 7},
        ),
        ("joint_branch", {"max_units": 5, "elected": True, "term_years": 3}),
        ("project_branch", {"min_months": 6}),
        (
            "temporary_branch",
            {"elected": False, "appointed": True, "develops": False, "collects_dues": False},
        ),
        ("chain_committee", {"functional": True, "develops": False, "collects_dues": False}),
        ("functional_branch", {"functional": True, "elected": False}),
        ("working_committee", {"elected": False, "term_years": None, "appointed": True}),
        ("group", {"min_members": 3, "min_formal": 1}),
    ],
)  # fmt: skip
def test_thresholds_of_organisations(code, facts):
    found = ORG_TYPES[code]
    assert {name: getattr(found, name) for name in facts} == facts


def test_all_twelve_types_are_known():
    assert len(ORG_TYPES) == 12
    assert all(t.source and t.confidence for t in ORG_TYPES.values())
