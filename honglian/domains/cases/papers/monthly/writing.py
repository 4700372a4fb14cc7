"""The month as an official document: text, tables, and an annex that defines every figure."""

from __future__ import annotations

from datetime import date

from honglian.foundation.documents.api import (
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    chinese_day,
)
from honglian.kit import clock
from honglian.ui.format import number, percent

from .selectors import NONE, Analysis, Figure

MOST_LINES = 60  # of overdue and excluded cases; the workbook has them all


def document(found: Analysis, *, issuer: str, zone: str, scope: str, no: str, on: date) -> Document:
    """``scope`` names a narrower sight (a chain), empty for the whole zone."""
    return Document(
        f"{zone}{scope}企业诉求办理情况月度分析（{found.month.name}）",
        issuer,
        on,
        (*_whole(found), *_kinds(found), *_departments(found), *_overdue(found), *_causes(found)),
        number=no,
        annexes=(
            Annex("指标口径和取数说明", (_definitions(found),)),
            Annex("不计入三率的诉求清单", tuple(_excluded(found))),
        ),
        seal=not scope,
    )


def _whole(found: Analysis) -> list[Block]:
    counts = {figure.name: figure for figure in found.figures}
    received = counts["收到诉求"]
    sentences = (
        f"{found.month.name}共收到企业诉求{received.shown}{_compared(received)}。"
        f"其中受理{counts['受理'].shown}，不予受理{counts['不予受理'].shown}，"
        f"并案{counts['并案'].shown}。已答复{counts['已答复'].shown}，"
        f"正在办理{counts['正在办理'].shown}，超期未办{counts['超期未办'].shown}。"
    )
    quality = "，".join(f"{figure.name}{figure.shown}" for figure in found.rates)
    return [
        Heading("总体情况"),
        Paragraph(sentences),
        Paragraph(f"{quality}（有效回访{number(found.rates[0].records)}件）。"),
        Table(
            ("指标", "本月", "上月", "环比", "上年同月", "同比"),
            tuple(_line(figure) for figure in (*found.figures, *found.rates)),
            title="主要指标",
            shares=(1.6, 1, 1, 1.5, 1, 1.5),
            note="件数比较用百分比，比率比较用百分点；没有可比的基数写“—”。",
        ),
    ]


def _compared(figure: Figure) -> str:
    """“，比上月多 5 件，比上年同月少 2 件”; a month without demands is named as such."""
    parts = []
    for name, base in (("上月", figure.before), ("上年同月", figure.year_before)):
        if base is None:
            continue
        more = int((figure.value or 0) - base)
        parts.append(
            f"与{name}持平" if not more else f"比{name}{'多' if more > 0 else '少'}{abs(more)}件"
        )
    return "，" + "，".join(parts) if parts else ""


def _line(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        figure.shown,
        figure.shown_before,
        figure.change,
        figure.shown_year_before,
        figure.year_change,
    )


def _kinds(found: Analysis) -> list[Block]:
    if not found.categories:
        return [Heading("分类情况"), Paragraph("本月没有诉求。")]
    top = "、".join(f"{row['name']}（{row['count']}件）" for row in found.categories[:3])
    share = sum(row["count"] for row in found.categories[:3]) / found.whole
    rows = tuple(
        (
            row["name"],
            str(row["count"]),
            percent(row["share"]),
            str(row["before"]),
            f"{row['difference']:+d}",
        )
        for row in found.categories
    )
    return [
        Heading("分类情况"),
        Paragraph(f"件数最多的是{top}，合计占{percent(share)}。"),
        Table(
            ("类别", "件数", "占比", "上月件数", "比上月增减"),
            rows,
            title="各类诉求",
            shares=(2, 1, 1, 1, 1.2),
        ),
    ]


def _departments(found: Analysis) -> list[Block]:
    if not found.departments:
        return [Heading("部门办理情况"), Paragraph("本月没有派给部门的诉求。")]
    rows = tuple(
        (
            row["name"],
            number(row["whole"]),
            *(percent(value) for value in row["rates"]),
            _interval(row["low"], row["high"]),
            row["verdict"],
        )
        for row in found.departments
    )
    return [
        Heading("部门办理情况"),
        Paragraph(
            "件数少的部门，一两件就会大起大落。下表给出综合得分所在的99%可信区间，"
            "只有整个区间都在平均之上或之下的才作判断，不排名次。"
        ),
        Table(
            ("主办部门", "有效回访", "响应率", "解决率", "满意率", "综合", "综合区间", "判断"),
            rows,
            title="各部门三率",
            shares=(2, 0.9, 1.35, 1.35, 1.35, 1.35, 1.9, 1.8),
        ),
    ]


def _interval(low: float | None, high: float | None) -> str:
    return NONE if low is None else f"{percent(low)}至{percent(high)}"


def _overdue(found: Analysis) -> list[Block]:
    if not found.overdue:
        return [Heading("超期情况"), Paragraph("本月登记的诉求没有超期未办的。")]
    rows = tuple(
        (case.number, case.title, case.lead.name if case.lead else "还没有派单", _day(case.due_at))
        for case in found.overdue[:MOST_LINES]
    )
    return [
        Heading("超期情况"),
        Paragraph(f"截至统计时间，有{len(found.overdue)}件超期未办，请有关部门抓紧。"),
        Table(
            ("诉求编号", "标题", "主办部门", "时限"),
            rows,
            title="超期未办的诉求",
            shares=(1.6, 3, 1.8, 1.4),
            note=_rest(len(found.overdue)),
        ),
    ]


def _rest(count: int) -> str:
    return f"还有{count - MOST_LINES}件，见电子表格。" if count > MOST_LINES else ""


def _day(moment) -> str:
    return chinese_day(clock.local(moment).date()) if moment else NONE


def _causes(found: Analysis) -> list[Block]:
    if not found.causes:
        return [Heading("共性问题"), Paragraph("本月的诉求没有归入共性问题的。")]
    rows = tuple(
        (
            cause.title,
            str(cause.monthly),
            f"{cause.size}件、{cause.enterprises}家企业",
            cause.shown_state.name,
            cause.department.name if cause.department else NONE,
        )
        for cause in found.causes
    )
    return [
        Heading("共性问题"),
        Paragraph("几家企业反复说的同一件事，按原因办比逐件办更管用。"),
        Table(
            ("问题", "本月件数", "累计", "状态", "责任部门"),
            rows,
            title="共性问题",
            shares=(3, 1, 1.8, 1.2, 1.8),
        ),
    ]


def _definitions(found: Analysis) -> Table:
    rows = tuple(
        (figure.name, figure.shown, figure.definition, number(figure.records))
        for figure in (*found.figures, *found.rates)
    )
    when = clock.local(found.asof)
    return Table(
        ("指标", "数值", "口径", "取数件数"),
        rows,
        shares=(1.2, 1, 4.4, 0.9),
        note=f"诉求按登记时间归月；取数时间{chinese_day(when.date())}{when:%H:%M}。",
    )


def _excluded(found: Analysis) -> list[Block]:
    if not found.excluded:
        return [Paragraph("本月已答复的诉求全部计入三率。")]
    rows = tuple(
        (row["case"].number, row["case"].title, row["case"].enterprise_name, row["reason"])
        for row in found.excluded[:MOST_LINES]
    )
    return [
        Table(
            ("诉求编号", "标题", "企业", "不计入的原因"),
            rows,
            shares=(1.6, 2.6, 2.2, 1.6),
            note=_rest(len(found.excluded)),
        )
    ]
