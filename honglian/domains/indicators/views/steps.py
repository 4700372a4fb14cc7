"""What is done to figures: entering, publishing, correcting, and the way of a definition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.ui.answering import answer

from .. import actions, selectors
from ..forms import EnterForm, IssueForm, ReviseForm, StepForm
from ..states import VERSION
from ..tasks import bring_in_step
from .library import crumbs

EDIT = "indicators.edit"
DONE = {
    "submit": "已提交，核对人的待办里会出现这一件。",
    "check": "已核对，可以开始使用。",
    "send_back": "已退回给编制人。",
    "publish": "已开始使用。",
    "retire": "已停用，发布过的数仍保留。",
    "drop": "草稿已作废。",
}
WITH_REASON = {"send_back": actions.send_back, "retire": actions.retire}
PLAIN = {
    "submit": actions.submit,
    "check": actions.check,
    "publish": actions.publish,
    "drop": actions.drop,
}


@signed_in(EDIT)
@require_POST
@once
def load(request: HttpRequest) -> HttpResponse:
    """Bring the figures of the published report about this zone."""
    count = actions.load_references(by=request.actor)
    messages.success(request, f"已装入参考指标 {count} 项。" if count else "参考指标都已经有了。")
    return redirect("indicators:index")


@signed_in("indicators.view")
@require_POST
@once
def refresh(request: HttpRequest) -> HttpResponse:
    """Let the figures see what was written until now."""
    bring_in_step(request.actor.zone_id)
    messages.success(request, "已按现在的记录重新取数。")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    pk = request.POST.get("indicator", "")
    return (
        reverse("indicators:detail", args=[int(pk)])
        if pk.isdecimal()
        else reverse("indicators:index")
    )


@signed_in(EDIT)
@once
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = selectors.indicator(request.actor, pk)
    back = reverse("indicators:detail", args=[pk])
    form = EnterForm(request.POST or None, initial={"day": clock.today()})

    def act() -> str:
        actions.enter(indicator_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已录入。")
        return back

    context = {
        "title": f"录入：{indicator.name}（{indicator.unit}）",
        "intro": "这项指标由有关部门核算后提供，只录入，不由记录计算。",
        "submit": "录入",
        "cancel_url": back,
        "crumbs": crumbs((indicator.name, back)),
    }
    return answer(request, form, act, context)


@signed_in(EDIT)
@once
def issue(request: HttpRequest) -> HttpResponse:
    """Publish what is counted as of a day; it is kept with its definition's version."""
    form = IssueForm(request.POST or None, initial={"day": clock.today()})

    def act() -> str:
        bring_in_step(request.actor.zone_id)
        day = form.cleaned_data["day"]
        count = actions.issue(day=day, by=request.actor)
        messages.success(request, f"已发布截至 {day:%Y-%m-%d} 的 {count} 项；发布过的没有动。")
        return f"{reverse('indicators:index')}?day={day}"

    context = {
        "title": "发布指标数",
        "intro": "把能由记录算出的指标按这一天的数存下来，连同口径版本。以后记录有更正，用“修订”留下原因，原来的数不会被抹掉。",
        "submit": "发布",
        "cancel_url": reverse("indicators:index"),
        "crumbs": crumbs(),
    }
    return answer(request, form, act, context)


@signed_in(EDIT)
@once
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a published value: counted anew from the records, or another number where it was entered."""
    old = selectors.value(request.actor, pk)
    back = reverse("indicators:detail", args=[old.indicator_id])
    form = ReviseForm(request.POST or None, entered=old.is_entered)

    def act() -> str:
        if not old.is_entered:
            bring_in_step(request.actor.zone_id)
        actions.revise(value_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已修订，原来的数和原因都留着。")
        return back

    how = (
        "填写修订后的数和原因。"
        if old.is_entered
        else "按现在的记录重新算这一天的数；请写明记录为什么变了。"
    )
    context = {
        "title": f"修订：{old.indicator.name}",
        "intro": f"截至 {old.day:%Y-%m-%d} 发布的是 {old.shown}。{how}",
        "submit": "修订",
        "cancel_url": back,
        "crumbs": crumbs((old.indicator.name, back)),
    }
    return answer(request, form, act, context)


@signed_in("indicators.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a definition; those that need a reason ask for it first."""
    move = next(t for t in VERSION.transitions if t.verb == verb)
    request.actor.require(move.permission)
    version = selectors.version(request.actor, pk)
    back = reverse("indicators:version", args=[pk])
    if verb in PLAIN:
        if request.method == "POST":
            PLAIN[verb](version_id=pk, by=request.actor)
            messages.success(request, DONE[verb])
            return redirect(back)
        context = {
            "title": f"{move.name}：{version}",
            "question": f"{move.name}“{version}”？",
            "submit": move.name,
            "cancel_url": back,
            "crumbs": crumbs((str(version), back)),
        }
        return render(request, "ui/confirm.html", context)
    form = StepForm(request.POST or None)

    def act() -> str:
        WITH_REASON[verb](version_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, DONE[verb])
        return back

    context = {
        "title": f"{move.name}：{version}",
        "submit": move.name,
        "cancel_url": back,
        "crumbs": crumbs((str(version), back)),
    }
    return answer(request, form, act, context)
