"""The map: areas and points on a ground of our own, beside a list that says the same in words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlparse

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.algo.areas import centre
from honglian.foundation.access.api import signed_in
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from .. import placing, selectors
from ..listing import day_of
from .grids import crumbs

LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@signed_in("grids.view")
def page(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    day = day_of(request.GET.get("on", ""))
    rules = config_of(actor.zone_id).grids
    query = f"?on={day:%Y-%m-%d}" if day else ""
    context = {
        "title": "网格地图",
        "intro": "网格画成面，企业画成点；不连外部地图服务也能看。旁边的列表说的是同一件事。",
        "crumbs": crumbs(),
        "grids": letters(actor, day),
        "on": day,
        "data_url": reverse("grids:map_data") + query,
        "rules": rules,
        "uncovered": selectors.uncovered(actor, day).count(),
        "placeless": selectors.placed(actor, day).filter(longitude=None).count(),
        "days": rules.stale_days,
    }
    return with_tiles(render(request, "grids/map.html", context), rules.tiles)


def letters(actor: Actor, day=None) -> list[dict[str, Any]]:
    """Grids with the sign (text) and the colour that both map and list use for them."""
    return [
        {"grid": g, "sign": LETTERS[n % len(LETTERS)], "tone": n % 8}
        for n, g in enumerate(selectors.grids(actor, day).order_by("code"))
    ]


def with_tiles(response: HttpResponse, tiles: str) -> HttpResponse:
    """Allow the pictures of the zone's own tile service on this page, and of no other."""
    address = urlparse(tiles)
    if address.netloc:
        source = f"{address.scheme}://{address.netloc}".replace("{s}", "*")
        response = csp_update({"img-src": [source]})(lambda _: response)(None)
    return response


@signed_in("grids.view")
def data(request: HttpRequest) -> JsonResponse:
    """Areas and points within scope, as compact rows: at 5,000 points some 300 kB.

    ``points``: ``[east, north, name, id, grid's place in the list or -1, touched 1/0, key 1/0]``.
    """
    actor = request.actor
    day = day_of(request.GET.get("on", ""))
    found = letters(actor, day)
    places = {one["grid"].pk: n for n, one in enumerate(found)}
    drawn = request.GET.get("draw", "")
    areas = placing.areas_on(actor.zone_id, day or clock.today())
    return JsonResponse(
        {
            "grids": [area_row(one, areas, drawn) for one in found],
            "points": _points(actor, day, places),
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def area_row(one: dict[str, Any], areas: dict[int, dict], drawn: str) -> dict[str, Any]:
    grid = one["grid"]
    geometry = areas.get(grid.pk)
    return {
        "name": grid.name,
        "code": grid.code,
        "sign": one["sign"],
        "tone": one["tone"],
        "url": reverse("grids:grid", args=[grid.pk]),
        "firms": grid.firms or 0,
        "mine": str(grid.pk) == drawn,
        "geometry": geometry,
        "centre": centre(geometry) if geometry else None,
    }


def _points(actor: Actor, day, places: dict[int, int]) -> list[list[Any]]:
    rows = selectors.placed(actor, day).filter(longitude__isnull=False, latitude__isnull=False)
    stale = set(selectors.stale(actor).values_list("pk", flat=True))
    values = rows.values_list("longitude", "latitude", "name", "pk", "grid_id", "is_key")
    return [
        [
            round(east, 5),
            round(north, 5),
            name,
            pk,
            places.get(grid, -1),
            int(pk not in stale),
            int(key),
        ]
        for east, north, name, pk, grid, key in values
    ]
