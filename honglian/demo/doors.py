"""A door-knock campaign under way and one closed, a task force of each sort, and the departments' lists."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from honglian.domains.cases import api as cases
from honglian.domains.cases.api import campaigns, causes, lists, taskforces
from honglian.domains.enterprises.api import ContactPledge, Enterprise
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

GUIDES_DOORS = 10
HEARD = (
    "订单比上月多，两条线满负荷；老板说政策窗口态度好。",
    "新厂房下月封顶，设备已订；希望用电早点接上。",
    "生产平稳，正在给骨干办落户。",
    "外贸单有波动，在找国内客户。",
    "技改已备案，等补助申报通知。",
)
NEEDS = {
    "厂门口到经二路的路灯坏了五盏，夜班工人骑车不安全": "construction",
    "缺焊工和数控操作工十几名，人力资源市场招不到": "hr",
    "夏天用电高峰电压不稳，注塑机停过三次": "econ",
    "货车从高速口到厂区要绕行，想办市区通行证": "econ",
    "设备补贴申报材料看不懂，想请人上门讲一次": "econ",
    "雨水管网倒灌，仓库门口积水": "construction",
}
SOLVED = ("问高企复审时间，已当场说明并发了通知", "想加入园区食堂，已把电话给了对方")
MET = ("总经理", "生产副总", "行政主管", "厂长")
WHYS = (
    ("away", "老板出差，约了下周三"),
    ("closed", "检修停产，月底开工再去"),
    ("recent", "上周市局刚走访过，已并在一起"),
)
MORNING = time(9, 30)

LISTED = (
    ("econ", "协调经二路企业供电增容", "变压器增容方案月底前报批", -20, 25, ""),
    ("construction", "经二路企业供电增容", "与供电公司对接，月底前定方案", -18, 20, ""),
    ("hr", "为重点企业组织两场焊工专场招聘", "每场不少于 20 家企业", -30, -3, ""),
    ("hr", "订单班学员顶岗实习对接", "与职业学院签协议", -40, -10, "已签三年协议，首批 60 人到岗"),
    ("planning", "分割转让办证堵点清零", "列出 12 宗，逐宗办结", -45, 15, ""),
    ("construction", "厂区道路路灯修复", "一周内修好", -14, -6, "修好 23 盏，换了时控"),
    ("market", "上门讲解产品标签规定", "送法进企业", -10, 12, ""),
    ("tax", "研发费用加计扣除辅导", "分行业辅导三场", -25, -8, "办了三场，126 家参加"),
    ("emergency", "粉尘企业除尘改造指导", "专家逐家看", -22, -2, ""),
    ("ecology", "排污许可到期提醒和换证", "提前 60 天上门", -16, 18, ""),
    ("finance", "银企对接，续贷不断档", "每月一场", -33, -12, "对接 41 家，续贷 2.3 亿元"),
    ("admin_office", "园区食堂和班车需求摸底", "形成方案", -8, 21, ""),
)  # fmt: skip


def play_doors(
    zone: Zone, rng: Random, actors: dict[str, Actor], workers: dict[str, Actor], prefix: str
) -> tuple[int, int, int]:
    """Returns how many visits were told, task forces formed and items listed."""
    guide, organiser = actors[f"{prefix}-guide"], actors[f"{prefix}-org"]
    leads = {f"{prefix}-grid-{c.code}": c.pk for c in zone.chains.all()}
    by_user = {a.user_id: a for a in (guide, *(actors[n] for n in leads if n in actors))}
    told = _closed(zone, rng, organiser, by_user)
    told += _running(zone, rng, organiser, guide, by_user)
    _answer(zone, rng, actors[f"{prefix}-desk"], workers)
    forces = _forces(zone, actors[f"{prefix}-leader"])
    return told, forces, _lists(zone, actors[f"{prefix}-leader"])


def _at(days_ago: int, minutes: int = 0):
    day = clock.today() - timedelta(days=days_ago)
    return clock.at(datetime.combine(day, MORNING, clock.CHINA) + timedelta(minutes=minutes))


def _closed(zone: Zone, rng: Random, by: Actor, people: dict[int | None, Actor]) -> int:
    """Last quarter's campaign in one park, every door told of, closed with its result."""
    park = Enterprise.rows.filter(zone=zone, is_key=True).exclude(park="").order_by("park")
    wanted = {"above": "any", "key": True, "park": park.values_list("park", flat=True).first()}
    with _at(95):
        made = campaigns.plan(
            name=f"{wanted['park']}重点企业敲门行动",
            purpose="听一听二季度生产经营和用工情况",
            wanted=wanted,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=14),
            by=by,
        )
        campaigns.freeze(campaign_id=made.pk, by=by)
        campaigns.assign(campaign_id=made.pk, way="grid", by=by)
    count = _tell(made.pk, rng, people, ago=(92, 82), share=1.0, needs=0.08)
    with _at(80):
        result = f"走到 {count} 家，没走成的都写明了原因；问题转成诉求，由部门办理。"
        campaigns.close(campaign_id=made.pk, result=result, by=by)
    return count


