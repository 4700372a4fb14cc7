"""When a list cannot be what it is taken for: too few of our members are in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import floor

from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.config import MemberRules
from honglian.kit.errors import Refusal

from .models import Difference

NAMED = 3


def most_gone(rules: MemberRules, members: int) -> int:
    """How many of ``members`` may be missing from a list that is still compared."""
    return max(rules.gone_floor, floor(members * rules.gone_percent / 100))


def refuse_dropping(
    gone: Sequence[Difference], *, members: int, rows: int, rules: MemberRules
) -> None:
    """Raises :class:`Refusal` with the counts and the branches most concerned."""
    limit = most_gone(rules, members)
    if len(gone) <= limit:
        return
    most = Counter(d.branch_id for d in gone).most_common(NAMED)
    names = dict(PartyOrg.rows.filter(pk__in=[pk for pk, _ in most]).values_list("pk", "name"))
    where = "、".join(f"{names.get(pk, '未知支部')} {count} 名" for pk, count in most)
    raise Refusal(
        f"这份名单有 {rows:,} 行，我方在册 {members:,} 名，其中 {len(gone):,} 名"
        f"（{len(gone) / members:.1%}）不在名单里，超过上限 {limit:,} 名"
        f"（{rules.gone_percent:g}%），没有比对，也没有改动任何一名党员。"
        f"缺得最多的是：{where}。多半是导出时带了筛选条件或分了几个文件；"
        "只含一部分党组织的名单，请在“名单范围”里选定上级党组织后再比对。",
        code="many_gone",
        field="file",
    )
