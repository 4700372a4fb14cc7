"""The assignment planner: ask, judge, change by hand, compare, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.foundation.zones.models import Chain
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import answer
from honglian.ui.lists import selected_ids

from ..contacts.views.people import HOME, may_arrange
from ..models import AssignmentPair, AssignmentPlan
from . import actions
from .changing import options
from .forms import ChangePairForm, ProposeForm, PublishForm
from .gathering import KINDS, changes_since, gather
from .listing import PairListing, reasons_of
from .states import EDIT
from .weights import HARD, RULE_NAMES, WEIGHTS

PLANS = "分配方案"
Decision = AssignmentPair.Decision


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    home = (HOME, reverse("enterprises:contacts"))
    return [home, (PLANS, reverse("enterprises:assignments")), *more]


def _plans(actor: Actor) -> QuerySet[AssignmentPlan]:
    return AssignmentPlan.objects.visible_to(actor).select_related("base")


@signed_in("pledges.view")
def index(request: HttpRequest) -> HttpResponse:
    """Proposals, the newest first; two of them can be laid side by side."""
    moves = Count("pairs", filter=_moves("pairs__"))
    context = {
        "title": PLANS,
        "plans": _plans(request.actor).annotate(moves=moves)[:50],
        "crumbs": _crumbs()[:1],
        "may_plan": may_arrange(request.actor),
    }
    return render(request, "enterprises/assignments.html", context)


def _moves(prefix: str) -> Q:
    same = Q(**{f"{prefix}instructor": F(f"{prefix}present")})
    given = Q(**{f"{prefix}instructor__isnull": False})
    return given & (Q(**{f"{prefix}present__isnull": True}) | ~same)


@signed_in(EDIT)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Ask the planner, from scratch or “what if” from an earlier proposal."""
    actor = request.actor
    if not may_arrange(actor):
        raise NotAllowed("分配方案涉及全区的企业和指导员，由党群工作部办理。")
    asked = request.GET.get("base", "")
    base = get_object_or_404(_plans(actor), pk=int(asked)) if asked.isdigit() else None
    form = ProposeForm(request.POST or None, zone_id=actor.zone_id, base=base)

    def act() -> str:
        made = actions.propose(
            name=form.cleaned_data["name"], asked=form.asked(), weights=form.weights(),
            base_id=base.pk if base else None, by=actor,
        )  # fmt: skip
        return reverse("enterprises:assignment", args=[made.pk])

    context = {
        "title": f"假如：从“{base.name}”改" if base else "算一个分配方案",
        "intro": "系统找出总扣分最少的分配，能证明没有更好的；只是建议，采纳、手工改还是不用由您决定。",
        "submit": "开始算",
        "hard": HARD,
        "base": base,
        "cancel_url": reverse("enterprises:assignments"),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context, "enterprises/assignment_new.html")


