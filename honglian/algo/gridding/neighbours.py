"""Who is next to whom: the Delaunay net of the places, which holds their shortest tree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay, QhullError

SHORTEST = 0.01  # metres; places that coincide are one centimetre apart, for a graph without zeros


@dataclass(frozen=True)
class Edges:
    """Undirected, each once: ends and metres."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    metres: NDArray[np.float64]


def neighbours(points: NDArray[np.float64]) -> Edges:
    """Edges over n × 2 metres; connected. O(n log n).

    Places that coincide are joined one to the next; places on one line each to the next.
    """
    unique, first, inverse = np.unique(points, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    pairs = {(int(first[i]), int(first[j])) for i, j in _net(unique)}
    for n, group in enumerate(inverse.tolist()):
        if first[group] != n:
            pairs.add((int(first[group]), n))
    ordered = np.array(sorted((min(p), max(p)) for p in pairs), dtype=np.int64).reshape(-1, 2)
    a, b = ordered[:, 0], ordered[:, 1]
    metres = np.maximum(np.hypot(*(points[a] - points[b]).T), SHORTEST)
    return Edges(a, b, metres)


def _net(points: NDArray[np.float64]) -> set[tuple[int, int]]:
    count = len(points)
    if count < 4:
        return {(i, j) for i in range(count) for j in range(i + 1, count)}
    try:
        triangles = Delaunay(points).simplices
    except QhullError:
        order = np.lexsort((points[:, 1], points[:, 0])).tolist()
        return {(min(p), max(p)) for p in pairwise(order)}
    found = {
        (min(i, j), max(i, j))
        for t in triangles.tolist()
        for i, j in ((t[0], t[1]), (t[1], t[2]), (t[0], t[2]))
    }
    # A place too near to another one for the triangulation is left out by it: join it to its nearest.
    for lonely in set(range(count)) - {i for pair in found for i in pair}:
        far = np.hypot(*(points - points[lonely]).T)
        far[lonely] = np.inf
        near = int(far.argmin())
        found.add((min(lonely, near), max(lonely, near)))
    return found


def tree_edges(count: int, edges: Edges) -> NDArray[np.float64]:
    """Lengths of the shortest tree (or forest) over ``count`` places, ascending."""
    graph = csr_array((edges.metres, (edges.a, edges.b)), shape=(count, count))
    return np.sort(minimum_spanning_tree(graph).data)
