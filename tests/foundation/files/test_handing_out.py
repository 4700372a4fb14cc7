"""A file is handed out to those who see its owner, and to nobody else."""

import pytest
from django.urls import reverse

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.files import registry
from honglian.foundation.files.api import attach, register_owner
from honglian.kit.actor import Actor
from tests.foundation.files.samples import VOICES, photo, upload
from tests.foundation.places import make_department, make_grant, make_user, make_zone

pytestmark = pytest.mark.django_db
TRACKED = "tracked_department"


@pytest.fixture
def department(monkeypatch):
    """A department whose files its own workers and visitors with its code may see."""
    monkeypatch.setattr(registry, "_owners", {})
    register_owner(
        "orgs.department",
        lambda actor, pk: actor.department_id == pk or actor.role == "enterprise_user",
        visitor=lambda session, pk: session.get(TRACKED) == pk,
    )
    return make_department(make_zone(), "T01")


@pytest.fixture
def keep(department):
    def kept(content: bytes, name: str, **words):
        by = Actor.system(department.zone_id)
        return attach(owner=department, upload=upload(content, name), by=by, **words)

    return kept


@pytest.fixture
def worker(department, client):
    user = make_user(department.zone, "chen")
    make_grant(department.zone, user, "dept_worker", "department", department.pk)
    client.force_login(user)
    return client


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_photo_is_shown_in_the_page(worker, keep):
    response = worker.get(keep(photo(), "现场.jpg").get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert body(response)[:3] == b"\xff\xd8\xff"


def test_a_document_is_a_download_and_is_logged(worker, keep):
    response = worker.get(keep(b"<script>alert(1)</script>", "页面.html").get_absolute_url())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.rows.get(verb="files.download")
    assert (entry.actor_name, entry.target_label) == ("chen", "页面.html.txt")


def test_a_voice_note_answers_ranges(worker, keep):
    content = VOICES["note.wav"][0]
    url = keep(content, "录音.wav").get_absolute_url()
    part = worker.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, content[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(content)}"
    assert worker.get(url, headers={"Range": "bytes=-4"}).content == content[-4:]
    assert worker.get(url, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    whole = worker.get(url, headers={"Range": "bytes=nonsense"})
    assert (whole.status_code, body(whole)) == (200, content)


def test_another_department_gets_nothing(client, keep, department):
    user = make_user(department.zone, "zhao")
    other = make_department(department.zone, "T02")
    make_grant(department.zone, user, "dept_worker", "department", other.pk)
    client.force_login(user)
    assert client.get(keep(b"x", "a.txt").get_absolute_url()).status_code == 404


def test_a_visitor_needs_the_tracking_code(client, keep, department):
    url = keep(b"x", "a.txt").get_absolute_url()
    assert client.get(url).status_code == 404
    session = client.session
    session[TRACKED] = department.pk
    session.save()
    assert client.get(url).status_code == 200


def test_internal_files_are_hidden_from_enterprises_and_visitors(client, keep, department, worker):
    url = keep(b"x", "a.txt", internal=True).get_absolute_url()
    assert worker.get(url).status_code == 200
    user = make_user(department.zone, "boss")
    make_grant(department.zone, user, "enterprise_user", "enterprise", 9)
    client.force_login(user)
    assert client.get(url).status_code == 404


def test_unknown_keys_unknown_owners_and_posts(worker, keep, monkeypatch):
    url = keep(b"x", "a.txt").get_absolute_url()
    unknown = reverse("files:download", args=["00000000-0000-4000-8000-000000000000"])
    assert worker.get(unknown).status_code == 404
    assert worker.post(url).status_code == 405
    monkeypatch.setattr(registry, "_owners", {})
    assert worker.get(url).status_code == 404
