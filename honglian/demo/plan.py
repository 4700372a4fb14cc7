"""How large each zone of the demo is: the numbers of the two articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class ZonePlan:
    """``orgs``: organisations in enterprises; ``joint``: how many of them are joint branches.

    ``cases`` are a year's, ``fresh`` the last fortnight's that are still open; ``cast`` are the
    names of the people on the login page, in the order of demo.cast.

    ``listed``: how many enterprises reached 规上 in a year.

    ``enterprises``: park enterprises a chain; ``named``: those the article names, by chain;
    ``growth`` of last year's output over the year before (article 1: 8.56 %), ``doubled`` the one
    whose output and revenue doubled.
    """

    code: str
    city: str
    division: str
    seed: int
    prefix: str
    orgs: int
    joint: int
    members: int
    enterprises: dict[str, int]
    key: int
    instructors: int
    cases: int
    fresh: int
    cast: tuple[str, ...]
    mobile: int
    listed: dict[int, int]
    growth: Decimal
    doubled: str = ""
    named: dict[str, list[str]] = field(default_factory=dict)


XIANNING = ZonePlan(
    code="xianning",
    city="咸宁",
    division="421200",
    seed=20260001,
    prefix="XN",
    orgs=71,
    joint=15,
    members=1294,
    enterprises={"fb": 130, "im": 115, "nm": 95},
    key=248,
    instructors=73,
    cases=220,
    fresh=28,
    cast=(
        "周明远",
        "林晓棠",
        "吴佩珊",
        "许静宜",
        "陈立言",
        "罗志恒",
        "方以宁",
        "何守正",
        "顾念远",
        "邹办之",
        "谭用工",
        "雷守平",
        "田有方",
        "丁秋实",
        "白若溪",
        "秦怀安",
        "尹慎行",
        "石可查",
        "江承志",
    ),
    mobile=19900000000,
    listed={2025: 95, 2024: 51},
    growth=Decimal("0.0856"),
    doubled="达尔美",
    named={
        "fb": ["湖北天府烤卤食品有限公司", "湖北臻心食品有限公司"],
        "im": ["湖北三环汽车方向机有限公司", "湖北三赢兴智能光电科技股份有限公司"],
        "nm": [
            "湖北世丰新材料有限公司",
            "咸宁达尔美新材料有限公司",
            "咸宁百耀新材料有限公司",
            "咸宁隆晟冶金有限公司",
            "咸宁南玻光学新材料有限公司",
        ],
    },
)
XIANGYANG = ZonePlan(
    code="xiangyang",
    city="襄阳",
    division="420600",
    seed=20260002,
    prefix="XY",
    orgs=54,
    joint=10,
    members=860,
    enterprises={"ev": 210, "bt": 110},
    key=180,
    instructors=56,
    cases=280,
    fresh=34,
    cast=(
        "沈怀民",
        "苏晚晴",
        "唐知微",
        "叶清和",
        "夏执中",
        "孟广川",
        "邱如松",
        "韩铁生",
        "任念慈",
        "董经纶",
        "范用之",
        "熊防安",
        "姜地久",
        "傅青山",
        "陆算清",
        "程守机",
        "严把关",
        "侯留痕",
        "钟鼎言",
    ),
    mobile=19900500000,
    listed={2025: 38, 2024: 27},
    growth=Decimal("0.072"),
    named={
        "ev": ["东风康明斯发动机有限公司"],
        "bt": [
            "湖北回天新材料股份有限公司",
            "湖北楚能新能源有限公司",
            "湖北骆驼蓄电池研究院有限公司",
        ],
    },
)
PLANS = (XIANNING, XIANGYANG)
