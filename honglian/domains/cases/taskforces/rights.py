"""Who runs a task force: those who may form one, its leader, and its lead department."""

from __future__ import annotations

from honglian.kit.actor import Actor, ScopeKind

from .models import Task, TaskForce


def runs(force: TaskForce, by: Actor) -> bool:
    if by.can("taskforces.lead"):
        return True
    mine = by.user_id is not None and force.leader_user_id == by.user_id
    return by.can("taskforces.work") and (
        mine or force.lead_department_id in by.ids(ScopeKind.DEPARTMENT)
    )


def works_on(task: Task, by: Actor) -> bool:
    """Its owner, its department, or who runs the whole."""
    mine = by.user_id is not None and task.owner_user_id == by.user_id
    ours = task.department_id in by.ids(ScopeKind.DEPARTMENT)
    return runs(task.force, by) or (by.can("taskforces.work") and (mine or ours))
