"""Areas drawn on a map: GeoJSON read, judged and compared. Degrees, longitude first.

A geometry here is plain data as GeoJSON has it, ``{"type": "Polygon" | "MultiPolygon",
"coordinates": …}``, rounded to six decimals (a decimetre). Nothing needs a database with
geometry of its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

Geometry = dict[str, Any]
Place = tuple[float, float]
Bounds = tuple[float, float, float, float]

KINDS = ("Polygon", "MultiPolygon")
DECIMALS = 6
DEGREE = 111_320.0  # metres of a degree of latitude
LEAST = 100.0  # square metres; less is a slip of the hand, not an area
TOUCHING = 5.0  # square metres two areas may share where they were drawn along one line
MOST_POINTS = 5000
DEPTH = "坐标的层数不对，画不成面，请重新导出 GeoJSON"


class AreaProblem(ValueError):
    """Why a drawing is no area, as a Chinese sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another area that lies under this one: which, how much of it, and where."""

    key: Any
    square_metres: float
    place: Place


def read(source: str | Mapping[str, Any], bounds: Bounds | None = None) -> Geometry:
    """One area out of GeoJSON text or data: a geometry, a feature, or a collection of one feature.

    ``bounds`` is west, south, east, north of the zone; ``AreaProblem`` says what is wrong where.
    """
    data = _loaded(source)
    geometry = _geometry(data)
    for number, place in enumerate(_places(geometry["coordinates"]), start=1):
        _check_place(number, place, bounds, geometry)
    if number > MOST_POINTS:
        raise AreaProblem(f"范围有 {number} 个点，超过 {MOST_POINTS} 个，请先简化再上传")
    return _sound(geometry)


def _loaded(source: str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(source, Mapping):
        return source
    try:
        data = json.loads(source)
    except ValueError as error:
        raise AreaProblem(
            "这不是 GeoJSON：内容读不出来，请检查是否整段复制、括号是否成对"
        ) from error
    if not isinstance(data, dict):
        raise AreaProblem("这不是 GeoJSON：最外层应是一个带 type 的对象")
    return data


def _geometry(data: Mapping[str, Any]) -> Geometry:
    kind = data.get("type")
    if kind == "FeatureCollection":
        features = data.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = len(features) if isinstance(features, list) else 0
            raise AreaProblem(f"文件里有 {count} 个图形，一个网格只要一个，请留下要用的那一个")
        return _geometry(features[0] if isinstance(features[0], dict) else {})
    if kind == "Feature":
        inner = data.get("geometry")
        return _geometry(inner if isinstance(inner, dict) else {})
    if kind not in KINDS:
        raise AreaProblem(
            f"GeoJSON 的类型是 {kind or '空'}，网格范围要用 Polygon 或 MultiPolygon（闭合的面）"
        )
    coordinates = data.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates:
        raise AreaProblem("范围里没有坐标，请重新画")
    return {"type": kind, "coordinates": coordinates}


def _places(coordinates: Any) -> Iterator[Place]:
    """Every corner in order; ``AreaProblem`` for what is no pair of numbers."""
    if _is_place(coordinates):
        yield float(coordinates[0]), float(coordinates[1])
        return
    if not isinstance(coordinates, list) or not coordinates:
        raise AreaProblem("坐标应写成 [经度, 纬度] 两个数，请检查括号层数")
    for part in coordinates:
        yield from _places(part)


def _is_place(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) in (2, 3)
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
    )


def _check_place(number: int, place: Place, bounds: Bounds | None, geometry: Geometry) -> None:
    problem = place_problem(place, bounds)
    if not problem:
        return
    if "写反" not in problem and bounds is not None:
        # One slip is a slip; everything the other way round is the wrong order.
        others = list(_places(geometry["coordinates"]))
        if all(inside(other[::-1], bounds) for other in others):
            problem = _swapped(place)
    raise AreaProblem(f"第 {number} 个点{problem}")


def _swapped(place: Place) -> str:
    return f"（{place[0]:g}, {place[1]:g}）的经度和纬度写反了，GeoJSON 里经度在前、纬度在后"


def place_problem(place: Place, bounds: Bounds | None) -> str:
    """What is wrong with one longitude and latitude; empty when it lies in the zone."""
    east, north = place
    if not (math.isfinite(east) and math.isfinite(north)):
        return "不是数字"
    if bounds is not None and inside(place[::-1], bounds):
        return _swapped(place)
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        return f"（{east:g}, {north:g}）不是经纬度，可能是别的坐标系，请换成经纬度"
    if bounds is not None and not inside(place, bounds):
        west, south, far, top = bounds
        return (
            f"（{east:g}, {north:g}）不在本高新区内"
            f"（经度 {west:g} 至 {far:g}，纬度 {south:g} 至 {top:g}）"
        )
    return ""


def inside(place: Place, bounds: Bounds) -> bool:
    return bounds[0] <= place[0] <= bounds[2] and bounds[1] <= place[1] <= bounds[3]


def _sound(geometry: Geometry) -> Geometry:
    """Closed, rounded, free of crossings, large enough."""
    rings = geometry["coordinates"] if geometry["type"] == "Polygon" else None
    parts = [rings] if rings is not None else geometry["coordinates"]
    closed = [[_ring(ring) for ring in part] for part in parts]
    drawn = {
        "type": geometry["type"],
        "coordinates": closed[0] if geometry["type"] == "Polygon" else closed,
    }
    try:
        found = shapely.set_precision(shape(drawn), 0)
    except (ValueError, TypeError, shapely.errors.ShapelyError) as error:
        raise AreaProblem(DEPTH) from error
    if not found.is_valid:
        raise AreaProblem(_crossing(found))
    if square_metres(found) < LEAST:
        raise AreaProblem(f"范围太小（不到 {LEAST:g} 平方米），请检查是不是只点了一条线")
    return _plain(found)


def _ring(ring: Any) -> list[Place]:
    if not isinstance(ring, list) or not all(_is_place(place) for place in ring):
        raise AreaProblem(DEPTH)
    places = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in _places(ring)]
    if places[0] != places[-1]:
        places.append(places[0])
    if len(set(places)) < 3:
        raise AreaProblem("一个面至少要三个不同的点，请再点几下")
    return places


def _crossing(found: BaseGeometry) -> str:
    words = explain_validity(found)
    where = words[words.find("[") + 1 : words.find("]")].split() if "[" in words else []
    place = f"，在（{float(where[0]):.5f}, {float(where[1]):.5f}）附近" if len(where) >= 2 else ""
    if "Self-intersection" in words or "Ring Self" in words:
        return f"范围的边线自己交叉了{place}，请把这里的点理顺再保存"
    return f"范围的形状不成立（有重叠或套错的环）{place}，请重新画"


def _plain(found: BaseGeometry) -> Geometry:
    """Shapely's tuples as the lists that JSON gives back."""
    return json.loads(json.dumps(mapping(found)))


