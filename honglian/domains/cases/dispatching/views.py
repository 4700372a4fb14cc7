"""Pages of dispatch rules: the sets, one set, a rule, and a trial on the past."""

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
from honglian.ui.answering import answer

from . import actions, past, selectors
from .forms import DaysForm, DraftForm, RuleForm
from .matching import findings
from .models import RuleSet
from .showing import shown_rules

CRUMBS = [("企业吹哨", "cases:index"), ("派单规则", "cases:rules")]


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [*((name, reverse(url)) for name, url in CRUMBS), *more]


@signed_in("cases.routing")
def index(request: HttpRequest) -> HttpResponse:
    """All sets, the one in force first, and a form for a new draft."""
    sets = sorted(selectors.rule_sets(request.actor), key=lambda s: s.state != "in_force")
    context = {
        "title": "派单规则",
        "intro": "规则按优先级一条条看，第一条符合的提出派给谁；派不派由派单员决定。",
        "crumbs": _crumbs()[:1],
        "sets": sets,
    }
    return render(request, "cases/rules.html", context)


@signed_in("cases.routing")
@once
def draft(request: HttpRequest) -> HttpResponse:
    form = DraftForm(request.POST or None)

    def act() -> str:
        made = actions.draft_rules(name=form.cleaned_data["name"], by=request.actor)
        messages.success(request, "已建草稿，内容与正在用的相同。")
        return reverse("cases:rule_set", args=[made.pk])

    context = {
        "title": "新建草稿",
        "intro": "从正在用的规则抄一份，改好、试算过再启用。",
        "submit": "新建草稿",
        "cancel_url": reverse("cases:rules"),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("cases.routing")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One set: its rules in order and what is wrong with it."""
    found = selectors.rule_set(request.actor, pk)
    names = selectors.names_of(found.zone_id)
    context = {
        "title": found.name,
        "crumbs": _crumbs(),
        "rule_set": found,
        "rules": shown_rules(found, names),
        "findings": findings(selectors.rules_of(found), names),
        "is_draft": found.state == RuleSet.State.DRAFT,
    }
    return render(request, "cases/rule_set.html", context)


@signed_in("cases.routing")
@once
def rule(request: HttpRequest, pk: int, rule_id: int | None = None) -> HttpResponse:
    """Write one rule of a draft."""
    found = selectors.rule_set(request.actor, pk)
    before = None
    if rule_id is not None:
        before = next((r for r in found.rules.all() if r.pk == rule_id), None)
        if before is None:
            raise Http404(rule_id)
    form = RuleForm(request.POST or None, actor=request.actor, rule=before)
    back = reverse("cases:rule_set", args=[pk])

    def act() -> str:
        actions.write_rule(set_id=pk, rule_id=rule_id, values=form.values(), by=request.actor)
        messages.success(request, "已保存。")
        return back

    context = {
        "title": before.name if before else "加一条规则",
        "intro": "空着的条件不看；写了的条件要全部符合。",
        "submit": "保存规则",
        "cancel_url": back,
        "crumbs": _crumbs((found.name, back)),
    }
    return answer(request, form, act, context)


@signed_in("cases.routing")
@require_POST
def drop(request: HttpRequest, pk: int, rule_id: int) -> HttpResponse:
    found = selectors.rule_set(request.actor, pk)
    return _done(request, found, "已删除这条规则。", actions.drop_rule, rule_id=rule_id)


@signed_in("cases.routing")
@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Put a draft in force or throw it away."""
    found = selectors.rule_set(request.actor, pk)
    if verb == "enforce":
        return _done(request, found, "已启用，新来的诉求按它提建议。", actions.enforce_rules)
    if verb == "discard":
        return _done(request, found, "已删除草稿。", actions.discard_rules, to="cases:rules")
    raise Http404(verb)


def _done(
    request: HttpRequest, found: RuleSet, said: str, act: Any, to: str = "", **keys: Any
) -> HttpResponse:
    try:
        act(set_id=found.pk, by=request.actor, **keys)
    except NotAllowed:
        raise
    except Refusal as no:
        messages.error(request, no.message)
        return redirect("cases:rule_set", found.pk)
    messages.success(request, said)
    return redirect(to) if to else redirect("cases:rule_set", found.pk)


@signed_in("cases.routing")
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What the set would have done with the dispatched cases of a span of days."""
    found = selectors.rule_set(request.actor, pk)
    form = DaysForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    first, last = past.span(asked.get("first"), asked.get("last"))
    cases = list(past.visible_between(request.actor, first, last))
    names, rules = selectors.names_of(found.zone_id), selectors.rules_of(found)
    current = selectors.in_force(found.zone_id)
    other = current if current and current.pk != found.pk else None
    context = {
        "title": f"试算：{found.name}",
        "crumbs": _crumbs((found.name, reverse("cases:rule_set", args=[pk]))),
        "form": form if form.is_bound else DaysForm(initial={"first": first, "last": last}),
        "rule_set": found,
        "first": first,
        "last": last,
        "trial": selectors.try_on_past(rules, cases, names),
        "other": other,
        "differences": (
            selectors.compare(selectors.rules_of(other), rules, cases, names) if other else []
        ),
    }
    return render(request, "cases/rule_trial.html", context)
