"""The system administrator sees why jobs failed and tries them again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.jobs.models import Job, Worker
from tests.foundation.places import make_grant, make_user, make_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(zone, client):
    user = make_user(zone, "root")
    make_grant(zone, user, "sysadmin", "none")
    client.force_login(user)
    return client


def job(zone=None, state="failed", **fields) -> Job:
    now = timezone.now()
    fields = {"name": "notify.send", "run_at": now, "asked_at": now, "attempts": 6} | fields
    return Job.rows.create(zone=zone, state=state, error="对方没有应答", **fields)


def retry(client, *jobs):
    return client.post(reverse("jobs:retry"), {"ids": [one.pk for one in jobs]}, follow=True)


def test_the_list_names_the_job_and_the_reason(root, zone):
    job(zone)
    page = root.get(reverse("jobs:index")).content.decode()
    assert "外发通知" in page
    assert "对方没有应答" in page
    assert "没有后台进程在工作" in page


def test_a_living_worker_is_counted(root):
    now = timezone.now()
    Worker.objects.create(host="here", pid=1, started_at=now, seen_at=now)
    page = root.get(reverse("jobs:index"))
    assert page.context["alive"] == 1
    assert "没有后台进程在工作" not in page.content.decode()


def test_failed_jobs_are_put_back_with_all_their_tries(root, zone):
    failed, done = job(zone), job(zone, state="done")
    retry(root, failed, done)
    failed.refresh_from_db()
    done.refresh_from_db()
    assert (failed.state, failed.attempts) == ("waiting", 0)
    assert done.state == "done"
    assert AuditEntry.rows.get(verb="jobs.retry").note == "重试 1 个"


def test_jobs_of_another_zone_are_neither_seen_nor_retried(root, zone):
    foreign, shared = job(make_zone("xiangyang")), job(None)
    rows = list(root.get(reverse("jobs:index")).context["listing"].page.rows)
    assert rows == [shared]
    response = retry(root, foreign)
    foreign.refresh_from_db()
    assert foreign.state == "failed"
    assert "没有可以重试的任务" in response.content.decode()


def test_others_may_not_look(zone, client):
    user = make_user(zone, "wu")
    make_grant(zone, user, "dispatcher")
    client.force_login(user)
    assert client.get(reverse("jobs:index")).status_code == 403
    assert client.post(reverse("jobs:retry"), {"ids": [1]}).status_code == 403
