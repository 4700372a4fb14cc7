"""Keeps the saved views of lists (the ``SavedViews`` protocol of honglian.ui.lists)."""

from __future__ import annotations

from collections.abc import Sequence

from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui import lists

from .models import SavedView

MOST = 20


class Keeper:
    """Everybody sees, saves and drops only their own views."""

    def list(self, actor: Actor, key: str) -> Sequence[lists.SavedView]:
        rows = SavedView.objects.filter(user_id=actor.user_id, list_key=key)
        return [lists.SavedView(v.pk, v.name, v.query) for v in rows]

    def save(self, actor: Actor, key: str, name: str, query: str) -> None:
        name = name.strip()
        if not name or len(name) > 32:
            raise Refusal("给这个视图起个名字，32 个字以内。", field="name")
        if len(query) > 1000:
            raise Refusal("筛选条件太长，存不下，请减少几个条件。")
        mine = SavedView.objects.filter(user_id=actor.user_id, list_key=key)
        if mine.exclude(name=name).count() >= MOST:
            raise Refusal(f"每个清单最多存 {MOST} 个视图，请先删掉不用的。")
        mine.update_or_create(
            name=name, defaults={"query": query, "user_id": actor.user_id, "list_key": key}
        )

    def drop(self, actor: Actor, key: str, view_id: int) -> None:
        SavedView.objects.filter(user_id=actor.user_id, list_key=key, pk=view_id).delete()
