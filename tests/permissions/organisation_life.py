"""One life meeting, rectification item, appraisal and training of a branch, for the permission table."""

from __future__ import annotations

from datetime import timedelta

from honglian.domains.partylife.api import appraisal, life, rectify, training
from honglian.domains.partylife.models import AppraisalFollowUp
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor


def life_of(org: PartyOrg) -> dict[str, object]:
    """By the kinds of tests.permissions.addresses; the branch has at least one full member."""
    by, today = Actor.system(org.zone_id, "支部"), clock.today()
    meeting = life.plan(branch_id=org.pk, theme="对照检查", planned_on=today + timedelta(3), by=by)
    item = rectify.register(
        branch_id=org.pk, issue="下班组少", category="style", source="life_meeting",
        kind="immediate", measure="每周一次", responsible="党员",
        due_on=today + timedelta(10), by=by,
    )  # fmt: skip
    found = appraisal.begin(branch_id=org.pk, year=today.year, held_on=today, by=by)
    grades = dict.fromkeys(found.grades.values_list("pk", flat=True), "basic")
    appraisal.grade(appraisal_id=found.pk, grades=grades, by=by)
    appraisal.conclude(appraisal_id=found.pk, by=by)
    lesson = training.arrange(
        org_id=org.pk, kind="class", audience="secretaries", topic="抓支部", on=today, by=by
    )
    return {
        "life": meeting,
        "rectify": item,
        "appraisal": found,
        "follow_up": AppraisalFollowUp.objects.get(grade__appraisal=found),
        "training": lesson,
    }
