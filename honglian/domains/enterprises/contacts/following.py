"""What an instructor follows in neighbouring domains, which alone know how to hand it on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from honglian.kit.actor import Actor

from ..models import Instructor


@dataclass(frozen=True)
class Followed:
    """One open thing of a neighbour: ``enterprise_id`` says with which enterprise it goes."""

    id: int
    title: str
    url: str
    enterprise_id: int | None = None


@dataclass(frozen=True)
class Following:
    """``find`` lists what an account follows in a zone; ``hand`` gives one of them to another person."""

    code: str
    name: str
    find: Callable[[int, int], Sequence[Followed]]
    hand: Callable[[int, Instructor, Actor], None]


_known: dict[str, Following] = {}


def register_following(following: Following) -> None:
    """Called from ``AppConfig.ready`` of the neighbour; twice is harmless."""
    _known[following.code] = following


def followed_by(instructor: Instructor) -> list[tuple[Following, Followed]]:
    """Everything open that an instructor follows; nothing for who has no account."""
    if instructor.user_id is None:
        return []
    return [
        (kind, one)
        for kind in _known.values()
        for one in kind.find(instructor.zone_id, instructor.user_id)
    ]


def following(code: str) -> Following:
    return _known[code]
