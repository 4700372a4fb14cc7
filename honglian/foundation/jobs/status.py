"""How the background work is doing, for the doctor and the page."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from .models import Job, Worker
from .queue import ALIVE


def workers_alive() -> int:
    return Worker.objects.filter(seen_at__gte=timezone.now() - ALIVE).count()


def failed_count() -> int:
    return Job.rows.filter(state=Job.State.FAILED).count()


def waiting_since() -> datetime | None:
    """When the job that waits longest was due; None when nothing that is due waits."""
    due = Job.rows.filter(state=Job.State.WAITING, run_at__lte=timezone.now())
    return due.order_by("run_at").values_list("run_at", flat=True).first()


def missing_migrations() -> list[str]:
    """Migrations that this database has not seen, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{one.app_label}.{one.name}" for one, _ in plan]
