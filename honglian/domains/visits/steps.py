"""A step on a thing as a form page: which are offered, and how one is carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import timeline
from honglian.kit.actor import Actor
from honglian.kit.states import StateTable
from honglian.ui.answering import answer

from .fields import StepForm

TONES = {"return": "overdue", "pass": "done", "list": "overdue", "refuse": "overdue"}


@dataclass(frozen=True)
class Step:
    """``act`` takes ``<argument>=pk``, the form's facts and ``by=``; ``said`` is told afterwards."""

    verb: str
    name: str
    form: type[StepForm]
    act: Callable[..., Any]
    said: str
    permission: str
    intro: str = ""
    fits: Callable[[Any, Actor], bool] = lambda thing, actor: True


def book(*steps: Step) -> dict[str, Step]:
    return {step.verb: step for step in steps}


def offered(
    steps: Mapping[str, Step], table: StateTable, thing: Any, actor: Actor
) -> list[Step]:  # fmt: skip
    """The steps open to this person now, in the table's order."""
    verbs = [t.verb for t in table.moves_from(thing.state, actor)]
    return [steps[v] for v in verbs if v in steps and steps[v].fits(thing, actor)]


def buttons(
    steps: Iterable[Step], name: str, pk: int, main: str
) -> list[tuple[str, str, bool]]:  # fmt: skip
    """(label, address, whether it is the expected one) with the expected one first."""
    found = [(s.name, reverse(name, args=[pk, s.verb]), s.verb == main) for s in steps]
    return sorted(found, key=lambda row: not row[2])


def step_page(
    request: HttpRequest, steps: Mapping[str, Step], verb: str, thing: Any, *, argument: str,
    back: str, crumbs: list[tuple[str, str]],
) -> HttpResponse:  # fmt: skip
    """Show the form of a step or carry it out; the action itself asks for the permission."""
    step = steps.get(verb)
    if step is None:
        raise Http404(verb)
    request.actor.require(step.permission)  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = step.form(request.POST or None, request.FILES or None, thing=thing, actor=actor)

    def act() -> str:
        step.act(**{argument: thing.pk}, by=actor, **form.facts())
        messages.success(request, step.said)
        return back

    context = {
        "title": step.name, "intro": step.intro, "submit": step.name, "cancel_url": back,
        "crumbs": crumbs,
    }  # fmt: skip
    return answer(request, form, act, context)


def events(thing: Any, *, internal: bool = True) -> list[dict[str, Any]]:
    """The timeline of a thing with its photos."""
    if not thing.item_id:
        return []
    files: dict[int | None, list[tuple[str, str]]] = {}
    for one in attachments_of(thing, internal=internal):
        files.setdefault(one.event_id, []).append((one.name, one.get_absolute_url()))
    return [
        {
            "at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text,
            "tone": TONES.get(e.verb, ""), "files": files.get(e.pk, []),
        }
        for e in timeline(thing.item_id, internal=internal)
    ]  # fmt: skip