def _running(
    zone: Zone, rng: Random, by: Actor, guide: Actor, people: dict[int | None, Actor]
) -> int:
    """This fortnight's: the guide has ten doors, the chains' leads the rest."""
    own = ContactPledge.rows.filter(instructor__user_id=guide.user_id, ends_on=None)
    chain = own.order_by("pk").values_list("enterprise__chain", flat=True).first()
    with _at(9):
        made = campaigns.plan(
            name="四上重点企业敲门行动",
            purpose="年底前把企业的难处摸清、办完",
            wanted={"above": "any", "key": True, "chain": chain},
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=16),
            by=by,
        )
        campaigns.freeze(campaign_id=made.pk, by=by)
        campaigns.assign(campaign_id=made.pk, way="instructor", by=by)
        rest = campaigns.targets(by).filter(campaign=made, round=None).order_by("park", "pk")
        given = campaigns.targets(by).filter(campaign=made).exclude(round=None).count()
        campaigns.assign(
            campaign_id=made.pk,
            way="hand",
            users=[guide.user_id or 0],
            targets=list(rest.values_list("pk", flat=True)[: GUIDES_DOORS - given]),
            by=by,
        )
        campaigns.assign(campaign_id=made.pk, way="grid", by=by)
    return _tell(made.pk, rng, people, ago=(8, 1), share=0.62, needs=0.2)


def _tell(
    campaign: int,
    rng: Random,
    people: dict[int | None, Actor],
    *,
    ago: tuple[int, int],
    share: float,
    needs: float,
) -> int:
    """Tell of so large a share of the doors on days between; a tenth could not be visited."""
    count = 0
    rows = campaigns.rows_of(campaign).select_related("round")
    for order, target in enumerate(rows):
        if rng.random() > share or target.round is None:
            continue
        by = people[target.round.user_id]
        with _at(rng.randint(ago[1], ago[0]), minutes=order * 7 % 400):
            if rng.random() < 0.1:
                why, text = rng.choice(WHYS)
                campaigns.miss(target_id=target.pk, why=why, text=text, by=by)
                continue
            campaigns.visit(
                target_id=target.pk,
                met=rng.choice(MET),
                text=rng.choice(HEARD),
                needs=[rng.choice(list(NEEDS))] if rng.random() < needs else [],
                solved=[rng.choice(SOLVED)] if rng.random() < 0.12 else [],
                by=by,
            )
        count += 1
    return count


