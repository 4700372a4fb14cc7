"""A refusal becomes a page (or JSON, or a fragment) with the sentence in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from honglian.kit.errors import NotAllowed, Refusal


class RefusalMiddleware:
    """Refusals that a view did not show beside its form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(error.as_dict(), status=error.status)
        template = "403.html" if isinstance(error, NotAllowed) else "422.html"
        return render(request, template, {"refusal": error}, status=error.status)
