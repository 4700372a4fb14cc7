"""One request, visit, inspection, officer and hazard of an enterprise and a department, for the permission table."""

from __future__ import annotations

from datetime import date, timedelta

from honglian.domains.enterprises.api import Enterprise
from honglian.domains.visits.api import (
    Hazard,
    Inspection,
    JointVisit,
    MonthPlan,
    Officer,
    VisitRequest,
)
from honglian.domains.visits.models import Crew
from honglian.foundation.orgs.api import Department
from honglian.kit import clock


def visits_of(firm: Enterprise, department: Department) -> dict[str, object]:
    """By the kinds of tests.permissions.addresses."""
    about = {"zone": firm.zone, "enterprise": firm}
    day = clock.today() + timedelta(3)
    visit = JointVisit.rows.create(**about, number=f"TJ{firm.pk}", planned_on=day)
    request = VisitRequest.rows.create(
        **about, department=department, kind="service", year=day.year, month=day.month,
        purpose="用工走访", filed_by="某人", filed_on=clock.today(), state="placed", visit=visit,
    )  # fmt: skip
    inspection = Inspection.rows.create(
        **about, department=department, number=f"JC{firm.pk}", kind="daily", purpose="消防设施",
        planned_on=day, planned_by="某人", state="noticed", notice_no="通〔2026〕1号",
    )  # fmt: skip
    officer = Officer.rows.create(
        zone=firm.zone, department=department, name="周大勇", certificate_no=f"鄂L-{firm.pk}",
        valid_from=date(2024, 1, 1), valid_to=date(2028, 1, 1),
    )  # fmt: skip
    hazard = Hazard.rows.create(
        **about, department=department, number=f"YH{firm.pk}", source="department", domain="safety",
        part="配电箱", description="没有接地", found_on=clock.today(), found_by="某人",
    )  # fmt: skip
    crew = Crew.rows.create(zone=firm.zone, name=f"{firm.pk}组")
    plan = MonthPlan.rows.create(
        zone=firm.zone, year=day.year, month=day.month, state="ready", made_by="某人",
        made_at=clock.now(),
    )  # fmt: skip
    return {
        "crew": crew, "month_plan": plan, "joint_visit": visit, "visit_request": request, "inspection": inspection,
        "officer": officer, "hazard": hazard,
    }  # fmt: skip
