"""Figures of enterprises: asked once, doubts explained, checked by the department, locked, published, put right."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client, RequestFactory

from honglian.domains.enterprises.models import Collection, Enterprise, Return
from honglian.domains.enterprises.reporting import actions, selectors
from honglian.domains.enterprises.reporting.items import doubts, wrong
from honglian.foundation.access.api import actor_for
from honglian.foundation.accounts.models import User
from honglian.foundation.accounts.sessions import begin
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.models import WorkItem
from honglian.foundation.zones.config import Reporting
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import TODAY
from tests.foundation.places import make_grant, make_user

D = Decimal
GOOD = {"employees": D(120), "revenue": D(5000), "output": D(5200), "tax": D(260)}


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def econ(zone):
    """The department that collects."""
    department = Department.rows.get(zone=zone, code="econ")
    user = make_user(zone, "econ", name="周数")
    return actor_for(
        make_grant(zone, user, "dept_worker", "department", department.pk), name="周数"
    )


@pytest.fixture
def owner(zone, enterprise):
    user = make_user(zone, "boss", name="赵经理")
    return actor_for(
        make_grant(zone, user, "enterprise_user", "enterprise", enterprise.pk), name="赵经理"
    )


@pytest.fixture
def period(zone, enterprise, elsewhere, econ) -> Collection:
    Enterprise.rows.filter(zone=zone).update(is_key=True)
    return actions.open_collection(
        year=2026, month=10, due_on=date(2026, 12, 5), wanted="key", by=econ
    )


def signed_in(username: str) -> Client:
    """A test client of a person with one grant."""
    client, user = Client(), User.objects.get(username=username)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/", HTTP_USER_AGENT="test browser")
    request.session = client.session
    begin(request, user)
    request.session.save()
    return client


def of(period, enterprise) -> Return:
    return Return.rows.get(collection=period, enterprise=enterprise)


def item(found: Return) -> WorkItem:
    return WorkItem.rows.get(kind="enterprises.return", object_id=found.pk)


def fill(found, by, **more):
    return actions.fill(return_id=found.pk, by=by, **{**GOOD, **more})


def published(econ, zone, year, month=0, **values):
    """A finished period in which both enterprises reported the same."""
    made = actions.open_collection(
        year=year, month=month, due_on=date(2026, 12, 5), wanted="key", by=econ
    )
    for found in made.returns.all():
        actions.fill(return_id=found.pk, by=econ, explanation="补录以前的数", **{**GOOD, **values})
    actions.check(return_ids=list(made.returns.values_list("pk", flat=True)), by=econ)
    actions.lock(collection_id=made.pk, by=econ)
    return actions.publish(collection_id=made.pk, by=econ)


def test_every_enterprise_asked_has_it_on_its_desk_until_it_has_answered(period, enterprise, owner):
    found = of(period, enterprise)
    assert period.returns.count() == 2
    line = item(found)
    assert (line.expected, line.holder_enterprise_id) == ("填报", enterprise.pk)
    assert clock.local(line.due_at).date() == date(2026, 12, 5)
    fill(found, owner)
    line = item(found)
    assert (line.state_name, line.holder_enterprise_id, line.due_at) == ("已填报", None, None)
    assert AuditEntry.rows.filter(verb="returns.fill").count() == 1


def test_a_period_is_asked_for_once_and_not_before_its_end(period, econ):
    wanted = {"due_on": date(2026, 12, 10), "wanted": "key", "by": econ}
    with pytest.raises(Refusal, match="已经在收集"):
        actions.open_collection(year=2026, month=10, **wanted)
    with pytest.raises(Refusal, match="2026-12-01 才结束"):
        actions.open_collection(year=2026, month=11, **wanted)
    with pytest.raises(Refusal, match="2027-01-01 才结束"):
        actions.open_collection(year=2026, month=0, **wanted)
    with pytest.raises(Refusal, match="截止日期已经过了"):
        actions.open_collection(year=2025, month=0, **{**wanted, "due_on": date(2026, 1, 1)})


@pytest.mark.parametrize(
    ("values", "code", "words"),
    [
        ({"revenue": D(-1)}, "revenue", "不会是负数"),
        ({"employees": None}, "employees", "请填期末从业人员"),
        ({"employees": D("1.5")}, "employees", "是整数"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(period, enterprise, owner, values, code, words):
    found = of(period, enterprise)
    with pytest.raises(Refusal, match=words) as no:
        fill(found, owner, **values)
    assert no.value.field == code
    found.refresh_from_db()
    assert (found.state, found.revenue) == ("waiting", None)
    assert wrong({**GOOD, "profit": D(-300)}) == {}


def test_doubts_want_a_word_and_nothing_else():
    limits = Reporting()
    last = {"revenue": D(5000), "output": D(5000), "tax": D(250)}
    found = doubts({"revenue": D(52_000_000)}, last, {}, limits)
    assert "是不是把元填成了万元" in found["revenue"]
    assert "亿元" in doubts({"revenue": D("0.5")}, last, {}, limits)["revenue"]
    assert "增长 60.0%" in doubts({"output": D(8000)}, last, {}, limits)["output"]
    assert doubts({"output": D(7500)}, last, {}, limits) == {}
    assert "还少" in doubts({"tax": D(90)}, {}, {"tax": D(100)}, limits)["tax"]
    assert "比营业收入还多" in doubts({"revenue": D(10), "tax": D(11)}, {}, {}, limits)["tax"]


def test_a_jump_is_kept_only_with_its_reason(zone, enterprise, elsewhere, econ, owner):
    Enterprise.rows.filter(zone=zone).update(is_key=True)
    published(econ, zone, 2025, month=10)
    now = actions.open_collection(
        year=2026, month=10, due_on=date(2026, 12, 5), wanted="key", by=econ
    )
    found = of(now, enterprise)
    with pytest.raises(Refusal, match="比去年同期增长 100.0%"):
        fill(found, owner, revenue=D(10000))
    kept = fill(found, owner, revenue=D(10000), explanation="新生产线三月投产")
    assert list(kept.doubts) == ["revenue"]
    lines = {line.item.code: line for line in selectors.sums(econ, now)}
    assert (lines["revenue"].total, lines["revenue"].same) == (D(10000), 1)
    assert lines["revenue"].percent == 100


def test_the_department_checks_locks_and_publishes_and_the_registry_follows(
    zone, enterprise, elsewhere, econ, owner
):
    Enterprise.rows.filter(zone=zone).update(is_key=True)
    year = actions.open_collection(
        year=2025, month=0, due_on=date(2026, 12, 5), wanted="key", by=econ
    )
    found = of(year, enterprise)
    fill(found, owner)
    with pytest.raises(Refusal, match="还有 1 家已填报、没有审核"):
        actions.lock(collection_id=year.pk, by=econ)
    back = actions.ask_again(return_id=found.pk, query="产值比营收多，请核对", by=econ)
    assert item(back).expected == "核实"
    fill(found, owner, output=D(4900))
    assert actions.check(return_ids=[found.pk, of(year, elsewhere).pk], by=econ) == 1
    actions.lock(collection_id=year.pk, by=econ)
    assert of(year, elsewhere).state == "missing"
    with pytest.raises(Refusal, match="已经锁定"):
        fill(of(year, elsewhere), econ)
    enterprise.refresh_from_db()
    assert enterprise.revenue is None
    actions.publish(collection_id=year.pk, by=econ)
    enterprise.refresh_from_db()
    assert (enterprise.revenue, enterprise.output, enterprise.employees) == (5000, 4900, 120)


def test_a_published_number_is_put_right_with_its_reason_and_the_old_one_stays(
    zone, enterprise, elsewhere, econ
):
    Enterprise.rows.filter(zone=zone).update(is_key=True)
    year = published(econ, zone, 2025)
    found = of(year, enterprise)
    revise = {"return_id": found.pk, "item": "revenue", "by": econ}
    with pytest.raises(Refusal, match="为什么更正"):
        actions.revise(value=D(5100), why="", **revise)
    with pytest.raises(Refusal, match="和原数一样"):
        actions.revise(value=D(5000), why="审计调整", **revise)
    made = actions.revise(value=D(5100), why="审计调整", **revise)
    assert (made.before, made.after, made.by_name) == (5000, 5100, econ.name)
    enterprise.refresh_from_db()
    assert enterprise.revenue == 5100
    published(econ, zone, 2024, revenue=D(4000))
    enterprise.refresh_from_db()
    assert enterprise.revenue == 5100, "an older year does not overwrite a newer one"


def test_unlocking_asks_those_again_who_had_not_reported(period, enterprise, econ, owner):
    actions.lock(collection_id=period.pk, by=econ)
    with pytest.raises(Refusal, match="为什么解锁"):
        actions.unlock(collection_id=period.pk, why="", by=econ)
    actions.unlock(collection_id=period.pk, why="有两家要补报", by=econ)
    assert item(of(period, enterprise)).expected == "填报"
    fill(of(period, enterprise), owner)


def test_an_enterprise_sees_its_own_and_other_departments_nothing(
    zone, period, enterprise, elsewhere, owner
):
    assert list(selectors.returns(owner)) == [of(period, enterprise)]
    user = make_user(zone, "fire", name="林消")
    other = Department.rows.filter(zone=zone).exclude(code="econ").first()
    outsider = actor_for(make_grant(zone, user, "dept_worker", "department", other.pk), name="林消")
    assert not selectors.returns(outsider).exists()
    with pytest.raises(NotAllowed):
        actions.lock(collection_id=period.pk, by=outsider)
    with pytest.raises(NotAllowed):
        actions.check(return_ids=[], by=owner)


def test_the_pages_from_asking_to_publishing(zone, enterprise, elsewhere, econ, owner):
    Enterprise.rows.filter(zone=zone).update(is_key=True)
    collector, boss = signed_in("econ"), signed_in("boss")
    form = {"year": 2026, "month": 10, "wanted": "key", "due_on": "2026-12-05"}
    assert collector.post("/enterprises/figures/new/", form).status_code == 302
    period = Collection.rows.get()
    found = of(period, enterprise)
    page = boss.get(f"/enterprises/figures/returns/{found.pk}/fill/")
    assert "期末从业人员" in page.text
    typed = {"employees": "120", "revenue": "-5", "explanation": "停产检修"}
    again = boss.post(f"/enterprises/figures/returns/{found.pk}/fill/", typed)
    assert again.status_code == 422
    assert "不会是负数" in again.text
    assert "停产检修" in again.text, "what was typed stays"
    typed["revenue"] = "5000"
    assert boss.post(f"/enterprises/figures/returns/{found.pk}/fill/", typed).status_code == 302
    other = of(period, elsewhere)
    assert boss.get(f"/enterprises/figures/returns/{other.pk}/").status_code == 404
    assert boss.get(f"/enterprises/figures/{period.pk}/").status_code == 404
    assert collector.post("/enterprises/figures/check/", {"ids": [found.pk]}).status_code == 302
    page = collector.get(f"/enterprises/figures/{period.pk}/")
    assert "5,000" in page.text
    for step in ("lock", "publish"):
        collector.post(f"/enterprises/figures/{period.pk}/{step}/")
    period.refresh_from_db()
    assert period.state == "published"
    revise = {"item": "revenue", "value": "5001", "why": "审计调整"}
    collector.post(f"/enterprises/figures/returns/{found.pk}/revise/", revise)
    assert "审计调整" in collector.get(f"/enterprises/figures/returns/{found.pk}/").text
