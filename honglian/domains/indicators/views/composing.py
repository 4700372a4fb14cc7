"""New definitions without code: choose records, say what is counted, look at the value, save a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.analytics.api import RecordType, all_records, known
from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from .. import actions, computing, selectors
from ..forms import AboutForm, FormulaForm
from ..models import Indicator, IndicatorVersion
from ..wording import in_words
from .library import crumbs

ENTERED = "entered"
EDIT = "indicators.edit"
SHOWN = 10  # records of a preview


@signed_in(EDIT)
def choose(request: HttpRequest) -> HttpResponse:
    """Which records a new figure counts; or a figure that is only entered."""
    groups: dict[str, list[RecordType]] = {}
    for record in all_records():
        groups.setdefault(record.domain, []).append(record)
    context = {"title": "新编指标", "crumbs": crumbs(), "groups": list(groups.items())}
    return render(request, "indicators/choose.html", context)


def _record(key: str) -> RecordType | None:
    record = known(key)
    if record is None and key != ENTERED:
        raise Http404
    return record


@signed_in(EDIT)
@once
def new(request: HttpRequest, record: str) -> HttpResponse:
    found = _record(record)
    page = _Page(request, found)

    def act() -> IndicatorVersion:
        return actions.compose(
            code=page.about.cleaned_data["code"], about=page.about.about(),
            formula=page.formula(), how=page.about.how(), by=request.actor,
        )  # fmt: skip

    title = f"新编指标：{found.label if found else '只录入不计算'}"
    return page.answer(act, title, reverse("indicators:choose"))


@signed_in(EDIT)
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a figure in use."""
    indicator = selectors.indicator(request.actor, pk)
    last = selectors.versions(request.actor, indicator).first()
    if last is None:
        return _choose_for(request, indicator)
    page = _Page(request, _of(last), last, is_new=False)

    def act() -> IndicatorVersion:
        return actions.revise_definition(
            indicator_id=pk, formula=page.formula(), how=page.about.how(), by=request.actor
        )

    return page.answer(act, f"改口径：{indicator.name}", reverse("indicators:detail", args=[pk]))


def _choose_for(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """A figure whose records are not brought yet has no definition to start from."""
    raise Refusal(
        f"“{indicator.name}”还没有口径：有关业务还没有建。建好以后再编口径，或另编一项只录入的指标。"
    )


@signed_in(EDIT)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft."""
    version = selectors.version(request.actor, pk)
    first = version.number == 1
    page = _Page(request, _of(version), version, is_new=first)

    def act() -> IndicatorVersion:
        return actions.change(
            version_id=pk, formula=page.formula(), how=page.about.how(),
            about=page.about.about() if first else None, by=request.actor,
        )  # fmt: skip

    return page.answer(act, f"修改：{version}", reverse("indicators:version", args=[pk]))


def _of(version: IndicatorVersion) -> RecordType | None:
    formula = version.parsed
    return known(formula.record) if formula else None


@signed_in(EDIT)
@require_POST
def preview(request: HttpRequest, record: str) -> HttpResponse:
    """The value of what is chosen so far with its first records; a fragment, or the page without scripts."""
    found = _record(record)
    if found is None:
        raise Http404
    page = _Page(request, found)
    context = page.context("新编指标", reverse("indicators:choose")) | page.preview()
    if request.htmx:
        return render(request, "indicators/_preview.html", context)
    return render(request, "indicators/compose.html", context)


class _Page:
    """The two halves of the form, and how they are answered."""

    def __init__(
        self, request: HttpRequest, record: RecordType | None,
        version: IndicatorVersion | None = None, is_new: bool = True,
    ) -> None:  # fmt: skip
        self.request, self.record, self.version = request, record, version
        actor: Actor = request.actor
        data = request.POST if request.method == "POST" else None
        self.about = AboutForm(data, zone_id=actor.zone_id, version=version, new=is_new)
        if version is not None and is_new:
            self.about.fields["code"].disabled = True
        self.how = None
        if record is not None:
            self.how = FormulaForm(
                data, record=record, zone_id=actor.zone_id,
                formula=version.parsed if version else None,
            )  # fmt: skip

    def formula(self) -> Any:
        return self.how.formula() if self.how is not None else None

    @property
    def valid(self) -> bool:
        about = self.about.is_valid()
        return (self.how is None or self.how.is_valid()) and about

    def answer(self, act: Any, title: str, back: str) -> HttpResponse:
        refusal = None
        if self.request.method == "POST" and self.valid:
            try:
                return redirect("indicators:version", act().pk)
            except NotAllowed:
                raise
            except Refusal as no:
                refusal = self._beside(no)
        errors = self.about.errors or (self.how is not None and self.how.errors)
        context = self.context(title, back) | {"refusal": refusal}
        status = 422 if errors or refusal else 200
        return render(self.request, "indicators/compose.html", context, status=status)

    def _beside(self, no: Refusal) -> Refusal | None:
        for form in filter(None, (self.about, self.how)):
            if no.field in form.fields:
                form.add_error(no.field, no.message)
                return None
        return no

    def context(self, title: str, back: str) -> dict[str, Any]:
        return {
            "title": title, "crumbs": crumbs(), "form": self.about, "how": self.how,
            "record": self.record, "cancel_url": back, "submit": "保存草稿",
            "preview_url": reverse("indicators:preview", args=[self.record.key]) if self.record else "",
        }  # fmt: skip

    def preview(self) -> dict[str, Any]:
        """Value, words and first records of what is chosen; or why there is none yet."""
        actor = self.request.actor
        assert self.how is not None
        assert self.record is not None
        if not self.how.is_valid():
            return {"preview_refusal": "有的选项不对，请看各栏的提示。"}
        try:
            formula = self.how.formula()
        except Refusal as no:
            return {"preview_refusal": no.message}
        figure = computing.preview(actor, self._unsaved(formula))
        total, lines = selectors.records_behind(
            actor, formula, clock.today(), "counted", page=1, size=SHOWN
        )
        return {
            "figure": figure, "total": total, "lines": lines,
            "columns": selectors.shown_columns(actor, formula, self.record),
            "words": in_words(formula, self.record, actor.zone_id),
        }  # fmt: skip

    def _unsaved(self, formula: Any) -> IndicatorVersion:
        data = self.about.data
        places = data.get("decimals", "")
        step = data.get("step", "").strip()
        about = Indicator(name=data.get("name", "") or "预览", unit=data.get("unit", ""))
        return IndicatorVersion(
            indicator=about, formula=formula.dumped(), number=1,
            decimals=int(places) if places.isdecimal() else 0,
            qualifier=data.get("qualifier", ""),
            step=Decimal(step) if step.replace(".", "", 1).isdecimal() else Decimal(0),
        )  # fmt: skip
