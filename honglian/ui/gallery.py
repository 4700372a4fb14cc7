"""Sample content for the gallery: as long, as short and as odd as what real ledgers hold, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest

from honglian.kit import clock
from honglian.kit.errors import Refusal
from honglian.kit.states import State

from .format import moment, money
from .lists import (
    BoolFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Listing,
    NumberRangeFilter,
)
from .lists.keyset import Page

STATES = [
    State("new", "待受理", "new"),
    State("doing", "办理中", "doing"),
    State("waiting", "等企业补材料", "waiting"),
    State("done", "已办结", "done"),
    State("stopped", "已撤回", "stopped"),
    State("overdue", "已超期", "overdue"),
]


@dataclass(frozen=True)
class Sample:
    """One invented enterprise."""

    pk: int
    name: str
    code: str
    chain: str
    capital: int | None
    covered: bool
    state: State
    due_at: datetime | None


NAMES = [
    "湖北安澜光电子科技有限公司",
    "咸宁市澜溪生物医药有限公司",
    "湖北省高新区智能机电装备制造产业技术研究院股份有限公司（咸宁分公司）",
    "禾木包装",
    "襄阳云图新能源汽车零部件有限公司",
    "鄂南食品冷链物流有限公司",
]


def sample_rows() -> list[Sample]:
    now = clock.now()
    spans = [
        timedelta(days=-4),
        timedelta(hours=2),
        timedelta(days=1),
        timedelta(days=9),
        None,
        timedelta(days=30),
    ]
    capitals = [520_000, 53_000_000, 1_240_000_000, None, 9_800, 100_000_000]
    return [
        Sample(
            i + 1,
            name,
            f"91421200MA49{i:04d}X{i}",
            ["光电子信息", "生物医药", "智能机电"][i % 3],
            capitals[i],
            i % 2 == 0,
            STATES[i],
            None if spans[i] is None else now + spans[i],
        )
        for i, name in enumerate(NAMES)
    ]


def same(rows: Any, value: Any) -> Any:
    """The gallery's filters only show themselves."""
    return rows


class SampleListing(Listing):
    """A list over invented rows, without a database behind it."""

    key = "gallery"
    noun = "企业"
    unit = "家"
    search = staticmethod(same)
    search_hint = "名称、信用代码或拼音首字母"
    columns = (
        Column("name", "企业名称", link=lambda row: f"#row-{row.pk}", sort="name", on_card="title"),
        Column("code", "统一社会信用代码", on_card="hidden"),
        Column("chain", "产业链"),
        Column("capital", "注册资本", show=money, sort="-capital", align="end"),
        Column("covered", "党的组织覆盖", default=False),
        Column("state", "状态", template="ui/_gallery_state.html"),
        Column("due_at", "期限", template="ui/_gallery_due.html", sort="due_at"),
    )
    filters = (
        ChoiceFilter(
            key="chain",
            label="产业链",
            lookup=same,
            choices=[("1", "光电子信息"), ("2", "生物医药")],
        ),
        ChoiceFilter(
            key="tier",
            label="层级",
            lookup=same,
            multiple=True,
            choices=[("a", "链主"), ("b", "核心"), ("c", "配套")],
        ),
        BoolFilter(key="covered", label="组织覆盖", lookup=same, yes="已覆盖", no="未覆盖"),
        DateRangeFilter(key="due", label="期限", lookup=same),
        NumberRangeFilter(primary=False, key="capital", label="注册资本", lookup=same, unit="万元"),
    )
    orderings = (("-pk", "最新登记"), ("due_at", "期限最近"))
    bulk = (
        BulkAction("批量派单", "#", icon="send"),
        BulkAction("删除", "#", icon="trash", danger=True),
    )
    export = False

    @cached_property
    def page(self) -> Page:
        return Page(self.filtered, "", "sample")

    @cached_property
    def count(self) -> int:
        return 10_001 if self.source else 0


class SampleForm(forms.Form):
    """Every kind of control."""

    name = forms.CharField(label="企业名称", max_length=60, help_text="与营业执照一致")
    capital = forms.DecimalField(label="注册资本", min_value=0)
    chain = forms.ChoiceField(
        label="所属产业链", choices=[("", "请选择"), ("1", "光电子信息"), ("2", "生物医药")]
    )
    met_on = forms.DateField(label="走访日期", widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(
        label="反映的问题",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="说清楚什么事、影响多大、希望怎么办",
    )
    urgency = forms.ChoiceField(
        label="紧急程度", widget=forms.RadioSelect, choices=[("1", "一般"), ("2", "影响生产")]
    )
    kinds = forms.MultipleChoiceField(
        label="涉及事项",
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "用工"), ("b", "用电"), ("c", "融资")],
    )
    contact_me = forms.BooleanField(label="办理时请先与我联系", required=False)


