"""Two zones with one object of every kind that a role calls its own, one of a neighbour, one of another zone.

In the first zone everything exists twice: on the chain, in the organisation, enterprise and department of
the roles under test (own), and beside them (other). The second zone is foreign to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.files.base import ContentFile
from django.test import Client

from honglian.domains.cases import actions as cases
from honglian.domains.cases.models import Case, CommonCause, Order
from honglian.domains.coverage.models import JointPlan, JointProposal
from honglian.domains.enterprises.models import (
    ContactPledge,
    Enterprise,
    Instructor,
)
from honglian.domains.indicators.models import Indicator, IndicatorValue, IndicatorVersion
from honglian.domains.members.development import actions as development
from honglian.domains.members.models import (
    Comparison,
    Difference,
    DuesPayment,
    FloatingStay,
    PartyMember,
    Proposal,
    StandingMatter,
    Transfer,
)
from honglian.foundation.access.models import ApiToken, Grant
from honglian.foundation.access.roles import ROLES
from honglian.foundation.access.tokens import hash_of
from honglian.foundation.accounts.models import LoginSession, User
from honglian.foundation.accounts.sessions import begin
from honglian.foundation.files.models import Attachment
from honglian.foundation.notify.models import Channel, InboxMessage
from honglian.foundation.orgs.api import Department, PartyOrg, Post, rebuild_closure
from honglian.foundation.sheets.models import ImportBatch
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.fields import blind_index
from tests.foundation.places import make_user, make_zone

from .case_life import add as add_life
from .contacts import contacts_of
from .fieldwork import fieldwork_of
from .figures import returns_of
from .grids import grid_of
from .organisation_life import life_of
from .visits import visits_of

OWN, OTHER, FOREIGN = "own", "other", "foreign"


@dataclass
class Corner:
    """The objects of one sort of place, by kind."""

    zone: Zone
    things: dict[str, object] = field(default_factory=dict)


class World:
    """Built once for the whole table; every request is rolled back."""

    def __init__(self) -> None:
        near, far = make_zone("xianning"), make_zone("xiangyang")
        self.corners = {
            OWN: _corner(near, 1, near.chains.all()[0], "tax"),
            OTHER: _corner(near, 2, near.chains.all()[1], "hr"),
            FOREIGN: _corner(far, 3, far.chains.all()[0], "tax"),
        }
        for zone in (near, far):
            rebuild_closure(zone.pk)
        own = self.corners[OWN].things
        for corner in self.corners.values():
            corner.things["into"] = own["case"].number
            corner.things["numbers"] = {
                "ask": own["ask"].pk, "order": own["order"].pk, "instructor_id": own["instructor"].pk,
                "instructor": own["instructor"].pk,
            }  # fmt: skip
        self.users = {code: _hire(near, code, own) for code in ROLES}
        guide: Instructor = own["instructor"]
        Instructor.rows.filter(pk=guide.pk).update(user=self.users["instructor"])
        self.tokens = {code: _token(user) for code, user in self.users.items()}
        self._own_accounts()

    def _own_accounts(self) -> None:
        """Accounts, grants, tokens and messages: of the zone (other) and of the far zone."""
        user, stranger = (
            self.users["dept_worker"],
            make_user(self.corners[FOREIGN].zone, "stranger"),
        )
        grant = Grant.rows.get(user=user)
        far = _grant(stranger, "leader", "zone", None)
        for place, person, row in (
            (OWN, user, grant),
            (OTHER, user, grant),
            (FOREIGN, stranger, far),
        ):
            things = self.corners[place].things
            things |= {
                "user": person,
                "grant": row,
                "token": ApiToken.objects.filter(grant=row).first(),
            }
            things["message"] = _message(person)
            things["session"] = LoginSession.objects.filter(user=person).first() or _session(person)
        self.corners[FOREIGN].things["token"] = _token(stranger, raw=False)

    def client(self, role: str) -> Client:
        """A browser in which the role's person is signed in; nobody for ``anonymous``."""
        browser = Client()
        if role != "anonymous":
            _sign_in(browser, self.users[role])
        return browser


