"""A small Party committee with two branches, their people and the members of one of them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.test import Client, RequestFactory

from honglian.domains.members.models import PartyMember
from honglian.foundation.access.api import actor_for
from honglian.foundation.accounts.models import User
from honglian.foundation.accounts.sessions import begin
from honglian.foundation.orgs.api import PartyOrg, Post, rebuild_closure
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.fields import blind_index
from tests.foundation.places import make_grant, make_user, make_zone

# A Wednesday in the fourth quarter, when the year's duties come together.
TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=clock.CHINA)


def add_org(zone: Zone, code: str, name: str, kind: str, parent=None, **fields) -> PartyOrg:
    fields = {"founded_on": date(2019, 7, 1)} | fields
    return PartyOrg.rows.create(zone=zone, code=code, name=name, type=kind, parent=parent, **fields)


def add_member(branch: PartyOrg, number: int, **fields) -> PartyMember:
    id_no = f"42999919900101{number:04d}"
    fields = {"name": f"党员{number:02d}", "category": "formal"} | fields
    if fields["category"] == "formal":
        fields.setdefault("full_on", date(2016, 7, 1))
    fields = {"joined_on": date(2015, 7, 1), "standing": "normal"} | fields
    return PartyMember.rows.create(
        zone=branch.zone,
        branch=branch,
        gender="1",
        ethnicity="01",
        birth_date=date(1990, 1, 1),
        id_no=id_no,
        id_no_index=blind_index(id_no),
        **fields,
    )


@dataclass
class Party:
    """``secretary`` leads ``branch``, ``neighbour`` leads ``other``; ``staff`` works for the committee."""

    zone: Zone
    committee: PartyOrg
    branch: PartyOrg
    other: PartyOrg
    users: dict[str, User] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    members: list[PartyMember] = field(default_factory=list)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None

    def add(self, key: str, role: str, kind: str = "zone", scope_id: int | None = None) -> Actor:
        user = make_user(self.zone, f"{key}-{self.zone.code}", name=f"{key}同志")
        self.users[key] = user
        grant = make_grant(self.zone, user, role, kind, scope_id)
        self.actors[key] = actor_for(grant, name=user.name)
        return self.actors[key]

    def browser(self, key: str, client: Client | None = None) -> Client:
        """A signed-in test client of one of the people."""
        client, user = client or Client(), self.users[key]
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        request = RequestFactory().get("/", HTTP_USER_AGENT="test browser")
        request.session = client.session
        begin(request, user)
        request.session.save()
        return client


def make_party(code: str = "xianning", members: int = 9) -> Party:
    """The committee, two branches, nine full members and one on probation in the first."""
    zone = make_zone(code)
    committee = add_org(zone, "D1", "高新区企业党委", "committee")
    branch = add_org(zone, "D2", "东风机电党支部", "branch", committee, unit_name="东风机电公司")
    other = add_org(zone, "D3", "西山食品党支部", "branch", committee, unit_name="西山食品公司")
    rebuild_closure(zone.pk)
    party = Party(zone, committee, branch, other)
    party.add("secretary", "grid_worker", "org", branch.pk)
    party.add("neighbour", "grid_worker", "org", other.pk)
    party.add("staff", "committee_staff", "org", committee.pk)
    party.add("admin", "org_admin")
    party.add("leader", "leader")
    Post.objects.create(
        org=branch, kind="secretary", person_name="secretary同志", user=party.users["secretary"],
        starts_on=date(2024, 7, 1),
    )  # fmt: skip
    party.members = [add_member(branch, n) for n in range(1, members + 1)]
    probationary = {"category": "probationary", "joined_on": date(2026, 3, 1)}
    party.members.append(add_member(branch, members + 1, **probationary))
    return party
