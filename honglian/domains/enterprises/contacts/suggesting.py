"""Who should take over from somebody who leaves: the planner asked about his enterprises alone."""

from __future__ import annotations

from honglian.algo.assignment import solve

from ..assigning.gathering import gather, load_outside, problem_of
from ..assigning.weights import defaults
from ..models import ContactPledge, Instructor
from .opening import Open


def successors(leaver: Instructor, open_: Open) -> dict[str, int]:
    """Key of each open thing → proposed instructor; what no place is left for is not in it."""
    mine = {p.enterprise_id for p in open_.pledges if p.kind == ContactPledge.Kind.PRIMARY}
    best = _best(leaver, mine) if mine else {}
    found = {}
    for key, _, _, _, enterprise in open_.lines():
        if enterprise in best:
            found[key] = best[enterprise]
        elif best and not key.startswith("pledge-"):
            found[key] = next(iter(best.values()))
    leaders = {
        f"pledge-{p.pk}" for p in open_.pledges if p.kind == ContactPledge.Kind.LEADER
    }  # a leader's successor is for the Party committee to name
    return {key: who for key, who in found.items() if key not in leaders}


def _best(leaver: Instructor, mine: set[int]) -> dict[int, int]:
    facts = gather(leaver.zone_id, {"kind": "guided"})
    facts["firms"] = {k: f for k, f in facts["firms"].items() if int(k) in mine}
    loads = load_outside(leaver.zone_id, mine)
    for key, one in facts["guides"].items():
        one["taken"] = loads.get(int(key), 0)
    asked = {"left_out": [leaver.pk]}
    problem, people, firms = problem_of(facts, asked, defaults(leaver.zone_id))
    return {firms[c.firm]: people[c.guide] for c in solve(problem).choices()}
