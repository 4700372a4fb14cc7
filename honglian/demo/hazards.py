"""Two years of hazards as a ledger would bring them, and the visits and inspections of these weeks.

How many of which grade were found this year and in the same days of last year is given by the public
report on Xianning (41 → 23 serious, 1,000 → 296 ordinary); every percentage is computed from the rows.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .roster import Row
from .workbooks import bring_in, write


@dataclass(frozen=True)
class Counts:
    serious_before: int
    serious_now: int
    ordinary_before: int
    ordinary_now: int


COUNTS = {"xianning": Counts(41, 23, 1000, 296), "xiangyang": Counts(18, 12, 240, 150)}
LIVE = {"serious": 1, "ordinary": 2}  # found in these weeks by the actions themselves
ORDINARY = (
    ("YB-01", "安全生产", "配电箱", "没有接地、没有标识", "接地并贴标识"),
    ("YB-02", "消防", "灭火器", "压力不足、已过期", "更换灭火器"),
    ("YB-03", "消防", "疏散通道", "临时堆放纸箱", "清理通道、划线"),
    ("YB-04", "安全生产", "切割机", "防护罩缺失", "加装防护罩"),
    ("YB-05", "安全生产", "成品仓", "物料堆放过高", "按限高重新码放"),
    ("YB-06", "安全生产", "安全台账", "培训记录不全", "补训并存档"),
    ("YB-07", "安全生产", "应急预案", "今年没有演练", "组织一次演练"),
    ("YB-08", "特种设备", "叉车", "维保记录缺失", "补做维保并存档"),
    ("YB-10", "安全生产", "打磨岗位", "没有戴护目镜", "配发并监督佩戴"),
    ("YB-12", "安全生产", "污水池", "有限空间台账没有更新", "更新台账"),
)
SERIOUS = (
    ("GM-Q01", "安全生产", "烘烤线", "没有过热自动切断", "加装过热切断装置"),
    ("GM-F10", "安全生产", "打磨车间", "除尘管道积尘严重", "清理并定制度"),
    ("GM-Y02", "安全生产", "污水池", "有限空间作业没有审批", "停止作业、补制度和培训"),
    ("GM-G02", "安全生产", "焊接班", "焊工没有特种作业证", "停岗、送培取证"),
    ("GM-Z01", "安全生产", "液氨库", "气体报警装置失效", "更换报警装置并试验"),
    ("GM-M07", "安全生产", "喷漆房", "没有可燃气体报警", "加装报警和通风"),
)
PLACES = ("1 号车间", "2 号车间", "3 号车间", "原料库", "成品库", "动力站", "办公楼")


def play_ledger(zone: Zone, rng: Random, people: tuple[str, ...]) -> int:
    """Bring the ledger in; returns its rows. The last ordinary ones of this year are still open."""
    firms = list(Enterprise.rows.filter(zone=zone, is_in_park=True).order_by("pk"))
    rows = list(ledger(zone, firms, rng, people))
    by = Actor.system(zone.pk, channel="cli")
    with tempfile.TemporaryDirectory() as folder:
        return bring_in("hazards", write(Path(folder) / "隐患台账.xlsx", rows), by)


def ledger(zone: Zone, firms: list[Enterprise], rng: Random, people: tuple[str, ...]):
    counts, today = COUNTS[zone.code], clock.today()
    days = max(1, (today - date(today.year, 1, 1)).days - 12)
    number = 0
    for years, kinds, count in (
        (1, SERIOUS, counts.serious_before),
        (0, SERIOUS, counts.serious_now - LIVE["serious"]),
        (1, ORDINARY, counts.ordinary_before),
        (0, ORDINARY, counts.ordinary_now - LIVE["ordinary"]),
    ):
        # All park enterprises were looked at last year; this year's newcomers are the first few.
        chosen = firms[4:] if years else firms[:-6]
        for index in range(count):
            number += 1
            firm = chosen[index % len(chosen)] if kinds is ORDINARY else rng.choice(chosen)
            day = date(today.year - years, 1, 1) + timedelta(rng.randrange(days))
            yield _row(zone, number, firm, day, rng.choice(kinds), rng, people, kinds is SERIOUS)


def _row(
    zone: Zone, number: int, firm: Enterprise, day: date, kind: tuple[str, ...], rng: Random,
    people: tuple[str, ...], serious: bool,
) -> Row:  # fmt: skip
    basis, domain, part, seen, measure = kind
    done = day + timedelta(rng.randint(20, 60) if serious else rng.randint(0, 6))
    checked = done + timedelta(rng.randint(1, 5))
    finished = checked < clock.today()
    due = day + timedelta(90 if serious else 7)
    row = {
        "隐患编号": f"YH{day.year}-{number:04d}", "企业名称": firm.uscc, "排查日期": str(day),
        "排查人": rng.choice(people), "排查方式": rng.choice(("部门检查", "部门检查", "网格发现")),
        "隐患部位": f"{rng.choice(PLACES)}{part}", "隐患描述": f"{part}{seen}", "隐患类别": domain,
        "隐患等级": "重大" if serious else "一般", "判定依据": basis, "整改措施": measure,
        "整改责任人": "企业安全员", "整改资金(万元)": str(rng.randint(1, 40) if serious else 0),
        "整改期限": str(due), "应急预案": "整改期间停用并派人看守",
        "是否挂牌督办": "是" if serious and number % 3 == 0 else "否",
    }  # fmt: skip
    if finished:
        row |= {
            "整改完成日期": str(done), "复查日期": str(checked), "复查人": rng.choice(people),
            "复查结论": "现场复查，已消除", "销号日期": str(checked),
        }  # fmt: skip
    return row
