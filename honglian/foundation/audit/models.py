"""The audit trail: append-only rows, each sealed with the hash of the one before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.scoping import ScopedQuerySet


class AuditEntryQuerySet(ScopedQuerySet):
    read_permission = "audit.view"

    def scope_q(self, actor):
        return Q()  # the auditor holds no business scope; the whole log of the zone is the job


class AuditEntry(models.Model):
    """Who did what to which object, when, through which door, with which change.

    No foreign keys: an audit row must never hinder a deletion nor disappear with one.
    ``hash`` is HMAC-SM3 over the previous hash and this row; ``seq`` counts without gaps
    within a zone (0 for the installation), so that a removed row is found as well as an
    edited one. Without the site's secret nobody can seal a changed row anew.
    """

    zone_id = models.BigIntegerField(default=0)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    channel = models.CharField(max_length=8)
    verb = models.CharField(max_length=64)
    target_kind = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64, blank=True)
    target_label = models.CharField(max_length=160, blank=True)
    changes = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    rows = models.Manager()
    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        constraints = [models.UniqueConstraint(fields=["zone_id", "seq"], name="audit_seq_once")]
        indexes = [
            models.Index(fields=["zone_id", "target_kind", "target_id"]),
            models.Index(fields=["zone_id", "actor_id", "at"]),
            models.Index(fields=["zone_id", "verb", "-seq"]),
        ]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("audit entries are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("audit entries are append-only")


class AuditHead(models.Model):
    """How many entries a zone's chain has: gives the next number, and shows when the newest
    entries were cut off, which the chain alone cannot."""

    zone_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField()
