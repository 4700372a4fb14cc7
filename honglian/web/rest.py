"""The REST API: one token, one grant, the same actions as the pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from honglian.domains.cases.rest import router as cases
from honglian.domains.enterprises.rest import router as enterprises
from honglian.domains.indicators.rest import router as indicators
from honglian.domains.members.rest import router as members
from honglian.foundation.access.api import actor_for_token
from honglian.foundation.audit.rest import router as audit
from honglian.foundation.files.rest import router as files
from honglian.foundation.notify.rest import router as inbox
from honglian.foundation.orgs.rest import router as zone
from honglian.foundation.sheets.rest import router as ledgers
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .rest_desk import router as desk


class Token(HttpBearer):
    """``Authorization: Bearer hlt_…``; the actor is the token's grant."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_for_token(token)
        if actor is not None:
            request.actor = actor
        return actor


api = NinjaAPI(
    title="红链 Honglian",
    version="1",
    description="高新区党建产业链平台接口。每个令牌等于一个授权（角色 × 范围），"
    "写操作请带 Idempotency-Key，重复提交只办一次。",
    auth=Token(),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/cases", cases)
api.add_router("/enterprises", enterprises)
api.add_router("/indicators", indicators)
api.add_router("", members)
api.add_router("", zone)
api.add_router("/ledgers", ledgers)
api.add_router("/inbox", inbox)
api.add_router("/files", files)
api.add_router("/audit", audit)
api.add_router("", desk)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal):
    return api.create_response(request, error.as_dict(), status=error.status)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError):
    body = {
        "code": "bad_token",
        "message": "令牌不对、已停用或已过期，请在请求头带上 Authorization: Bearer 令牌，"
        "或向安全管理员申请新的。",
    }
    return api.create_response(request, body, status=401)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404):
    body = {"code": "not_found", "message": "没有这个对象，或者不在您的范围内。"}
    return api.create_response(request, body, status=404)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError):
    places = "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in error.errors[:5])
    body = {"code": "invalid", "message": f"请求内容有误：{places}。"}
    return api.create_response(request, body, status=422)
