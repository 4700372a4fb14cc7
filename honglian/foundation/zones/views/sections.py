"""The settings of a zone, section by section."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.orgs.models import Department
from honglian.foundation.orgs.types import ORG_TYPES
from honglian.kit.errors import Refusal

from .. import actions, selectors
from ..config import LEVEL_DURATIONS, RULE_DURATIONS
from ..forms import (
    CategoryForm,
    ChainsForm,
    HoursForm,
    LimitsForm,
    RatesForm,
    RefusalsForm,
    SectionForm,
    TiersForm,
    WordsForm,
)
from ..models import Zone


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("高新区配置", reverse("zones:settings")), *more]


@signed_in("zones.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """What the zone decided, with a way to change each part."""
    zone = selectors.own_zone(request.actor)
    config = zone.settings
    context = {
        "title": "高新区配置",
        "config": config,
        "tiers": [(t.name, "、".join(ORG_TYPES[c].name for c in t.types)) for t in config.tiers],
        "hours": [f"{a:%H:%M}–{b:%H:%M}" for a, b in config.work_hours],
        "rules": [(label, getattr(config.cases, name)) for name, label in RULE_DURATIONS.items()],
        "clock_names": list(LEVEL_DURATIONS.values()),
        "levels": [
            (level, [(label, getattr(level, name)) for name, label in LEVEL_DURATIONS.items()])
            for level in config.cases.levels
        ],
        "categories": _named_categories(zone),
        "last": selectors.versions(request.actor).first(),
        "version": zone.version,
    }
    return render(request, "zones/settings.html", context)


def _named_categories(zone: Zone) -> list[dict[str, Any]]:
    config = zone.settings
    names = {d.code: d.short_name or d.name for d in config.departments}
    return [
        {
            "code": c.code,
            "name": c.name,
            "lead": names[c.lead],
            "co": "、".join(names[code] for code in c.co),
            "level": c.level,
        }
        for c in config.categories
    ]


@signed_in("zones.edit")
def words(request: HttpRequest) -> HttpResponse:
    return _section(request, WordsForm, "名称与用语")


@signed_in("zones.edit")
def tiers(request: HttpRequest) -> HttpResponse:
    return _section(
        request,
        TiersForm,
        "组织层级",
        intro="从上到下；名称留空的一级会去掉。",
        types=ORG_TYPES.choices(),
    )


@signed_in("zones.edit")
def chains(request: HttpRequest) -> HttpResponse:
    intro = "改名立即在各处生效；已有企业和党组织的产业链不能去掉，只能改名。"
    return _section(request, ChainsForm, "产业链", intro=intro)


@signed_in("zones.edit")
def refusals(request: HttpRequest) -> HttpResponse:
    intro = "受理时选用其中一种，企业会看到后半句。"
    return _section(request, RefusalsForm, "不予受理的情形", intro=intro)


@signed_in("zones.edit")
def hours(request: HttpRequest) -> HttpResponse:
    intro = "改动后，按工作小时计的时限从下一次计算起用新的时间；已经定下的截止时间不变。"
    return _section(request, HoursForm, "工作时间", intro=intro)


@signed_in("zones.edit")
def limits(request: HttpRequest) -> HttpResponse:
    intro = "写成“30 分钟”“24 小时”“7 天”按自然时间，“4 工作小时”“2 工作日”按工作日历。新受理的诉求用新时限。"
    return _section(request, LimitsForm, "诉求时限", intro=intro)


@signed_in("zones.edit")
def rates(request: HttpRequest) -> HttpResponse:
    intro = "综合得分＝响应率×权重＋解决率×权重＋满意率×权重。"
    return _section(request, RatesForm, "三率权重", intro=intro)


@signed_in("zones.edit")
def category(request: HttpRequest, code: str = "") -> HttpResponse:
    """One kind of demand; without a code a new one."""
    zone = selectors.own_zone(request.actor)
    known = zone.settings.category(code) if code else None
    if code and known is None:
        raise Http404(f"no category {code}")
    rows = list(Department.objects.visible_to(request.actor).filter(is_active=True))
    response = _section(
        request,
        CategoryForm,
        f"需求类别：{known.name}" if known else "新增需求类别",
        code=code,
        departments=[(row.code, row.name) for row in rows],
        adopt=rows,
    )
    return response


@signed_in("zones.edit")
def drop_category(request: HttpRequest, code: str) -> HttpResponse:
    """Take a kind of demand out; cases that carry it keep it."""
    zone = selectors.own_zone(request.actor)
    found = zone.settings.category(code)
    if found is None:
        raise Http404(f"no category {code}")
    if request.method == "POST":
        data = zone.settings.dumped()
        data["categories"] = [c for c in data["categories"] if c["code"] != code]
        note = f"去掉需求类别“{found.name}”"
        actions.save_config(zone=zone, data=data, note=note, by=request.actor)
        messages.success(request, f"{note}，已登记的诉求不受影响。")
        return redirect("zones:settings")
    context = {
        "title": f"去掉需求类别“{found.name}”",
        "question": "以后受理时不再能选它；已经登记为这一类的诉求保留原样。",
        "submit": "去掉",
        "danger": True,
        "cancel_url": reverse("zones:settings"),
    }
    return render(request, "ui/confirm.html", context)


def _section(
    request: HttpRequest,
    form_class: type[SectionForm],
    title: str,
    *,
    intro: str = "",
    adopt: list[Department] | None = None,
    **options: Any,
) -> HttpResponse:
    zone = selectors.own_zone(request.actor)
    form = form_class(request.POST or None, data_now=zone.settings.dumped(), **options)
    if request.method == "POST" and form.is_valid() and _saved(request, zone, form, adopt or []):
        return redirect("zones:settings")
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "crumbs": crumbs(),
        "cancel_url": reverse("zones:settings"),
    }
    return render(request, "zones/section.html", context)


def _saved(request: HttpRequest, zone: Zone, form: SectionForm, adopt: list[Department]) -> bool:
    """Store the section; departments that only an import knew become part of the configuration."""
    data = form.apply()
    known = {d["code"] for d in data["departments"]}
    used = {code for c in data["categories"] for code in (c["lead"], *c["co"])}
    data["departments"] += [
        {"code": d.code, "name": d.name, "short_name": d.short_name, "aliases": d.aliases}
        for d in adopt
        if d.code in used - known
    ]
    try:
        saved = actions.save_config(
            zone=zone, data=data, note=form.cleaned_data["note"], by=request.actor
        )
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    same = saved.version == zone.version
    messages.success(request, "没有改动。" if same else f"已保存为第 {saved.version} 版。")
    return True
