"""指标库: all figures, one page a figure, and the records behind it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.algo.figures.change import POINTS, moved, rounded
from honglian.algo.figures.spans import Period
from honglian.analytics.api import Measure, known
from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import timeline
from honglian.kit import clock
from honglian.kit.actor import Actor

from .. import computing, selectors
from .. import growth as sources
from ..computing import WITH_VALUE, Figure
from ..models import IndicatorVersion
from ..states import VERSION
from ..wording import in_words

HOME = "指标库"
PAGE = 50
MONTHS = 12
SETS = {
    "counted": "计入的记录",
    "base": "分母的记录",
    "unmet": "分母里没计入的",
    "then": "对比期计入的记录",
    "excluded": "本期没计入的记录",
}


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(HOME, reverse("indicators:index")), *more]


def day_of(request: HttpRequest) -> date:
    """The day of the address, today where there is none or it is not one that has been."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return day if date(1990, 1, 1) <= day <= clock.today() else clock.today()


@signed_in("indicators.view")
def index(request: HttpRequest) -> HttpResponse:
    """Figures by group; found by name, code or alias, by group, by whether there is a value."""
    actor, day = request.actor, day_of(request)
    every = list(selectors.definitions(actor))
    q, group, only = (request.GET.get(k, "").strip() for k in ("q", "group", "only"))
    chosen = [i for i in every if _named(i, q) and (not group or i.group == group)]
    found = [f for f in computing.of(actor, chosen, day) if _wanted(f, only)]
    groups: dict[str, list[Figure]] = {}
    for figure in found:
        groups.setdefault(figure.indicator.group or "其他", []).append(figure)
    context = {
        "title": HOME,
        "groups": list(groups.items()),
        "count": len(found),
        "every": len(every),
        "group_names": list(dict.fromkeys(i.group for i in every if i.group)),
        "q": q, "group": group, "only": only, "day": day, "is_today": day == clock.today(),
        "taken_at": selectors.taken_at(actor),
        "may_edit": actor.can("indicators.edit"),
        "drafts": _drafts(actor),
        "scope": "" if actor.scope.kind == "zone" else actor.scope.kind.chinese,
    }  # fmt: skip
    return render(request, "indicators/index.html", context)


def _named(indicator: Any, q: str) -> bool:
    words = (indicator.name, indicator.code, *indicator.aliases)
    return not q or any(q.lower() in word.lower() for word in words)


def _wanted(figure: Figure, only: str) -> bool:
    if only == "valued":
        return figure.status in WITH_VALUE
    return only != "empty" or figure.status not in WITH_VALUE


def _drafts(actor: Actor) -> list[IndicatorVersion]:
    if not (actor.can("indicators.edit") or actor.can("indicators.check")):
        return []
    rows = IndicatorVersion.objects.visible_to(actor).select_related("indicator")
    return list(rows.filter(state__in=["draft", "submitted", "checked"]).order_by("-drafted_at"))


