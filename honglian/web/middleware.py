"""What every answer of the web floor gets: a sentence for a refusal, the content policy."""

from __future__ import annotations

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.offline import TAKEN


class PolicyMiddleware(CSPMiddleware):
    """The same Content-Security-Policy on every answer, composed once instead of each time.

    An answer that asks for another policy, or a request that was given a nonce, goes the library's way.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "_csp_nonce", None) or any(
            n.startswith("_csp") for n in vars(response)
        ):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return build_policy()


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


class SendingMiddleware:
    """Answers to forms that a script sends without leaving the page.

    A redirect becomes a header, so that the page itself moves on. Who has to sign in first is
    told so (401) instead of moved: what was typed stays where it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        moved = 300 <= response.status_code < 400 and response.get("Location", "")
        if not moved or request.method != "POST" or not request.htmx:
            return response
        if not request.user.is_authenticated and moved.startswith(resolve_url(settings.LOGIN_URL)):
            refusal = Refusal("登录已过期，还没有提交。请先登录，填写的内容都在这一页。")
            return render(request, "422.html", {"refusal": refusal}, status=401)
        answer = HttpResponseClientRedirect(moved)
        answer.cookies = response.cookies
        if TAKEN in response:
            answer[TAKEN] = response[TAKEN]
        return answer
