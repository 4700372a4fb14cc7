"""The roles of a zone, in code and reviewed (领域手册 §T).

A role is a code that is stored, a name and a plain description that is shown, the scopes
it may be bound to, and its permissions. Permissions are ``<app>.<verb>``; reading an app's
rows is ``<app>.view``. Never store anything but the role's code.
"""

from __future__ import annotations

from dataclasses import dataclass

from honglian.kit.actor import ScopeKind as S


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    description: str
    scopes: tuple[S, ...]
    permissions: frozenset[str]
    landing: str = "web:desk"
    officer: bool = False  # one of the three officers (三员), who hold no other role


def _role(code, name, description, scopes, permissions, **kwargs) -> Role:
    return Role(code, name, description, scopes, frozenset(permissions.split()), **kwargs)


# Everybody who works in the zone reads its words, its people at work and its calendar.
READ = "zones.view orgs.view enterprises.view cases.view"

_ALL = [
    _role(
        "leader",
        "党工委领导",
        "看全区情况、督办、批示、提级；不直接改台账。",
        (S.ZONE,),
        "visits.view visits.approve hazards.view hazards.supervise hazards.queue hazards.export "
        "grids.view grids.export "
        "taskforces.view taskforces.lead taskforces.work lists.view lists.edit lists.export "
        f"{READ} campaigns.view campaigns.visit campaigns.export "
        "members.view partylife.view rectify.view pledges.view cockpit.view indicators.view "
        "coverage.view enterprises.figures enterprises.returns cases.supervise "
        "sheets.view cases.approve_extension cases.escalate cases.coordinate cases.arbitrate cases.comment orgs.export "
        "enterprises.export "
        "cases.export",
        landing="web:cockpit",
    ),
    _role(
        "org_admin",
        "党群工作部管理员",
        "维护党组织、党员、指导员包保；导入导出台账；不看企业税收利润。",
        (S.ZONE,),
        "grids.view grids.edit grids.plan grids.report grids.import grids.export "
        "taskforces.view taskforces.lead taskforces.work lists.view lists.edit lists.import lists.export "
        f"{READ} campaigns.view campaigns.edit campaigns.visit campaigns.export "
        "coverage.view coverage.plan members.view members.edit members.reveal members.export members.import "
        "members.develop members.decide members.transfer members.admit members.dues members.standing "
        "dues.import dues.export floating.import floating.export "
        "members.confirm "
        "partylife.view rectify.view partylife.edit partylife.verify partylife.export "
        "rectify.import rectify.export "
        "orgs.edit orgs.import orgs.export orgs.organise orgs.decide pledges.view pledges.edit pledges.import "
        "pledges.export enterprises.import enterprises.edit enterprises.export "
        "departments.import departments.export cockpit.view indicators.view indicators.check "
        "cases.create "
        "meetings.import meetings.export cases.export cases.comment cases.coordinate cases.library "
        "sheets.view",
    ),
    _role(
        "dispatcher",
        "诉求受理派单员",
        "企业服务中心（热线）坐席：登记、受理、派单、并案、回访、归档。",
        (S.ZONE,),
        "visits.view visits.request visits.plan visits.serve hazards.view hazards.report hazards.import hazards.queue hazards.export "
        "sheets.view "
        "grids.view grids.report grids.dispatch grids.verify grids.export "
        "taskforces.view taskforces.lead taskforces.work lists.view lists.edit lists.import lists.export sheets.view "
        f"{READ} campaigns.view campaigns.edit campaigns.visit campaigns.export "
        "coverage.view pledges.view cases.create cases.accept cases.dispatch cases.callback cases.close "
        "cases.comment cases.merge cases.routing cases.supervise cases.export cases.reveal enterprises.edit "
        "cases.escalate cases.coordinate cases.library hotline.import hotline.export "
        "cockpit.view",
    ),
    _role(
        "committee_staff",
        "企业党委（综合党委）专干",
        "审核下级党组织材料，看所辖党组织、党员和企业。",
        (S.ORG,),
        "grids.view "
        "taskforces.view taskforces.work lists.view "
        f"{READ} campaigns.view campaigns.visit "
        "coverage.view members.view members.edit members.export sheets.view pledges.view "
        "members.develop members.decide members.transfer members.admit members.dues members.standing "
        "dues.export floating.export "
        "members.confirm "
        "partylife.view rectify.view partylife.edit partylife.verify partylife.export "
        "partylife.criticism rectify.export "
        "meetings.export orgs.export orgs.organise orgs.decide "
        "cases.create cases.comment cockpit.view indicators.view",
    ),
    _role(
        "grid_leader",
        "产业园党支部书记（网格长）",
        "本产业链的企业、党组织和诉求：派单、走访、包保、提级；不得提交行政检查结果。",
        (S.CHAIN, S.GRID),
        "visits.view visits.serve hazards.view hazards.report hazards.queue hazards.export "
        "grids.view grids.report grids.dispatch grids.verify grids.export "
        "taskforces.view taskforces.lead taskforces.work lists.view lists.export "
        f"{READ} campaigns.view campaigns.edit campaigns.visit campaigns.export "
        "coverage.view members.view partylife.view rectify.view partylife.verify pledges.view pledges.edit cases.create "
        "cases.accept cases.dispatch "
        "cases.callback cases.close cases.comment cases.supervise cases.export "
        "cases.escalate cases.coordinate "
        "sheets.view enterprises.edit enterprises.export cockpit.view indicators.view",
    ),
    _role(
        "grid_worker",
        "网格员（企业党组织书记、党员骨干）",
        "本企业和本支部：上报诉求、过组织生活；不得行政检查、处罚。",
        (S.ORG, S.ENTERPRISE, S.GRID),
        "visits.view visits.serve hazards.view hazards.report "
        "grids.view grids.report grids.verify "
        "taskforces.view taskforces.work "
        f"{READ} campaigns.view campaigns.visit "
        "members.view members.develop members.transfer members.dues members.standing "
        "members.confirm "
        "partylife.view rectify.view partylife.edit partylife.verify "
        "partylife.criticism "
        "cases.create cases.rate cases.comment cases.escalate cases.coordinate",
    ),
    _role(
        "instructor",
        "党建指导员",
        "包保企业的走访、诉求代录和政策宣讲；看所联系党支部的组织生活；看不到其他企业的诉求。",
        (S.PLEDGE,),
        "visits.view visits.serve hazards.view hazards.report "
        "grids.view grids.report "
        "taskforces.view taskforces.work lists.view "
        f"{READ} campaigns.view campaigns.visit "
        "pledges.view pledges.log partylife.view cases.create cases.comment cases.escalate",
    ),
    _role(
        "dept_worker",
        "责任部门承办人",
        "本部门的工单：签收、异议、联系、办理、答复、申请延期；不得自行结案。",
        (S.DEPARTMENT,),
        "visits.view visits.request visits.approve visits.inspect visits.serve hazards.view hazards.report hazards.grade hazards.recheck hazards.export "
        "grids.view grids.handle "
        "taskforces.view taskforces.work lists.view lists.work "
        f"{READ} campaigns.view campaigns.visit "
        "cases.handle cases.comment cases.create cases.reveal cases.escalate "
        "enterprises.returns enterprises.collect enterprises.fill "
        "returns.import returns.export sheets.view",
    ),
    _role(
        "enterprise_user",
        "企业用户",
        "本企业：吹哨、看进度、评价。",
        (S.ENTERPRISE,),
        "visits.view visits.answer hazards.view hazards.report hazards.rectify "
        "zones.view enterprises.view cases.view cases.create cases.rate cases.comment enterprises.returns "
        "enterprises.fill",
        landing="web:portal",
    ),
    _role(
        "stat_user",
        "统计人员",
        "汇总数据与指标；不看个体敏感数据。",
        (S.ZONE,),
        "visits.view hazards.view "
        "grids.view "
        "zones.view orgs.view enterprises.view coverage.view cockpit.view indicators.view "
        "indicators.edit indicators.check",
        landing="web:cockpit",
    ),
    _role(
        "sysadmin",
        "系统管理员",
        "高新区配置、部门、账号、任务和通道；不看业务数据，不授权。",
        (S.NONE,),
        "zones.view zones.edit accounts.view accounts.edit sheets.view departments.export "
        "departments.edit jobs.view jobs.retry notify.edit calendar.edit tokens.view",
        officer=True,
    ),
    _role(
        "secadmin",
        "安全管理员",
        "授权、停用、解锁、令牌；不看业务数据。",
        (S.NONE,),
        # The ledger of departments grants roles, so it is not the one's who hands out passwords.
        "zones.view accounts.view access.view access.edit accounts.lock tokens.view tokens.edit "
        "sheets.view departments.import departments.export",
        officer=True,
    ),
    _role(
        "auditor",
        "审计管理员",
        "查看审计日志并校验链条；不得改任何数据。",
        (S.NONE,),
        "zones.view audit.view access.view accounts.view",
        landing="audit:log",
        officer=True,
    ),
]

ROLES: dict[str, Role] = {role.code: role for role in _ALL}
VISITOR_PERMISSIONS = frozenset({"cases.create"})
