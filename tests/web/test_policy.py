"""The content policy that keeps foreign scripts and styles out."""

from __future__ import annotations

from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from honglian.web.middleware import PolicyMiddleware

HEADER = "Content-Security-Policy"


def answer(middleware: type, view=lambda request: HttpResponse("ok")) -> HttpResponse:
    return middleware(view)(RequestFactory().get("/"))


def test_the_policy_is_the_librarys_for_our_settings():
    assert answer(PolicyMiddleware)[HEADER] == answer(CSPMiddleware)[HEADER]
    assert "script-src 'self'" in answer(PolicyMiddleware)[HEADER]


def test_an_answer_may_ask_for_more():
    view = csp_update({"img-src": ["https://map.example.org"]})(lambda request: HttpResponse("ok"))
    assert "https://map.example.org" in answer(PolicyMiddleware, view)[HEADER]
    assert "https://map.example.org" not in answer(PolicyMiddleware)[HEADER]


def test_a_policy_that_is_already_there_stays():
    response = answer(PolicyMiddleware, lambda r: HttpResponse("ok", headers={HEADER: "sandbox"}))
    assert response[HEADER] == "sandbox"
