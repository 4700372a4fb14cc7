"""How neighbours react to each other without knowing each other.

Handlers run in the emitter's transaction, in the order of subscription: an event is part
of the write, so a failing handler takes the write back. Slow or outside work (mail,
messages) belongs into a job enqueued by the handler.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type, handler: Callable[[Any], None]) -> None:
    """Register a handler; called from ``AppConfig.ready``, so twice is harmless."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def emit(event: Any) -> None:
    for handler in _handlers[type(event)]:
        handler(event)
