"""Rules of grids and their events (领域手册 D.1, D.3)."""

from __future__ import annotations

from datetime import date

from honglian.kit.rules import Force, Source, rule

TOPIC = "网格"
HOUSE = Source("平台约定", date(2026, 1, 1))
ARTICLE = Source("滨州市网格化服务管理条例（外地参照）", date(2026, 1, 1))


@rule(
    "GRID-01", "网格之间不重叠，一家企业只属一个网格",
    topic=TOPIC, source=ARTICLE, clause="第六条", confidence="核A",
    good={"others": ()}, bad={"others": (("XNG-FB-001 食品饮料网格", 12000.0, (114.3, 29.87)),)},
)  # fmt: skip
def apart(*, others: tuple[tuple[str, float, tuple[float, float]], ...]) -> str:
    """``others``: name, square metres and a place of each overlap."""
    said = [
        f"与“{name}”重叠约 {_size(size)}，在（{east:.5f}, {north:.5f}）附近"
        for name, size, (east, north) in others
    ]
    return f"{'；'.join(said)}。请把边线挪开再保存" if said else ""


def _size(square_metres: float) -> str:
    return (
        f"{square_metres / 10_000:.1f} 公顷"
        if square_metres >= 1000
        else f"{square_metres:.0f} 平方米"
    )


@rule(
    "GRID-02", "每 20—30 家企业至少一名网格员",
    topic=TOPIC, source=HOUSE, clause="领域手册 D.1", confidence="设", force=Force.WARN,
    good={"firms": 60, "members": 2, "most": 30}, bad={"firms": 61, "members": 2, "most": 30},
)  # fmt: skip
def enough_hands(*, firms: int, members: int, most: int) -> str:
    needed = -(-firms // most)
    if members >= needed:
        return ""
    return f"网格有 {firms} 家企业、{members} 名网格员，按一人最多联系 {most} 家还缺 {needed - members} 名"


@rule(
    "GRID-03", "一个网格有且只有一名网格长",
    topic=TOPIC, source=HOUSE, clause="领域手册 D.1", confidence="设", force=Force.WARN,
    good={"leads": 1}, bad={"leads": 0},
)  # fmt: skip
def one_lead(*, leads: int) -> str:
    return "" if leads == 1 else "网格还没有网格长，上报的事项没有人立案"


@rule(
    "GE-01", "核查人不是处置人",
    topic="网格事件", source=HOUSE, clause="领域手册 §Q", confidence="设",
    good={"handler": 1, "verifier": 2, "name": "王某"}, bad={"handler": 1, "verifier": 1, "name": "王某"},
)  # fmt: skip
def checked_by_another(*, handler: int | None, verifier: int | None, name: str) -> str:
    if handler is None or handler != verifier:
        return ""
    return f"这件事是{name}处置的，要由另一个人核查"


@rule(
    "GE-02", "同一企业、同类事项 72 小时内先查重",
    topic="网格事件", source=HOUSE, clause="领域手册 D.3", confidence="设", force=Force.EXPLAIN,
    good={"same": ()}, bad={"same": ("WGXNG-FB-001261125001",)},
)  # fmt: skip
def not_twice(*, same: tuple[str, ...]) -> str:
    if not same:
        return ""
    return f"这家企业三天内已报过同类事项 {'、'.join(same)}，是同一件的请“不立案”并写明编号"


@rule(
    "GE-03", "退单只有一次，签收后在时限内，附职责依据",
    topic="网格事件", source=HOUSE, clause="领域手册 D.3", confidence="设",
    good={"times": 0, "in_time": True, "limit": "4 小时"}, bad={"times": 1, "in_time": True, "limit": "4 小时"},
)  # fmt: skip
def returned_once(*, times: int, in_time: bool, limit: str) -> str:
    if times:
        return "这件事已退过一次单，再有争议请提请党工委办裁定，裁定前继续办理"
    return "" if in_time else f"签收已超过 {limit}，不能再退单，请继续办理或请网格长协调"
