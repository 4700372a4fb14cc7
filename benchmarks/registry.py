"""Enterprise rows for the import measurement: a real registry, enlarged or made up to any size.

Columns are those of the public registry extracts (uscc, name, founding_date, ent_type,
reg_capital_raw, business_scope, province, city, district_code, address). Rows made up here are
deterministic: the same arguments give the same rows.
"""

import csv
import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rustpy_xlsxwriter import FastExcel

COLUMNS = (
    "uscc",
    "name",
    "founding_date",
    "ent_type",
    "reg_capital_raw",
    "business_scope",
    "province",
    "city",
    "district_code",
    "address",
)
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

PLACES = (
    ("咸宁", "421202", "湖北省咸宁市咸安区贺胜桥镇"),
    ("咸宁", "421200", "湖北省咸宁市高新技术产业园区永安大道"),
    ("襄阳", "420607", "湖北省襄阳市襄州区伙牌镇"),
    ("襄阳", "420600", "湖北省襄阳市高新区邓城大道"),
)
WORDS = "华楚鄂江汉宏远鑫瑞诚达盛源科信恒泰嘉和美辰光辉腾众安康裕兴隆润泽天翔凯旋博雅"
TRADES = (
    ("汽车零部件", "汽车零部件及配件制造；汽车销售；货物进出口"),
    ("新材料科技", "新材料技术研发；合成材料制造；技术服务、技术咨询"),
    ("电子", "电子元器件制造；集成电路设计；电子专用材料研发"),
    ("生物医药", "药品生产；第二类医疗器械销售；生物化工产品技术研发"),
    ("食品", "食品生产；食品销售；农副产品销售；包装服务"),
    ("机电设备", "机械电气设备制造；通用设备修理；五金产品批发"),
    ("物流", "道路货物运输；仓储服务；装卸搬运"),
    ("建筑工程", "房屋建筑和市政基础设施项目工程总承包；园林绿化工程施工"),
)
CAPITALS = ("{n}万人民币", "{n}(万元)", "{t}(万元)", "{n}万美元", "")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Registry:
    """Rows to import and a word on where they come from."""

    rows: list[Row]
    source: str

    def size(self, count: int, *, seed: int = 0) -> "Registry":
        """Exactly `count` rows: the first ones, or all of them and variants with new codes."""
        if count <= len(self.rows):
            return Registry(self.rows[:count], self.source)
        grown = list(self.rows)
        used = {row["uscc"] for row in grown}
        made = _variants(self.rows, used, seed) if self.rows else synthetic_rows(seed)
        grown.extend(next(made) for _ in range(count - len(grown)))
        return Registry(grown, f"{self.source} + {count - len(self.rows)} variants")


def read_registry(path: Path) -> Registry:
    """Rows of one registry extract (csv or csv.gz), or of every extract in a folder."""
    files = sorted(path.glob("*.csv*")) if path.is_dir() else [path]
    if not files:
        raise FileNotFoundError(f"{path} 里没有 csv 或 csv.gz 文件")
    rows = [row for file in files for row in _rows_of(file)]
    return Registry(rows, "+".join(file.name for file in files))


def synthetic(count: int, *, seed: int = 0) -> Registry:
    """`count` made-up rows whose codes and dates are all valid."""
    rows = synthetic_rows(seed)
    return Registry([next(rows) for _ in range(count)], "synthetic")


def synthetic_rows(seed: int) -> Iterator[Row]:
    """Endless made-up rows with distinct codes and names."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        city, district, address = chance.choice(PLACES)
        trade, scope = chance.choice(TRADES)
        word = "".join(chance.choices(WORDS, k=3))
        amount = chance.randrange(10, 9000)
        yield {
            "uscc": code_for(number, district, chance),
            "name": f"{city}{word}{trade}有限公司",
            "founding_date": (date(1990, 1, 1) + timedelta(chance.randrange(12_500))).isoformat(),
            "ent_type": "有限责任公司",
            "reg_capital_raw": chance.choice(CAPITALS).format(n=amount, t=f"{amount:,}"),
            "business_scope": scope,
            "province": "湖北",
            "city": city,
            "district_code": district,
            "address": f"{address}{chance.randrange(1, 999)}号",
        }


def code_for(number: int, district: str, chance: random.Random) -> str:
    """A unified social credit code (GB 32100-2015) that no other `number` shares."""
    body = f"{number % 10_000_000:07d}"
    # GB 11714: the ninth character of the organisation code checks the other eight.
    body = chance.choice("MXA3") + body
    total = sum(BODY_ALPHABET.index(c) * w for c, w in zip(body, BODY_WEIGHTS, strict=True))
    body += "0123456789X"[(11 - total % 11) % 11]
    head = f"91{district}{body}"
    total = sum(CODE_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    return head + CODE_ALPHABET[(31 - total % 31) % 31]


def write_csv(path: Path, rows: list[Row]) -> Path:
    """Write `rows` as UTF-8 csv with the registry's headers."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: list[Row]) -> Path:
    """Write `rows` as a workbook of text cells with the registry's headers."""
    records = [{name: row.get(name, "") for name in COLUMNS} for row in rows]
    FastExcel(str(path)).sheet("企业", records).save()
    return path


def _rows_of(file: Path) -> Iterator[Row]:
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            yield {name: row.get(name) or "" for name in COLUMNS}


def _variants(rows: list[Row], used: set[str], seed: int) -> Iterator[Row]:
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        model = rows[number % len(rows)]
        code = code_for(number, model["district_code"] or "420600", chance)
        if code in used:
            continue
        used.add(code)
        yield model | {"uscc": code, "name": f"{model['name'][:24]}第{number}号店"}
