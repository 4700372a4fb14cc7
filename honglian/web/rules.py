"""规则说明: what the system holds people to, and by which clause, written from the rules themselves."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglian.foundation.access.api import signed_in
from honglian.kit import clock
from honglian.kit.rules import BOOK, Rule

CONFIDENCE = {
    "核A": "已逐条核对",
    "核B": "多方来源一致",
    "忆": "以当地规定为准",
    "设": "系统约定，可商当地调整",
    "原": "据公开报道",
}


@signed_in()
def rules(request: HttpRequest) -> HttpResponse:
    """All rules by topic; those in force on a day (default today), or the whole history."""
    day = _day(request.GET.get("on", ""))
    topic, whole = request.GET.get("topic", ""), request.GET.get("all") == "1"
    shown = [r for r in BOOK.all() if whole or r.in_force(day)]
    topics = list(dict.fromkeys(r.topic for r in shown))
    groups = [
        {"topic": name, "rules": [_line(r, day) for r in shown if r.topic == name]}
        for name in topics
        if not topic or name == topic
    ]
    context = {
        "title": "规则说明",
        "day": day,
        "whole": whole,
        "topic": topic,
        "topics": topics,
        "groups": groups,
        "count": sum(len(g["rules"]) for g in groups),
    }
    return render(request, "web/rules.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _line(rule: Rule, day: date) -> dict[str, object]:
    return {
        "rule": rule,
        "confidence": CONFIDENCE.get(rule.confidence, rule.confidence),
        "breaks": rule.broken_by(**rule.bad),
        "past": not rule.in_force(day),
    }
