"""Requests too large for what anybody may send, and those that broke off on their way, are stopped."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from honglian.kit.errors import Refusal

MB = 1024 * 1024
CHUNK = 1 * MB
MOST_DRAINED = 512 * MB


class BodyLimitMiddleware:
    """Refuse a body by its declared length, with a sentence, before anything of it is kept.

    People without an account may send a whistle with its photos; a signed-in person also a
    large ledger. Stands behind the authentication and before everything that reads forms.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size <= settings.MAX_BODY_VISITOR:
            return self.get_response(request)
        known = request.user.is_authenticated or "authorization" in request.headers
        limit = settings.MAX_BODY if known else settings.MAX_BODY_VISITOR
        if size <= limit:
            return self.get_response(request)
        return _refused(request, size, limit)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Refuse a form whose connection broke while a photo was on its way.

        The parser takes what arrived for the whole, so the form would act without its photo.
        """
        if request.method != "POST" or request.content_type != "multipart/form-data":
            return None
        if request.POST is not None and _is_whole(request):
            return None
        return _answer(request, CUT_OFF, 408)


CUT_OFF = Refusal(
    "网络中断，照片或材料没有传完，没有接收。",
    code="cut_off",
    hint="请返回上一页再提交一次，已填的内容还在。",
)


def _is_whole(request: HttpRequest) -> bool:
    """Whether as many bytes came as were announced; the parser has read the stream to its end."""
    stream = request._stream
    return getattr(stream, "_pos", 0) >= getattr(stream, "limit", 0)


def _answer(request: HttpRequest, no: Refusal, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(no.as_dict(), status=status)
    return render(request, "422.html", {"refusal": no}, status=status)


def _refused(request: HttpRequest, size: int, limit: int) -> HttpResponse:
    _drain(request, size)
    no = Refusal(
        f"一次提交了 {size // MB} MB，超过上限 {limit // MB} MB，没有接收。",
        code="body_too_large",
        hint="请减少或压缩附件，分几次提交。",
    )
    return _answer(request, no, 413)


def _drain(request: HttpRequest, size: int) -> None:
    """Read and throw away: a browser shows the answer only after it has sent everything."""
    left = size if size <= MOST_DRAINED else 0
    while left > 0 and (chunk := request.read(min(CHUNK, left))):
        left -= len(chunk)