@signed_in("indicators.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: what it is today, how it is counted, how it went, what was published."""
    actor, day = request.actor, day_of(request)
    indicator = selectors.indicator(actor, pk)
    figure = computing.of(actor, [indicator], day)[0]
    version = figure.version
    formula, record = figure.formula, known(figure.formula.record) if figure.formula else None
    words = in_words(formula, record, indicator.zone_id) if formula and record else []
    values = list(selectors.values(actor, indicator).select_related("indicator", "version")[:60])
    trend = _trend(actor, figure, values)
    context = {
        "title": indicator.name,
        "subtitle": f"{indicator.code} · {indicator.group or '未分组'}",
        "crumbs": crumbs(),
        "indicator": indicator, "figure": figure, "version": version, "day": day,
        "is_today": day == clock.today(),
        "may_split": figure.measured is not None and sources.may_split(formula),
        "words": words, "sets": _sets(actor, figure), "trend": trend,
        "values": values, "versions": list(selectors.versions(actor, indicator)),
        "trend_falls": any(t["value"] < 0 for t in trend),
        "taken_at": selectors.taken_at(actor, formula.record) if formula else None,
        "may_edit": actor.can("indicators.edit"),
        "fact_pairs": _facts(figure),
    }  # fmt: skip
    return render(request, "indicators/detail.html", context)


def _facts(figure: Figure) -> list[tuple[str, object]]:
    i, v = figure.indicator, figure.version
    pairs: list[tuple[str, object]] = [
        ("编码", i.code),
        ("单位", i.unit),
        ("别名", "、".join(i.aliases)),
        ("归口部门", i.owner.name if i.owner else "未定"),
        ("来源", i.source),
        ("密级", i.get_confidentiality_display()),
    ]
    if v is not None:
        step = f"，取整到 {v.step.normalize():f}" if v.step else ""
        pairs += [
            ("分子", v.numerator),
            ("分母", v.denominator),
            ("时期（报道）", v.period_words),
            ("修约", f"四舍五入到 {v.decimals} 位小数"),
            ("模糊量", f"{v.qualifier}{step}" if v.qualifier else ""),
            ("口径说明", v.note),
            ("口径版本", f"第 {v.number} 版" + (f"，{v.valid_from} 起" if v.valid_from else "")),
        ]
    if i.reported:
        beside = {True: "（现在的数与它一致）", False: "（现在的数与它不同）", None: ""}
        pairs.append(("报道值", i.reported + beside[figure.matches]))
    return [(name, value) for name, value in pairs if value]


def _sets(actor: Actor, figure: Figure) -> list[dict[str, Any]]:
    """Doors to the records: the sums behind the value, each with its address."""
    m, formula = figure.measured, figure.formula
    if m is None or formula is None:
        return []
    address = reverse("indicators:records", args=[figure.indicator.pk])
    wanted = [("counted", f"{m.now.records:,}")]
    if formula.measure == Measure.SHARE:
        wanted += [("base", figure.number(m.now.whole)), ("unmet", "")]
    if m.then is not None:
        wanted.append(("then", f"{m.then.records:,}"))
    wanted.append(("excluded", ""))
    return [
        {
            "key": key,
            "name": SETS[key],
            "count": count,
            "url": f"{address}?set={key}&day={figure.day}",
        }
        for key, count in wanted
    ]


def _trend(actor: Actor, figure: Figure, values: list) -> list[dict[str, Any]]:
    """The last twelve months: counted where the records know their days, else what was published."""
    formula, places = figure.formula, figure.decimals
    if formula is not None and formula.period == Period.FIXED:
        return []
    if formula is not None and formula.knows_days:
        days = month_ends(figure.day)
        found = computing.trend(actor, figure.version, days) if figure.version else []
    else:
        kept = {v.day: v.value for v in values if v.is_current}
        days = sorted(kept)[-MONTHS:]
        found = [kept[d] for d in days]
    if sum(v is not None for v in found) < 2:
        return []
    return [
        {"label": _month(d, days), "value": float(rounded(v, places)) if v is not None else 0}
        for d, v in zip(days, found, strict=True)
    ]


def _month(day: date, days: list[date]) -> str:
    year = day.month == 1 or day == days[0]
    return f"{day.year}年{day.month}月" if year else f"{day.month}月"


def month_ends(day: date, count: int = MONTHS) -> list[date]:
    """``day`` and the ends of the months before it, oldest first."""
    found = [day]
    while len(found) < count:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return found[::-1]


@signed_in("indicators.view")
def records(request: HttpRequest, pk: int) -> HttpResponse:
    """The records behind a figure, within the reader's scope, each with its own page."""
    actor, day = request.actor, day_of(request)
    indicator = selectors.indicator(actor, pk)
    figure = computing.of(actor, [indicator], day)[0]
    which = request.GET.get("set", "counted")
    if figure.measured is None or figure.formula is None or which not in SETS:
        raise Http404
    formula, record = figure.formula, known(figure.formula.record)
    assert record is not None
    page = max(1, int(p) if (p := request.GET.get("page", "1")).isdecimal() else 1)
    total, lines = selectors.records_behind(actor, formula, day, which, page=page, size=PAGE)
    last = max(1, -(-total // PAGE))
    back = reverse("indicators:detail", args=[pk])
    context = {
        "title": f"{indicator.name}：{SETS[which]}",
        "crumbs": crumbs((indicator.name, f"{back}?day={day}")),
        "indicator": indicator, "figure": figure, "record": record, "lines": lines, "total": total,
        "columns": selectors.shown_columns(actor, formula, record), "which": which, "day": day,
        "sets": _sets(actor, figure), "page": page, "last": last, "before": page - 1, "after": page + 1,
        "words": in_words(formula, record, indicator.zone_id),
        "span": _span_words(figure, which), "may_open": record.may_open(actor),
    }  # fmt: skip
    return render(request, "indicators/records.html", context)


def _span_words(figure: Figure, which: str) -> str:
    m = figure.measured
    assert m is not None
    value = m.then if which == "then" and m.then is not None else m.now
    return value.span.words


@signed_in("indicators.view")
def growth(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a change comes from: the same set beside the nominal growth, by chain and enterprise."""
    actor, day = request.actor, day_of(request)
    indicator = selectors.indicator(actor, pk)
    figure = computing.of(actor, [indicator], day)[0]
    formula = figure.formula
    if figure.measured is None or formula is None or not sources.may_split(formula):
        raise Http404
    found = sources.split(actor, formula, day)
    nominal, same = found.nominal, found.same_set
    known_both = nominal.percent is not None and same.percent is not None
    gap = nominal.percent - same.percent if known_both else None
    tables = [
        ("新增和没有再报的企业影响多大？", sources.standings(found), False),
        ("哪条产业链拉动最大？", sources.groups(actor, found), False),
    ]
    if known(formula.record).may_open(actor):
        tables.append(("哪些企业影响最大？", sources.enterprises(actor, found), True))
    back = reverse("indicators:detail", args=[pk])
    context = {
        "title": f"{indicator.name}：增长来源",
        "crumbs": crumbs((indicator.name, f"{back}?day={day}")),
        "figure": figure, "tables": tables,
        "nominal": moved(nominal.percent, 2), "nominal_why": nominal.why,
        "same_set": moved(same.percent, 2), "same_why": same.why,
        "gap": moved(gap, 2, POINTS),
    }  # fmt: skip
    return render(request, "indicators/growth.html", context)


@signed_in("indicators.view")
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a definition: its words, a preview of its value, its way, what may be done next."""
    actor = request.actor
    found = selectors.version(actor, pk)
    formula = found.parsed
    record = known(formula.record) if formula else None
    context = {
        "title": str(found),
        "subtitle": found.indicator.code,
        "crumbs": crumbs((found.indicator.name, reverse("indicators:detail", args=[found.indicator_id]))),
        "version": found, "indicator": found.indicator, "state": found.state_info,
        "words": in_words(formula, record, found.zone_id) if formula and record else [],
        "preview": computing.preview(actor, found) if formula and record else None,
        "moves": [t for t in VERSION.moves_from(found.state, actor) if t.verb != "change"],
        "may_change": found.state == "draft" and actor.can("indicators.edit"),
        "own": actor.user_id is not None and found.drafted_user_id == actor.user_id,
        "events": timeline(found.item_id, internal=True) if found.item_id else [],
        "fact_pairs": _version_facts(found),
    }  # fmt: skip
    return render(request, "indicators/version.html", context)


def _version_facts(v: IndicatorVersion) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        ("编制", f"{v.drafted_by}，{clock.local(v.drafted_at):%Y-%m-%d}"),
        ("核对", f"{v.checked_by}，{clock.local(v.checked_at):%Y-%m-%d}" if v.checked_at else ""),
        ("启用", f"{v.published_by}，{v.valid_from} 起" if v.valid_from else ""),
        ("停用", v.valid_to),
        ("口径说明", v.note),
        ("为什么改", v.because),
    ]
    return [(name, value) for name, value in pairs if value]
