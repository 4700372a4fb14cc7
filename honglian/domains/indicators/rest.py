"""REST operations on figures: the same values as the pages, within the token's scope."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from honglian.kit import clock
from honglian.kit.rest import PROBLEMS

from .computing import Figure, figures

router = Router(tags=["指标"])


class FigureOut(Schema):
    code: str = Field(description="指标编码")
    name: str
    aliases: list[str] = Field(description="文稿里的其他叫法")
    unit: str
    day: date = Field(description="截至日期")
    status: str = Field(description="counted 算出、entered 录入、kept 当天发布，其余没有数")
    value: Decimal | None = Field(description="按口径修约后的数，没有时为空")
    shown: str = Field(description="带单位和模糊量的写法")
    why: str = Field(description="没有数的原因")
    records: int | None = Field(description="计入的记录数")
    span: str = Field(description="时期")
    version: int | None = Field(description="口径版本")

    @staticmethod
    def of(figure: Figure) -> dict[str, object]:
        return {
            "code": figure.code, "name": figure.name, "aliases": figure.indicator.aliases,
            "unit": figure.unit, "day": figure.day, "status": str(figure.status),
            "value": figure.rounded, "shown": figure.shown, "why": figure.why,
            "records": figure.records, "span": figure.span_words,
            "version": figure.version.number if figure.version else None,
        }  # fmt: skip


@router.get(
    "",
    response={200: list[FigureOut], **PROBLEMS},
    summary="指标：截至某一天的数，只含令牌范围内的记录",
)
def list_figures(request: HttpRequest, day: date | None = None, code: str = ""):
    """``day`` is not after today; ``code`` names figures, separated by commas (default: all)."""
    actor = request.auth
    actor.require("indicators.view")
    wanted = min(day or clock.today(), clock.today())
    codes = [c.strip() for c in code.split(",") if c.strip()]
    return 200, [FigureOut.of(f) for f in figures(actor, wanted, codes or None)]
