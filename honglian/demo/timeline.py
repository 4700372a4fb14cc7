"""Runs many stories side by side in the order of their moments.

A story is a generator: it acts, then yields the moment of its next act. What would happen
after the end of the simulated time simply has not happened yet, which is how the demo gets
its open cases.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime

from honglian.kit import clock

Story = Iterator[datetime]


def play(stories: list[tuple[datetime, Story]], until: datetime) -> int:
    """Advance all stories up to ``until``; returns how many acts were performed."""
    queue = [(start, order, story) for order, (start, story) in enumerate(stories)]
    heapq.heapify(queue)
    acts = 0
    while queue and queue[0][0] <= until:
        moment, order, story = heapq.heappop(queue)
        with clock.at(moment):
            following = next(story, None)
        acts += 1
        if following is not None:
            heapq.heappush(queue, (max(following, moment), order, story))
    return acts
