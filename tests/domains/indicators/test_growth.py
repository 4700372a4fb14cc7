"""The growth of reported output split among enterprises: sums exactly, same set beside nominal."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from honglian.analytics.api import parse
from honglian.domains.enterprises.api import Collection
from honglian.domains.enterprises.models import Return
from honglian.domains.indicators import growth
from honglian.domains.indicators.models import Indicator
from honglian.foundation.accounts.models import User

DAY = date(2026, 11, 25)
# Output of firms by year; None where none was reported.
OUTPUT = {0: (100, 120), 1: (50, 45), 2: (None, 40), 3: (30, None), 4: (20, 20)}


@pytest.fixture
def reported(place):
    for year, side in ((2024, 0), (2025, 1)):
        of = Collection.rows.create(
            zone=place.zone, year=year, due_on=date(year + 1, 2, 1), asked="四上", state="published",
            ends_on=date(year, 12, 31),
        )  # fmt: skip
        for n, pair in OUTPUT.items():
            if pair[side] is not None:
                Return.rows.create(
                    zone=place.zone, collection=of, enterprise=place.firms[n], state="checked",
                    output=pair[side],
                )  # fmt: skip
    place.step()
    return place


def formula(place):
    return parse(Indicator.rows.get(zone=place.zone, code="XN-E01").versions.get().formula)


def test_contributions_add_up_to_the_change_and_the_same_set_stands_beside(reported):
    found = growth.split(reported.system, formula(reported), DAY)
    assert (found.then, found.now) == (Decimal(200), Decimal(225))
    assert found.nominal.percent == Decimal("12.5")
    assert found.same_set.percent == Decimal(185 - 170) / 170 * 100
    lines = growth.standings(found)
    assert [line.difference for line in lines] == [15, 40, -30, 25]
    assert sum(line.difference for line in growth.groups(reported.system, found)) == 25
    assert sum(p.difference for p in found.parts) == 25
    assert growth.enterprises(reported.system, found)[0].name == reported.firms[2].name


def test_a_grid_lead_splits_the_own_chain_alone(reported):
    chain = reported.zone.chains.first()
    lead = reported.actor("leader")
    whole = growth.split(lead, formula(reported), DAY)
    mine = [p for p in whole.parts if p.group == chain.pk]
    client = Client()
    client.force_login(
        User.objects.get(pk=lead.user_id), "django.contrib.auth.backends.ModelBackend"
    )
    number = Indicator.rows.get(zone=reported.zone, code="XN-E01").pk
    page = client.get(f"/indicators/{number}/growth/")
    assert page.status_code == 200
    assert "增长 12.50%" in page.content.decode()
    assert len(mine) == sum(f.chain_id == chain.pk for f in reported.firms[:5])
    other = Indicator.rows.get(zone=reported.zone, code="XN-P02").pk
    assert client.get(f"/indicators/{other}/growth/").status_code == 404
