"""How often in an hour: counted in the database, so that several processes share it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from honglian.foundation.workflow.api import within_limit
from honglian.foundation.workflow.models import Use
from honglian.foundation.workflow.tasks import tidy
from honglian.kit import clock


@pytest.mark.django_db
def test_the_hour_has_its_limit_for_each_sender_and_thing():
    assert [within_limit("look", "10.0.0.1", 2) for _ in range(3)] == [True, True, False]
    assert within_limit("look", "10.0.0.2", 2)
    assert within_limit("report", "10.0.0.1", 2)
    assert not any("10.0.0" in key for key in Use.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_the_next_hour_begins_anew_and_old_hours_are_tidied(monkeypatch):
    assert not [within_limit("look", "10.0.0.1", 0)][0]
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert within_limit("look", "10.0.0.1", 1)
    much_later = later + timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: much_later)
    tidy()
    assert not Use.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_connections_of_their_own_share_one_count():
    """Threads stand for worker processes: each has a connection of its own."""
    allowed = []

    def look() -> None:
        allowed.append(within_limit("look", "10.0.0.1", 3))
        connection.close()

    threads = [Thread(target=look) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert allowed.count(True) == 3
