"""A frame as the floor above fills it for a signed-in clerk."""

from types import SimpleNamespace

from django.http import HttpRequest


def item(name: str, icon: str, *, active: bool = False, count: int | None = None) -> dict:
    return {"name": name, "url": "#", "icon": icon, "active": active, "count": count}


def frame(request: HttpRequest) -> dict:
    return {
        "zone": SimpleNamespace(name="咸宁高新区"),
        "demo": True,
        "inbox_count": 3,
        "actor": SimpleNamespace(is_signed_in=True, name="李岚"),
        "grants": [
            {"id": 1, "name": "组织部管理员 · 全区", "current": True},
            {"id": 2, "name": "党建指导员 · 包保企业", "current": False},
        ],
        "links": {"desk": "/", "search": "/search", "whistle": "/cases/new/", "inbox": "/inbox/"},
        "nav": [
            {"name": "", "items": [item("我的待办", "checklist", count=12)]},
            {"name": "治理链", "items": [item("吹哨报到", "speakerphone", active=True)]},
        ],
    }
