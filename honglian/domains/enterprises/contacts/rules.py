"""Rules of contact with enterprises (领域手册 A.5)."""

from __future__ import annotations

from datetime import date

from honglian.kit.rules import Source, rule

TOPIC = "包保联系"
HOUSE = Source("平台约定", date(2026, 1, 1))


@rule(
    "CT-01", "一家企业任何一天有且只有一名主指导员",
    topic=TOPIC, source=HOUSE, clause="领域手册 A.5", confidence="原",
    good={"others": ()}, bad={"others": (("林深", date(2026, 1, 5), date(2026, 6, 1)),)},
)  # fmt: skip
def one_primary(*, others: tuple[tuple[str, date, date | None], ...]) -> str:
    """``others``: name, first day and day of handover of each that shares a day."""
    said = [f"{name}{_span(start, end)}" for name, start, end in others]
    return f"这几天已经有主指导员：{'、'.join(said)}，请改起始日期" if said else ""


def _span(start: date, end: date | None) -> str:
    return (
        f"（{start:%Y-%m-%d} 起）"
        if end is None
        else f"（{start:%Y-%m-%d} 至 {end:%Y-%m-%d} 交接）"
    )


@rule(
    "CT-02", "离任先移交",
    topic=TOPIC, source=HOUSE, clause="领域手册 A.5", confidence="原",
    good={"enterprises": 0, "promises": 0, "followed": 0},
    bad={"enterprises": 3, "promises": 1, "followed": 0},
)  # fmt: skip
def handed_over(*, enterprises: int, promises: int, followed: int) -> str:
    open_ = [
        f"{count} {words}"
        for count, words in (
            (enterprises, "家包保企业"),
            (promises, "件没兑现的承诺"),
            (followed, "件跟着的诉求"),
        )
        if count
    ]
    return f"还有{'、'.join(open_)}没有移交，先逐项移交给接手的人，再办离任" if open_ else ""


@rule(
    "CT-03", "有利害关系的不得包保",
    topic=TOPIC, source=HOUSE, clause="领域手册 A.5", confidence="设",
    good={"name": "林深", "firm": "某公司", "why": ""},
    bad={"name": "林深", "firm": "某公司", "why": "配偶任该公司财务负责人"},
)  # fmt: skip
def no_conflict(*, name: str, firm: str, why: str) -> str:
    return f"{name}与{firm}有利害关系（{why}），不能包保，请换一名指导员" if why else ""


@rule(
    "CT-04", "代班的是另一名在岗指导员",
    topic=TOPIC, source=HOUSE, clause="领域手册 A.5", confidence="设",
    good={"same": False, "gone": "", "away": ""}, bad={"same": True, "gone": "", "away": ""},
)  # fmt: skip
def covered_by_another(*, same: bool, gone: str, away: str) -> str:
    """``gone``, ``away``: the name of a cover who has left, or is on leave on one of those days."""
    if same:
        return "不能自己给自己代班，请选另一名指导员"
    if gone:
        return f"{gone}在这几天已经离任，请换一名代班的人"
    return f"{away}这几天自己也请假，请换一名代班的人" if away else ""


@rule(
    "CT-05", "包保企业数不超过本人上限",
    topic=TOPIC, source=HOUSE, clause="领域手册 A.5（建议上限 5）", confidence="设",
    good={"name": "林深", "firms": 5, "most": 5}, bad={"name": "林深", "firms": 6, "most": 5},
)  # fmt: skip
def within_capacity(*, name: str, firms: int, most: int) -> str:
    if firms <= most:
        return ""
    return f"{name}将包保 {firms} 家，超过上限 {most} 家，请先把别的企业调给别人，或在档案里改上限"
