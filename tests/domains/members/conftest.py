"""The party of the tests, on the day on which the year's duties come together."""

import pytest

from honglian.kit import clock
from tests.domains.party import TODAY, Party, make_party


@pytest.fixture
def party(db) -> Party:
    return make_party()


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield
