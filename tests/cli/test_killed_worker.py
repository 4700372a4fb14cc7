"""A worker that is killed in the middle of a job loses nothing: another one does it."""

import signal
import socket

from tests.cli.installation import until
from tests.foundation.notify.servers import web_server

ASK_FOR_A_NOTICE = """
from django.conf import settings
from honglian.foundation.zones.api import load_zone
from honglian.foundation.notify.api import notify
from honglian.kit.actor import Actor
Channel = apps.get_model("notify.Channel")
zone = load_zone(path=settings.ZONES_DIR / "xianning.toml", by=Actor.system(None))
Channel.rows.create(zone=zone, kind="json", name="平台", address="{address}")
notify(zone_id=zone.pk, role="dispatcher", topic="t", title="工单", urgent=True)
"""
STATE = "print(apps.get_model('jobs.Job').rows.get(name='notify.send').state)"
TIME_PASSES = """
from datetime import timedelta
from django.utils import timezone
from django.db.models import F
Worker, Delivery = apps.get_model("jobs.Worker"), apps.get_model("notify.Delivery")
Worker.objects.update(seen_at=F("seen_at") - timedelta(minutes=5))
"""
NOW = """
from django.utils import timezone
apps.get_model("jobs.Job").rows.filter(state="waiting").update(run_at=timezone.now())
print(apps.get_model("jobs.Job").rows.get(name="notify.send").state)
"""


def test_a_killed_workers_job_is_done_by_the_next(installation):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never answers
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        installation.ask(ASK_FOR_A_NOTICE.format(address=address))
        with installation.running("worker") as worker:
            until(lambda: installation.ask(STATE) == "running", "the job has started")
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    assert installation.ask(STATE) == "running"  # nobody knows yet
    installation.ask(TIME_PASSES)
    with web_server() as (_, address), installation.running("worker"):
        moved = f"apps.get_model('notify.Channel').rows.update(address='{address}')"
        installation.ask(moved)
        until(lambda: installation.ask(NOW) == "done", "another worker has done it")
