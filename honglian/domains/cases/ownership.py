"""Who may see the files of a whistle, and why somebody sees a whistle at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from honglian.kit.actor import Actor, ScopeKind

from .models import Case, Target

TRACKED = "tracked_cases"  # session: ids of the cases whose code was shown


def visible(actor: Actor, case_id: int) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case_id).exists()


def sees_target(actor: Actor, target_id: int) -> bool:
    return Target.objects.visible_to(actor).filter(pk=target_id).exists()


def holds_code(session: Mapping[str, Any], case_id: int) -> bool:
    """A visitor's session that has shown the tracking code of this case."""
    return case_id in session.get(TRACKED, ())


def because(actor: Actor, case: Case) -> str:
    """Why this case falls into the actor's scope, in a sentence."""
    if actor.user_id is not None and case.reporter_user_id == actor.user_id:
        return "这件诉求是您自己登记的。"
    match actor.scope.kind:
        case ScopeKind.ZONE:
            return "您的范围是全区，本高新区的诉求都能看到。"
        case ScopeKind.CHAIN:
            return f"这家企业在您负责的产业链“{case.chain.short_name}”上。"
        case ScopeKind.DEPARTMENT:
            return "这件诉求派给了您的部门（主办或协办）。"
        case ScopeKind.ENTERPRISE:
            return "这是您所在企业的诉求。"
        case ScopeKind.PLEDGE:
            return "您是这家企业的指导员或包保领导。"
        case ScopeKind.ORG:
            return "这家企业的党组织在您所辖范围内。"
    return "您的授权包含这件诉求。"
