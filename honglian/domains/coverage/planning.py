"""From the registry to the planner's question, and from its answer to words people can judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from honglian.algo.joining import Branch, Left, Limits, Problem, Unit
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import ORG_TYPES
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui.format import number

from . import selectors
from .models import JointProposal

KIND = ORG_TYPES["joint_branch"]
# What the law fixes; the rest is asked for.
LEAST_FULL = KIND.min_formal or 3
MOST_UNITS = KIND.max_units or 5
MOST_MEMBERS = KIND.max_members or 50
REACH_KM = 3.0  # 手册没有规定，按当地交通商定；页面上可改
WHERE_FROM = "《中国共产党支部工作条例（试行）》第四条、第五条"


@dataclass(frozen=True)
class Candidates:
    """Enterprises that may join, and how many may not, by why."""

    rows: dict[int, Enterprise]
    unknown: int
    memberless: int
    taken: int


def candidates(actor: Actor, chain_id: int | None = None) -> Candidates:
    """Uncovered enterprises of the base with one or two full members (or only probationary ones)."""
    attached = selectors.attached_counts(actor.zone_id)
    rows = selectors.base(actor).exclude(selectors.organised_q(attached))
    if chain_id:
        rows = rows.filter(now_chain=chain_id)
    taken = taken_units(actor)
    found, unknown, memberless, already = {}, 0, 0, 0
    for row in rows.order_by("pk"):
        if row.pk in taken:
            already += 1
        elif row.now_formal is None:
            unknown += 1
        elif row.now_formal + (row.probationary_members or 0) == 0:
            memberless += 1
        elif row.now_formal < LEAST_FULL:
            found[row.pk] = row
    return Candidates(found, unknown, memberless, already)


def taken_units(actor: Actor) -> set[int]:
    """Enterprises in proposals that were accepted and are not set up yet."""
    accepted = JointProposal.rows.filter(zone_id=actor.zone_id, state="accepted")
    return {pk for units in accepted.values_list("units", flat=True) for pk in _ids(units)}


def _ids(units: Iterable[Mapping[str, Any]]) -> list[int]:
    return [unit["id"] for unit in units]


def unit_of(row: Enterprise) -> Unit:
    place = None
    if row.longitude is not None and row.latitude is not None:
        place = (row.longitude, row.latitude)
    return Unit(
        key=row.pk,
        full=row.now_formal or 0,
        probationary=row.probationary_members or 0,
        place=place,
        chain=str(row.now_chain or ""),
        park=row.now_park,
        workers=row.employees,
    )


def limits_of(asked: Mapping[str, Any]) -> Limits:
    return Limits(
        least_full=LEAST_FULL,
        most_units=asked["most_units"],
        most_members=MOST_MEMBERS,
        reach=asked["reach_km"] * 1000,
        same_chain=asked["same_chain"],
        same_park=asked["same_park"],
    )


def problem_of(rows: Mapping[int, Enterprise], asked: Mapping[str, Any]) -> Problem:
    """The question; raises :class:`Refusal` where pairs and limits contradict each other."""
    known = set(rows)
    pairs = {
        name: tuple((a, b) for a, b in asked.get(name, ()) if {a, b} <= known)
        for name in ("pinned", "forbidden")
    }
    units = tuple(unit_of(row) for row in rows.values())
    try:
        return Problem(units, limits_of(asked), pairs["pinned"], pairs["forbidden"])
    except ValueError as error:
        raise Refusal(
            "要求在一起的企业放不进同一个支部：相距太远、跨链跨园、合计太多，或又要求分开。请检查“必须在一起”。",
            field="pinned",
        ) from error


def relaxed(problem: Problem) -> list[tuple[str, str, Problem]]:
    """(code, the rule in words, the same question without it) for each rule that people may change."""
    limits = problem.limits
    more = limits.most_units + 1
    found = [
        (
            "units",
            f"覆盖单位不超过 {limits.most_units} 个（放宽到 {more} 个）",
            replace(limits, most_units=more),
        ),
        (
            "reach",
            f"相距不超过 {metres(limits.reach)}（放宽一半，到 {metres(limits.reach * 1.5)}）",
            replace(limits, reach=limits.reach * 1.5),
        ),
    ]
    if limits.same_chain:
        found.append(("chain", "只限同一条产业链（取消）", replace(limits, same_chain=False)))
    if limits.same_park:
        found.append(("park", "只限同一园区（取消）", replace(limits, same_park=False)))
    questions = [(code, words, replace(problem, limits=new)) for code, words, new in found]
    if problem.forbidden:
        questions.append(("forbidden", "不能在一起的企业（取消）", replace(problem, forbidden=())))
    if problem.pinned:
        questions.append(("pinned", "必须在一起的企业（取消）", replace(problem, pinned=())))
    return questions


# Words


def metres(value: float) -> str:
    """820 米, 3 公里, 3.2 公里."""
    return f"{round(value)} 米" if value < 1000 else f"{number(round(value / 1000, 1))} 公里"


def branch_name(lead: str) -> str:
    short = lead
    for tail in ("股份有限公司", "有限责任公司", "有限公司"):
        short = short.removesuffix(tail)
    return f"{short}等企业联合党支部"


def units_of(keys: Iterable[int], rows: Mapping[int, Enterprise]) -> list[dict[str, Any]]:
    """The stored form of the units of a proposal."""
    return [
        {
            "id": key,
            "uscc": rows[key].uscc,
            "name": rows[key].name,
            "full": rows[key].now_formal or 0,
            "probationary": rows[key].probationary_members or 0,
        }
        for key in keys
    ]


def reasons_of(
    branch: Branch, rows: Mapping[int, Enterprise], limits: Limits, chains: Mapping[int, str]
) -> list[str]:
    """Why these enterprises: each rule with the figures that keep it."""
    names = [chains.get(int(code), code) for code in branch.chains]
    placed = all(rows[key].longitude is not None for key in branch.keys)
    near = (
        f"最远两家相距 {metres(branch.widest)}，不超过 {metres(limits.reach)}"
        if placed
        else "有企业没有登记经纬度，按在同一园区视为相邻"
    )
    probationary = branch.members - branch.full
    also = f"（另有预备党员 {probationary} 名）" if probationary else ""
    lead = rows[branch.keys[0]].name
    return [
        f"各家正式党员都不足 {LEAST_FULL} 名，合计 {branch.full} 名{also}，够 {LEAST_FULL} 名",
        f"覆盖 {len(branch.keys)} 个单位，不超过 {limits.most_units} 个",
        near,
        _alike("产业链", names),
        _alike("园区", list(branch.parks)),
        f"{lead}到其他各家的路程合计最短，建议由它牵头",
    ]


def _alike(what: str, names: list[str]) -> str:
    if not names:
        return f"都没有登记{what}"
    if len(names) == 1:
        return f"同在{what}“{names[0]}”"
    return f"跨 {len(names)} 个{what}：{'、'.join(names)}（方案没有限同一{what}）"


def left_words(left: Left, limits: Limits) -> str:
    """Why an enterprise got no branch."""
    within = metres(limits.reach)
    if left.why == "alone":
        return f"{within}以内没有合条件的企业可以联合"
    if left.why == "few":
        return f"附近 {left.neighbours} 家加起来，正式党员也不够 {limits.least_full} 名"
    return f"附近有 {left.neighbours} 家，但都已编入别的支部；编入它会使覆盖的企业减少或支部更分散"
