"""Pages of members away from home, made for the phone of a branch's secretary."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from .. import selectors as members
from ..models import FloatingStay
from ..pages import events_of
from . import actions, selectors
from .forms import ContactForm, InForm, OutForm, StepForm
from .listing import StayListing
from .states import FLOATING

STEPS = ("report", "manage", "back")


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("流动党员", reverse("members:floating")), *more]


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"流动党员台账 {count} 行"
        record(by=request.actor, verb="members.export", target_kind="floating", note=note)

    context = {
        "title": "流动党员",
        "intro": "一方隶属，参加多重组织生活：流出地经常联系，流入地协助管理。",
    }
    return StayListing(request, selectors.stays(request.actor)).respond(
        "members/floating.html", context, on_export=log
    )


@signed_in("members.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.stay(request.actor, pk)
    going = not FLOATING.state(found.state).final
    may = request.actor.can("members.transfer")
    context = {
        "title": found.name,
        "subtitle": f"{found.home_name} → {found.host_name or found.place}",
        "stay": found,
        "state": FLOATING.state(found.state),
        "holder": found.item.holder_name if found.item and going else "",
        "due_at": found.item.due_at if found.item and going else None,
        "crumbs": _crumbs(),
        "warnings": selectors.warnings(found),
        "moves": [t for t in FLOATING.moves_from(found.state, request.actor) if t.verb in STEPS],
        "contact_form": ContactForm() if may and going else None,
        "fact_pairs": _facts(found),
        "events": events_of(found.item),
        "may_transfer": may and going and found.member_id,
    }
    return render(request, "members/stay.html", context)


def _facts(found: FloatingStay) -> list[tuple[str, object]]:
    def day(value):
        return value and f"{value:%Y-%m-%d}"

    pairs = [
        ("正式组织关系", found.home_name),
        ("流入党组织", found.host_name),
        ("流动类型", found.get_kind_display()),
        ("外出地点", found.place + ("（相对固定）" if found.is_settled else "")),
        ("外出从业", found.job),
        ("流出日期", day(found.left_on)),
        ("预计返回", day(found.expected_back)),
        ("登记日期", day(found.registered_on)),
        ("报到日期", day(found.reported_on)),
        ("返回日期", day(found.back_on)),
        ("联系人", found.contact_name),
        ("联系频次", f"每季 {found.times_a_quarter} 次"),
        ("最近联系", day(found.last_contact)),
        ("参加组织生活", f"{found.attended} 次"),
        ("说明", found.excuse),
        ("备注", found.note),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("members.transfer")
@once
def out(request: HttpRequest, pk: int) -> HttpResponse:
    """A member of ours goes away; opened from the member's page."""
    member = members.member(request.actor, pk)
    form = OutForm(request.POST or None, actor=request.actor)

    def act(facts: dict) -> FloatingStay:
        branch = facts.pop("host_branch")
        return actions.register_out(
            member_id=pk, host_branch_id=branch.pk if branch else None, by=request.actor, **facts
        )

    back = reverse("members:member", args=[pk])
    intro = f"{member.branch.name}。连续 6 个月以上不能参加支部活动、没有转组织关系的登记。"
    return _form(request, form, act, f"登记流出：{member.name}", intro, "登记", back)


@signed_in("members.transfer")
@once
def arrive(request: HttpRequest) -> HttpResponse:
    """Somebody from elsewhere reports to one of our branches."""
    form = InForm(request.POST or None, actor=request.actor)

    def act(facts: dict) -> FloatingStay:
        branch = facts.pop("host_branch")
        return actions.register_in(host_branch_id=branch.pk, by=request.actor, **facts)

    back = reverse("members:floating")
    intro = "组织关系不在本区、在这里工作生活的党员来报到。党费仍向原支部交，不重复交。"
    return _form(request, form, act, "登记流入", intro, "登记", back)


@signed_in("members.transfer")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selectors.stay(request.actor, pk)
    if verb not in STEPS:
        raise Http404(verb)
    move = next(t for t in FLOATING.transitions if t.verb == verb)
    form = StepForm(request.POST or None, verb=verb, stay=found)

    def act(facts: dict) -> FloatingStay:
        return actions.step(stay_id=pk, verb=verb, by=request.actor, **facts)

    back = reverse("members:stay", args=[pk])
    return _form(request, form, act, f"{move.name}：{found.name}", "", move.name, back)


@signed_in("members.transfer")
@once
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.stay(request.actor, pk)
    form = ContactForm(request.POST or None)

    def act(facts: dict) -> FloatingStay:
        return actions.contact(stay_id=pk, by=request.actor, **facts).stay

    back = reverse("members:stay", args=[pk])
    return _form(request, form, act, f"登记联系：{found.name}", "", "登记联系", back)


def _form(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict], FloatingStay],
    title: str,
    intro: str,
    submit: str,
    back: str,
) -> HttpResponse:
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            found = act(dict(form.cleaned_data))
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, "已登记。")
            return redirect("members:stay", found.pk)
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "cancel_url": back,
        "crumbs": _crumbs(),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)
