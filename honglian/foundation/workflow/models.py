"""One kind of work item: a holder, a due time, an append-only event log (DESIGN idea 2).

Domains keep their own rows with their own states; a :class:`WorkItem` is the face of such
a row on somebody's desk, and :class:`WorkEvent` is its timeline. Clocks are computed from
the events (algo.workdays), never counted by a nightly job; ``due_at`` is only the stored
result, so that lists can sort by it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .standing_in import lent_q


class WorkItemQuerySet(ScopedQuerySet):
    read_permission = "zones.view"

    def scope_q(self, actor):
        return self.held_q(actor)

    def held_q(self, actor):
        """What lies on this actor's own desk: the person, the department, or the role's queue."""
        mine = Q(holder_user_id=actor.user_id) | lent_q(actor) if actor.user_id else NOTHING
        if department := actor.department_id:
            mine |= Q(holder_department_id=department)
        if enterprise := actor.enterprise_id:
            mine |= Q(holder_enterprise_id=enterprise)
        queue = Q(holder_role=actor.role)
        if ids := actor.ids(ScopeKind.CHAIN):
            queue &= Q(chain_id__in=ids)
        elif actor.scope.kind != ScopeKind.ZONE:
            queue = NOTHING
        return mine | queue

    def held_by(self, actor):
        """The desk: open items that wait for this actor in this role."""
        if actor.zone_id is None:
            return self._open().none()
        return self.filter(self.held_q(actor), zone_id=actor.zone_id, closed_at=None)._open()


class WorkItem(models.Model):
    """The desk's view of a case, a department's order, a meeting, a hazard …

    ``kind`` is ``<app>.<model>`` and ``object_id`` its row; ``root`` groups children under
    their parent so that one timeline shows all. ``expected`` is the button's verb for the
    holder (签收, 办理, 回访). ``due_kind`` says which clock ``due_at`` belongs to.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=48)
    object_id = models.BigIntegerField()
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    state = models.CharField(max_length=24)
    state_name = models.CharField(max_length=24)
    tone = models.CharField(max_length=12, default="doing")
    expected = models.CharField(max_length=48, blank=True)
    urgency = models.PositiveSmallIntegerField(default=3)
    due_at = models.DateTimeField(null=True, blank=True)
    due_kind = models.CharField(max_length=24, blank=True)
    holder_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    holder_department = models.ForeignKey(
        "orgs.Department", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    holder_enterprise_id = models.BigIntegerField(null=True, blank=True)
    holder_role = models.CharField(max_length=32, blank=True)
    holder_name = models.CharField(max_length=64, blank=True)
    chain_id = models.BigIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="work_item_once")]
        indexes = [
            models.Index(
                fields=["holder_department", "due_at", "id"],
                name="desk_department",
                condition=Q(closed_at=None),
            ),
            models.Index(
                fields=["holder_user", "due_at", "id"],
                name="desk_user",
                condition=Q(closed_at=None),
            ),
            models.Index(
                fields=["zone", "holder_role", "due_at", "id"],
                name="desk_role",
                condition=Q(closed_at=None),
            ),
            models.Index(
                fields=["holder_enterprise_id", "due_at", "id"],
                name="desk_enterprise",
                condition=Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class WorkEvent(models.Model):
    """One line of a timeline; never changed, never deleted.

    ``item`` is what it happened to, ``root`` where the timeline is read. ``data`` carries
    what a clock needs (``{"extend": "5 工作日"}``). ``is_internal`` hides a line from the
    enterprise and from visitors.
    """

    root = models.ForeignKey(WorkItem, models.CASCADE, related_name="timeline")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    verb = models.CharField(max_length=24)
    name = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    actor_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    unit_name = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    is_internal = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["root", "at"])]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("work events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("work events are append-only")


class OnceKey(models.Model):
    """A form or API post that has been carried out, so that a double click acts once.

    ``fingerprint`` is a hash of the request: the same key with another content is refused.
    """

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, blank=True)
    status = models.PositiveSmallIntegerField(default=200)
    response = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="once_key_once")]
        indexes = [models.Index(fields=["created_at"])]


class Sequence(models.Model):
    """Business numbers that people read (SQ202611250007): one counter a zone, prefix and day."""

    zone = models.ForeignKey("zones.Zone", models.CASCADE, related_name="+")
    name = models.CharField(max_length=32)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "name"], name="sequence_once")]


class Use(models.Model):
    """How often one sender did one thing in one hour; written by :mod:`.limits` alone."""

    key = models.CharField(max_length=64, primary_key=True)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
