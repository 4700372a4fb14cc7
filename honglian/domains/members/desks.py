"""On whose desk a branch's work lies: the one who acts for it, else its secretary's account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from honglian.foundation.access.api import Grant
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

BRANCH_ROLES = ("grid_worker", "committee_staff")


def branch_holder(org: PartyOrg, by: Actor | None = None) -> dict[str, Any]:
    """Columns of a work item that name its holder.

    A branch acts through the person signed in for it; otherwise through its secretary, then
    through whoever holds a role on exactly this organisation. Without any of them the zone's
    organisation department sees it.
    """
    if by is not None and by.user_id and by.ids(ScopeKind.ORG) == (org.pk,):
        return {"holder_user_id": by.user_id, "holder_name": by.name[:64], "holder_role": ""}
    today = clock.today()
    posts = Post.objects.filter(org=org, kind=Post.Kind.SECRETARY, user__isnull=False)
    post = posts.filter(Q(ends_on=None) | Q(ends_on__gt=today)).first()
    if post is not None:
        return {
            "holder_user_id": post.user_id,
            "holder_name": post.person_name[:64],
            "holder_role": "",
        }
    granted = Grant.objects.in_force(today).unscoped("who answers for this organisation")
    for role in BRANCH_ROLES:
        found = granted.filter(scope_kind=ScopeKind.ORG, scope_id=org.pk, role=role).first()
        if found is not None:
            return {
                "holder_user_id": found.user_id,
                "holder_name": org.name[:64],
                "holder_role": "",
            }
    return {"holder_user_id": None, "holder_name": "党群工作部", "holder_role": "org_admin"}
