"""How large each zone of the demo is: the numbers of the two articles."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ZonePlan:
    """``orgs``: organisations in enterprises; ``joint``: how many of them are joint branches.

    ``enterprises``: park enterprises a chain; ``named``: those the article names, by chain.
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
    mobile: int
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
    mobile=19900000000,
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
    mobile=19900500000,
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
