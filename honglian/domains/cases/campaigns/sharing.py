"""Who calls on whom: by the present instructor, by the chain's lead, or in even shares of neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from honglian.domains.enterprises.api import ContactPledge, Enterprise, held_on, in_grids
from honglian.foundation.access.api import Grant
from honglian.kit import clock

from .models import Campaign, Target

Shares = dict[int, list[Target]]  # user → what this person gets


def by_instructor(targets: Sequence[Target]) -> Shares:
    """To the enterprise's present primary instructor; who has none, or none with an account, is left."""
    firms = [t.enterprise_id for t in targets]
    rows = ContactPledge.rows.filter(held_on(clock.today()), enterprise__in=firms, kind="primary")
    guides = dict(rows.values_list("enterprise_id", "instructor__user_id"))
    return _grouped([(guides.get(t.enterprise_id), t) for t in targets])


def by_grid(campaign: Campaign, targets: Sequence[Target]) -> Shares:
    """To the lead of the enterprise's grid, else of its chain (网格长); the oldest grant where there are several."""
    rows = Grant.objects.in_force(clock.today()).unscoped("whom the work is given to")
    rows = rows.filter(zone_id=campaign.zone_id, role="grid_leader").order_by("-pk")
    chains = dict(rows.filter(scope_kind="chain").values_list("scope_id", "user_id"))
    firms: dict[int, int] = {}
    for grid, user in rows.filter(scope_kind="grid").values_list("scope_id", "user_id"):
        inside = Enterprise.rows.filter(
            in_grids((grid,)), pk__in=[t.enterprise_id for t in targets]
        )
        firms |= dict.fromkeys(inside.values_list("pk", flat=True), user)
    return _grouped(
        [(firms.get(t.enterprise_id) or chains.get(t.enterprise.chain_id), t) for t in targets]
    )


def evenly(targets: Sequence[Target], users: Sequence[int]) -> Shares:
    """Blocks of neighbours (park, chain, name) whose sizes differ by one at most."""
    rest, shares = list(targets), {}
    for index, user in enumerate(users):
        size = -(-len(rest) // (len(users) - index))
        shares[user], rest = rest[:size], rest[size:]
    return {user: block for user, block in shares.items() if block}


def _grouped(pairs: Sequence[tuple[int | None, Target]]) -> Shares:
    found: Shares = {}
    for user, target in pairs:
        if user is not None:
            found.setdefault(user, []).append(target)
    return found
