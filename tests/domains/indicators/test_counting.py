"""Every figure equals what a plain query counts, before and after any record changes."""

from datetime import date, datetime, time
from decimal import Decimal
from random import Random

import pytest
from django.db.models import Count, Q

from honglian.algo.figures.change import growth
from honglian.analytics.api import all_records, checked, known, parse
from honglian.analytics.measuring import measure, record_rows
from honglian.domains.cases.models import Case
from honglian.domains.enterprises import api as enterprises
from honglian.domains.enterprises.models import ContactPledge, Enterprise
from honglian.domains.indicators import api as indicators
from honglian.domains.members import api as members
from honglian.domains.members.models import PartyMember
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock

DAY = date(2026, 11, 25)
STANDING = ("active", "reelecting", "adjusting")
EXTRA = {
    "share": {
        "record": "cases.case", "measure": "share", "base": [["satisfaction", "filled"]],
        "where": [["solved", "yes"]], "date": "created", "period": "year_to_date", "compare": "year",
    },
    "duration": {
        "record": "cases.case", "measure": "duration", "column": "created", "other": "replied",
        "date": "replied", "period": "ever",
    },
    "frequency": {"record": "cases.case", "measure": "frequency", "column": "enterprise"},
    "tax": {"record": "enterprises.enterprise", "measure": "sum", "column": "tax",
            "where": [["chain", "filled"]]},
    "burden": {"record": "enterprises.enterprise", "measure": "ratio", "column": "tax", "other": "revenue"},
    "not_solved": {"record": "cases.case", "where": [["outcome", "not_in", ["solved"]]]},
    "grown": {"record": "cases.case", "date": "created", "period": "month", "compare": "previous",
              "show": "difference"},
}  # fmt: skip


def values(place) -> dict[str, Decimal | None]:
    place.step()
    found = {f.code: f.value for f in indicators.figures(place.system)}
    formulas = {k: (checked(parse(v), known(v["record"])), DAY) for k, v in EXTRA.items()}
    measured = measure(place.zone.pk, formulas, place.system)
    return found | {k: m.shown for k, m in measured.items()}


def at(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.CHINA)


def reference(place) -> dict[str, Decimal | None]:
    """The same figures by plain queries and loops over plain rows."""
    z = place.zone
    firms, cases = list(Enterprise.rows.filter(zone=z)), list(Case.rows.filter(zone=z))
    orgs = PartyOrg.rows.filter(zone=z, status__in=STANDING, is_functional=False).exclude(
        unit_name=""
    )
    open_ = ContactPledge.rows.filter(zone=z, starts_on__lte=DAY).filter(
        Q(ends_on=None) | Q(ends_on__gt=DAY)
    )
    listed = [
        sum(bool(f.listed_above_on) and f.listed_above_on.year == y for f in firms)
        for y in (2024, 2025)
    ]
    rated = [c for c in cases if c.satisfaction and c.created_at >= at(date(2026, 1, 1))]
    answered = [c for c in cases if c.replied_at]
    taxes, revenue = (sum(getattr(f, n) for f in firms) for n in ("tax", "revenue"))
    months = [
        sum(at(a) <= c.created_at < at(b) for c in cases)
        for a, b in (
            (date(2026, 11, 1), date(2026, 11, 26)),
            (date(2026, 10, 1), date(2026, 10, 26)),
        )
    ]
    return {
        "XN-E04": growth(Decimal(listed[1]), Decimal(listed[0])).percent,
        "XN-P02": Decimal(orgs.count()),
        "XN-P03": Decimal(PartyMember.rows.filter(zone=z).exclude(standing="transferred").count()),
        "XN-P06": Decimal(open_.aggregate(n=Count("instructor", distinct=True))["n"]),
        "XN-P07": Decimal(open_.filter(enterprise__is_key=True, kind="primary").count()),
        "share": Decimal(sum(c.was_solved is True for c in rated)) / len(rated) * 100 if rated else None,
        "duration": sum(
            Decimal(int(c.replied_at.timestamp()) - int(c.created_at.timestamp())) for c in answered
        ) / 86400 / len(answered),
        "frequency": Decimal(len(cases)) / len({c.enterprise_id for c in cases}),
        "tax": Decimal(sum(f.tax for f in firms if f.chain_id)),
        "burden": taxes / revenue,
        "not_solved": Decimal(sum(c.outcome != "solved" for c in cases)),
        "grown": Decimal(months[0] - months[1]),
    }  # fmt: skip


CHANGES = {
    "a firm's tax": lambda p: Enterprise.rows.filter(pk=p.firms[0].pk).update(tax=77.25),
    "a firm leaves its chain": lambda p: Enterprise.rows.filter(pk=p.firms[0].pk).update(
        chain=None
    ),
    "a firm reaches the threshold": lambda p: Enterprise.rows.filter(pk=p.firms[2].pk).update(
        listed_above_on=date(2025, 8, 8)
    ),
    "an organisation is dissolved": lambda p: PartyOrg.rows.filter(pk=p.orgs[0].pk).update(
        status="dissolved"
    ),
    "a member leaves": lambda p: PartyMember.rows.filter(pk=p.members[1].pk).update(
        standing="transferred"
    ),
    "a member is deleted": lambda p: p.members[2].delete(),
    "a pledge ends": lambda p: ContactPledge.rows.filter(pk=p.pledges[0].pk).update(ends_on=DAY),
    "a pledge is deleted": lambda p: p.pledges[3].delete(),
    "a firm is no longer key": lambda p: Enterprise.rows.filter(pk=p.firms[3].pk).update(
        is_key=False
    ),
    "a case is deleted": lambda p: p.cases[0].delete(),
    "a case was not solved": lambda p: Case.rows.filter(pk=p.cases[4].pk).update(
        outcome="explained", was_solved=False
    ),
    "a case is answered later": lambda p: Case.rows.filter(pk=p.cases[1].pk).update(
        replied_at=at(date(2026, 11, 20))
    ),
    "a case is of this month": lambda p: Case.rows.filter(pk=p.cases[9].pk).update(
        created_at=at(date(2026, 11, 2))
    ),
    "a title": lambda p: Case.rows.filter(pk=p.cases[3].pk).update(title="改了标题"),
}


