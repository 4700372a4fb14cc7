"""Workflow states as data: one table a kind of work item.

A state must change what somebody may do; a transition names its verb, who may use it
and what the button says. The documentation draws the table from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .actor import Actor
from .errors import Refusal


@dataclass(frozen=True, slots=True)
class State:
    """``tone`` is one of new, doing, waiting, done, stopped (colour and icon follow)."""

    code: str
    name: str
    tone: str = "doing"
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """``target`` empty means that the state stays (a note, an extension, a transfer).

    An ``automatic`` transition follows from another one; nobody is offered it.
    """

    verb: str
    name: str
    sources: tuple[str, ...]
    target: str = ""
    permission: str = ""
    why: str = ""
    automatic: bool = False


@dataclass(frozen=True)
class StateTable:
    """All states and transitions of one kind; validated when the module is imported."""

    name: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    initial: str

    def __post_init__(self) -> None:
        known = {s.code for s in self.states}
        if self.initial not in known:
            raise ValueError(f"{self.name}: initial state {self.initial} is not in the table")
        for t in self.transitions:
            unknown = {*t.sources, *([t.target] if t.target else [])} - known
            if unknown:
                raise ValueError(f"{self.name}: {t.verb} names unknown states {sorted(unknown)}")

    @cached_property
    def _states(self) -> dict[str, State]:
        return {s.code: s for s in self.states}

    @cached_property
    def _moves(self) -> dict[tuple[str, str], Transition]:
        return {(source, t.verb): t for t in self.transitions for source in t.sources}

    def state(self, code: str) -> State:
        return self._states[code]

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(s.code for s in self.states if not s.final)

    def choices(self) -> list[tuple[str, str]]:
        return [(s.code, s.name) for s in self.states]

    def apply(self, state: str, verb: str) -> str:
        """The state after ``verb``; a Chinese refusal that says what is possible instead."""
        move = self._moves.get((state, verb))
        if move is None:
            raise Refusal(self._refusal(state, verb), code="wrong_state")
        return move.target or state

    def allows(self, state: str, verb: str) -> bool:
        return (state, verb) in self._moves

    def moves_from(self, state: str, actor: Actor | None = None) -> Iterable[Transition]:
        """Transitions open in this state, in table order, limited to what the actor may do."""
        for t in self.transitions:
            if t.automatic or state not in t.sources:
                continue
            if actor is None or not t.permission or actor.can(t.permission):
                yield t

    def _refusal(self, state: str, verb: str) -> str:
        names = [t.name for t in self.transitions if t.verb == verb]
        wanted = names[0] if names else verb
        possible = "、".join(dict.fromkeys(t.name for t in self.moves_from(state)))
        tail = f"现在可以：{possible}。" if possible else "此件已经办完，不能再操作。"
        return f"{self.name}目前是“{self._states[state].name}”，不能“{wanted}”。{tail}"

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {s.code} : {s.name}" for s in self.states]
        for t in self.transitions:
            lines += [
                f"    {source} --> {t.target} : {t.name}"
                for source in t.sources
                if t.target and t.target != source
            ]
        lines += [f"    {s.code} --> [*]" for s in self.states if s.final]
        return "\n".join(lines) + "\n"
