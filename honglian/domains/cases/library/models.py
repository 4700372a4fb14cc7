"""Reply templates and knowledge entries of a zone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.scoping import ScopedQuerySet


class LibraryQuerySet(ScopedQuerySet):
    """The whole zone reads it: nothing personal stands in it."""

    read_permission = "cases.view"

    def scope_q(self, actor):
        return Q(zone_id=actor.zone_id)


class ReplyTemplate(models.Model):
    """A wording for replies; without category it fits every demand."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+", db_index=False)
    title = models.CharField("名称", max_length=40)
    category = models.CharField("适用类别", max_length=32, blank=True)
    text = models.TextField("正文")
    is_active = models.BooleanField("在用", default=True)
    changed_by = models.CharField("最后修改人", max_length=64)
    changed_at = models.DateTimeField("最后修改时间")

    rows = models.Manager()
    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复模板"
        constraints = [
            models.UniqueConstraint(fields=["zone", "title"], name="reply_template_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class KnowledgeEntry(models.Model):
    """Question and answer made from one closed case; ``search`` holds its tokens."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="knowledge"
    )
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复口径")
    category = models.CharField("类别", max_length=32, blank=True)
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField("在用", default=True)
    made_by = models.CharField("整理人", max_length=64)
    changed_at = models.DateTimeField("最后修改时间")
    search = models.TextField(editable=False, default="", blank=True)

    rows = models.Manager()
    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识条目"
        indexes = [models.Index(fields=["zone", "category", "id"], name="knowledge_of_category")]

    def __str__(self) -> str:
        return self.question
