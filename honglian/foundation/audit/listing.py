"""The audit log as a list."""

from __future__ import annotations

from django.apps import apps
from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing, TextFilter

from .models import AuditEntry
from .words import CHANNELS, channel_name, kind_name, known_verbs, role_name, verb_name


def _address(entry: AuditEntry) -> str:
    return reverse("audit:entry", args=[entry.seq])


def _kinds(actor) -> list[tuple[str, str]]:
    """Every kind of record that has a Chinese name; reading them off the log would scan it all."""
    models = [m for m in apps.get_models() if m.__module__.startswith("honglian.")]
    found = {m._meta.label_lower: str(m._meta.verbose_name) for m in models}
    return sorted(((k, n) for k, n in found.items() if not n.isascii()), key=lambda kn: kn[1])


class AuditListing(Listing):
    key = "audit"
    noun = "审计日志"
    columns = (
        Column("seq", "序号", link=_address, align="end"),
        Column("at", "时间"),
        Column("actor_name", "人员"),
        Column("verb", "动作", value=lambda e: verb_name(e.verb), on_card="title"),
        Column("target_kind", "对象类别", value=lambda e: kind_name(e.target_kind), default=False),
        Column("target_label", "对象"),
        Column("note", "说明"),
        Column("channel", "途径", value=lambda e: channel_name(e.channel), on_card="hidden"),
        Column("ip", "地址", on_card="hidden"),
        Column("role", "角色", value=lambda e: role_name(e.role), default=False),
    )
    filters = (
        TextFilter(key="who", label="人员", lookup="actor_name", placeholder="姓名"),
        ChoiceFilter(key="verb", label="动作", choices=lambda actor: known_verbs()),
        ChoiceFilter(key="kind", label="对象类别", lookup="target_kind", choices=_kinds),
        TextFilter(key="target", label="对象", lookup="target_label", placeholder="名称或编号"),
        DateRangeFilter(key="at", label="日期"),
        ChoiceFilter(key="channel", label="途径", choices=list(CHANNELS.items()), primary=False),
    )
    search = ("actor_name", "target_label", "note")
    search_hint = "搜人员、对象或说明"
    orderings = (("-seq", "最新在前"), ("seq", "最早在前"))
    export_permission = "audit.view"
    empty_hint = "还没有人办过事；登录、导出和每次修改都会记在这里。"