def _scale(north: float) -> float:
    return math.cos(math.radians(north))


def square_metres(area: Geometry | BaseGeometry) -> float:
    found = area if isinstance(area, BaseGeometry) else shape(area)
    return found.area * DEGREE**2 * _scale(found.centroid.y) if not found.is_empty else 0.0


def centre(area: Geometry) -> Place:
    """A place that surely lies within the area, for its label."""
    point = shape(area).representative_point()
    return point.x, point.y


def overlaps(area: Geometry, others: Mapping[Any, Geometry]) -> list[Overlap]:
    """The other areas this one lies over, the largest first; a shared border is none."""
    mine = shape(area)
    found = []
    for key, other in others.items():
        shared = mine.intersection(shape(other))
        size = square_metres(shared)
        if size > TOUCHING:
            point = shared.representative_point()
            found.append(Overlap(key, size, (point.x, point.y)))
    return sorted(found, key=lambda one: -one.square_metres)


class Locator:
    """Finds the area in which places lie. A place on a shared border belongs to the first area."""

    def __init__(self, areas: Mapping[Any, Geometry]) -> None:
        self._keys = list(areas)
        self._tree = shapely.STRtree([shape(area) for area in areas.values()])

    def find(self, places: Sequence[Place]) -> list[Any]:
        """Key of the area of each place, None outside of all; O(n log areas)."""
        found: list[Any] = [None] * len(places)
        if not self._keys or not places:
            return found
        points = shapely.points(places)
        hits, areas = self._tree.query(points, predicate="intersects")
        best: dict[int, int] = {}
        for place, area in zip(hits.tolist(), areas.tolist(), strict=True):
            best[place] = min(area, best.get(place, area))
        for place, area in best.items():
            found[place] = self._keys[area]
        return found


def hull(places: Iterable[Place]) -> Geometry | None:
    """The smallest convex area around places; None where they lie on a line."""
    found = shapely.convex_hull(shapely.multipoints(list(places)))
    return _plain(found) if found.geom_type == "Polygon" else None
