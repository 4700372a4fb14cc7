"""A year of instructors' visits and of what they promised."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from honglian.domains.enterprises.api import ContactPledge, keep_promise, log_contact
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

HEARD = (
    "生产正常，订单排到下月；提到招工难，已建议通过平台吹哨。",
    "技改设备已到厂，正在安装；询问技改补助申报时间。",
    "了解党员情况，新来两名党员，关系还在原籍，已告知转接办法。",
    "原料价格上涨，资金有压力；介绍了园区的融资对接安排。",
    "安全台账齐全，消防演练本月做完。",
    "反映厂门口夜间停车乱，已记下转交。",
)
PROMISES = (
    "帮忙问清技改补助申报时间",
    "联系职业学校对接招工",
    "把融资产品清单发给财务",
    "请消防的同志来看一次通道",
    "约税务辅导研发费用归集",
)


def play_visits(zone: Zone, rng: Random, guide: Actor) -> int:
    """Two to four contacts for each key enterprise; a few promises are still open, some late."""
    today, count = clock.today(), 0
    rows = ContactPledge.rows.filter(zone=zone, kind="primary", ends_on=None)
    for pledge in rows.select_related("instructor").order_by("pk"):
        mine = pledge.instructor.user_id == guide.user_id
        by = guide if mine else Actor.system(zone.pk, pledge.instructor.name, "cli")
        for _ in range(rng.randint(2, 4)):
            day = today - timedelta(days=rng.randint(1, 330))
            promised = rng.random() < (0.5 if mine else 0.12)
            entry = log_contact(
                enterprise_id=pledge.enterprise_id,
                instructor_id=pledge.instructor_id,
                way=rng.choice(["visit", "visit", "call"]),
                happened_on=day,
                text=rng.choice(HEARD),
                promise=rng.choice(PROMISES) if promised else "",
                promise_due_on=day + timedelta(days=rng.randint(7, 30)) if promised else None,
                by=by,
            )
            count += 1
            if promised and day < today - timedelta(days=20) and rng.random() < 0.9:
                keep_promise(entry_id=entry.pk, day=day + timedelta(days=6), by=by)
    return count