def _answer(zone: Zone, rng: Random, desk: Actor, workers: dict[str, Actor]) -> None:
    """Old demands are answered and closed, last week's are with the departments, the newest wait."""
    rows = cases.Case.rows.filter(zone=zone, channel="campaign", state="created").order_by("pk")
    for case in rows:
        since = (clock.now() - case.created_at).days
        if since < 2:
            continue
        lead = NEEDS[case.text]
        steps = iter(case.created_at + timedelta(hours=h) for h in (1, 2, 3, 5, 30, 40, 44))
        with clock.at(next(steps)):
            cases.actions.accept(number=case.number, by=desk)
        with clock.at(next(steps)):
            cases.actions.dispatch(number=case.number, lead=lead, by=desk)
        with clock.at(next(steps)):
            cases.actions.sign(number=case.number, by=workers[lead])
        with clock.at(next(steps)):
            cases.actions.contact(number=case.number, way="call", by=workers[lead])
        if since < 4 or (rng.random() < 0.25 and since < 30):
            continue
        with clock.at(next(steps)):
            text = "已上门核实并办结，处理情况当面告知企业。"
            cases.actions.reply(number=case.number, text=text, outcome="solved", by=workers[lead])
        with clock.at(next(steps)):
            cases.actions.call_back(
                number=case.number, reached=True, contacted=True, solved=True,
                satisfaction="satisfied", by=desk,
            )  # fmt: skip
        with clock.at(next(steps)):
            cases.actions.close(number=case.number, by=desk)


def _forces(zone: Zone, leader: Actor) -> int:
    """One for a common cause that is being cured, one for a project that has ended."""
    departments = {d.code: d.pk for d in Department.rows.filter(zone=zone)}
    econ, planning = departments["econ"], departments["planning"]
    with _at(70):
        old = taskforces.form_up(
            name="重点项目开工专班",
            aim="三个月内拿到施工许可证，现场开工",
            leader="经发局主要负责人",
            project="新能源部件扩建项目",
            lead_department=econ,
            departments=[planning],
            due_on=clock.today() + timedelta(days=60),
            by=leader,
        )
        task = taskforces.plan(
            force_id=old.pk,
            text="规划许可和用地手续并联办理",
            department=planning,
            due_on=clock.today() + timedelta(days=30),
            by=leader,
        )
    with _at(45):
        taskforces.finish(task_id=task.pk, word="两证同日核发", by=leader)
    with _at(12):
        taskforces.dissolve(
            force_id=old.pk, result="施工许可证已核发，项目按期开工。", words={}, by=leader
        )
    cause = causes.causes(leader).filter(state="taken").order_by("pk").first()
    return 1 + (_for_cause(cause, leader, departments) if cause else 0)


def _for_cause(cause: causes.CommonCause, leader: Actor, departments: dict[str, int]) -> int:
    lead = cause.department
    with _at(9):
        made = taskforces.form_up(
            name=f"{cause.title[:40]}专班",
            aim=cause.measure[:300],
            leader=f"{lead.short_name or lead.name}主要负责人",
            cause=cause.pk,
            lead_department=lead.pk,
            departments=[departments["econ"], departments["hr"]],
            due_on=clock.today() + timedelta(days=40),
            by=leader,
        )
        plan = (("逐家核实原因，列出清单", lead.pk, 5), ("拿出一次性解决办法", lead.pk, 20))
        plan += (("对接上级部门和相关企业", departments["econ"], 14),)
        tasks = [
            taskforces.plan(
                force_id=made.pk,
                text=text,
                department=where,
                due_on=clock.today() + timedelta(days=days),
                by=leader,
            )
            for text, where, days in plan
        ]
        taskforces.meet(
            force_id=made.pk,
            held_on=clock.today(),
            attendees="组长和各成员部门",
            text="定下分工和时间表；先摸清原因，再定办法。",
            by=leader,
        )
    with _at(3):
        taskforces.finish(task_id=tasks[0].pk, word="核实完毕，原因归为三类", by=leader)
    return 1


def _lists(zone: Zone, leader: Actor) -> int:
    """What departments promised; two of them promised nearly the same."""
    known = {d.code: d.pk for d in Department.rows.filter(zone=zone, is_active=True)}
    count = 0
    for code, title, promise, ago, due, done in LISTED:
        with _at(-ago):
            item = lists.add(
                department=known[code],
                title=title,
                promise=promise,
                source="pledge" if count % 3 else "meeting",
                due_on=clock.today() + timedelta(days=due - ago),
                by=leader,
            )
        if done:
            with _at(1 - due):
                lists.finish(item_id=item.pk, result=done, by=leader)
        count += 1
    return count
