"""Fixtures for the tests of ledgers: a zone, the machine acting in it, and files brought in."""

import pytest

from honglian.foundation.sheets.api import Outcome, import_file
from honglian.foundation.zones.api import Zone
from honglian.kit.actor import Actor
from tests.foundation.places import make_zone

__all__ = ["bring", "counts", "machine", "sentences", "zone"]


@pytest.fixture
def zone(db) -> Zone:
    return make_zone("xiangyang")


@pytest.fixture
def machine(zone: Zone) -> Actor:
    """The command line acting in the zone."""
    return Actor.system(zone.pk, channel="cli")


@pytest.fixture
def bring(machine: Actor):
    """Import bytes into a ledger, by default the enterprises."""

    def bring(content: bytes, ledger: str = "enterprises", **kwargs) -> Outcome:
        by = kwargs.pop("by", machine)
        return import_file(by=by, ledger_code=ledger, source=content, name="台账.csv", **kwargs)

    return bring


def counts(outcome: Outcome) -> tuple[int, ...]:
    """(created, updated, unchanged, rejected)."""
    return tuple(outcome.counts[k] for k in ("created", "updated", "unchanged", "rejected"))


def sentences(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]
