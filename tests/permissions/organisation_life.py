"""One meeting with a decision, life meeting, rectification item, appraisal and training of a branch, for the permission table."""

from __future__ import annotations

from datetime import timedelta

from honglian.domains.partylife.api import appraisal, life, meetings, rectify, training
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
        **_meeting_of(org, by),
        "life": meeting,
        "rectify": item,
        "appraisal": found,
        "follow_up": AppraisalFollowUp.objects.get(grade__appraisal=found),
        "training": lesson,
    }


def _meeting_of(org: PartyOrg, by: Actor) -> dict[str, object]:
    """A meeting that was held, with one decision, and a group of the branch."""
    today = clock.today()
    planned = meetings.plan(
        branch_id=org.pk, kind="member_meeting", topic="党员大会", planned_on=today, place="会议室",
        host="书记", agenda="学习", by=by,
    )  # fmt: skip
    roll = [meetings.Present(p.name, p.member_id) for p in meetings.invited(planned)]
    meetings.hold(meeting_id=planned.pk, held_on=today, roll=roll, by=by)
    held = meetings.minute(meeting_id=planned.pk, minutes="同意", decisions=["设岗"], by=by)
    group = meetings.start_group(branch_id=org.pk, name="一组", by=by)
    return {"meeting": held, "decision": held.decisions.get(), "group": group}
