"""On whose desk the branch's own work lies."""

from __future__ import annotations

from typing import Any

from honglian.domains.members.api import branch_holder
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit.actor import Actor


def own_holder(branch: PartyOrg, by: Actor | None = None) -> dict[str, Any]:
    """The branch's secretary or whoever acts for it; a branch without an account keeps its name.

    Meetings are the branch's own affair. Those of branches without an account would otherwise
    fill the desk of the organisation department, which sees them in the heat table instead.
    """
    found = branch_holder(branch, by)
    if found["holder_user_id"] is not None:
        return found
    return {"holder_user_id": None, "holder_name": branch.name[:64], "holder_role": ""}
