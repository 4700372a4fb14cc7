import pytest

from honglian.foundation.jobs import registry
from tests.foundation.places import make_zone


@pytest.fixture
def zone(db):
    return make_zone()


@pytest.fixture
def calls():
    """What the jobs of the test were called with."""
    return []


@pytest.fixture
def register(monkeypatch):
    """Registers jobs that are forgotten after the test."""
    monkeypatch.setattr(registry, "JOBS", dict(registry.JOBS))
    from honglian.foundation.jobs import queue

    monkeypatch.setattr(queue, "JOBS", registry.JOBS)
    return registry.job
