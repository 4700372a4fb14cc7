"""How contact with enterprises stands: each figure a definition over records, with their address."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.ui.format import percent

from .. import selectors as registry
from ..models import LeaveCover
from . import selectors
from .models import covering


@dataclass(frozen=True)
class Line:
    """``value`` as shown; ``url`` lists exactly the records that are counted."""

    code: str
    name: str
    value: int | str
    unit: str
    url: str
    note: str
    count: int
    tone: str = ""


def figures(actor: Actor) -> list[Line]:
    """Coverage of instruction first (重点企业有主指导员 ÷ 重点企业), within the actor's scope."""
    zone = actor.zone_id or 0
    key = registry.enterprises(actor).filter(is_key=True)
    whole, guided = key.count(), registry.with_instructor(key).count()
    firms, people = reverse("enterprises:index"), reverse("enterprises:instructors")
    promises = reverse("enterprises:promises")
    here = selectors.in_office(selectors.people(actor))
    away = registry.promises(actor)
    late, stale = registry.overdue_promises(actor), selectors.out_of_touch(key, zone)
    share = percent(guided / whole) if whole else "—"
    note = f"{guided} / {whole} 家重点企业"
    missing, over = whole - guided, selectors.overloaded(here).count()
    lines = [
        Line("coverage", "指导员覆盖率", share, "", f"{firms}?key=1&guided=1", note, guided),
        Line(
            "missing", "没有主指导员", missing, "家", f"{firms}?key=1&guided=0", "重点企业", missing,
            "overdue" if missing else "",
        ),
        Line(
            "stale", "久未联系", stale.count(), "家", f"{firms}?key=1&touch=0",
            "有主指导员、超过天数没有联系", stale.count(), "soon",
        ),
        Line("open", "没兑现的承诺", away.count(), "件", f"{promises}?state=open", "", away.count()),
        Line(
            "late", "已经超期", late.count(), "件", f"{promises}?state=overdue", "", late.count(),
            "overdue" if late.exists() else "",
        ),
        Line("people", "在册指导员", here.count(), "名", f"{people}?here=1", "含包保领导", here.count()),
        Line(
            "over", "超过包保上限", over, "名", f"{people}?here=1&over=1", "", over,
            "soon" if over else "",
        ),
    ]  # fmt: skip
    covers = LeaveCover.objects.visible_to(actor).filter(covering(clock.today())).count()
    url = reverse("enterprises:covers")
    return [*lines, Line("covers", "今天代班", covers, "段", f"{url}?now=1", "", covers)]
