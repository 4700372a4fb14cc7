"""Work lists about organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import DateField, Value
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK
from honglian.ui.lists.export import workbook

from ... import placing
from ...models import PartyMember
from .. import listing, thresholds
from .. import terms as due
from ..states import DECIDE, ORGANISE
from ..thresholds import Checked
from ._day import asked_day


def _log(request: HttpRequest, what: str) -> Any:
    def log(count: int) -> None:
        note = f"{what} {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="orgs.export", target_kind="orgs", note=note)

    return log


@signed_in("orgs.view")
def terms(request: HttpRequest) -> HttpResponseBase:
    context = {
        "title": "换届",
        "intro": "届满前 180、90、30 天提醒；延期要有上级批复，一般不超过 1 年。",
    }
    rows = due.due(request.actor)
    return listing.TermListing(request, rows).respond(
        context=context, on_export=_log(request, "换届")
    )


@signed_in("orgs.view")
def set_ups(request: HttpRequest) -> HttpResponseBase:
    """Organisations that were asked for here or are being adjusted, and those that are gone."""
    rows = PartyOrg.objects.visible_to(request.actor).exclude(type="temporary_branch")
    changed = rows.exclude(status__in=("active", "reelecting")) | rows.filter(acts__verb="apply")
    context = {
        "title": "组织设立和调整",
        "intro": "申请、批复、选举、成立，到调整、并入、撤销，每一步都有日期和文号。",
        "may_apply": request.actor.can(ORGANISE),
        "empty_url": reverse("members:org_new") if request.actor.can(ORGANISE) else "",
        "empty_action": "申请成立党组织",
    }
    shown = changed.distinct().select_related("parent").prefetch_related("acts")
    return listing.SetUpListing(request, shown).respond(
        "members/set_ups.html", context, on_export=_log(request, "组织设立和调整")
    )


@signed_in("orgs.view")
def temporary(request: HttpRequest) -> HttpResponseBase:
    rows = PartyOrg.objects.visible_to(request.actor).filter(task__isnull=False)
    context = {
        "title": "临时党组织",
        "intro": "重大项目一线的临时党组织：书记、委员由批准的党组织指定，党员的组织关系不动，随任务结束撤销。",
        "may_appoint": request.actor.can(DECIDE),
    }
    return listing.TemporaryListing(request, listing.with_people(rows)).respond(
        "members/temporary.html", context, on_export=_log(request, "临时党组织")
    )


@signed_in("orgs.view")
def posts(request: HttpRequest) -> HttpResponseBase:
    orgs = PartyOrg.objects.visible_to(request.actor)
    rows = listing.posts_of(orgs, request.actor.zone_id or 0)
    context = {
        "title": "任职和兼任",
        "intro": "一人可以兼任几个组织的职务；同名的按任职文号分辨。",
    }
    return listing.PostListing(request, rows).respond(
        context=context, on_export=_log(request, "任职")
    )


@signed_in("orgs.view")
def checkup(request: HttpRequest) -> HttpResponseBase:
    """Organisations that break a set-up rule on a day, by rule, with the sentence."""
    request.actor.require("members.view")
    day, problem = asked_day(request)
    found = thresholds.checkup(request.actor, day)
    wanted = request.GET.get("rule", "")
    counts = Counter(f.rule.id for c in found for f in c.findings)
    if wanted:
        found = [c for c in found if any(f.rule.id == wanted for f in c.findings)]
    if request.method == "POST":
        request.actor.require("orgs.export")
        return _exported(request, found, wanted)
    rules = [
        {"id": code, "title": BOOK.versions(code)[-1].title, "count": count}
        for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    context = {
        "title": "组织设置检查",
        "found": found,
        "rules": rules,
        "wanted": wanted,
        "day": day,
        "problem": problem,
        "may_export": request.actor.can("orgs.export"),
    }
    return render(request, "members/checkup.html", context)


@signed_in("members.view")
def people_then(request: HttpRequest) -> HttpResponseBase:
    """Who counted on a day, in the branch of that day; the records behind the tree's figure."""
    actor = request.actor
    day, problem = asked_day(request)
    seen = PartyMember.objects.visible_to(actor).values("pk")
    rows = placing.counted_on(actor.zone_id or 0, day).filter(member__in=seen)
    rows = rows.select_related("member", "branch")
    context = {
        "title": f"{day:%Y-%m-%d} 的党员",
        "intro": problem or "每名党员只在组织关系所在的支部计一次；参加功能型、临时组织不另计。",
        "crumbs": [("组织架构", f"{reverse('members:tree')}?on={day}")],
    }
    day_column = Value(day, output_field=DateField())
    return listing.PeopleThenListing(request, rows.annotate(day=day_column)).respond(
        context=context, on_export=_log(request, f"{day} 的党员")
    )


LABELS = ("党组织名称", "类别", "正式党员", "党员合计", "连续不足月数", "规则", "问题", "依据")


def _exported(request: HttpRequest, found: list[Checked], wanted: str) -> HttpResponseBase:
    rows = list(_rows(found, wanted))
    if not rows:
        raise Refusal("没有不符合设置规定的党组织，不用导出。", code="export_empty")
    _log(request, "组织设置检查")(len(rows))
    return workbook(rows, LABELS, "组织设置检查")


def _rows(found: list[Checked], wanted: str) -> Iterator[dict[str, Any]]:
    for one in found:
        for finding in one.findings:
            if wanted and finding.rule.id != wanted:
                continue
            values = (
                one.org.name,
                ORG_TYPES[one.org.type].name,
                one.strength.formal,
                one.strength.members,
                one.strength.months_short,
                finding.rule.id,
                finding.words,
                finding.rule.citation,
            )
            yield dict(zip(LABELS, values, strict=True))
