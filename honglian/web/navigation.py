"""The left navigation: the four chains, the person's desk, and only what the role may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from honglian.domains.enterprises import api as enterprises
from honglian.foundation.sheets.api import open_ledgers
from honglian.kit.actor import Actor


def has_ledgers(actor: Actor) -> bool:
    """Whether there is a ledger that somebody brings in or takes out."""
    return bool(open_ledgers(actor))


@dataclass(frozen=True)
class Item:
    """``permission`` empty means everybody who is signed in; ``also`` narrows it further."""

    name: str
    url_name: str
    icon: str
    permission: str = ""
    also: Callable[[Actor], bool] | None = None


MENU: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "",
        (
            Item("我的待办", "web:desk", "checklist"),
            Item("企业服务台", "web:portal", "building", "cases.rate"),
        ),
    ),
    (
        "组织链 · 组织",
        (
            Item("组织架构", "members:tree", "sitemap", "orgs.view"),
            Item("党组织", "members:orgs", "flag", "orgs.view"),
            Item("设立和调整", "members:set_ups", "hierarchy-3", "orgs.view"),
            Item("换届", "members:terms", "calendar-due", "orgs.view"),
            Item("临时党组织", "members:temporary", "flag-2", "orgs.view"),
            Item("两个覆盖", "coverage:index", "chart-donut", "coverage.view"),
        ),
    ),
    (
        "组织链 · 党员",
        (
            Item("党员", "members:index", "users", "members.view"),
            Item("党员统计", "members:statistics", "chart-bar", "members.view"),
            Item("信息完整", "members:completeness", "clipboard-check", "members.view"),
            Item("名单比对", "members:comparisons", "arrows-diff", "members.import"),
            Item("发展党员", "members:developments", "stairs-up", "members.view"),
            Item("组织关系转接", "members:transfers", "arrows-exchange", "members.view"),
            Item("流动党员", "members:floating", "walk", "members.view"),
            Item("党费", "members:dues", "coin", "members.view"),
            Item("党籍事项", "members:matters", "id-badge-2", "members.view"),
            Item("提请事项", "members:proposals", "bulb", "members.view"),
        ),
    ),
    (
        "组织链 · 组织生活",
        (
            Item("组织生活", "partylife:meetings", "calendar-event", "partylife.view"),
            Item("开会情况", "partylife:frequency", "calendar-check", "partylife.view"),
            Item("组织生活会", "partylife:life", "message-circle", "rectify.view"),
            Item("整改台账", "partylife:rectify", "list-check", "rectify.view"),
            Item("民主评议", "partylife:appraisals", "medal", "rectify.view"),
            Item("培训交流", "partylife:trainings", "school", "rectify.view"),
            Item("规则说明", "web:rules", "book", "members.view"),
        ),
    ),
    (
        "治理链",
        (
            Item("我的网格", "grids:mine", "map-pin-check", "grids.verify"),
            Item("产业网格", "grids:index", "grid-dots", "grids.view"),
            Item("网格地图", "grids:map", "map-2", "grids.view"),
            Item("网格事项", "grids:events", "clipboard-list", "grids.view"),
            Item("企业和网格", "grids:enterprises", "map-pins", "grids.view"),
            Item("联合体检", "visits:index", "clipboard-heart", "visits.view"),
            Item("入企需求", "visits:requests", "calendar-plus", "visits.request"),
            Item("月度排期", "visits:plans", "calendar-event", "visits.plan"),
            Item("行政检查", "visits:inspections", "shield-check", "visits.view"),
            Item("隐患", "visits:hazards", "alert-triangle", "hazards.view"),
            Item("企业码", "visits:code", "qrcode", "visits.answer"),
        ),
    ),
    (
        "需求链",
        (
            Item("企业吹哨", "cases:index", "speakerphone", "cases.view"),
            Item("敲门行动", "cases:campaigns", "door", "campaigns.view"),
            Item("我的走访", "cases:my_visits", "walk", "campaigns.visit"),
            Item("派单规则", "cases:rules", "list-check", "cases.routing"),
            Item("共性问题", "cases:causes", "affiliate", "cases.supervise"),
            Item("专班", "cases:taskforces", "users-group", "taskforces.view"),
            Item("部门清单", "cases:lists", "list-details", "lists.view"),
            Item("知识库", "cases:knowledge", "bulb", "cases.view"),
            Item("委托代办", "cases:leave", "user-share", "cases.handle"),
            Item("企业", "enterprises:index", "building-factory", "enterprises.view"),
            Item("我的企业", "enterprises:mine", "building-community", "pledges.log"),
            Item("包保联系", "enterprises:contacts", "heart-handshake", "pledges.view"),
            Item("答应的事", "enterprises:promises", "flag-check", "pledges.view"),
        ),
    ),
    (
        "数据",
        (
            Item("驾驶舱", "web:cockpit", "layout-dashboard", "cockpit.view"),
            Item(
                "经营数据",
                "enterprises:collections",
                "report-analytics",
                "enterprises.returns",
                also=enterprises.collects,
            ),
            Item("指标库", "indicators:index", "chart-bar", "indicators.view"),
            Item("工作简报", "web:briefs", "news", "indicators.view"),
            Item("文稿核对", "web:drafts", "text-scan-2", "indicators.view"),
            Item("台账导入导出", "sheets:home", "table-import", "sheets.view", also=has_ledgers),
        ),
    ),
    (
        "设置",
        (
            Item("高新区配置", "zones:settings", "settings", "zones.edit"),
            Item("部门", "orgs:departments", "building-bank", "departments.edit"),
            Item("账号", "accounts:list", "user-cog", "accounts.view"),
            Item("授权", "access:grants", "key", "access.view"),
            Item("接口令牌", "access:tokens", "api", "tokens.view"),
            Item("工作日历", "calendar:index", "calendar", "calendar.edit"),
            Item("通知渠道", "notify:channels", "send", "notify.edit"),
            Item("后台任务", "jobs:index", "stack-2", "jobs.view"),
            Item("审计日志", "audit:log", "shield-check", "audit.view"),
        ),
    ),
)


def menu(actor: Actor, path: str) -> list[dict]:
    """Groups with at least one item that this actor may open; the current page is marked."""
    groups = []
    for name, items in MENU:
        allowed = [i for i in items if _is_open(i, actor)]
        if allowed:
            groups.append({"name": name, "items": [_shown(i, path) for i in allowed]})
    return groups


def _is_open(item: Item, actor: Actor) -> bool:
    if item.permission and not actor.can(item.permission):
        return False
    return item.also is None or item.also(actor)


def _shown(item: Item, path: str) -> dict:
    url = reverse(item.url_name)
    return {"name": item.name, "url": url, "icon": item.icon, "active": path == url, "count": 0}
