"""A campaign over ten enterprises above the designated size, with an instructor who calls on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from honglian.algo.hanzi import search_tokens
from honglian.domains.cases.campaigns import actions
from honglian.domains.cases.models import Campaign, Round, Target
from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.kit.actor import Actor
from tests.domains.cases.conftest import MORNING, Cast, person

FIRMS = 10


@dataclass
class Doors:
    """The cast, the firms and the two people of a campaign."""

    cast: Cast
    firms: list[Enterprise]
    organiser: Actor
    guide: Actor

    def planned(self, **more) -> Campaign:
        more = {"wanted": {"above": "any"}, "name": "四上企业敲门行动"} | more
        return actions.plan(
            starts_on=date(2026, 11, 24), ends_on=date(2026, 12, 4), by=self.organiser, **more
        )

    def frozen(self, **more) -> Campaign:
        return actions.freeze(campaign_id=self.planned(**more).pk, by=self.organiser)

    def running(self) -> Campaign:
        """Everything given to the instructor."""
        found = self.frozen()
        actions.assign(campaign_id=found.pk, way="instructor", by=self.organiser)
        return found

    def round_of(self, campaign: Campaign) -> Round:
        return Round.rows.get(campaign=campaign, user_id=self.guide.user_id)


def first(campaign: Campaign, index: int = 0) -> Target:
    return Target.rows.filter(campaign=campaign).order_by("enterprise_name")[index]


def make_doors(cast: Cast) -> Doors:
    firms = []
    for index in range(FIRMS):
        name = f"敲门{index}号制造有限公司"
        firms.append(
            Enterprise.rows.create(
                zone=cast.zone,
                uscc=f"91421200MA48DOOR{index:02d}",
                name=name,
                four_above="industry",
                chain=cast.enterprise.chain,
                park="东区" if index < 5 else "西区",
                address=f"创业路 {index + 1} 号",
                search=search_tokens(name),
            )
        )
    guide = person(cast.zone, "instructor", "pledge", None, "周指导")
    instructor = Instructor.rows.create(
        zone=cast.zone, code="Z1", name="周指导", user_id=guide.user_id
    )
    ContactPledge.rows.bulk_create(
        ContactPledge(
            zone=cast.zone, enterprise=firm, instructor=instructor, starts_on=date(2026, 1, 1)
        )
        for firm in firms
    )
    return Doors(cast, firms, person(cast.zone, "org_admin", "zone", None, "组织员"), guide)


@pytest.fixture
def doors(cast, at) -> Callable[[], Doors]:
    with at():
        yield make_doors(cast)


__all__ = ["MORNING", "Doors", "first", "make_doors"]
