"""The test table of lists, and actors who look at them."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from honglian.kit.actor import Actor
from honglian.ui.lists import saved
from tests.ui.books import Book, Shelf


@pytest.fixture(autouse=True)
def frame_of_our_own(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The design system must not lean on the floors above it, so neither do its tests."""
    [engine] = settings.TEMPLATES
    processors = [
        "tests.ui.frame.frame" if name.endswith(".frame") else name
        for name in engine["OPTIONS"]["context_processors"]
    ]
    options = {**engine["OPTIONS"], "context_processors": processors}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]
    upper = ("honglian.foundation.", "honglian.web.", "axes.")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith(upper)]
    settings.ROOT_URLCONF = "tests.ui.urls"
    monkeypatch.setattr(saved, "_keeper", None)


@pytest.fixture(scope="session")
def book_table(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Made outside the migrations, because only tests know this table."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Shelf)
            editor.create_model(Book)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Book)
            editor.delete_model(Shelf)


@pytest.fixture
def books(book_table: None, db: None) -> type[Book]:
    return Book


@pytest.fixture
def reader() -> Actor:
    return Actor(
        name="李岚", role="clerk", zone_id=1, user_id=7, permissions=frozenset({"books.view"})
    )


@pytest.fixture
def ask(rf: RequestFactory, reader: Actor) -> Callable[..., HttpRequest]:
    """A request as the views get it: ``ask("?q=a")``, ``ask("", post={...}, htmx="listing")``."""

    def make(
        query: str = "", *, post: dict | None = None, htmx: str = "", actor: Actor = reader
    ) -> HttpRequest:
        headers = {"HX-Request": "true", "HX-Target": htmx} if htmx else {}
        address = f"/books/{query}"
        request = (
            rf.get(address, headers=headers)
            if post is None
            else rf.post(address, post, headers=headers)
        )
        request.htmx = HtmxDetails(request)
        request.actor = actor
        request.session = SessionStore()
        request._messages = FallbackStorage(request)
        return request

    return make


@pytest.fixture
def site(chromium, settings, transactional_db: None) -> Iterator[Callable[..., Page]]:
    """Opens pages on a server that has these tests' own addresses and frame.

    ``site(width=390)`` gives a page; ``site.asked`` lists "METHOD path" of all that was requested.
    The shared live server would carry the middleware that was set when it started.
    """
    server = LiveServer("localhost")
    asked: list[str] = []
    with chromium(base_url=server.url) as pages:

        def open_page(**kwargs) -> Page:
            page = pages(**kwargs)
            page.on(
                "request", lambda sent: asked.append(f"{sent.method} {urlsplit(sent.url).path}")
            )
            return page

        def expect_complaint(part: str) -> None:
            """htmx also prints what it has reported; anything else still fails the test."""
            assert part in "\n".join(pages.complaints)
            pages.complaints[:] = [one for one in pages.complaints if part not in one]

        open_page.asked = asked
        open_page.expect_complaint = expect_complaint
        yield open_page
    server.stop()
