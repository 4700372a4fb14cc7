"""文稿核对: the figures of a text against one another and against the zone's indicators. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.algo.figuretext import Checked, Definition, Problem, Result, Status, check
from honglian.domains.indicators import api as indicators
from honglian.foundation.access.api import signed_in
from honglian.foundation.documents.api import text_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui.answering import beside

MOST = 100_000  # characters
UNITS = {
    "万元": ("元", 10_000),
    "亿元": ("元", 100_000_000),
    "月": ("个月", 1),
    "万人次": ("人次", 10_000),
}
TONES = {Status.MATCHED: "done", Status.CONTRADICTING: "overdue", Status.UNMATCHED: "waiting"}
INTRO = (
    "粘贴或上传一篇文稿，系统找出每个数字，核对前后是否矛盾（总数和分项、百分比和百分点、从几到几），"
    "再同指标库里的数逐个比。文稿不保存；拿不准的由人判断。"
)


class DraftForm(forms.Form):
    text = forms.CharField(
        label="文稿",
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="粘贴文字，或在下面选文件。",
    )
    file = forms.FileField(
        label="文件",
        required=False,
        help_text="Word（.docx）或文本文件，5 MB 以内。",
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )
    day = forms.DateField(
        label="指标截至",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="同这一天的指标比；不填是今天。",
    )

    def taken(self) -> str:
        """The text to be checked; a :class:`Refusal` when there is none."""
        file: UploadedFile | None = self.cleaned_data["file"]
        text = text_of(file.read(), file.name or "") if file else self.cleaned_data["text"]
        if not text.strip():
            raise Refusal("请粘贴文稿，或选一个文件。", code="empty", field="text")
        if len(text) > MOST:
            raise Refusal(f"文稿有 {len(text):,} 字，最多 {MOST:,} 字，请分开核对。", field="text")
        return text


@signed_in("indicators.view")
def drafts(request: HttpRequest) -> HttpResponse:
    """Paste or upload, and see every figure with what is known of it."""
    form = DraftForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": "文稿核对", "intro": INTRO, "form": form, "submit": "核对"}
    if request.method == "POST" and form.is_valid():
        try:
            text = form.taken()
            day = form.cleaned_data["day"] or clock.today()
            definitions = definitions_of(request.actor, day)
            result = check(Problem(text, tuple(definitions)))
            context |= shown(text, result) | {"day": day, "known": len(definitions)}
        except Refusal as no:
            context["refusal"] = beside(form, no)
    status = 422 if form.errors or context.get("refusal") else 200
    return render(request, "web/drafts.html", context, status=status)


def definitions_of(actor: Actor, day: date) -> list[Definition]:
    """The zone's figures with a value for this reader on a day."""
    found = (f for f in indicators.figures(actor, day) if f.status in indicators.WITH_VALUE)
    return [definition_of(figure) for figure in found if figure.value is not None]


def definition_of(figure: indicators.Figure) -> Definition:
    unit, times = UNITS.get(figure.unit, (figure.unit, 1))
    value = (figure.value or Decimal(0)) * times
    aliases = tuple(figure.indicator.aliases or ())
    return Definition(figure.name, unit, value, aliases, code=str(figure.indicator.pk))


def shown(text: str, result: Result) -> dict[str, Any]:
    """What the page shows: contradictions first, each figure in a row, the text with its figures marked."""
    return {
        "result": result,
        "counts": [(status.chinese, len(result.of(status)), TONES[status]) for status in Status],
        "rows": [_row(text, one) for one in result.figures],
        "pieces": list(pieces(text, result.figures)),
    }


def _row(text: str, one: Checked) -> dict[str, Any]:
    found, known = one.found, one.definition
    return {
        "text": found.text,
        "around": f"…{text[max(0, found.start - 18) : found.end + 12]}…".replace("\n", " "),
        "state": one.status.chinese,
        "tone": TONES[one.status],
        "reason": one.reason,
        "url": reverse("indicators:detail", args=[known.code]) if known and known.code else "",
    }


def pieces(text: str, figures: Sequence[Checked]) -> Iterator[tuple[str, str]]:
    """The text cut into (piece, tone); an empty tone is plain text."""
    end = 0
    for one in figures:
        if one.found.start < end:
            continue
        yield text[end : one.found.start], ""
        yield text[one.found.start : one.found.end], TONES[one.status]
        end = one.found.end
    yield text[end:], ""