def _joining(zone: Zone, firm: Enterprise) -> tuple[JointPlan, JointProposal]:
    limits = {
        "most_units": 5, "reach_km": 3.0, "same_chain": False, "same_park": False, "chain": None,
        "seconds": 2,
    }  # fmt: skip
    plan = JointPlan.rows.create(
        zone=zone, limits=limits, state="ready", made_by="林晓棠", made_at=clock.now()
    )
    units = [{"id": firm.pk, "uscc": firm.uscc, "name": firm.name, "full": 2, "probationary": 0}]
    proposal = JointProposal.rows.create(
        zone=zone, plan=plan, name="某某等企业联合党支部", state="proposed", units=units, full=2,
        members=2, widest=0,
    )  # fmt: skip
    return plan, proposal


def _figure(things: dict, zone: Zone, number: int) -> None:
    """An entered-only figure in use with a value, and a draft of its next definition."""
    things["indicator"] = figure = Indicator.rows.create(
        zone=zone, code=f"ZD-{number}", name="增加值增速", unit="%"
    )
    about = {"zone": zone, "indicator": figure, "is_entered": True, "drafted_by": "某人"}
    first = IndicatorVersion.rows.create(
        **about, number=1, state="published", drafted_at=clock.now(), valid_from=date(2026, 1, 1)
    )
    things["indicator_version"] = IndicatorVersion.rows.create(
        **about, number=2, drafted_at=clock.now()
    )
    things["indicator_value"] = IndicatorValue.rows.create(
        zone=zone, indicator=figure, version=first, day=date(2026, 5, 31), value=10, is_entered=True,
        published_by="某人", published_at=clock.now(),
    )  # fmt: skip


def _corner(zone: Zone, number: int, chain, department: str) -> Corner:
    corner = Corner(zone)
    things = corner.things
    things["chain"] = chain
    things["department"] = Department.rows.get(zone=zone, code=department)
    things["org"] = org = PartyOrg.rows.create(
        zone=zone,
        code=f"O{number}",
        name=f"第{number}党支部",
        type="branch",
        chain=chain,
        unit_name=f"第{number}厂",
    )
    things["post"] = Post.objects.create(org=org, kind="secretary", person_name="江承志")
    things["member"] = _member(org, number)
    things["development"] = started = development.start(
        branch_id=org.pk,
        name="甘愿",
        gender="1",
        birth_date=date(1998, 5, 4),
        applied_on=date(2026, 3, 2),
        documents=("入党申请书",),
        by=Actor.system(zone.pk),
    )
    things["step"] = started.steps.first()
    _membership(things, zone, org)
    things |= life_of(org)
    things["enterprise"] = firm = Enterprise.rows.create(
        zone=zone,
        uscc=f"91421200MA48PERM{number:02d}",
        name=f"第{number}厂",
        chain=chain,
        party_org=org,
        contact_mobile="13907240001",
        is_in_park=True,
    )
    things["joint_plan"], things["joint_proposal"] = _joining(zone, firm)
    things |= grid_of(things, number)
    _figure(things, zone, number)
    things["instructor"] = guide = Instructor.rows.create(
        zone=zone, code=f"Z{number}", name="顾念远"
    )
    ContactPledge.rows.create(
        zone=zone, enterprise=firm, instructor=guide, starts_on=date(2026, 1, 5)
    )
    things |= contacts_of(things, number)
    things |= returns_of(firm, number)
    _case(things, zone, firm, department)
    things |= visits_of(firm, things["department"])
    things["channel"] = Channel.rows.create(
        zone=zone, kind="json", name="推送", address="json://127.0.0.1:9/"
    )
    things["batch"] = ImportBatch.rows.create(
        zone=zone,
        ledger="enterprises",
        file_name="企业.xlsx",
        file_sha256="0" * 64,
        actor_name="某人",
        status="done",
    )
    return corner


