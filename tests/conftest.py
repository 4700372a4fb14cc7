"""What all tests share: databases, real data, and pages in a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser import Pages, start_chromium

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"


def pytest_configure() -> None:
    """Settings that only tests need: no hashed names of static files, quick password hashing."""
    # The live server serves static files straight from the source folders, where no hashed names exist.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests by what they ask for, and leave out real-data tests where there is none."""
    absent = pytest.mark.skip(
        reason="real data absent: no folder ../shared/data beside the checkout"
    )
    for item in items:
        if {"page", "phone", "open_page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("real_data") and not REAL_DATA.is_dir():
            item.add_marker(absent)


@pytest.fixture(scope="session", autouse=True)
def _analytics_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The columns that figures are counted over lie in a folder of this worker's own."""
    settings.HONGLIAN_ANALYTICS_DIR = tmp_path_factory.mktemp("analytics")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real ledgers; tests that use it carry the marker `real_data`."""
    return REAL_DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file, as in production.

    In memory all threads of the live server would share one connection and stumble over each
    other's transactions.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Callable[..., AbstractContextManager[Pages]]]:
    """The system's Chromium, started once for the run."""
    path = os.environ.get("HONGLIAN_CHROMIUM") or shutil.which("chromium")
    assert path, (
        "Chromium is not installed: run script/test, or leave these out with -m 'not browser'"
    )
    with start_chromium(path) as opener:
        yield opener


@pytest.fixture
def open_page(
    chromium: Callable[..., AbstractContextManager[Pages]], live_server: object
) -> Iterator[Pages]:
    """Opens pages of given widths on the live server; see tests.browser.Pages."""
    with chromium(base_url=str(live_server)) as pages:
        yield pages


@pytest.fixture
def page(open_page: Pages):
    """A desktop page, 1440 × 900."""
    return open_page(width=1440, height=900)


@pytest.fixture
def phone(open_page: Pages):
    """A phone page, 390 × 844, with touch."""
    return open_page(width=390, height=844, touch=True)
