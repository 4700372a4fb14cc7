"""Two coverages in the demonstration: the work lists, and a plan of joint branches that was judged."""

from __future__ import annotations

from honglian.domains.coverage import api as coverage
from honglian.foundation.zones.models import Zone
from honglian.kit.actor import Actor

LIMITS = {
    "most_units": 5,
    "reach_km": 2.0,
    "same_chain": False,
    "same_park": False,
    "chain": None,
    "pinned": [],
    "forbidden": [],
    "seconds": 20,
}
ROUNDS = 60  # of the search; rounds instead of seconds give the same plan on every machine
ACCEPTED = 3


def play_joining(zone: Zone, office: Actor) -> int:
    """Open the work lists, compute a plan, accept some, refuse one; returns enterprises joined by it."""
    coverage.review(zone.pk)
    plan = coverage.plan(limits=LIMITS, rounds=ROUNDS, by=office)
    found = list(plan.proposals.all())
    coverage.accept(proposal_ids=[p.pk for p in found[:ACCEPTED]], by=office)
    for proposal in found[ACCEPTED : ACCEPTED + 1]:
        coverage.refuse(
            proposal_id=proposal.pk, reason="其中一家年内要搬到东片，等搬定再说。", by=office
        )
    return sum(len(p.units) for p in found)