def test_ten_changes_move_exactly_the_figures_that_count_them(place):
    """What is not in the reference (levels of the Party tree …) must not move at all."""
    before, expected = values(place), reference(place)
    assert {k: before[k] for k in expected} == expected
    for name in Random(6).sample(sorted(CHANGES), 10):
        CHANGES[name](place)
        after, wanted = values(place), reference(place)
        assert {k: after[k] for k in wanted} == wanted, name
        moved = {k for k in after if after[k] != before[k]}
        assert moved == {k for k in wanted if wanted[k] != expected[k]}, name
        before, expected = after, wanted


def test_figures_are_those_of_the_pages(place):
    found = {f.code: f.value for f in indicators.figures(place.system)}
    assert found["XN-P02"] == members.enterprise_organisations(place.system).count()
    assert found["XN-P03"] == members.counted(place.system).count()
    key = enterprises.enterprises(place.system).filter(is_key=True)
    assert found["XN-P07"] == enterprises.with_instructor(key).count()


def formulas_of_all() -> dict:
    """A count, a distinct count and a share over every record type."""
    found = {}
    for record in all_records():
        first = record.columns[0].name
        found[f"{record.key} count"] = {"record": record.key}
        found[f"{record.key} distinct"] = {
            "record": record.key,
            "measure": "distinct",
            "column": first,
        }
        found[f"{record.key} share"] = {
            "record": record.key, "measure": "share", "where": [[first, "filled"]],
        }  # fmt: skip
    return found | EXTRA


def test_another_engine_gives_equal_results(place, settings):
    wanted = {k: (checked(parse(v), known(v["record"])), DAY) for k, v in formulas_of_all().items()}
    wanted |= {f.code: (f.formula, DAY) for f in indicators.figures(place.system) if f.formula}
    first = measure(place.zone.pk, wanted, place.system)
    settings.HONGLIAN_ANALYTICS_URL = "polars://"
    assert measure(place.zone.pk, wanted, place.system) == first
    assert len(first) > 50
    assert any(m.shown for m in first.values())
    rows = [
        record_rows(place.zone.pk, wanted["share"][0], DAY, place.system, which, skip=0, most=99)
        for which in ("counted", "base", "unmet", "excluded", "then")
    ]
    settings.HONGLIAN_ANALYTICS_URL = "duckdb://"
    assert rows == [
        record_rows(place.zone.pk, wanted["share"][0], DAY, place.system, which, skip=0, most=99)
        for which in ("counted", "base", "unmet", "excluded", "then")
    ]


def test_the_parts_of_a_share_add_up(place):
    formula = checked(parse(EXTRA["share"]), known("cases.case"))
    value = measure(place.zone.pk, {"x": (formula, DAY)}, place.system)["x"].now
    counts = {
        which: record_rows(place.zone.pk, formula, DAY, place.system, which, skip=0, most=5)[0]
        for which in ("counted", "base", "unmet", "excluded")
    }
    assert counts["counted"] == value.part == value.records
    assert counts["base"] == value.whole == counts["counted"] + counts["unmet"]
    year = Case.rows.filter(zone=place.zone, created_at__gte=at(date(2026, 1, 1))).count()
    assert counts["base"] + counts["excluded"] == year


@pytest.mark.parametrize("key", ["cases.case", "enterprises.enterprise", "orgs.org", "enterprises.pledge",
                                 "enterprises.contact", "members.member", "cases.order", "partylife.meeting",
        "visits.hazard", "visits.enterprise", "visits.visit"])  # fmt: skip
def test_a_reader_counts_exactly_the_records_that_may_be_seen(place, key):
    """For every role and narrow scope; scopes that split the zone add up to it."""
    record = known(key)
    formula = parse({"record": key})
    chains = list(place.zone.chains.all())
    readers = [
        *(place.actor("grid_leader", "chain", c.pk) for c in chains),
        place.actor("committee_staff", "org", place.orgs[0].pk),
        place.actor("instructor", "pledge"),
        place.actor("enterprise_user", "enterprise", place.firms[0].pk),
        place.actor("dept_worker", "department", place.zone.departments.first().pk),
        place.actor("leader"),
    ]
    seen = {}
    for reader in readers:
        _, rows = record_rows(place.zone.pk, formula, DAY, reader, "counted", skip=0, most=999)
        seen[reader.name] = {row["pk"] for row in rows}
        allowed = set(record.visible(reader).values_list("pk", flat=True))
        if reader.scope.kind != "zone":
            assert seen[reader.name] == allowed, reader.name
    by_chain = [seen[r.name] for r in readers[:3]]
    whole = seen[readers[-1].name]
    assert sum(map(len, by_chain)) == len(set().union(*by_chain)) <= len(whole)
    unplaced = {row.pk for row in record.queryset(place.zone.pk) if _chain_of(row) is None}
    assert set().union(*by_chain) | unplaced == whole


def _chain_of(row):
    for owner in (row, *(getattr(row, n, None) for n in ("enterprise", "branch", "case"))):
        if owner is not None and getattr(owner, "chain_id", None):
            return owner.chain_id
    return None
