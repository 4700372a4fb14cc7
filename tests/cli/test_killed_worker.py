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
MOVE_CHANNEL = "apps.get_model('notify.Channel').rows.update(address='{address}')"
STATE = "SELECT state FROM jobs_job WHERE name = 'notify.send'"
FIVE_MINUTES_PASS = "UPDATE jobs_worker SET seen_at = datetime(seen_at, '-5 minutes')"
ITS_NEXT_TRY_IS_DUE = "UPDATE jobs_job SET run_at = datetime('now') WHERE state = 'waiting'"


def test_a_killed_workers_job_is_done_by_the_next(installation):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never answers
        installation.do(ASK_FOR_A_NOTICE.format(address=address_of(silent)))
        with installation.running("worker") as worker:
            until(lambda: installation.sql(STATE) == [("running",)], "the job has started")
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    assert installation.sql(STATE) == [("running",)]  # nobody knows yet
    installation.sql(FIVE_MINUTES_PASS)
    with web_server() as (_, address), installation.running("worker"):
        until(lambda: installation.sql(STATE) == [("waiting",)], "the job is given back")
        installation.do(MOVE_CHANNEL.format(address=address))
        installation.sql(ITS_NEXT_TRY_IS_DUE)
        until(lambda: installation.sql(STATE) == [("done",)], "another worker has done it")


def address_of(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/"
