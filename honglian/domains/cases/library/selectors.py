"""Reads of the library, the actor first."""

from __future__ import annotations

from django.db.models import Case as Choice
from django.db.models import F, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from honglian.foundation.zones.api import config_of
from honglian.kit.actor import Actor

from ..models import Case, KnowledgeEntry, ReplyTemplate
from . import matching

SHORTEST = 4  # characters before anything is suggested


def _named(rows: QuerySet, actor: Actor, blank: str) -> QuerySet:
    names = [(c.code, c.name) for c in config_of(actor.zone_id).categories]
    whens = [When(category=code, then=Value(name)) for code, name in [*names, ("", blank)]]
    return rows.annotate(category_name=Choice(*whens, default=F("category")))


def templates(actor: Actor) -> QuerySet[ReplyTemplate]:
    """The zone's wordings with the name of their category, those in use first."""
    rows = _named(ReplyTemplate.objects.visible_to(actor), actor, "各类通用")
    return rows.order_by("-is_active", "category", "title")


def fitting(actor: Actor, category: str) -> list[ReplyTemplate]:
    """In use, and for this category or for all; those for the category first."""
    rows = ReplyTemplate.objects.visible_to(actor).filter(is_active=True)
    return list(rows.filter(category__in={category, ""}).order_by("-category", "title"))


def template(actor: Actor, pk: int) -> ReplyTemplate:
    return get_object_or_404(ReplyTemplate.objects.visible_to(actor), pk=pk)


def entries(actor: Actor) -> QuerySet[KnowledgeEntry]:
    rows = KnowledgeEntry.objects.visible_to(actor).select_related("department", "case")
    return _named(rows, actor, "未分类")


def entry(actor: Actor, pk: int) -> KnowledgeEntry:
    return get_object_or_404(entries(actor), pk=pk)


def entry_of(case: Case) -> KnowledgeEntry | None:
    return KnowledgeEntry.rows.filter(case=case).first()


def suggested(actor: Actor, text: str, category: str = "", most: int = 3) -> list[KnowledgeEntry]:
    """Entries in use that fit what is being written or what a case says, best first."""
    if actor.zone_id is None or len(text.strip()) < SHORTEST:
        return []
    found = matching.best(actor.zone_id, text, category, most)
    rows = KnowledgeEntry.objects.visible_to(actor).filter(Q(pk__in=found), is_active=True)
    by_key = {row.pk: row for row in rows.select_related("department")} if found else {}
    return [by_key[pk] for pk in found if pk in by_key]
