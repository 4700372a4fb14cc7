"""统计上大中小微型企业划分办法（2017）, 国统字〔2017〕213号, in force from 2017-12-28.

For each industry the lower bounds of large, medium and small. employees: persons at the end of the
period; revenue and assets: 万元. The last three industries (物业管理, 租赁和商务服务业, 其他未列明行业)
are recorded from memory of the text and to be compared with the original.
"""

from datetime import date

SOURCE = "统计上大中小微型企业划分办法（2017），国统字〔2017〕213号"
VALID_FROM = date(2017, 12, 28)
VALID_UNTIL: date | None = None

# code → (name, {indicator: (large, medium, small)})
INDUSTRIES: dict[str, tuple[str, dict[str, tuple[int, int, int]]]] = {
    "A": ("农、林、牧、渔业", {"revenue": (20000, 500, 50)}),
    "IND": ("工业", {"employees": (1000, 300, 20), "revenue": (40000, 2000, 300)}),
    "E": ("建筑业", {"revenue": (80000, 6000, 300), "assets": (80000, 5000, 300)}),
    "F51": ("批发业", {"employees": (200, 20, 5), "revenue": (40000, 5000, 1000)}),
    "F52": ("零售业", {"employees": (300, 50, 10), "revenue": (20000, 500, 100)}),
    "G-T": ("交通运输业", {"employees": (1000, 300, 20), "revenue": (30000, 3000, 200)}),
    "G59": ("仓储业", {"employees": (200, 100, 20), "revenue": (30000, 1000, 100)}),
    "G60": ("邮政业", {"employees": (1000, 300, 20), "revenue": (30000, 2000, 100)}),
    "H61": ("住宿业", {"employees": (300, 100, 10), "revenue": (10000, 2000, 100)}),
    "H62": ("餐饮业", {"employees": (300, 100, 10), "revenue": (10000, 2000, 100)}),
    "I63-64": ("信息传输业", {"employees": (2000, 100, 10), "revenue": (100000, 1000, 100)}),
    "I65": ("软件和信息技术服务业", {"employees": (300, 100, 10), "revenue": (10000, 1000, 50)}),
    "K7010": ("房地产开发经营", {"revenue": (200000, 1000, 100), "assets": (10000, 5000, 2000)}),
    "K7020": ("物业管理", {"employees": (1000, 300, 100), "revenue": (5000, 1000, 500)}),
    "L": ("租赁和商务服务业", {"employees": (300, 100, 10), "assets": (120000, 8000, 100)}),
    "OTHER": ("其他未列明行业", {"employees": (300, 100, 10)}),
}

# GB/T 4754-2017 → code above; the longest prefix of the digits wins, None: outside the table.
# 铁路运输, 金融, 教育, 卫生, 房地产租赁经营 and public administration are not divided by it.
BY_DIGITS: dict[str, str | None] = {
    **{f"{group:02}": "A" for group in range(1, 6)},
    **{f"{group:02}": "IND" for group in (*range(6, 13), *range(13, 44), *range(44, 47))},
    **{f"{group}": "E" for group in range(47, 51)},
    "51": "F51",
    "52": "F52",
    "53": None,
    **{f"{group}": "G-T" for group in range(54, 59)},
    "59": "G59",
    "591": "G-T",
    "60": "G60",
    "61": "H61",
    "62": "H62",
    "63": "I63-64",
    "64": "I63-64",
    "65": "I65",
    "701": "K7010",
    "702": "K7020",
    "703": "OTHER",
    "704": None,
    "709": "OTHER",
    "71": "L",
    "72": "L",
    **{f"{group}": "OTHER" for group in (*range(73, 83), *range(85, 91))},
}
BY_SECTION: dict[str, str] = {
    "A": "A",
    "B": "IND",
    "C": "IND",
    "D": "IND",
    "E": "E",
    "L": "L",
    "M": "OTHER",
    "N": "OTHER",
    "O": "OTHER",
    "R": "OTHER",
}
