"""Writes of dispatch rules. A set in force is never changed: a draft is made, tried and put in force."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .matching import findings
from .models import DispatchRule, RuleSet
from .selectors import in_force, names_of, rules_of


@action("cases.routing")
def draft_rules(*, name: str, by: Actor) -> RuleSet:
    """A new draft with the rules in force, if there are any."""
    made = RuleSet.rows.create(
        zone_id=by.zone_id, name=name.strip()[:60] or "派单规则", created_at=clock.now()
    )
    current = in_force(made.zone_id)
    for rule in current.rules.all() if current else ():
        rule.pk, rule.rule_set = None, made
        rule.save(force_insert=True)
    record(by=by, verb="cases.draft_rules", target=made)
    return made


@action("cases.routing")
def write_rule(
    *, set_id: int, values: dict[str, Any], rule_id: int | None = None, by: Actor
) -> DispatchRule:
    """Add a rule to a draft or change one of it. ``values`` are fields of the rule."""
    draft = _draft(by, set_id)
    rule = DispatchRule(rule_set=draft)
    if rule_id is not None:
        rule = get_object_or_404(DispatchRule.rows.filter(rule_set=draft), pk=rule_id)
    if values["lead"] in values["co"]:
        raise Refusal("主办部门不用再写成协办，请从协办里去掉。", field="co")
    if values["since"] and values["until"] and values["since"] > values["until"]:
        raise Refusal("截止日早于起始日，请改其中一个。", field="until")
    before = {name: getattr(rule, name) for name in values}
    for name, value in values.items():
        setattr(rule, name, value)
    rule.save()
    changed = {
        name: [before[name], value] for name, value in values.items() if before[name] != value
    }
    record(by=by, verb="cases.write_rule", target=draft, changes=_shown(changed), note=rule.name)
    return rule


@action("cases.routing")
def drop_rule(*, set_id: int, rule_id: int, by: Actor) -> None:
    """Take a rule out of a draft."""
    draft = _draft(by, set_id)
    rule = get_object_or_404(DispatchRule.rows.filter(rule_set=draft), pk=rule_id)
    record(by=by, verb="cases.drop_rule", target=draft, note=rule.name)
    rule.delete()


@action("cases.routing")
def discard_rules(*, set_id: int, by: Actor) -> None:
    """Throw a draft away."""
    draft = _draft(by, set_id)
    record(by=by, verb="cases.discard_rules", target=draft, note=draft.name)
    draft.delete()


@action("cases.routing")
def enforce_rules(*, set_id: int, by: Actor) -> RuleSet:
    """Put a draft in force in place of the present rules; refused while it is not clear or goes in
    a circle."""
    draft = _draft(by, set_id)
    rules = rules_of(draft)
    if not rules:
        raise Refusal("草稿里还没有规则，请先加一条再启用。")
    if wrong := [f.message for f in findings(rules, names_of(draft.zone_id)) if f.stops]:
        more = f"（另有 {len(wrong) - 1} 处）" if len(wrong) > 1 else ""
        raise Refusal(wrong[0] + more)
    RuleSet.rows.filter(zone_id=draft.zone_id, state=RuleSet.State.IN_FORCE).update(
        state=RuleSet.State.RETIRED
    )
    draft.state, draft.in_force_at = RuleSet.State.IN_FORCE, clock.now()
    draft.save(update_fields=["state", "in_force_at"])
    record(by=by, verb="cases.enforce_rules", target=draft, note=f"{len(rules)} 条")
    return draft


def _draft(by: Actor, set_id: int) -> RuleSet:
    rows = RuleSet.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=set_id)
    if found.state != RuleSet.State.DRAFT:
        raise Refusal("只有草稿能改。请新建一份草稿，改好后再启用。")
    return found


def _shown(changed: dict[str, list]) -> dict[str, list]:
    words = {f.name: str(f.verbose_name) for f in DispatchRule._meta.fields}
    return {words[name]: [str(v) if v else "" for v in pair] for name, pair in changed.items()}
