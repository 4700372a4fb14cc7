"""Documents are filled from the records, keep their number, and need their ground."""

from datetime import date

import pytest
from django.test import Client, RequestFactory

from honglian.domains.cases.models import Case
from honglian.domains.visits.inspecting import actions as inspecting
from honglian.domains.visits.papers.actions import issue_paper
from honglian.foundation.accounts.models import User
from honglian.foundation.accounts.sessions import begin
from honglian.foundation.documents.api import as_data, render
from honglian.kit.errors import NotAllowed, Refusal

from .test_hazards import closed, found, graded
from .test_inspecting import planned


def words(document) -> str:
    return str(as_data(document))


def test_a_notice_needs_the_grade_and_keeps_its_number(place):
    with pytest.raises(Refusal, match="还没有判级"):
        issue_paper(kind="rectify", thing_id=found(place).pk, by=place.safety)
    hazard = graded(place)
    with pytest.raises(NotAllowed):
        issue_paper(kind="rectify", thing_id=hazard.pk, by=place.firm_user)
    paper, document = issue_paper(kind="rectify", thing_id=hazard.pk, by=place.safety)
    assert "第三条" in words(document)
    assert document.issuer == "应急管理局"
    again, _ = issue_paper(kind="rectify", thing_id=hazard.pk, by=place.firm_user)
    assert (again.number, again.times) == (paper.number, 2)
    assert render(document, "docx")[:2] == b"PK"


def browser_of(actor) -> Client:
    client, user = Client(), User.objects.get(pk=actor.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/", HTTP_USER_AGENT="test browser")
    request.session = client.session
    begin(request, user)
    request.session.save()
    return client


def test_what_is_not_issued_is_not_shown_to_the_enterprise(place):
    hazard, client = graded(place), browser_of(place.firm_user)
    address = f"/visits/papers/rectify/{hazard.pk}/"
    assert client.get(address).status_code == 302
    issue_paper(kind="rectify", thing_id=hazard.pk, by=place.safety)
    assert "判定依据" in client.get(address).content.decode()


def test_the_recheck_says_what_was_found(place):
    hazard = closed(place)
    _, document = issue_paper(kind="recheck", thing_id=hazard.pk, by=place.safety)
    assert "同意销号" in words(document)


def test_an_inspection_is_announced_only_after_the_approval(place):
    inspection = planned(place)
    with pytest.raises(Refusal, match="还没有批准"):
        issue_paper(kind="notice", thing_id=inspection.pk, by=place.fire)
    inspecting.approve(inspection_id=inspection.pk, approval_no="审1", by=place.boss)
    _, document = issue_paper(kind="notice", thing_id=inspection.pk, by=place.fire)
    assert "鄂L-FIRE-001" in words(document)


def test_the_report_of_a_visit_and_its_demand_that_became_a_whistle(place):
    visit = inspecting.open_visit(
        enterprise_id=place.firm.pk, planned_on=date(2026, 11, 10), by=place.desk
    )
    with pytest.raises(Refusal, match="还没有上门"):
        issue_paper(kind="report", thing_id=visit.pk, by=place.desk)
    inspecting.record_service(
        visit_id=visit.pk,
        visitors="王网格",
        heard="订单多",
        demand="缺 12 名焊工，请帮忙招",
        by=place.worker,
    )
    _, document = issue_paper(kind="report", thing_id=visit.pk, by=place.desk)
    assert "订单多" in words(document)
    case = Case.rows.get()
    assert (case.enterprise, case.outside_number) == (place.firm, visit.number)
