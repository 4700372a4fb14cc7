"""Pages of the library: knowledge and reply templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.ui.answering import answer

from .. import selectors as cases
from . import actions, selectors
from .forms import EntryForm, KnowledgeForm, TemplateForm
from .listing import KnowledgeListing

MAY_EDIT = "cases.library"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("企业吹哨", reverse("cases:index")), *((n, reverse(a)) for n, a in more)]


@signed_in("cases.view")
def knowledge(request: HttpRequest) -> HttpResponse:
    listing = KnowledgeListing(request, selectors.entries(request.actor))

    def log(count: int) -> None:
        record(
            by=request.actor, verb="cases.export", target_kind="cases.knowledge", note=f"{count} 条"
        )

    context = {
        "title": "知识库",
        "intro": "办结过的诉求整理成的问答；吹哨、派单时会自动提示相近的。",
        "crumbs": _crumbs(),
    }
    return listing.respond("cases/knowledge.html", context, on_export=log)


@signed_in("cases.view")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.entry(request.actor, pk)
    case = found.case
    seen = case and cases.cases(request.actor).filter(pk=case.pk).exists()
    context = {
        "title": found.question,
        "crumbs": _crumbs(("知识库", "cases:knowledge")),
        "entry": found,
        "case": case if seen else None,
    }
    return render(request, "cases/knowledge_entry.html", context)


@signed_in(MAY_EDIT)
@once
def knowledge_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new entry, or another wording of one."""
    found = selectors.entry(request.actor, pk) if pk else None
    names = ("question", "answer", "category", "is_active")
    initial: dict[str, Any] = {n: getattr(found, n) for n in names} if found else {}
    if found:
        initial["department"] = found.department_id
    form = EntryForm(request.POST or None, actor=request.actor, initial=initial)

    def act() -> str:
        row = actions.save_knowledge(entry_id=pk, by=request.actor, **form.values())
        messages.success(request, "已保存。")
        return reverse("cases:knowledge_entry", args=[row.pk])

    context = {
        "title": "修改知识条目" if found else "新增知识条目",
        "submit": "保存",
        "cancel_url": reverse("cases:knowledge"),
        "crumbs": _crumbs(("知识库", "cases:knowledge")),
    }
    return answer(request, form, act, context)


@signed_in(MAY_EDIT)
@once
def knowledge_make(request: HttpRequest, number: str) -> HttpResponse:
    """An entry from a closed case, with its title and the lead's answer to start from."""
    case = cases.detail(request.actor, number)
    form = KnowledgeForm(request.POST or None, actor=request.actor, case=case)

    def act() -> str:
        actions.make_knowledge(number=number, by=request.actor, **form.values())
        messages.success(request, "已整理成知识条目。")
        return reverse("cases:detail", args=[number])

    context = {
        "title": "整理成知识",
        "intro": f"{case.number} {case.title}",
        "submit": "保存",
        "cancel_url": reverse("cases:detail", args=[number]),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("cases.create")
def suggest(request: HttpRequest) -> HttpResponse:
    """While somebody writes what happened: answers that are known already."""
    text = request.GET.get("text", "")[:2000]
    found = selectors.suggested(request.actor, text, request.GET.get("category", ""))
    return render(request, "cases/_known.html", {"known": found})


@signed_in(MAY_EDIT)
def templates(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "答复模板",
        "crumbs": _crumbs(),
        "rows": list(selectors.templates(request.actor)),
    }
    return render(request, "cases/reply_templates.html", context)


@signed_in(MAY_EDIT)
@once
def template_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = selectors.template(request.actor, pk) if pk else None
    names = ("title", "category", "text", "is_active")
    initial = {n: getattr(found, n) for n in names} if found else {}
    form = TemplateForm(request.POST or None, actor=request.actor, initial=initial)

    def act() -> str:
        actions.save_template(template_id=pk, by=request.actor, **form.values())
        messages.success(request, "已保存。")
        return reverse("cases:templates")

    context = {
        "title": "修改答复模板" if found else "新增答复模板",
        "submit": "保存",
        "cancel_url": reverse("cases:templates"),
        "crumbs": _crumbs(("答复模板", "cases:templates")),
    }
    return answer(request, form, act, context)
