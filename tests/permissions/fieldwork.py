"""Campaigns, dispatch rules, task forces and department lists of one corner of the world of the permission table."""

from __future__ import annotations

from honglian.domains.cases.campaigns import actions as campaigns
from honglian.domains.cases.lists import actions as lists
from honglian.domains.cases.models import DispatchRule, RuleSet, Target
from honglian.domains.cases.taskforces import actions as taskforces
from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor


def fieldwork_of(things: dict, zone: Zone, firm: Enterprise) -> None:
    """A running campaign whose list is this one enterprise."""
    by = Actor.system(zone.pk)
    wanted = {"chain": firm.chain_id}
    made = campaigns.plan(
        name="敲门行动", wanted=wanted, starts_on=clock.today(), ends_on=clock.today(), by=by
    )
    things["campaign"] = campaigns.freeze(campaign_id=made.pk, by=by)
    things["target"] = Target.rows.filter(campaign=made).earliest("pk")
    things["rule_set"] = RuleSet.rows.create(zone=zone, name="草稿", created_at=clock.now())
    things["rule"] = DispatchRule.rows.create(
        rule_set=things["rule_set"],
        name="退税找税务",
        priority=1,
        lead=things["order"].department.code,
    )
    together_of(things, zone, firm)


def together_of(things: dict, zone: Zone, firm: Enterprise) -> None:
    """A task force with a task and a member, and an item of the list, of the corner's department."""
    by = Actor.system(zone.pk)
    department = things["order"].department_id
    force = taskforces.form_up(
        name="专班", aim="办好", leader="某人", lead_department=department, project="项目",
        due_on=clock.today(), by=by,
    )  # fmt: skip
    force.chain_id = firm.chain_id
    force.save(update_fields=["chain"])
    things["taskforce"] = force
    things["force_task"] = taskforces.plan(
        force_id=force.pk, text="任务", department=department, due_on=clock.today(), by=by
    )
    things["force_member"] = taskforces.enlist(force_id=force.pk, name="某人", by=by)
    things["list_item"] = lists.add(
        department=department, title="事项", due_on=clock.today(), enterprise=firm.pk, by=by
    )
