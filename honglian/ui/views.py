"""The gallery of all components, and the two buttons of saved views."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import gallery as samples
from .lists.filters import typed
from .lists.saved import SavedViews, keeper


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with content as long and as odd as real content is."""
    return render(request, "ui/gallery.html", samples.context(request))


@require_safe
def gallery_wall(request: HttpRequest) -> HttpResponse:
    """The wall screen with sample figures."""
    return render(request, "ui/gallery_wall.html", samples.context(request))


@require_POST
def save_view(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the posted ``query`` of list ``key`` under the posted ``name``."""
    views, actor = view_keeper(request)
    name = typed(request.POST.get("name", ""))[:40]
    if not name:
        raise Refusal("请给视图起个名字，例如“本月超期”。", field="name")
    views.save(actor, key, name, request.POST.get("query", "")[:2000])
    messages.success(request, f"已保存视图“{name}”，在列表的“视图”菜单里。")
    return back(request)


@require_POST
def drop_view(request: HttpRequest, key: str, view_id: int) -> HttpResponse:
    views, actor = view_keeper(request)
    views.drop(actor, key, view_id)
    messages.success(request, "视图已删除。")
    return back(request)


def view_keeper(request: HttpRequest) -> tuple[SavedViews, Actor]:
    """Who keeps saved views and for whom; 404 where nobody keeps them or nobody is signed in."""
    actor: Actor | None = getattr(request, "actor", None)
    views = keeper()
    if views is None or actor is None or not actor.is_signed_in:
        raise Http404("saved views need somebody who is signed in")
    return views, actor


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the list the button stood on, never to another site."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")
