"""What was imported, by whom, and what it changed, so that a batch can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.scoping import ScopedQuerySet


class ImportBatchQuerySet(ScopedQuerySet):
    read_permission = "sheets.view"

    def scope_q(self, actor):
        return Q(actor_id=actor.user_id)


class ImportBatch(models.Model):
    """One file on its way into one ledger.

    ``counts`` holds created, updated, unchanged, rejected; ``progress`` is 0–100. ``source``
    and ``report`` are kept encrypted (they may hold personal data in full); the source goes
    once the batch is decided. ``written_at`` is the stamp that all written rows share,
    ``runner`` the process at work, so that a killed one is recognised.
    """

    class Status(models.TextChoices):
        CHECKING = "checking", "检查中"
        READY = "ready", "待确认"
        WRITING = "writing", "写入中"
        DONE = "done", "已导入"
        REFUSED = "refused", "未导入"
        UNDONE = "undone", "已撤销"
        FAILED = "failed", "中断"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    ledger = models.CharField("台账", max_length=32)
    file_name = models.CharField("文件名", max_length=200)
    file_sha256 = models.CharField(max_length=64)
    source = models.FileField(upload_to="imports/%Y/%m/", blank=True, max_length=160)
    report = models.FileField(upload_to="imports/%Y/%m/", blank=True, max_length=160)
    mapping = models.JSONField(default=dict)
    good_rows_only = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKING)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    runner = models.CharField(max_length=80, blank=True)
    headers = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    unknown_columns = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    grant_id = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(auto_now=True)
    written_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-id"]
        indexes = [models.Index(fields=["zone", "ledger", "-id"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.status in (self.Status.CHECKING, self.Status.WRITING)


class ImportChange(models.Model):
    """What undo needs: the identifiers created, and changed rows before and after.

    Stored in packs of up to a few thousand rows: ``created`` is a list of primary keys,
    ``before`` and ``after`` map a primary key to column values (encrypted ones as stored).
    ``after`` also holds what was written to created rows of tables without ``updated_at``.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=64)
    created = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)


class ColumnMapping(models.Model):
    """Which header of a file means which column, remembered for the next file like it."""

    zone = models.ForeignKey("zones.Zone", models.CASCADE, related_name="+")
    ledger = models.CharField(max_length=32)
    header = models.CharField(max_length=80)
    field = models.CharField(max_length=48, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "ledger", "header"], name="column_mapping_once")
        ]
