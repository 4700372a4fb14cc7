"""The test run uses the database it says it uses, set up as in production."""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_the_run_uses_the_database_it_was_started_for():
    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted


@pytest.mark.django_db
def test_sqlite_lies_in_a_file_with_a_write_ahead_log():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        assert Path(connection.settings_dict["NAME"]).is_file()
        assert mode == "wal"


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_what_was_written():
    seen: list[int] = []

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM probe")
            seen.append(cursor.fetchone()[0])
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE probe (id integer)")
        cursor.execute("INSERT INTO probe VALUES (1), (2)")
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        cursor.execute("DROP TABLE probe")
    assert seen == [2]


def test_files_of_tests_stay_out_of_the_checkout():
    assert not Path(settings.DATA_DIR).is_relative_to(settings.ROOT)
