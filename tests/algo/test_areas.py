"""Areas drawn on a map: what is taken, what is refused and in which words; who lies where."""

import json
from itertools import pairwise
from random import Random

import pytest

from honglian.algo.areas import AreaProblem, Locator, centre, hull, overlaps, read, square_metres

BOUNDS = (113.9, 29.5, 114.7, 30.2)
SQUARE = [[114.30, 29.87], [114.31, 29.87], [114.31, 29.88], [114.30, 29.88], [114.30, 29.87]]


def polygon(ring) -> dict:
    return {"type": "Polygon", "coordinates": [ring]}


def square(east: float, north: float, side: float = 0.01) -> dict:
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return polygon([[round(east + x, 6), round(north + y, 6)] for x, y in corners])


@pytest.mark.parametrize(
    "source",
    [
        json.dumps(polygon(SQUARE)),
        polygon(SQUARE[:-1]),
        {"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": polygon(SQUARE)}],
        },
    ],
    ids=["text", "open ring", "feature", "collection of one"],
)
def test_an_area_is_read_out_of_every_wrapping(source):
    area = read(source, BOUNDS)
    assert area["type"] == "Polygon"
    # About 965 m × 1,113 m at this latitude.
    assert square_metres(area) == pytest.approx(965 * 1113, rel=0.01)


WRONG = {
    "not json": ("{", "不是 GeoJSON"),
    "a list": ("[]", "不是 GeoJSON"),
    "a point": ({"type": "Point", "coordinates": [114.3, 29.87]}, "类型是 Point"),
    "a line": ({"type": "LineString", "coordinates": SQUARE}, "类型是 LineString"),
    "nothing": ({}, "类型是 空"),
    "two features": ({"type": "FeatureCollection", "features": [1, 2]}, "有 2 个图形"),
    "no coordinates": ({"type": "Polygon", "coordinates": []}, "没有坐标"),
    "text for a number": (polygon([["a", "b"], [1, 2], [3, 4]]), "两个数"),
    "two points": (polygon([[114.3, 29.87], [114.31, 29.87]]), "至少要三个不同的点"),
    "too flat": (polygon([[114.3, 29.87], [114.31, 29.87], [114.31, 29.870001]]), "范围太小"),
    "crossing": (
        polygon([[114.30, 29.87], [114.31, 29.88], [114.31, 29.87], [114.30, 29.88]]),
        "自己交叉了，在（114.30500, 29.87500）附近",
    ),
    "swapped": (polygon([[y, x] for x, y in SQUARE]), "经度和纬度写反了"),
    "outside": (square(113.0, 29.87), "第 1 个点（113, 29.87）不在本高新区内"),
    "one slip": (
        polygon([*SQUARE[:2], [115.9, 29.88], SQUARE[3]]),
        "第 3 个点（115.9, 29.88）不在",
    ),
    "metres": (square(500000.0, 3300000.0, 100), "不是经纬度"),
    "wrong depth": ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "层数"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_drawing_is_refused_in_a_sentence(name):
    source, words = WRONG[name]
    with pytest.raises(AreaProblem) as caught:
        read(source, BOUNDS)
    assert words in str(caught.value)
    assert not str(caught.value).endswith("。")


def test_overlaps_name_who_and_where_and_a_shared_border_is_none():
    others = {
        "near": square(114.305, 29.875),
        "beside": square(114.31, 29.87),
        "far": square(114.5, 29.9),
    }
    found = overlaps(polygon(SQUARE), others)
    assert [one.key for one in found] == ["near"]
    east, north = found[0].place
    assert 114.305 <= east <= 114.31
    assert 29.875 <= north <= 29.88
    assert found[0].square_metres == pytest.approx(965 * 1113 / 4, rel=0.02)


def slow_inside(place, ring) -> bool:
    """Ray casting, one edge after another."""
    x, y = place
    odd = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def test_the_locator_agrees_with_ray_casting_on_random_places():
    rng = Random(5)
    areas = {n: square(114.0 + (n % 4) * 0.05, 29.6 + (n // 4) * 0.05, 0.04) for n in range(12)}
    places = [(rng.uniform(113.98, 114.22), rng.uniform(29.58, 29.78)) for _ in range(400)]
    slow = [
        next((n for n, a in areas.items() if slow_inside(p, a["coordinates"][0])), None)
        for p in places
    ]
    assert Locator(areas).find(places) == slow
    assert len(set(slow)) == 13


def test_a_place_on_a_shared_border_belongs_to_the_first_area():
    areas = {"a": square(114.30, 29.87), "b": square(114.31, 29.87)}
    assert Locator(areas).find([(114.31, 29.875)]) == ["a"]
    assert Locator({}).find([(114.31, 29.875)]) == [None]


def test_the_centre_lies_within_and_the_hull_around():
    ring = [[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4], [0, 0]]
    assert Locator({1: polygon(ring)}).find([centre(polygon(ring))]) == [1]
    assert hull([(0, 0), (1, 1), (2, 2)]) is None
    assert square_metres(hull([(0, 0), (1, 0), (0, 1)])) > 0