def _membership(things: dict, zone: Zone, org: PartyOrg) -> None:
    """What lies on a branch's desk about its member: a transfer under way, dues, absence, standing."""
    about = {"zone": zone, "member": things["member"]}
    day = date(2026, 3, 2)
    things["transfer"] = Transfer.rows.create(
        **about,
        direction="out",
        name="党员",
        from_branch=org,
        from_name=org.name,
        to_name="外地某支部",
        reason="工作变动",
        state="sent",
        applied_on=day,
        issued_on=day,
        valid_days=60,
        letter_no="组介〔2026〕1号",
        issuer_name="某党委",
    )
    things["payment"] = DuesPayment.rows.create(
        **about, branch=org, month=date(2026, 3, 1), amount=20, paid_on=day, kind="gift"
    )
    things["stay"] = FloatingStay.rows.create(
        **about, name="党员", home_branch=org, left_on=day, place="外地", registered_on=day
    )
    things["matter"] = StandingMatter.rows.create(
        **about, branch=org, kind="remove", reason="长期不参加组织生活", opened_on=day
    )
    things["proposal"] = Proposal.rows.create(
        **about, branch=org, rule="DUE-05", words="连续六个月没有交党费", found_on=day
    )
    things["comparison"] = comparison = Comparison.rows.create(
        zone=zone,
        file_name="名单.xlsx",
        file_sha256=f"{org.pk:064d}",
        taken_on=day,
        made_by="某人",
        created_at=clock.now(),
    )
    things["absence"] = Difference.rows.create(
        **about,
        comparison=comparison,
        kind="gone",
        branch=org,
        decision="ask",
        question="asked",
        applied_at=clock.now(),
    )


def _member(org: PartyOrg, number: int) -> PartyMember:
    id_no = f"4299991990010100{number:02d}"
    return PartyMember.rows.create(
        zone=org.zone,
        branch=org,
        name="党员",
        gender="1",
        ethnicity="01",
        birth_date=date(1990, 1, 1),
        id_no=id_no,
        id_no_index=blind_index(id_no),
        category="formal",
        joined_on=date(2015, 7, 1),
        full_on=date(2016, 7, 1),
    )


def _case(things: dict, zone: Zone, firm: Enterprise, department: str) -> None:
    """A case in the department's hands with an open request, and a file."""
    by = Actor.system(zone.pk)
    if zone.code != "xianning":  # numbers count by zone: the far one must not be a near one too
        for _ in range(9):
            cases.report(text="占号", by=by)
    number = cases.report(
        text="退税慢", enterprise_id=firm.pk, category="tax", reporter_mobile="13907240002", by=by
    ).case.number
    cases.dispatch(number=number, lead=department, by=by)
    things["case"] = case = Case.rows.get(number=number, zone=zone)
    things["order"] = order = Order.rows.get(case=case, role="lead")
    things["cause"] = CommonCause.rows.create(
        zone=zone, title="退税慢", department=order.department, found_at=clock.now()
    )
    things["cause"].cases.add(case)
    add_life(things, zone, order)
    file = Attachment(
        zone=zone,
        owner_kind="cases.case",
        owner_id=case.pk,
        name="说明.pdf",
        kind="document",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        uploaded_by="某人",
    )
    file.file.save("x", ContentFile(b"%PDF"), save=False)
    file.save()
    things["file"] = file
    fieldwork_of(things, zone, firm)


def _hire(zone: Zone, role: str, own: dict) -> User:
    kind = ROLES[role].scopes[0].value
    scope = {"org": "org", "chain": "chain", "department": "department", "enterprise": "enterprise"}
    user = make_user(zone, f"perm-{role}", name=ROLES[role].name, password_changed_at=clock.now())
    _grant(user, role, kind, own[scope[kind]].pk if kind in scope else None)
    return user


def _grant(user: User, role: str, kind: str, scope_id: int | None) -> Grant:
    return Grant.rows.create(
        zone=user.zone,
        user=user,
        role=role,
        scope_kind=kind,
        scope_id=scope_id,
        valid_from=date(2026, 1, 1),
        granted_by="测试",
    )


def _token(user: User, *, raw: bool = True):
    text = f"hlt_perm_{user.username}"
    row = ApiToken.objects.create(
        zone=user.zone,
        name="测试",
        grant=Grant.rows.filter(user=user).first(),
        prefix=text[:8],
        token_hash=hash_of(text),
        created_by="测试",
        expires_on=date(2099, 1, 1),
    )
    return text if raw else row


def _message(user: User) -> InboxMessage:
    return InboxMessage.objects.create(
        user=user,
        zone=user.zone,
        topic="test",
        title="有件事",
        url="/desk/",
        created_at=clock.now(),
    )


def _session(user: User) -> LoginSession:
    return LoginSession.objects.create(user=user, session_key=f"key-{user.pk}", seen_at=clock.now())


def _sign_in(browser: Client, user: User) -> None:
    from django.test import RequestFactory

    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/", HTTP_USER_AGENT="test browser")
    request.session = browser.session
    begin(request, user)
    request.session.save()