@signed_in("pledges.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: figures, price of each rule, pairs with their reasons."""
    plan = get_object_or_404(_plans(request.actor), pk=pk)
    rows = AssignmentPair.objects.visible_to(request.actor).filter(plan=plan)
    rows = rows.select_related("enterprise__chain", "present", "instructor", "instead", "plan")
    listing = PairListing(request, rows)
    listing.source_plan = plan
    context = {
        "title": plan.name,
        "plan": plan,
        "crumbs": _crumbs(),
        "counts": _counts(plan),
        "rules": _rules(plan),
        "asked": asked_words(plan),
        "changed": _changed(plan),
        "may_plan": may_arrange(request.actor) and plan.state == "ready",
        "may_ask": may_arrange(request.actor),
        "others": _plans(request.actor)
        .exclude(pk=pk)
        .filter(state__in=("ready", "published"))[:20],
    }

    def log(count: int) -> None:
        record(by=request.actor, verb="assignment.export", target=plan, note=f"{count} 行")

    return listing.respond("enterprises/assignment.html", context, on_export=log)


def _changed(plan: AssignmentPlan) -> list[str]:
    return (
        changes_since(plan.facts, gather(plan.zone_id, plan.asked)) if plan.state == "ready" else []
    )


def _counts(plan: AssignmentPlan) -> dict[str, int]:
    moves = _moves("")
    return plan.pairs.aggregate(
        whole=Count("pk"),
        moved=Count("pk", filter=moves & Q(present__isnull=False)),
        fresh=Count("pk", filter=moves & Q(present__isnull=True)),
        left=Count("pk", filter=Q(instructor__isnull=True)),
        hand=Count("pk", filter=Q(hand_price__isnull=False)),
        accepted=Count("pk", filter=moves & Q(decision=Decision.ACCEPTED)),
        declined=Count("pk", filter=moves & Q(decision=Decision.DECLINED)),
        open=Count("pk", filter=moves & Q(decision=Decision.OPEN)),
    )


def _rules(plan: AssignmentPlan) -> list[dict[str, Any]]:
    return [
        {**rule, "name": RULE_NAMES.get(rule["code"], rule["code"]), "price": rule["rest"] - rule["without"]}
        for rule in plan.outcome.get("rules", [])
    ]  # fmt: skip


def asked_words(plan: AssignmentPlan) -> list[str]:
    """The question in words: who, without whom, with which weights."""
    asked, found = plan.asked, [KINDS.get(plan.asked.get("kind", ""), "")]
    if chain := asked.get("chain"):
        name = Chain.objects.filter(pk=chain).values_list("name", flat=True).first()
        found = [f"{found[0]}，只算{name}"]
    guides = plan.facts.get("guides", {})
    names = [guides[str(pk)]["name"] for pk in asked.get("left_out", []) if str(pk) in guides]
    found += [f"不算{'、'.join(names)}"] if names else []
    for key, places in asked.get("capacities", {}).items():
        if key in guides:
            found.append(f"{guides[key]['name']}最多 {places} 家")
    if asked.get("held"):
        found.append(f"{len(asked['held'])} 对手工定下")
    found.append("，".join(f"{w.name} {plan.weights.get(w.code)} {w.unit}" for w in WEIGHTS))
    return found


@signed_in(EDIT)
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another instructor for one enterprise; each choice with its price."""
    rows = AssignmentPair.objects.visible_to(request.actor)
    rows = rows.select_related("plan", "enterprise", "instructor", "present", "instead")
    pair = get_object_or_404(rows, pk=pk)
    here = reverse("enterprises:assignment", args=[pair.plan_id])
    if pair.plan.state != "ready":
        raise Refusal("这个方案已经发布或不用了，不能再改。", hint="需要调整请另算一个方案。")
    form = ChangePairForm(request.POST or None, options=options(pair))

    def act() -> str:
        data = form.cleaned_data
        changed = actions.change_pair(
            pair_id=pk, instructor_id=data["instructor"], why=data["why"], by=request.actor
        )
        price = changed.hand_price or 0
        words = f"多扣 {price} 分" if price >= 0 else f"少扣 {-price} 分"
        messages.success(request, f"{pair.enterprise.name}已改，整个方案{words}。")
        return here

    context = {
        "title": f"手工改：{pair.enterprise.name}",
        "intro": "现在：" + (pair.instructor.name if pair.instructor else "没有分到")
        + "。" + "；".join(reasons_of(pair)) + "。",
        "submit": "就这样改",
        "cancel_url": here,
        "crumbs": _crumbs((pair.plan.name, here)),
    }  # fmt: skip
    return answer(request, form, act, context)


@signed_in(EDIT)
@require_POST
@once
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Accept or decline the ticked ones, or all."""
    get_object_or_404(_plans(request.actor), pk=pk)
    if verb not in ("accept", "decline"):
        raise Http404
    wanted = None if "all" in request.POST else selected_ids(request)
    accept = verb == "accept"
    try:
        count = actions.decide(plan_id=pk, accept=accept, pair_ids=wanted, by=request.actor)
    except NotAllowed:
        raise
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(request, f"{'已采纳' if accept else '不采纳'} {count} 家。")
    return redirect("enterprises:assignment", pk)


@signed_in(EDIT)
@once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, with the changes of the records since, then write the pledges."""
    plan = get_object_or_404(_plans(request.actor), pk=pk)
    counts, changed = _counts(plan), _changed(plan)
    form = PublishForm(request.POST or None, changed=changed)
    here = reverse("enterprises:assignment", args=[pk])

    def act() -> str:
        actions.publish(plan_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, f"已发布，{counts['accepted']} 家企业的包保已更新。")
        return here

    context = {
        "title": f"发布：{plan.name}",
        "question": f"采纳的 {counts['accepted']} 家换由新的指导员负责，不采纳和待定的不动。",
        "consequences": [
            "原来的包保到生效日前一天为止，没兑现的承诺随企业移交。",
            "接手的指导员会收到消息；发布后要改，请到企业页逐家指定或另算方案。",
            *[f"方案算出以后记录变了：{words}" for words in changed],
        ],
        "submit": "发布",
        "cancel_url": here,
    }
    return answer(request, form, act, context, "enterprises/assignment_publish.html")


@signed_in(EDIT)
@require_POST
@once
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop(plan_id=pk, by=request.actor)
    messages.success(request, "这个方案不用了，记录保留。")
    return redirect("enterprises:assignments")


@signed_in("pledges.view")
def compare(request: HttpRequest) -> HttpResponse:
    """Two proposals side by side: what they cost, and where they differ."""
    found = [
        get_object_or_404(_plans(request.actor), pk=int(request.GET.get(name, "")))
        for name in ("a", "b")
        if request.GET.get(name, "").isdigit()
    ]
    if len(found) < 2 or found[0].pk == found[1].pk:
        raise Refusal("请选两个不同的方案来比。", hint="在分配方案页上勾选。")
    first, second = found
    context = {
        "title": "两个方案对照",
        "first": first,
        "second": second,
        "crumbs": _crumbs(),
        "asked": [asked_words(first), asked_words(second)],
        "lines": _side_by_side(first, second),
        "pairs": _differing(request.actor, first, second),
    }
    return render(request, "enterprises/assignment_compare.html", context)


def _side_by_side(first: AssignmentPlan, second: AssignmentPlan) -> list[tuple[str, int, int, str]]:
    mine, other = _counts(first), _counts(second)
    names = (
        ("whole", "企业", "家"), ("left", "没有分到", "家"), ("moved", "换人", "家"),
        ("fresh", "新派", "家"), ("hand", "手工改过", "对"),
    )  # fmt: skip
    lines = [(label, mine[code], other[code], unit) for code, label, unit in names]
    for code, label, unit in (
        ("cost", "总扣分（算出时）", "分"), ("most", "一人最多", "家"), ("least", "一人最少", "家"),
        ("places", "名额", "个"),
    ):  # fmt: skip
        lines.append((label, first.outcome.get(code, 0), second.outcome.get(code, 0), unit))
    points = [{r["code"]: r["points"] for r in p.outcome.get("rules", [])} for p in (first, second)]
    for code, name in RULE_NAMES.items():
        lines.append((f"其中 {name}", points[0].get(code, 0), points[1].get(code, 0), "分"))
    return lines


def _differing(
    actor: Actor, first: AssignmentPlan, second: AssignmentPlan
) -> list[tuple[str, int, str, str, str]]:
    """(enterprise, id, present, in the first, in the second) where the two name different people."""
    rows = AssignmentPair.objects.visible_to(actor).select_related(
        "enterprise", "present", "instructor"
    )
    mine = {p.enterprise_id: p for p in rows.filter(plan=first)}
    found = []
    for pair in rows.filter(plan=second):
        before = mine.get(pair.enterprise_id)
        if before is not None and before.instructor_id != pair.instructor_id:
            names = [
                p.name if p else "没有" for p in (pair.present, before.instructor, pair.instructor)
            ]
            found.append((pair.enterprise.name, pair.enterprise_id, *names))
    return found
