"""What signing in leaves behind is cleared at night."""

from datetime import timedelta

import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from honglian.foundation.accounts.models import LoginSession
from honglian.foundation.accounts.tasks import tidy
from honglian.foundation.jobs.registry import PERIODICS
from honglian.kit import clock
from tests.foundation.conftest import PASSWORD


def sign_in(client, password=PASSWORD):
    client.post("/login/", {"username": "li", "password": password})


def test_open_sessions_and_running_locks_stay(client, cast):
    cast("leader", "li")
    sign_in(client)
    client.post("/login/", {"username": "nobody", "password": "wrong"})
    tidy()
    assert Session.objects.count() == 1
    assert LoginSession.objects.count() == 1
    assert AccessAttempt.objects.count() == 1


def test_what_is_over_goes(client, cast):
    cast("leader", "li")
    with time_machine.travel(clock.now() - timedelta(days=31)):
        sign_in(client, "wrong")
        sign_in(client)
        client.post("/login/", {"username": "nobody", "password": "wrong"})
    tidy()
    assert not Session.objects.exists()
    assert not LoginSession.objects.exists()
    assert not AccessAttempt.objects.exists()


def test_it_is_on_the_timetable():
    assert PERIODICS["accounts.tidy"].at.hour == 3
