"""The door of access: actors, grants, and the wrapper for views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from .actions import grant, revoke
from .actors import actor_for, grants_in_force, grants_of
from .explain import explain_with
from .models import ApiToken, Grant
from .roles import ROLES, Role
from .scopes import ModelSource, register_scope, scope_name
from .selectors import officers_of
from .tokens import actor_for_token

__all__ = [
    "ROLES",
    "ApiToken",
    "Grant",
    "ModelSource",
    "Role",
    "actor_for",
    "actor_for_token",
    "explain_with",
    "grant",
    "grants_in_force",
    "grants_of",
    "officers_of",
    "register_scope",
    "revoke",
    "scope_name",
    "signed_in",
]


def signed_in(permission: str | None = None) -> Callable[..., Any]:
    """View decorator: sign-in first, then (if named) the permission of the current role.

    A missing permission raises ``NotAllowed`` (403 page with a sentence); objects outside
    the scope are the view's business and are 404.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission is not None:
                request.actor.require(permission)
            return view(request, *args, **kwargs)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return wrap
