"""Pages of comparisons: the list, one with its differences, deciding, and a branch's question."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside
from honglian.ui.lists import selected_ids

from ..pages import events_of
from . import actions, selectors
from .applying import about, apply
from .forms import AnswerForm, CompareForm
from .listing import MASKS, ComparisonListing, DifferenceListing, ours, revealed, theirs
from .states import ANSWERS

HOME = ("名单比对", "members:comparisons")


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(HOME[0], reverse(HOME[1])), *more]


def _export_log(request: HttpRequest, kind: str):
    def log(count: int) -> None:
        record(by=request.actor, verb="members.export", target_kind=kind, note=f"{count} 行")

    return log


@signed_in("members.import")
def index(request: HttpRequest) -> HttpResponseBase:
    context = {
        "title": "名单比对",
        "intro": "把全国系统导出的名单与本区登记逐人逐项比对。比对不改动任何党员，裁定后才执行。",
        "empty_url": reverse("members:compare"),
        "empty_action": "比对一份名单",
    }
    return ComparisonListing(request, selectors.comparisons(request.actor)).respond(
        "members/comparisons.html", context, on_export=_export_log(request, "comparisons")
    )


@signed_in("members.import")
def new(request: HttpRequest) -> HttpResponse:
    form = CompareForm(request.POST or None, request.FILES or None, actor=request.actor)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = data.pop("file")
        try:
            made = actions.open_comparison(
                file_name=file.name, content=file.read(), by=request.actor, **data
            )
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            return redirect("members:comparison", made.pk)
    context = {
        "title": "比对一份名单",
        "intro": "人员类别（政治面貌）空着的不作判断；名单里没有的党员不会被删，交支部核实。",
        "form": form,
        "refusal": refusal,
        "submit": "开始比对",
        "cancel_url": reverse(HOME[1]),
        "crumbs": _crumbs(),
    }
    bad = form.errors or refusal
    return render(request, "ui/form.html", context, status=422 if bad else 200)


@signed_in("members.import")
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = selectors.comparison(request.actor, pk)
    listing = DifferenceListing(request, selectors.differences(found), found)
    context = {
        "title": found.file_name,
        "comparison": found,
        "going": found.state == "open",
        "state": found.state_shown,
        "progress": selectors.progress(found),
        "fields": selectors.by_field(found),
        "crumbs": _crumbs(),
    }
    return listing.respond(
        "members/comparison.html", context, on_export=_export_log(request, "differences")
    )


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the person was, with the filters of the list."""
    url = request.headers.get("Referer", "")
    same = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    home = reverse("members:comparison", args=[pk])
    return redirect(url if same and home in url else home)


@signed_in("members.import")
@require_POST
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """One difference, all of one member, or what was ticked."""
    decision = "" if decision == "open" else decision
    one, whole = request.POST.get("one", ""), request.POST.get("whole", "")
    single = next((text for text in (one, whole) if text.isdigit()), "")
    ids = [int(single)] if single else selected_ids(request)
    count = actions.decide(
        comparison_id=pk, ids=ids, decision=decision, whole=bool(whole), by=request.actor
    )
    _say(request, count)
    return _back(request, pk)


@signed_in("members.import")
@require_POST
def decide_all(request: HttpRequest, pk: int) -> HttpResponse:
    """All undecided of a field, or those where ours is blank."""
    count = actions.decide_all(
        comparison_id=pk,
        decision=request.POST.get("decision", ""),
        kind=request.POST.get("kind", ""),
        field=request.POST.get("field", ""),
        only_blank=request.POST.get("blank") == "1",
        by=request.actor,
    )
    _say(request, count)
    return _back(request, pk)


def _say(request: HttpRequest, count: int) -> None:
    if count:
        messages.success(request, f"已裁定 {count} 项，还没有执行。")
    else:
        messages.warning(
            request, "所选的差异不能这样裁定，没有变动：党籍状态和名单里没有的人只能请支部核实。"
        )


@signed_in("members.import")
@require_POST
@once
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    done = apply(comparison_id=pk, by=request.actor)
    (messages.warning if done.held_back else messages.success)(request, done.sentence)
    return redirect("members:comparison", pk)


@signed_in("members.import")
@require_POST
def close(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    made = actions.close(comparison_id=pk, verb=verb, by=request.actor)
    messages.success(request, f"这次比对{made.state_shown.name}。")
    return redirect("members:comparison", pk)


@signed_in("members.reveal")
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Personal values that differ, in full; each look is on record."""
    found = selectors.comparison(request.actor, pk)
    rows = list(selectors.differences(found).filter(field__in=MASKS).order_by("name", "pk")[:300])
    record(
        by=request.actor, verb="members.compare_reveal", target=found, note=f"{len(rows)} 项"
    )  # fmt: skip
    context = {
        "title": "完整的差异",
        "comparison": found,
        "rows": revealed(rows),
        "crumbs": _crumbs((found.file_name, reverse("members:comparison", args=[pk]))),
    }
    response = render(request, "members/comparison_full.html", context)
    response["Cache-Control"] = "no-store"
    return response


@signed_in("members.view")
def absent(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.question(request.actor, pk)
    going = found.question == "asked"
    facts = [
        ("党员", found.name),
        ("所在党支部", found.branch.name if found.branch else ""),
        ("名单", f"{found.comparison}"),
        ("我方登记", ours(found)),
        ("名单内容", theirs(found) if found.kind != "check" else ""),
        ("核实结果", dict(ANSWERS).get(found.answer, "")),
        ("说明", found.answer_text),
        ("答复人", found.answered_by),
    ]
    context = {
        "title": f"核实：{about(found)}",
        "question": found,
        "words": about(found),
        "state": found.question_shown,
        "holder": found.item.holder_name if found.item and going else "",
        "due_at": found.item.due_at if found.item and going else None,
        "crumbs": [("党员", reverse("members:index"))],
        "fact_pairs": [(name, value) for name, value in facts if value],
        "may_answer": going and request.actor.can("members.confirm"),
        "events": events_of(found.item),
    }
    return render(request, "members/absent.html", context)


@signed_in("members.confirm")
@once
def absent_answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.question(request.actor, pk)
    form, refusal = AnswerForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(difference_id=pk, by=request.actor, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, "已答复。需要办转接或党籍事项的，请从本页的链接去办。")
            return redirect("members:absent", pk)
    context = {
        "title": "答复核实",
        "intro": f"{about(found)}。请核实后答复；答复不改动党员的登记。",
        "form": form,
        "refusal": refusal,
        "submit": "答复",
        "cancel_url": reverse("members:absent", args=[pk]),
        "crumbs": [("核实", reverse("members:absent", args=[pk]))],
    }
    bad = form.errors or refusal
    return render(request, "ui/form.html", context, status=422 if bad else 200)