def bad_form() -> SampleForm:
    form = SampleForm(
        {"name": "禾木包装", "capital": "-3", "chain": "9", "met_on": "2026-02-30", "kinds": ["a"]},
        prefix="bad",
        auto_id="bad_%s",
    )
    form.data = {f"bad-{name}": value for name, value in form.data.items()}
    form.full_clean()
    return form


def events() -> list[dict[str, Any]]:
    at = clock.now()
    return [
        {
            "at": at - timedelta(days=6),
            "title": "企业吹哨",
            "actor_name": "禾木包装 王立新",
            "text": "车间门口积水，叉车进不去。\n希望三天内有人来看。",
            "files": [("积水照片1.jpg", "#"), ("积水照片2.jpg", "#")],
        },
        {
            "at": at - timedelta(days=5),
            "title": "派单",
            "actor_name": "综合办 李岚",
            "text": "主办：建设局；协办：城管执法局",
        },
        {
            "at": at - timedelta(days=3),
            "title": "申请延期",
            "actor_name": "建设局 陈望",
            "changes": [
                ("办理期限", "11月20日", "11月24日"),
                ("延期原因", "", "连续降雨，无法开挖"),
            ],
        },
        {
            "at": at - timedelta(days=1),
            "title": "超过签收期限",
            "tone": "overdue",
            "text": "已提醒分管领导",
        },
        {
            "at": at,
            "title": "办结",
            "tone": "done",
            "actor_name": "建设局 陈望",
            "text": "排水管已疏通，企业确认满意。",
        },
    ]


def bars() -> list[dict[str, Any]]:
    return [
        {"label": "建设局", "value": 12, "url": "#", "tone": "overdue", "note": "最久 9 个工作日"},
        {"label": "行政审批局", "value": 7, "url": "#"},
        {"label": "人力资源和社会保障局", "value": 3, "url": "#"},
        {"label": "经济发展局", "value": 0},
    ]


def chart() -> dict[str, Any]:
    months = ["6月", "7月", "8月", "9月", "10月", "11月"]
    raised, closed = [31, 42, 38, 55, 47, 36], [28, 40, 39, 50, 49, 30]
    return {
        "id": "gallery-chart",
        "title": "办结跟得上来件吗？（件）",
        "options": {
            "legend": {"bottom": 0},
            "grid": {"left": 8, "right": 16, "top": 24, "bottom": 40, "containLabel": True},
            "tooltip": {"trigger": "axis"},
            "xAxis": {"type": "category", "data": months},
            "yAxis": {"type": "value"},
            "series": [
                {"name": "来件", "type": "line", "data": raised},
                {
                    "name": "办结",
                    "type": "line",
                    "data": closed,
                    "lineStyle": {"type": "dashed"},
                },
            ],
        },
        "heads": ["月份", "来件", "办结"],
        "rows": list(zip(months, raised, closed, strict=True)),
        "note": "只算本区受理的件；撤回的不算。",
    }


def context(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    return {
        "title": "界面样例",
        "listing": SampleListing(request, sample_rows()),
        "empty_listing": SampleListing(request, []),
        "states": STATES,
        "dues": [
            SimpleNamespace(at=now + timedelta(days=12), done=None, paused=False),
            SimpleNamespace(at=now + timedelta(hours=20), done=None, paused=False),
            SimpleNamespace(at=now - timedelta(days=5), done=None, paused=False),
            SimpleNamespace(at=now - timedelta(days=5), done=now - timedelta(days=6), paused=False),
            SimpleNamespace(at=now - timedelta(days=5), done=now - timedelta(days=1), paused=False),
            SimpleNamespace(at=now + timedelta(days=2), done=None, paused=True),
            SimpleNamespace(at=None, done=None, paused=False),
        ],
        "events": events(),
        "facts_sample": [
            ("统一社会信用代码", "91421200MA490001X1"),
            ("注册资本", money(53_000_000)),
            ("成立日期", None),
            (
                "注册地址",
                "湖北省咸宁市高新技术产业开发区永安大道与长江产业园交汇处西南侧三号厂房二层",
            ),
        ],
        "bars_sample": bars(),
        "trend_sample": [
            {"label": label, "value": value, "url": "#"}
            for label, value in [
                ("11月", 16),
                ("12月", 13),
                ("2026年1月", 12),
                ("2月", 0),
                ("3月", 22),
            ]
        ],
        "chart": chart(),
        "form": SampleForm(),
        "bad_form": bad_form(),
        "refusal": Refusal(
            "此件目前是“已办结”，不能“派单”。", hint="如果企业仍不满意，请用“重新打开”。"
        ),
        "now": now,
        "asof": moment(now),
    }
