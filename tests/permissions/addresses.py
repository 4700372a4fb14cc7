"""All addresses of pages and of the API, and how each is called for a kind of object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from honglian.domains.cases.campaigns.views import STEPS as CAMPAIGN_STEPS
from honglian.domains.cases.campaigns.views import TELLS
from honglian.domains.cases.lists.views import STEPS as LIST_STEPS
from honglian.domains.cases.steps import CASE_STEPS, ORDER_STEPS
from honglian.domains.cases.taskforces.views import STEPS as FORCE_STEPS
from honglian.domains.grids.reporting.steps import STEPS as GRID_STEPS
from honglian.domains.members.organising.turns import TURNS
from honglian.domains.members.transfers.states import TRANSFER
from honglian.domains.partylife.meetings.steps import DECISION_STEPS, MEETING_STEPS
from honglian.domains.partylife.rectify.steps import STEPS as RECTIFY_STEPS
from honglian.domains.visits.hazards.steps import STEPS as HAZARD_STEPS
from honglian.domains.visits.inspecting.steps import INSPECTION_STEPS, VISIT_STEPS
from honglian.web.rest import api

# Which object an address names: (app, parameter) or app:name → kind; "-" is the same for all.
KINDS = {
    "accounts:end_session": "session",
    "accounts": "user",
    "access:revoke": "grant",
    "access:revoke_token": "token",
    "orgs": "department",
    "members:member": "member",
    "members:reveal": "member",
    "members:end_post": "post",
    "members:development": "development",
    "members:development_step": "development",
    "members:development_withdraw": "development",
    "members:development_turn": "development",
    "members:transfer_apply": "member",
    "members:stay_out": "member",
    "members:standing_open": "member",
    "members:lost": "member",
    "members:dues_pay": "member",
    "members:dues_give": "member",
    "members:dues_base": "member",
    "members:transfer": "transfer",
    "members:transfer_letter": "transfer",
    "members:transfer_step": "transfer",
    "members:dues_receipt": "payment",
    "members:dues_void": "payment",
    "members:dues_pass_on": "payment",
    "members:stay": "stay",
    "members:stay_contact": "stay",
    "members:stay_step": "stay",
    "members:matter": "matter",
    "members:matter_step": "matter",
    "members:matter_turn": "matter",
    "members:proposal": "proposal",
    "members:proposal_answer": "proposal",
    "members:comparison": "comparison",
    "members:compare_all": "comparison",
    "members:compare_apply": "comparison",
    "members:compare_reveal": "comparison",
    "members:compare_close": "comparison",
    "members:compare_decide": "comparison",
    "members:absent": "absence",
    "members:absent_answer": "absence",
    "members:complete": "member",
    "members": "org",
    "partylife:rectify_item": "rectify",
    "partylife:rectify_step": "rectify",
    "partylife:meeting_step": "meeting",
    "partylife:meeting_text": "meeting",
    "partylife:meeting_print": "meeting",
    "partylife:meeting": "meeting",
    "partylife:decision_step": "decision",
    "partylife:decision": "decision",
    "partylife:branch": "org",
    "partylife:group_new": "org",
    "partylife:group_end": "group",
    "partylife:life_meeting": "life",
    "partylife:life_prepare": "life",
    "partylife:life_step": "life",
    "partylife:criticisms": "life",
    "partylife:criticise": "life",
    "partylife:appraisal": "appraisal",
    "partylife:appraisal_step": "appraisal",
    "partylife:follow_up": "follow_up",
    "partylife:training": "training",
    "partylife:training_step": "training",
    "coverage:plan": "joint_plan",
    "coverage:plan_progress": "joint_plan",
    "coverage:plan_accept": "joint_plan",
    "coverage:proposal": "joint_proposal",
    "coverage:proposal_change": "joint_proposal",
    "coverage:proposal_set_up": "joint_proposal",
    "coverage:proposal_turn": "joint_proposal",
    "grids:place": "enterprise",
    "grids:release": "enterprise",
    "grids:event": "grid_event",
    "grids:event_step": "grid_event",
    "grids:plan": "grid_plan",
    "grids:plan_data": "grid_plan",
    "grids:plan_turn": "grid_plan",
    "grids:hand_over": "grid_duty",
    "grids:relieve": "grid_duty",
    "grids": "grid",
    "indicators:version": "indicator_version",
    "indicators:edit": "indicator_version",
    "indicators:step": "indicator_version",
    "indicators:revise": "indicator_value",
    "indicators": "indicator",
    "visits:hazard": "hazard",
    "visits:hazard_step": "hazard",
    "visits:inspection": "inspection",
    "visits:inspection_step": "inspection",
    "visits:request": "visit_request",
    "visits:request_turn": "visit_request",
    "visits:officer": "officer",
    "visits:paper": "joint_visit",
    "visits:crew": "crew",
    "visits:plan": "month_plan",
    "visits:plan_progress": "month_plan",
    "visits:plan_pin": "month_plan",
    "visits:plan_accept": "month_plan",
    "visits:plan_release": "month_plan",
    "visits": "joint_visit",
    "enterprises:keep_promise": "promise",
    "enterprises:collection": "collection",
    "enterprises:collection_lock": "collection",
    "enterprises:collection_unlock": "collection",
    "enterprises:collection_publish": "collection",
    "enterprises:return": "return",
    "enterprises:return_fill": "return",
    "enterprises:return_query": "return",
    "enterprises:return_revise": "return",
    "enterprises:withdraw_promise": "promise",
    "enterprises:instructor": "instructor",
    "enterprises:instructor_edit": "instructor",
    "enterprises:instructor_cover": "instructor",
    "enterprises:instructor_conflict": "instructor",
    "enterprises:instructor_leave": "instructor",
    "enterprises:instructor_gone": "instructor",
    "enterprises:instructor_back": "instructor",
    "enterprises:cover_end": "cover",
    "enterprises:conflict_lift": "conflict",
    "enterprises:assignment_change": "pair",
    "enterprises:assignment": "assignment",
    "enterprises:assignment_decide": "assignment",
    "enterprises:assignment_publish": "assignment",
    "enterprises:assignment_drop": "assignment",
    "enterprises": "enterprise",
    "notify:open": "message",
    "notify": "channel",
    "sheets": "batch",
    "cases:cause": "cause",
    "cases:cause_step": "cause",
    "cases:rule_set": "rule_set",
    "cases:rule_trial": "rule_set",
    "cases:rule_new": "rule_set",
    "cases:rule": "rule_set",
    "cases:rule_drop": "rule_set",
    "cases:rules_step": "rule_set",
    "cases:campaign": "campaign",
    "cases:campaign_targets": "campaign",
    "cases:campaign_issues": "campaign",
    "cases:campaign_weekly": "campaign",
    "cases:campaign_step": "campaign",
    "cases:taskforce": "taskforce",
    "cases:taskforce_step": "taskforce",
    "cases:taskforce_release": "taskforce",
    "cases:taskforce_finish": "force_task",
    "cases:list_item": "list_item",
    "cases:list_step": "list_item",
    "cases:visit": "target",
    "cases:visit_drop": "target",
    "cases:visit_tell": "target",
    "cases:leave_end": "delegation",
    "cases:knowledge_entry": "knowledge",
    "cases:knowledge_edit": "knowledge",
    "cases:template_edit": "reply_template",
    "cases": "case",
    "files": "file",
}
# Values of parameters that name no object.
PLAIN = {
    "zones:category.code": "tax",
    "zones:drop_category.code": "tax",
    "zones:version.number": 1,
    "zones:restore.number": 1,
    "audit:entry.seq": 1,
    "members:development_step.no": 2,
    "members:dues_base.year": 2026,
    "members:matter_step.no": 0,
    "members:compare_decide.decision": "ours",
    "members:statistics_members.dimension_code": "sex",
    "members:statistics_members.group": "1",
    "partylife:life_prepare.code": "study",
    "partylife:meeting_new.kind": "member_meeting",
    "coverage:tasks.kind": "due",
    "indicators:new.record": "entered",
    "indicators:preview.record": "cases.case",
    "visits:paper.kind": "report",
    "visits:scanned.text": "1.1:sample",
    "sheets:template.ledger": "enterprises",
    "sheets:export.ledger": "enterprises",
    "sheets:import.ledger": "enterprises",
    "ui:save_view.key": "cases",
    "ui:drop_view.key": "cases",
    "ui:drop_view.view_id": 1,
    "cases:whistle.zone": "xianning",
    "cases:paper.kind": "assign",
    "cases:thanks.zone": "xianning",
}
REST_KINDS = {
    "number": "case",
    "enterprise_id": "enterprise",
    "org_id": "org",
    "member_id": "member",
    "batch_id": "batch",
    "key": "file",
}


# Words that an operation checks before it looks for the object.
SENSIBLE = {"way": "call", "wanted": "3 工作日", "satisfaction": "satisfied", "level": 1}
SCHEMA = api.get_openapi_schema()


@dataclass(frozen=True)
class Address:
    """One row of the table."""

    name: str
    method: str
    kind: str
    parameters: tuple[str, ...] = ()
    verb: str = ""
    path: str = ""

    def url(self, things: dict[str, Any]) -> str:
        if self.path:
            return self.path.format(**{p: self._rest(p, things) for p in self.parameters})
        return reverse(
            self.name.split("/")[0], kwargs={p: self._page(p, things) for p in self.parameters}
        )

    def _page(self, parameter: str, things: dict[str, Any]) -> Any:
        name = self.name.split("/")[0]
        if parameter == "verb":
            return self.verb
        if f"{name}.{parameter}" in PLAIN:
            return PLAIN[f"{name}.{parameter}"]
        if parameter == "member_id":
            return things["force_member"].pk
        if parameter in ("order_id", "ask_id", "step_id", "rule_id"):
            return things[parameter.removesuffix("_id")].pk
        thing = things[self.kind]
        return {"number": lambda: thing.number, "key": lambda: thing.key}.get(
            parameter, lambda: thing.pk
        )()

    def _rest(self, parameter: str, things: dict[str, Any]) -> Any:
        if parameter == "code":
            return "enterprises"
        thing = things[REST_KINDS[parameter]]
        return {"number": lambda: thing.number, "key": lambda: thing.key}.get(
            parameter, lambda: thing.pk
        )()


def pages() -> Iterator[Address]:
    """Every named page, GET and POST, one row a verb where the address has one."""
    for app, pattern in _patterns(get_resolver()):
        if app == "api" or pattern.name is None:
            continue
        name = f"{app}:{pattern.name}" if app else pattern.name
        parameters = _parameters(pattern)
        kind = _kind(name, parameters)
        for method in ("GET", "POST"):
            for verb in _verbs(name):
                row = f"{name}/{verb}" if verb else name
                yield Address(row, method, kind, parameters, verb)


def _patterns(resolver: URLResolver, app: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, pattern.namespace or app)
        else:
            yield app, pattern


def _parameters(pattern: URLPattern) -> tuple[str, ...]:
    if isinstance(pattern.pattern, RegexPattern):
        return tuple(pattern.pattern.regex.groupindex)
    return tuple(pattern.pattern.converters)


def _kind(name: str, parameters: tuple[str, ...]) -> str:
    named = [p for p in parameters if f"{name}.{p}" not in PLAIN and p != "verb"]
    if not named:
        return "-"
    return KINDS.get(name) or KINDS[name.split(":")[0]]


def _verbs(name: str) -> list[str]:
    known = {
        "members:compare_close": ("finish", "drop"),
        "indicators:step": ["submit", "check", "send_back", "publish", "retire", "drop"],
        "cases:step": list(CASE_STEPS),
        "cases:rules_step": ["enforce", "discard"],
        "cases:cause_step": ["take", "dismiss", "finish"],
        "cases:campaign_step": list(CAMPAIGN_STEPS),
        "cases:visit_tell": list(TELLS),
        "cases:taskforce_step": list(FORCE_STEPS),
        "cases:list_step": list(LIST_STEPS),
        "cases:order_step": [*ORDER_STEPS, "withdraw"],
        "enterprises:assignment_decide": ["accept", "decline"],
        "coverage:proposal_turn": ["refuse", "drop"],
        "members:development_turn": ["stop", "resume"],
        "members:transfer_step": list(dict.fromkeys(t.verb for t in TRANSFER.transitions)),
        "members:stay_step": ["report", "manage", "back"],
        "members:matter_turn": ["decide", "finish", "withdraw"],
        "members:proposal_answer": ["handle", "dismiss"],
        "partylife:meeting_step": list(MEETING_STEPS),
        "partylife:decision_step": list(DECISION_STEPS),
        "partylife:rectify_step": list(RECTIFY_STEPS),
        "grids:event_step": list(GRID_STEPS),
        "visits:hazard_step": list(HAZARD_STEPS),
        "visits:inspection_step": list(INSPECTION_STEPS),
        "visits:visit_step": list(VISIT_STEPS),
        "visits:request_turn": ["drop", "object"],
        "grids:plan_turn": ["accept", "refuse"],
        "partylife:life_step": ["hold", "cancel", "raise", "settle"],
        "partylife:appraisal_step": ["grade", "conclude", "reopen"],
        "partylife:training_step": ["hold", "cancel"],
        "members:org_turn": list(TURNS),
    }
    return known.get(name, [""])


def operations() -> Iterator[Address]:
    """Every operation of the OpenAPI description."""
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            found = tuple(p["name"] for p in operation.get("parameters", []) if p["in"] == "path")
            kinds = [REST_KINDS.get(p, "-") for p in found]
            kind = next((k for k in kinds if k != "-"), "-")
            yield Address(
                f"api {operation['operationId'].rsplit('_', 1)[-1]} {path}",
                method.upper(),
                kind,
                found,
                "",
                path,
            )


def file_field(address: Address) -> str:
    """The field that an operation takes files in; empty when it takes none."""
    content = _operation(address).get("requestBody", {}).get("content", {})
    if "multipart/form-data" not in content:
        return ""
    schema = content["multipart/form-data"]["schema"]
    if "$ref" in schema:
        schema = SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return next(name for name in schema["properties"] if name.startswith("file"))


def _operation(address: Address) -> dict[str, Any]:
    return SCHEMA["paths"][address.path][address.method.lower()]


def body_of(address: Address, things: dict[str, Any]) -> dict[str, Any]:
    """The least body that the operation's schema accepts."""
    content = _operation(address).get("requestBody", {}).get("content", {})
    content = content.get("application/json")
    if not content:
        return {}
    part = content["schema"]
    part = (
        SCHEMA["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]] if "$ref" in part else part
    )
    sensible = SENSIBLE | {"into": things["into"]} | things["numbers"]
    return {
        n: sensible[n] if n in sensible else _least(part["properties"][n])
        for n in part.get("required", [])
    }


def _least(part: dict[str, Any]) -> Any:
    part = next((p for p in part.get("anyOf", [part]) if p.get("type") != "null"), part)
    if part.get("format") in ("date", "date-time"):
        return {"date": "2026-11-02", "date-time": "2026-12-20T10:00:00+08:00"}[part["format"]]
    return {"integer": 1, "number": 1, "boolean": True, "array": [], "string": "试"}.get(
        part.get("type", "string"), "试"
    )
