"""What branches really lack, as reasons for a training: from the records, never from hours or points."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.db.models import Q

from honglian.domains.members.api import organisations, term_limit
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from ..appraisal.models import Appraisal
from ..life.models import LifeMeeting
from ..life.selectors import HELD
from ..meetings.duty import standings
from ..meetings.selectors import branches as owing
from ..meetings.selectors import fused, themed
from ..rectify import selectors as rectify
from ..rectify.models import RectifyItem
from .models import Training, TrainingOrg

_RAW = tomllib.loads((Path(__file__).parents[1] / "data" / "training.toml").read_text("utf-8"))
FIELDS: dict[str, str] = _RAW["fields"]
YEAR = timedelta(days=365)
Found = Iterator[tuple[int, str]]


@dataclass(frozen=True)
class Gap:
    """A kind of gap and what training answers it; ``field`` is one of FIELDS."""

    code: str
    name: str
    topic: str
    kind: str
    audience: str
    field: str


GAPS: dict[str, Gap] = {raw["code"]: Gap(**raw) for raw in _RAW["gaps"]}


@dataclass
class Need:
    """One proposal: a gap and the branches that have it, each with its own reason."""

    gap: Gap
    branches: list[tuple[PartyOrg, str]] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        return [f"{org.name}：{why}" for org, why in self.branches]

    @property
    def field_name(self) -> str:
        return FIELDS[self.gap.field]


def needs(actor: Actor) -> list[Need]:
    """Proposals within scope, those of most branches first. Nothing is planned by itself."""
    rows = organisations(actor).filter(type__endswith="branch").order_by("name")
    branches = {org.pk: org for org in rows}
    found = []
    for code, look in LOOKS.items():
        need = Need(GAPS[code])
        for pk, why in look(actor, branches):
            if pk in branches:
                need.branches.append((branches[pk], why))
        if need.branches:
            found.append(need)
    return sorted(found, key=lambda n: -len(n.branches))


def need(actor: Actor, code: str) -> Need | None:
    return next((n for n in needs(actor) if n.gap.code == code), None)


Branches = dict[int, PartyOrg]


def _secretaries(branches: Branches) -> dict[int, Post]:
    in_force = Q(ends_on=None) | Q(ends_on__gt=clock.today())
    rows = Post.objects.filter(in_force, kind="secretary", org__in=list(branches))
    return {post.org_id: post for post in rows}


def _vacant(actor: Actor, branches: Branches) -> Found:
    held = _secretaries(branches)
    for pk in branches:
        if pk not in held:
            yield pk, "没有书记"


def _fresh(actor: Actor, branches: Branches) -> Found:
    since = clock.today() - YEAR
    for pk, post in _secretaries(branches).items():
        if post.starts_on and post.starts_on > since:
            yield pk, f"{post.person_name} {post.starts_on} 起任书记"


def _untrained(actor: Actor, branches: Branches) -> Found:
    """Secretaries without a class of their own this year (ORG-019); asked in the fourth quarter."""
    today = clock.today()
    if today.month < 10:
        return
    rows = TrainingOrg.objects.filter(
        org__in=list(branches),
        training__audience=Training.Audience.SECRETARIES,
        training__kind__in=(Training.Kind.CLASS, Training.Kind.READING),
        training__on__year=today.year,
        training__state="held",
    )
    times = Counter(rows.values_list("org_id", flat=True))
    for pk, post in _secretaries(branches).items():
        facts = {"name": post.person_name, "times": times[pk], "year": today.year}
        if found := BOOK.find("ORG-019", today, **facts):
            yield pk, found.words


def _term(actor: Actor, branches: Branches) -> Found:
    for pk, org in branches.items():
        if org.term_ends_on and org.term_ends_on <= term_limit() and not org.is_functional:
            yield pk, f"{org.term_ends_on} 届满"


def _items(actor: Actor, code: str, words: str) -> Found:
    rows = rectify.NARROW[code][1](RectifyItem.objects.visible_to(actor))
    for pk, count in Counter(rows.values_list("branch_id", flat=True)).items():
        yield pk, words.format(count)


def _overdue(actor: Actor, branches: Branches) -> Found:
    return _items(actor, "overdue", "{} 条整改事项逾期")


def _returned(actor: Actor, branches: Branches) -> Found:
    return _items(actor, "returned", "{} 条整改事项核查时被退回")


def _rebound(actor: Actor, branches: Branches) -> Found:
    return _items(actor, "rebound", "{} 条整改事项反弹")


def _without(actor: Actor, done: set[int], words: str) -> Found:
    """Only in the fourth quarter, when the year's duties come together."""
    if clock.today().month < 10:
        return
    for pk in owing(actor).values_list("pk", flat=True):
        if pk not in done:
            yield pk, words


def _life(actor: Actor, branches: Branches) -> Found:
    year = clock.today().year
    rows = LifeMeeting.objects.visible_to(actor).filter(state__in=HELD, held_on__year=year)
    return _without(actor, set(rows.values_list("branch_id", flat=True)), f"{year} 年还没开")


def _appraisal(actor: Actor, branches: Branches) -> Found:
    year = clock.today().year
    rows = Appraisal.objects.visible_to(actor).filter(year=year)
    return _without(actor, set(rows.values_list("branch_id", flat=True)), f"{year} 年还没进行")


# Forms that have a gap of their own, and those that this list itself answers.
ELSEWHERE = ("org_life_meeting", "democratic_appraisal", "secretary_training")


def _meetings(actor: Actor, branches: Branches) -> Found:
    """Forms of organisation life that were missed in periods of this year that are over."""
    found = standings(list(owing(actor).filter(pk__in=branches)), clock.today().year)
    for standing in found:
        missed = [
            f"{d.kind.name}缺 {len(d.ended) - d.met} 期"
            for d in standing.duties
            if d.kind.code not in ELSEWHERE and d.met < len(d.ended)
        ]
        if missed:
            yield standing.branch.pk, "、".join(missed)


def _fusion(actor: Actor, branches: Branches) -> Found:
    """Branches whose themed days of this year had no subject of the business at all."""
    year = clock.today().year
    times = Counter(themed(actor, year).values_list("branch_id", flat=True))
    with_subject = set(fused(actor, year).values_list("branch_id", flat=True))
    for pk, count in times.items():
        if pk not in with_subject:
            yield pk, f"今年 {count} 次主题党日都没有业务主题"


LOOKS: dict[str, Callable[[Actor, Branches], Found]] = {
    "vacancy": _vacant,
    "fresh": _fresh,
    "untrained": _untrained,
    "term": _term,
    "overdue": _overdue,
    "returned": _returned,
    "rebound": _rebound,
    "life": _life,
    "appraisal": _appraisal,
    "meetings": _meetings,
    "fusion": _fusion,
}
