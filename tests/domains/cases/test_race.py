"""Two people at the same moment: one acts, the other learns who was faster."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from honglian.domains.cases import actions
from honglian.domains.cases.models import Order
from honglian.kit.errors import Refusal
from tests.domains.cases.conftest import again, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run all at once in threads of their own; returns what each gave or raised."""
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            outcomes.append(act())
        except Refusal as no:
            outcomes.append(no)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_two_dispatchers_at_once(cast):
    case = cast.report()
    outcomes = together(
        lambda: actions.dispatch(number=case.number, lead="tax", by=cast.dispatcher),
        lambda: actions.dispatch(number=case.number, lead="finance", by=cast.dispatcher),
    )
    refused = [o for o in outcomes if isinstance(o, Refusal)]
    assert len(outcomes) == 2
    assert len(refused) == 1
    assert "已由 王敏 于" in refused[0].message
    assert Order.rows.filter(case=case).count() == 1


def test_two_answers_of_one_department_at_once(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    outcomes = together(
        *[lambda: actions.reply(number=case.number, text="好了", by=worker) for _ in range(2)]
    )
    assert sum(isinstance(o, Refusal) for o in outcomes) == 1
    assert again(case).state == "replied"


def test_numbers_stay_without_gaps_when_many_report(cast):
    outcomes = together(*[lambda: cast.report(by=cast.dispatcher) for _ in range(4)])
    numbers = sorted(int(case.number[-4:]) for case in outcomes)
    assert numbers == [1, 2, 3, 4]


def test_crossing_merges_end_with_one(cast):
    one, two = cast.report(), cast.report()
    outcomes = together(
        lambda: actions.merge(number=one.number, into=two.number, by=cast.dispatcher),
        lambda: actions.merge(number=two.number, into=one.number, by=cast.dispatcher),
    )
    assert sum(isinstance(o, Refusal) for o in outcomes) == 1
    assert sorted([again(one).state, again(two).state]) == ["created", "merged"]
