"""What lies with a branch is seen by those whose scope holds the branch."""

from __future__ import annotations

from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet


class BranchQuerySet(ScopedQuerySet):
    """Rows with a ``branch``: its own people, the organisations above it, its chain's lead."""

    read_permission = "rectify.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(branch__chain_id__in=ids)
        return NOTHING
