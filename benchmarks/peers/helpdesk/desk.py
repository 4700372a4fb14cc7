"""A django-helpdesk installation for the measurement; runs in that peer's own environment.

`python desk.py prepare --tickets N` makes the tables, a staff member, a queue and N tickets with
two follow-ups each, and prints the session that the load generator uses. `python desk.py pages`
times its ticket list in one process. `desk:application` is the WSGI entry. Settings favour the peer: write-ahead log and immediate transactions on SQLite
(without them it answers most requests with "database is locked"), no password hashing in the measured requests, mail composed but
not sent, no debug.
"""

import argparse
import base64
import json
import os
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

from django.conf import settings
from django.urls import include, path

# Its documentation leaves connections as the framework does: a new one for each request.
KEEPS_CONNECTIONS = os.environ.get("BENCH_KEEP_CONNECTIONS") == "1"
POOL = {"min_size": 2, "max_size": 8, "timeout": 10}


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
            "CONN_MAX_AGE": 600 if KEEPS_CONNECTIONS else 0,
            "OPTIONS": options,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "HOST": parse_qs(parts.query)["host"][0],
        "OPTIONS": {"pool": POOL} if KEEPS_CONNECTIONS else {},
    }


settings.configure(
    SECRET_KEY="benchmark-only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ["DATABASE_URL"])},
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.sites",
        "django.contrib.admin",
        "django.contrib.humanize",
        "rest_framework",
        "helpdesk",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    SITE_ID=1,
    STATIC_URL="/static/",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_USE_CDN=False,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SESSION_COOKIE_AGE=86400,
)

import django  # noqa: E402

django.setup()

from django.contrib import admin  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls"))]
application = get_wsgi_application()


def prepare(tickets: int) -> dict[str, object]:
    """Tables, staff member, queue and `tickets` tickets; returns the ready session's key."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    user = get_user_model().objects.create(
        username="bench", email="bench@example.org", is_staff=True, is_superuser=True
    )
    user.set_unusable_password()
    user.save()
    queue = Queue.objects.create(title="Demands", slug="demands", allow_public_submission=True)
    _fill(queue, user, tickets)
    return {"session": _session(user), "queue": queue.pk}


def _fill(queue: object, user: object, tickets: int) -> None:
    from django.db import connection
    from django.utils import timezone
    from helpdesk.models import FollowUp, Ticket

    now = timezone.now()
    for start in range(0, tickets, 5000):
        made = Ticket.objects.bulk_create(
            Ticket(
                title=f"Demand {number}: lathe line power supply",
                queue=queue,
                submitter_email=f"firm{number % 300}@example.org",
                created=now - timedelta(minutes=number),
                status=4 if number % 3 else 1,
                description="The workshop needs a second feeder before the new line starts.",
                priority=3,
                secret_key=f"key{number}",
            )
            for number in range(start, min(start + 5000, tickets))
        )
        FollowUp.objects.bulk_create(
            FollowUp(ticket=ticket, title=title, comment="On site today.", public=True, user=user)
            for ticket in made
            for title in ("Ticket Opened", "Comment")
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")


def _session(user: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def pages(repeat: int) -> dict[str, dict[str, float]]:
    """Its ticket list, a deep page and a search, as its own page asks for them; milliseconds."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from helpdesk.models import Ticket

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(username="bench"))
    deep = Ticket.objects.count() * 9 // 10
    wanted = {"首页": ("", 0), "深页": ("", deep), "搜词": ("feeder", 0), "查无": ("zzqqxx", 0)}
    return {label: _time(client, _list_path(*asked), repeat) for label, asked in wanted.items()}


def _list_path(words: str, start: int) -> str:
    asked = {
        "filtering": {},
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": False,
        "search_string": words,
    }
    query = base64.b64encode(json.dumps(asked).encode()).decode()
    order = "order[0][column]=0&order[0][dir]=asc&search[value]="
    return f"/datatables_ticket_list/{query}?draw=1&start={start}&length=50&{order}"


def _time(client: object, path: str, repeat: int) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        if client.get(path).status_code != 200:
            raise RuntimeError(f"{path} did not answer 200")
    count = len(queries)  # the next request empties the log
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "p50": round(times[len(times) // 2], 1),
        "p95": round(times[max(0, -(-len(times) * 95 // 100) - 1)], 1),
        "queries": count,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["prepare", "pages"])
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=10)
    given = parser.parse_args()
    answer = prepare(given.tickets) if given.command == "prepare" else pages(given.repeat)
    print(json.dumps(answer))
