"""The day a page is asked for: ``?on=2026-03-15``; today when nothing or nonsense is said."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from honglian.kit import clock


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day and, where what was typed cannot be one, a sentence about it."""
    words = (request.GET.get("on") or request.POST.get("on") or "").strip()
    today = clock.today()
    if not words:
        return today, ""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return today, f"“{words[:20]}”不是日期，请写成 2026-03-15 这样。现在显示今天的情况。"
    if day > today:
        return today, f"{day} 还没有到，现在显示今天的情况。"
    return day, ""
