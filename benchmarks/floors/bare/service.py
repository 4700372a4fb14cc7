"""A bare Django service: one table, five posts, one write each in a transaction of its own.

No sign-in, no scope, no state table, no clock, no audit, no timeline, no list to keep in step.
`service:application` is the WSGI entry; `python service.py --cases N` makes the table and N rows.
"""

import argparse
import json
import os
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlparse

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path


def database(url: str) -> dict[str, object]:
    """Django settings of `sqlite:///path` or `postgres://user@/name?host=socket`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        pragmas = (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-64000;"
            "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=268435456;"
        )
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            "CONN_MAX_AGE": 600,
            "OPTIONS": options,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "HOST": parse_qs(parts.query)["host"][0],
        "OPTIONS": {"pool": {"min_size": 2, "max_size": 8, "timeout": 10}},
    }


settings.configure(
    SECRET_KEY="benchmark-only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ["DATABASE_URL"])},
    USE_TZ=True,
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
)
django.setup()

from django.db import connection, models, transaction  # noqa: E402


class Case(models.Model):
    title = models.CharField(max_length=80)
    text = models.TextField()
    state = models.CharField(max_length=16, default="created", db_index=True)
    department = models.IntegerField(null=True)
    reply = models.TextField(default="")
    satisfaction = models.CharField(max_length=12, default="")
    created_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "bare"


def create(request: HttpRequest) -> JsonResponse:
    """Insert one row."""
    body = json.loads(request.body)
    now = datetime.now(UTC)
    with transaction.atomic():
        case = Case.objects.create(
            title=body["title"], text=body["text"], created_at=now, changed_at=now
        )
    return JsonResponse({"id": case.pk}, status=201)


def change(request: HttpRequest, case_id: int, verb: str) -> JsonResponse:
    """Update one row: what each later step of a life comes down to."""
    body = json.loads(request.body)
    values = {
        "dispatch": lambda: {"state": "dispatched", "department": body["department"]},
        "reply": lambda: {"state": "replied", "reply": body["text"]},
        "close": lambda: {"state": "closed"},
        "rate": lambda: {"satisfaction": body["satisfaction"]},
    }[verb]()
    with transaction.atomic():
        changed = Case.objects.filter(pk=case_id).update(changed_at=datetime.now(UTC), **values)
    return JsonResponse({"changed": changed}, status=200 if changed else 404)


urlpatterns = [
    path("cases", create),
    path("cases/<int:case_id>/<str:verb>", change),
]
application = get_wsgi_application()


def prepare(cases: int) -> None:
    """Make the table and fill in `cases` closed rows."""
    with connection.schema_editor() as editor:
        editor.create_model(Case)
    now = datetime.now(UTC)
    for start in range(0, cases, 5000):
        Case.objects.bulk_create(
            Case(
                title=f"诉求 {number}",
                text="新产线下月投产，现有供电容量不够，请协调增容。",
                state="closed",
                created_at=now,
                changed_at=now,
            )
            for number in range(start, min(start + 5000, cases))
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=0)
    prepare(parser.parse_args().cases)
