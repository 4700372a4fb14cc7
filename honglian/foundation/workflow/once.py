"""Posts that act once, however often they arrive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from honglian.kit import clock, soon
from honglian.kit.actions import whole
from honglian.kit.actor import Actor
from honglian.kit.errors import Conflict, Refusal

from .models import OnceKey

FIELD = "once"  # name of the hidden input that {% once %} writes
HEADER = "Idempotency-Key"
LONGEST_KEY = 80
INSERT = (
    "INSERT INTO workflow_oncekey (owner, key, fingerprint, status, response, created_at) "
    "VALUES (%s, %s, %s, 200, '{}', %s) ON CONFLICT DO NOTHING"
)

REMEMBER = "UPDATE workflow_oncekey SET status = %s, response = %s WHERE owner = %s AND key = %s"
RESPONSE = OnceKey._meta.get_field("response")


def claim(*, owner: str, key: str, fingerprint: str = "") -> OnceKey | None:
    """Reserve a once-only key in the current transaction.

    Returns ``None`` when the key is new (carry on, then :func:`remember`), else the earlier
    request's row. A request with the same key that is still under way is waited for: the
    insert blocks until that transaction ends. The same key with another content raises
    :class:`Conflict`.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [owner, key, fingerprint, _moment()])
        if cursor.rowcount == 1:
            return None
    earlier = OnceKey.objects.get(owner=owner, key=key)
    if fingerprint and earlier.fingerprint != fingerprint:
        raise Conflict("这个提交编号已经用于另一份内容，请刷新页面后重新提交。", code="key_reused")
    return earlier


def _moment() -> Any:
    return connection.ops.adapt_datetimefield_value(clock.now())


def remember(*, owner: str, key: str, status: int, response: dict[str, Any]) -> None:
    stored = RESPONSE.get_db_prep_save(response, connection)
    soon.run(REMEMBER, [status, stored, owner, key])


def forget(*, owner: str, key: str) -> None:
    """Give a key back: the request changed nothing, so it may come again."""
    OnceKey.objects.filter(owner=owner, key=key).delete()


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """View decorator: a form with ``{% once %}`` that is posted twice acts once.

    The second post is redirected to where the first one led. The view runs in the
    transaction that holds the key, so what it writes and the memory of it stand or fall
    together; a post that ends in anything but a redirect (a form with errors) gives the key
    back. Posts without the token are carried out as they are.
    """

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        owner, key = f"form:{_whose(request)}", _form_key(request)
        with transaction.atomic():
            earlier = claim(owner=owner, key=key)
            if earlier is not None:
                return HttpResponseRedirect(earlier.response.get("location") or request.path)
            response = view(request, *args, **kwargs)
            if _location(response):
                remember(
                    owner=owner, key=key, status=302, response={"location": _location(response)}
                )
            else:
                forget(owner=owner, key=key)
        return response

    return run


def _form_key(request: HttpRequest) -> str:
    """The form's token and a digest of what was filled in.

    Who goes back in the browser, changes a word and sends again means a second act, although
    the old page still carries the old token.
    """
    typed = {k: v for k, v in request.POST.lists() if k != "csrfmiddlewaretoken"}
    files = [(n, f.name, f.size) for n, many in request.FILES.lists() for f in many]
    content = json.dumps([request.path, typed, files], sort_keys=True)
    return f"{request.POST[FIELD][:36]}:{_digest(content)[:40]}"


def _whose(request: HttpRequest) -> str:
    """The account, or for visitors the address: their token alone is random enough."""
    return str(request.user.pk) if request.user.is_authenticated else "visitor"


def _location(response: HttpResponse) -> str:
    """Where a response leads, also for htmx, which is redirected by a header."""
    if 300 <= response.status_code < 400:
        return response.get("Location", "")
    return response.get("HX-Redirect", "") or response.get("HX-Location", "")


def idempotent(
    request: HttpRequest, actor: Actor, act: Callable[[], Any], *, status: int = 200
) -> Any:
    """Carry out an API post once per ``Idempotency-Key`` and actor.

    ``act`` returns what the operation answers: a schema, a dict, or ``(status, body)``. A
    repeat gets the stored status and body with ``Idempotent-Replayed: true``; the same key
    with another body raises :class:`Conflict`. Without the header ``act`` simply runs.
    Refusals are not stored: they changed nothing.
    """
    key = request.headers.get(HEADER, "").strip()
    if not key:
        return act()
    if len(key) > LONGEST_KEY:
        raise Refusal(f"{HEADER} 最长 {LONGEST_KEY} 个字符。", code="key_too_long")
    owner = f"api:{actor.grant_id or actor.user_id or actor.role}"
    content = _digest(request.method, request.get_full_path(), _sent(request))
    with whole():
        earlier = claim(owner=owner, key=key, fingerprint=content)
        if earlier is not None:
            repeated = JsonResponse(earlier.response["body"], status=earlier.status, safe=False)
            repeated["Idempotent-Replayed"] = "true"
            return repeated
        answer = act()
        code, body = answer if isinstance(answer, tuple) else (status, answer)
        remember(owner=owner, key=key, status=code, response={"body": _plain(body)})
    return answer


def _sent(request: HttpRequest) -> bytes | str:
    """What came: the body, or for uploads, whose body has been taken apart, a digest of its parts."""
    if request.content_type != "multipart/form-data":
        return request.body
    parts = [json.dumps(sorted(request.POST.lists()))]
    for name, many in sorted(request.FILES.lists()):
        for one in many:
            content = hashlib.sha256()
            one.seek(0)
            for chunk in one.chunks():
                content.update(chunk)
            one.seek(0)
            parts.append(f"{name} {one.name} {content.hexdigest()}")
    return "\n".join(parts)


def _plain(body: Any) -> Any:
    """The body as JSON carries it; schemas know how to write themselves."""
    if isinstance(body, list):
        return [_plain(one) for one in body]
    # The encoder of the first answer, so that a repeat is the same to the last digit.
    plain = body.model_dump() if hasattr(body, "model_dump") else body
    return json.loads(json.dumps(plain, cls=DjangoJSONEncoder))


def _digest(*parts: str | bytes | None) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part if isinstance(part, bytes) else (part or "").encode())
        whole.update(b"\0")
    return whole.hexdigest()
