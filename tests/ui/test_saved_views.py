"""The two buttons of saved views: kept for the actor alone, and back to the list, never to another site."""

from urllib.parse import urlsplit

import pytest
from django.http import Http404

from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui import views
from honglian.ui.lists import SavedView, keep_views_with


class Notebook:
    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def list(self, actor: Actor, key: str) -> list[SavedView]:
        return []

    def save(self, actor: Actor, key: str, name: str, query: str) -> None:
        self.calls.append(("save", actor.user_id, key, name, query))

    def drop(self, actor: Actor, key: str, view_id: int) -> None:
        self.calls.append(("drop", actor.user_id, key, view_id))


@pytest.fixture
def notebook() -> Notebook:
    notebook = Notebook()
    keep_views_with(notebook)
    return notebook


def test_a_view_is_kept_under_its_name(ask, notebook: Notebook) -> None:
    request = ask(post={"name": " 本月超期 ", "query": "rank=1", "next": "/books/?rank=1"})
    response = views.save_view(request, "books")
    assert notebook.calls == [("save", 7, "books", "本月超期", "rank=1")]
    assert (response.status_code, response["Location"]) == (302, "/books/?rank=1")


def test_a_view_is_dropped(ask, notebook: Notebook) -> None:
    response = views.drop_view(ask(post={"next": "/books/"}), "books", 3)
    assert notebook.calls == [("drop", 7, "books", 3)]
    assert response["Location"] == "/books/"


def test_a_view_without_a_name_is_refused(ask, notebook: Notebook) -> None:
    with pytest.raises(Refusal, match="起个名字"):
        views.save_view(ask(post={"name": "  "}), "books")
    assert notebook.calls == []


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_to_another_site(ask, notebook: Notebook, target: str) -> None:
    response = views.save_view(ask(post={"name": "甲", "next": target}), "books")
    assert urlsplit(response["Location"]).netloc == ""
    assert response["Location"] == "/"


def test_visitors_and_installations_without_a_keeper_have_no_views(ask, notebook: Notebook) -> None:
    with pytest.raises(Http404):
        views.save_view(ask(post={"name": "甲"}, actor=Actor.visitor(1)), "books")
    keep_views_with(None)
    with pytest.raises(Http404):
        views.drop_view(ask(post={}), "books", 1)


def test_opening_the_address_changes_nothing(ask, notebook: Notebook) -> None:
    assert views.save_view(ask("?name=a"), "books").status_code == 405
    assert notebook.calls == []
