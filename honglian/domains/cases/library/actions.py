"""The zone's own wordings, and knowledge made of closed cases."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.algo.hanzi import search_tokens
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.steps import append
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..actions import _frame as frame
from ..actions._frame import Step
from ..actions.intake import _category
from ..models import KnowledgeEntry, ReplyTemplate

MOST_ANSWER = 3000


@action("cases.library")
def save_template(
    *,
    title: str,
    text: str,
    category: str = "",
    is_active: bool = True,
    template_id: int | None = None,
    by: Actor,
) -> ReplyTemplate:
    """Write a new wording, or change one; out of use it stays in the list and can come back."""
    rows = ReplyTemplate.objects.visible_to(by)
    row = (
        get_object_or_404(rows, pk=template_id)
        if template_id
        else ReplyTemplate(zone_id=by.zone_id)
    )
    title = frame.check_text(title, label="名称", field="title", most=40)
    if ReplyTemplate.rows.filter(zone_id=by.zone_id, title=title).exclude(pk=row.pk).exists():
        raise Refusal(
            f"已经有叫“{title}”的模板，请换个名称或去改那一个。", code="twice", field="title"
        )
    row.title = title
    row.text = frame.check_text(text, label="正文", field="text", most=MOST_ANSWER)
    row.category = _category(config_of(by.zone_id), category)
    row.is_active = is_active
    row.changed_by, row.changed_at = by.name[:64], clock.now()
    row.save()
    record(by=by, verb="cases.save_template", target=row, label=title)
    return row


@action("cases.library")
def make_knowledge(
    *, number: str, question: str, answer: str, category: str = "", by: Actor
) -> KnowledgeEntry:
    """Make a closed case an entry that others find; once a case, with a trace on it."""
    case = frame.locked(by, number)
    if case.state != "closed":
        raise Refusal("办结归档以后才能整理成知识条目。", code="not_closed")
    if KnowledgeEntry.rows.filter(case=case).exists():
        raise Refusal("这件诉求已经整理过，请在知识库里改那一条。", code="twice")
    row = KnowledgeEntry(zone_id=case.zone_id, case=case, department_id=case.lead_id)
    _fill(row, question, answer, category or case.category, by)
    step = Step(case, by)
    step.say("learn", name="整理成知识", text=row.question, internal=True)
    append(step.lines)
    record(by=by, verb="cases.make_knowledge", target=row, label=str(case))
    return row


@action("cases.library")
def save_knowledge(
    *,
    question: str,
    answer: str,
    category: str = "",
    department: int | None = None,
    is_active: bool = True,
    entry_id: int | None = None,
    by: Actor,
) -> KnowledgeEntry:
    """Write an entry without a case, or change one; out of use it is suggested no more."""
    rows = KnowledgeEntry.objects.visible_to(by)
    row = get_object_or_404(rows, pk=entry_id) if entry_id else KnowledgeEntry(zone_id=by.zone_id)
    if department is not None:
        get_object_or_404(Department.rows.filter(zone_id=by.zone_id), pk=department)
    row.department_id, row.is_active = department, is_active
    _fill(row, question, answer, category, by)
    record(by=by, verb="cases.save_knowledge", target=row, label=row.question[:64])
    return row


def _fill(row: KnowledgeEntry, question: str, answer: str, category: str, by: Actor) -> None:
    row.question = frame.check_text(question, label="问题", field="question", most=200)
    row.answer = frame.check_text(answer, label="答复口径", field="answer", most=MOST_ANSWER)
    row.category = _category(config_of(by.zone_id), category) if category else ""
    row.made_by, row.changed_at = by.name[:64], clock.now()
    row.search = search_tokens(f"{row.question} {row.answer[:500]}")
    row.save()
