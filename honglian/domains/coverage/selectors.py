"""Who is covered on a day, and how: reads for an actor (领域手册 A.4).

Every row gets ``group``: single, joint, attached, instructor, liaison or none. Organisations decide
first (a standing one in the unit, or a joint branch that covers it, on that day); what the registry
says counts only as far as the organisation it names stands.
"""

from __future__ import annotations

from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from honglian.domains.enterprises.api import ContactPledge, Enterprise, enterprises
from honglian.foundation.orgs.api import OrgPeriod, OrgTie, PartyOrg
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import JointPlan, JointProposal, held_on

Kind = Enterprise.Coverage
GROUPS = {
    "single": "单独组建",
    "joint": "联合组建",
    "attached": "挂靠",
    "instructor": "派驻指导员",
    "liaison": "联络员或群团",
    "none": "空白点",
}
OPERATING = ("preparing", "building", "operating")
UNIT_TYPES = ("committee", "general_branch", "branch", "joint_branch", "project_branch")
LEAST_FULL = 3  # 支部条例第四条


def rows_on(actor: Actor, day: date | None = None) -> QuerySet[Enterprise]:
    """Park enterprises within scope with ``group``, ``guided``, ``counts`` (in the denominator) and ``now_*`` facts of a day.

    The scope is today's; organisations, categories, pledges and members are those of the day.
    """
    day = day or clock.today()
    rows = _facts(enterprises(actor), day)
    return rows.annotate(
        group=_group(day),
        guided=Exists(_primary(day)),
        counts=ExpressionWrapper(Q(now_status__in=OPERATING), output_field=BooleanField()),
    )


def base(actor: Actor, day: date | None = None) -> QuerySet[Enterprise]:
    """The denominator: park enterprises that operate, are being built or prepared."""
    return rows_on(actor, day).filter(counts=True)


def _facts(rows: QuerySet[Enterprise], day: date) -> QuerySet[Enterprise]:
    names = {
        "now_category": "category",
        "now_org": "party_org_id",
        "now_status": "status",
        "now_chain": "chain_id",
        "now_park": "park",
        "now_size": "size",
        "now_formal": "formal",
    }
    if day >= clock.today():
        own = {"category": "coverage", "formal": "formal_members"}
        return rows.filter(is_in_park=True).annotate(
            **{now: F(own.get(then, then)) for now, then in names.items()}
        )
    rows = rows.annotate(
        period_then=FilteredRelation(
            "coverage_periods", condition=held_on(day, "coverage_periods__")
        )
    )
    found = {now: F(f"period_then__{name}") for now, name in names.items()}
    return rows.filter(period_then__isnull=False).annotate(**found)


def _standing(day: date) -> tuple[QuerySet, str]:
    """Organisations that stood on a day, and the name of their key."""
    if day >= clock.today():
        return PartyOrg.rows.filter(status__in=PartyOrg.STANDING), "pk"
    founded = Q(org__founded_on__isnull=True) | Q(org__founded_on__lte=day)
    rows = OrgPeriod.rows.filter(held_on(day), status__in=PartyOrg.STANDING)
    return rows.filter(Q(starts_on__isnull=False) | founded), "org_id"


def _group(day: date) -> Case:
    orgs, key = _standing(day)
    units = orgs.filter(
        unit_uscc=OuterRef("uscc"), is_functional=False, type__in=UNIT_TYPES
    ).exclude(unit_uscc="")
    units = units.filter(**_same_zone(day))
    shared = Q(type="joint_branch") | Q(formation="joint")
    named = Q(code=OuterRef("uscc")) | Q(code="", name=OuterRef("name"))
    ties = OrgTie.rows.filter(
        named, held_on(day), kind=OrgTie.Kind.UNIT, org__zone=OuterRef("zone")
    ).filter(org__in=orgs.values(key))
    linked = Q(now_org__isnull=True) | Exists(orgs.filter(**{key: OuterRef("now_org")}))
    built = (Kind.SINGLE.value, Kind.JOINT.value)
    return Case(
        When(Exists(units.exclude(shared)), then=Value("single")),
        When(Exists(units.filter(shared)), then=Value("joint")),
        When(Exists(ties), then=Value("joint")),
        When(Q(now_category__in=built) & linked, then=F("now_category")),
        When(now_category__in=built, then=Value("none")),
        default=F("now_category"),
        output_field=CharField(),
    )


def _same_zone(day: date) -> dict:
    return {"zone" if day >= clock.today() else "org__zone": OuterRef("zone")}


def _primary(day: date) -> QuerySet[ContactPledge]:
    rows = ContactPledge.rows.filter(
        enterprise=OuterRef("pk"), kind=ContactPledge.Kind.PRIMARY, starts_on__lte=day
    )
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


# The parts of the two rates, as conditions over rows_on(...)


def attached_counts(zone_id: int) -> bool:
    """Whether 挂靠 counts as covered here (A.4: 按当地)."""
    return Zone.objects.get(pk=zone_id).settings.coverage_counts_attached


def organised_q(attached: bool) -> Q:
    """组织覆盖: S + J, and the attached ones where the zone says so."""
    return Q(group__in=["single", "joint", *(["attached"] if attached else [])])


def worked_q() -> Q:
    """工作覆盖: organised in any way, an instructor, a liaison or mass organisation; each once."""
    return ~Q(group="none") | Q(guided=True)


def due_q() -> Q:
    """应建: three full members or more; where none are entered, a branch of its own is proof."""
    return Q(now_formal__gte=LEAST_FULL) | Q(now_formal__isnull=True, group="single")


def unbuilt_q() -> Q:
    """应建未建: three full members or more and no branch of its own (A.4 转换规则)."""
    return Q(now_formal__gte=LEAST_FULL) & ~Q(group="single")


def blank_q() -> Q:
    """空白点: nothing and nobody."""
    return Q(group="none", guided=False)


# Plans


def plans(actor: Actor) -> QuerySet[JointPlan]:
    return JointPlan.objects.visible_to(actor)


def proposals(actor: Actor) -> QuerySet[JointProposal]:
    return JointProposal.objects.visible_to(actor).select_related("plan", "chain", "org")
