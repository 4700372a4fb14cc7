"""Schema errors of a zone's configuration said in Chinese, with the place."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

SHOWN = 8
PLACES = {
    "code": "代码",
    "name": "名称",
    "short_name": "简称",
    "city": "城市",
    "division_code": "行政区划代码",
    "terms": "本区用语",
    "work_hours": "工作时间",
    "tiers": "组织层级",
    "types": "组织类别",
    "chains": "产业链",
    "departments": "部门",
    "categories": "需求类别",
    "aliases": "别名",
    "is_fallback": "兜底部门",
    "lead": "牵头部门",
    "co": "协办部门",
    "level": "等级",
    "examples": "说法举例",
    "not_accepted": "不予受理情形",
    "cases": "诉求时限",
    "levels": "诉求等级",
    "source": "依据",
    "rates": "三率权重",
    "response": "响应率",
    "solve": "解决率",
    "satisfaction": "满意率",
    "hotline": "服务热线",
    "members": "党员名单",
    "gone_percent": "名单缺人上限（%）",
    "gone_floor": "名单缺人上限（名）",
    "confirm_days": "核对有效天数",
    "reporting": "经营数据",
    "jump_percent": "同比变动要说明的幅度（%）",
    "unit_times": "疑似单位错误的倍数",
    "grids": "产业网格",
    "contacts": "包保联系",
    "chain": "不熟悉产业链的扣分",
    "skill": "每缺一项专长的扣分",
    "kilometre": "每公里的扣分",
    "farthest": "距离封顶（公里）",
    "change": "换掉现任的扣分",
    "even": "同一人多包一家的扣分",
    "stale_days": "多少天没有联系算久未联系",
    "firms_per_member": "一名网格员最多联系几家企业",
    "bounds": "高新区四至（西、南、东、北）",
    "tiles": "底图地址",
    "tiles_credit": "底图版权说明",
    "handle": "处置时限",
    "papers": "公文",
    "issuer": "落款单位",
    "marks": "机关代字",
    "assign": "交办单",
    "supervise": "督办单",
    "callback": "回访单",
    "monthly": "月度分析",
    "brief": "工作简报",
}
REASONS = {
    "missing": "没有填写",
    "extra_forbidden": "是不认识的项，请检查拼写",
    "string_type": "应为文字",
    "string_pattern_mismatch": "只能用小写字母、数字和下划线（等级写 L1 至 L9）",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "dict_type": "应为“名称 = 值”的一组",
    "model_type": "应为一组设置",
    "time_type": "应为 08:30 这样的时间",
    "time_parsing": "应为 08:30 这样的时间",
    "too_short": "缺少内容",
    "too_long": "内容多了，工作时间每段只写起和止",
}


def wrong_places(error: ValidationError) -> str:
    """Up to eight places, each ``部门 第 3 项 名称：没有填写``, joined by semicolons."""
    details = error.errors()
    words = "；".join(_one(detail) for detail in details[:SHOWN])
    rest = len(details) - SHOWN
    return f"{words}；还有 {rest} 处" if rest > 0 else words


def _one(detail: ErrorDetails) -> str:
    place = " ".join(
        f"第 {part + 1} 项" if isinstance(part, int) else PLACES.get(part, part)
        for part in detail["loc"]
    )
    reason = REASONS.get(detail["type"], "不是可用的值")
    return f"{place}：{reason}"
