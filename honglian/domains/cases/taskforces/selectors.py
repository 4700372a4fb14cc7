"""Reads about task forces, the actor first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit import clock
from honglian.kit.actor import Actor

from ..causes.models import CommonCause
from .models import Task, TaskForce
from .rights import works_on

WEEKLY = timedelta(days=7)  # 周例会, 领域手册 E.5


def task_forces(actor: Actor) -> QuerySet[TaskForce]:
    """With how many tasks are open, late and done."""
    late = Q(tasks__state="open", tasks__due_on__lt=clock.today())
    rows = TaskForce.objects.visible_to(actor).select_related("lead_department")
    return rows.annotate(
        open=Count("tasks", filter=Q(tasks__state="open"), distinct=True),
        late=Count("tasks", filter=late, distinct=True),
        done=Count("tasks", filter=Q(tasks__state="done"), distinct=True),
        met=Max("meetings__held_on"),
    )


def task_force(actor: Actor, pk: int) -> TaskForce:
    rows = task_forces(actor).select_related("cause", "case", "chain", "item", "lead_department")
    return get_object_or_404(rows, pk=pk)


def task(actor: Actor, pk: int) -> Task:
    """One task of a task force that this actor sees, else 404."""
    seen = TaskForce.objects.visible_to(actor).values("pk")
    rows = Task.rows.select_related("force__lead_department", "department")
    return get_object_or_404(rows, pk=pk, force__in=seen)


def tasks(actor: Actor, force: TaskForce) -> list[dict[str, Any]]:
    """The plan by day, with whether this actor may finish each line."""
    rows = list(force.tasks.select_related("department"))
    for each in rows:
        each.force = force
    return [
        {"task": t, "mine": t.state == "open" and works_on(t, actor), "late": _late(t)}
        for t in rows
    ]


def _late(task: Task) -> bool:
    return task.state == "open" and task.due_on < clock.today()


def without_meeting(force: TaskForce) -> int:
    """Days since the last meeting (or the forming) where it is more than a week; else 0."""
    if force.shown_state.final:
        return 0
    last = getattr(force, "met", None) or force.formed_on
    gone = clock.today() - last
    return gone.days if gone > WEEKLY else 0


def of_cause(actor: Actor, cause: CommonCause) -> list[TaskForce]:
    rows = TaskForce.objects.visible_to(actor).filter(cause=cause)
    return list(rows.order_by("-formed_on", "-pk"))
