"""One whistle: its page, its steps, decisions on requests, and the reporter's number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from .. import actions, selectors
from ..forms import DecisionForm
from ..models import Ask, Case, Order
from ..page import page_context
from ..steps import CASE_STEPS, ORDER_STEPS, WITHDRAW, Step

PANEL = "step"  # where a step's form opens on the page of its case


@signed_in("cases.view")
def detail(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.detail(request.actor, number)
    return render(request, "cases/detail.html", page_context(request.actor, case))


@signed_in("cases.view")
@once
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """A step of the case itself: its small form, then the action."""
    found = CASE_STEPS.get(verb)
    if found is None:
        raise Http404(verb)
    case = selectors.detail(request.actor, number)
    return _run(request, case, found, {}, {})


@signed_in("cases.view")
@once
def order_step(request: HttpRequest, number: str, order_id: int, verb: str) -> HttpResponse:
    """A step of one department's order."""
    found = WITHDRAW if verb == "withdraw" else ORDER_STEPS.get(verb)
    if found is None:
        raise Http404(verb)
    case = selectors.detail(request.actor, number)
    order = next((o for o in selectors.orders_of(case) if o.pk == order_id), None)
    if order is None:
        raise Http404(order_id)
    return _run(request, case, found, {"order": order}, {"order_id": order_id})


@signed_in("cases.view")
@once
def decide(request: HttpRequest, number: str, ask_id: int) -> HttpResponse:
    """Grant or deny an extension, uphold or reject an objection."""
    case = selectors.detail(request.actor, number)
    ask = (
        Ask.objects.filter(pk=ask_id, order__case=case).select_related("order__department").first()
    )
    if ask is None:
        raise Http404(ask_id)
    objection = ask.kind == Ask.Kind.OBJECTION

    def act(*, agreed: bool, answer: str, **keys: Any) -> Order:
        if objection:
            return actions.rule_objection(upheld=agreed, answer=answer, **keys)
        if ask.kind == Ask.Kind.SUSPENSION:
            return actions.decide_suspension(granted=agreed, answer=answer, **keys)
        return actions.decide_extension(granted=agreed, answer=answer, **keys)

    act.permission = "cases.dispatch" if objection else "cases.approve_extension"
    words = Step("decide", "确定", DecisionForm, act, intro=ask_in_words(ask))
    title = "裁定异议" if objection else f"审批{ask.get_kind_display()}"
    return _run(request, case, words, {"ask": ask}, {"ask_id": ask_id}, title=title)


def ask_in_words(ask: Ask) -> str:
    more = (
        f"，依据：{ask.basis}" if ask.basis else (f"，申请延长 {ask.wanted}" if ask.wanted else "")
    )
    return f"{ask.order.department.name}（{ask.asked_by}）：{ask.reason}{more}"


def _run(
    request: HttpRequest,
    case: Case,
    found: Step,
    about: dict[str, Any],
    keys: dict[str, Any],
    title: str = "",
) -> HttpResponse:
    request.actor.require(found.act.permission)
    posted = request.method == "POST"
    form = found.form(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={name: request.GET[name] for name in ("level", "into") if name in request.GET},
        actor=request.actor,
        case=case,
        **about,
    )
    refusal = None
    if posted and "insert" in request.POST and hasattr(form, "inserted"):
        posted = False
        form = found.form(initial=form.inserted(), actor=request.actor, case=case, **about)
    elif posted and form.is_valid():
        try:
            found.act(number=case.number, by=request.actor, **keys, **form.values())
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            done = title or found.submit.removeprefix("记下") or "记下"
            messages.success(request, f"已{done}。")
            return redirect("cases:detail", case.number)
    context = {
        "title": title or found.name,
        "intro": "。".join(filter(None, [f"{case.title}（{case.enterprise_name}）", found.intro])),
        "about": found.intro,
        "case": case,
        "form": form,
        "refusal": refusal,
        "submit": found.submit,
        "danger": found.danger,
        "cancel_url": reverse("cases:detail", args=[case.number]),
        "crumbs": [
            ("企业吹哨", reverse("cases:index")),
            (case.number, reverse("cases:detail", args=[case.number])),
        ],
        "similar": selectors.similar(request.actor, case)[:5] if found.verb == "merge" else (),
    }
    status = 422 if refusal or (posted and form.errors) else 200
    # Asked for by the case's own page: the form alone, which opens there.
    here = request.htmx and request.htmx.target == PANEL
    page = "cases/_step.html" if here else "cases/step.html"
    return render(request, page, context, status=status)


@signed_in("cases.reveal")
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter's telephone, shown once; nothing is cached and the look is on record."""
    shown = actions.reveal_reporter(number=number, by=request.actor)
    case = selectors.detail(request.actor, number)
    response = render(
        request, "cases/reveal.html", {"title": "联系电话", "case": case, "number": shown}
    )
    response["Cache-Control"] = "no-store"
    return response
