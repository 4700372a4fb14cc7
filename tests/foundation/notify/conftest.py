from datetime import datetime

import pytest

from honglian.kit import clock
from tests.foundation.places import make_zone


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.CHINA)


WORKING = at(2026, 11, 25, 10, 0)  # a Wednesday
NIGHT = at(2026, 11, 25, 22, 0)
NEXT_MORNING = at(2026, 11, 26, 8, 31)


@pytest.fixture
def zone(db):
    return make_zone()


@pytest.fixture
def working_hours():
    with clock.at(WORKING):
        yield


@pytest.fixture
def night():
    with clock.at(NIGHT):
        yield
