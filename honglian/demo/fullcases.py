"""A few of everything that befalls a whistle besides the ordinary: split, passed up, set apart, handed over."""

from __future__ import annotations

from datetime import timedelta

from honglian.domains.cases import api as cases
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

TEMPLATES = (
    (
        "退税进度",
        "tax",
        "您反映的退税已核实：目前在【环节】，预计【日期】到账。经办人【姓名】【电话】。",
    ),
    (
        "招聘对接",
        "labor",
        "已为您登记【人数】名【工种】需求，【日期】在【地点】举办专场招聘，届时上门对接。",
    ),
    (
        "材料补正",
        "",
        "您的事项还缺【材料】，请于【日期】前补齐；补齐前暂停计时，补齐当天恢复办理。",
    ),
    (
        "政策解释",
        "policy",
        "依据【文件和条款】，这一项目前不能办理，原因是【原因】。可以改走【渠道】。",
    ),
)
KNOWLEDGE = 6
PARTS = [
    {"text": "厂区东门外路面塌陷，货车绕行。", "title": "东门外路面塌陷"},
    {"text": "公交末班车早，夜班工人回不了家。", "title": "夜班公交末班车早"},
]


def play_full_life(zone: Zone, desk: Actor, leader: Actor, workers: dict[str, Actor]) -> int:
    """Everything through the same actions as people use; returns how many cases were touched."""
    for title, category, text in TEMPLATES:
        cases.library.save_template(title=title, category=category, text=text, by=desk)
    touched = _learn(desk)
    running = list(
        cases.cases(desk).filter(state="dispatched", lead__isnull=False).order_by("-pk")[:8]
    )
    touched += _split(desk, running[:1])
    touched += _climb(running[1:3], workers, leader)
    touched += _set_apart(zone, desk, leader, workers)
    return touched + _from_outside(desk)


def _learn(desk: Actor) -> int:
    """Knowledge from the latest solved cases, one a category."""
    seen: set[str] = set()
    rows = cases.cases(desk).filter(state="closed", outcome="solved", parts=0).order_by("-pk")
    for case in rows[:200]:
        if case.category in seen or len(seen) == KNOWLEDGE:
            continue
        seen.add(case.category)
        lead = next(o for o in cases.orders_of(case) if o.role == "lead" and o.reply)
        cases.library.make_knowledge(
            number=case.number, question=f"{case.title}，怎么办", answer=lead.reply, by=desk
        )
    return len(seen)


def _split(desk: Actor, found: list[cases.Case]) -> int:
    for case in found:
        cases.actions.split(
            number=case.number, parts=PARTS, reason="两件事由不同部门办，分开更快", by=desk
        )
    return len(found)


def _climb(found: list[cases.Case], workers: dict[str, Actor], leader: Actor) -> int:
    """One stands with the branch, one went through to the committee."""
    for place, case in enumerate(found):
        worker = workers[Department.rows.get(pk=case.lead_id).code]
        reason = "涉及两个部门的规定不一致，本部门协调不下来，请上一级协调。"
        cases.ladder.escalate(number=case.number, reason=reason, by=worker)
        for _ in range(2 * place):
            if cases.detail(leader, case.number).rung == "committee":
                break
            cases.ladder.escalate(number=case.number, reason="本级协调未果，再上报。", by=leader)
    return len(found)


def _set_apart(zone: Zone, desk: Actor, leader: Actor, workers: dict[str, Actor]) -> int:
    """A demand that could not be met more than a year ago: its review lies on the leader's desk."""
    with clock.at(clock.now() - timedelta(days=380)):
        number = cases.actions.report(
            by=desk, text="想在厂区南侧扩 20 亩地，规划还没有调整。", category="land"
        ).case.number
        case = cases.detail(desk, number)
        if case.state != "dispatched":  # where the zone's rules have not sent it already
            case = cases.actions.dispatch(number=number, by=desk)
        worker = workers[case.lead.code]
        for order in cases.orders_of(case):
            if order.role == "co":
                cases.actions.withdraw(
                    number=number, order_id=order.pk, reason="规划调整前不用协办", by=desk
                )
        cases.actions.sign(number=number, by=worker)
        ask = cases.actions.ask_suspension(
            number=number, reason="国土空间规划调整前不能供地，批复后再办", by=worker
        )
        cases.actions.decide_suspension(
            number=number, ask_id=ask.pk, granted=True, answer="同意，一年后复核", by=leader
        )
        cases.actions.close(number=number, by=desk)
    cases.actions.put_up_for_review(case_id=case.pk, by=Actor.system(zone.pk))
    return 1


def _from_outside(desk: Actor) -> int:
    """Two from the city's hotline, with its numbers."""
    day = f"{clock.local(clock.now()):%Y%m%d}"
    for place, text in enumerate(
        ("园区路口红绿灯不亮，货车进出不安全。", "宿舍区夜间施工噪声大。")
    ):
        cases.actions.report(
            by=desk,
            text=text,
            channel="hotline",
            source="12345",
            outside_number=f"{day}{place:04d}",
        )
    return 2
