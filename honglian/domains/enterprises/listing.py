"""The lists of enterprises and of contacts."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse

from honglian.foundation.zones.models import Chain
from honglian.kit import clock, search
from honglian.ui.format import money
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, Listing, TextFilter

from . import selectors
from .contacts import selectors as contacts
from .models import ContactLog, ContactPledge, Enterprise
from .states import PROMISE
from .validity import held_on


def chain_choices(actor):
    return [(c.pk, c.short_name) for c in Chain.objects.filter(zone_id=actor.zone_id)]


def find(rows, text):
    """Name, former name, code, pinyin and initials, through the token index."""
    return search.search(rows, text)


def _instructed(rows, wanted):
    return selectors.with_instructor(rows) if wanted else selectors.without_instructor(rows)


def _organised(rows, wanted):
    kinds = ["single", "joint", "attached"]
    return rows.filter(coverage__in=kinds) if wanted else rows.exclude(coverage__in=kinds)


def _in_base(rows, wanted):
    base = selectors.coverage_base(rows)
    return base if wanted else rows.exclude(pk__in=base.values("pk"))


def _worked(rows, wanted):
    covered = selectors.covered_by_work(rows)
    return covered if wanted else rows.exclude(pk__in=covered.values("pk"))


def _touched(rows, wanted):
    """Guided key enterprises: contacted lately, or not for too long."""
    zone = rows.values_list("zone", flat=True).first() or 0
    return contacts.in_touch(rows, zone) if wanted else contacts.out_of_touch(rows, zone)


def _held_now(rows, wanted):
    return rows.filter(held_on(clock.today())) if wanted else rows.exclude(held_on(clock.today()))


def _promised(rows, state):
    """Rows of promises in a state; ``overdue`` are open ones past their day."""
    open_ = rows.filter(promise_done_on__isnull=True, promise_withdrawn_on__isnull=True)
    late = Q(promise_done_on__gt=F("promise_due_on"))
    match state:
        case "open":
            return open_
        case "overdue":
            return open_.filter(promise_due_on__lt=clock.today())
        case "kept":
            return rows.filter(promise_done_on__isnull=False).exclude(late)
        case "late":
            return rows.filter(late)
    return rows.filter(promise_withdrawn_on__isnull=False)


class EnterpriseListing(Listing):
    key = "enterprises"
    noun = "企业"
    unit = "家"
    search = find
    search_hint = "企业名称、信用代码、拼音或首字母"
    export_permission = "enterprises.export"
    empty_hint = "可在“台账”里导入企业库，或换个条件再找。"
    columns = [
        Column(
            "name",
            "企业名称",
            sort="name",
            link=lambda e: reverse("enterprises:detail", args=[e.pk]),
            on_card="title",
        ),
        Column("uscc", "统一社会信用代码"),
        Column("chain", "产业链", value="chain.short_name"),
        Column("chain_role", "链上角色", value="get_chain_role_display"),
        Column("is_key", "重点", show=lambda v: "重点" if v else "—"),
        Column("coverage", "党组织覆盖", value="get_coverage_display"),
        Column("status", "状态", value="get_status_display"),
        Column("size", "规模", value="get_size_display", default=False),
        Column("four_above", "四上", value="get_four_above_display", default=False),
        Column("party_org", "党组织", value="party_org.name", default=False),
        Column("address", "经营地址", default=False),
        Column("founded_on", "成立日期", sort="founded_on", default=False),
        Column(
            "capital",
            "注册资本（万元）",
            align="end",
            default=False,
            show=lambda v: money(v, "万元"),
        ),
        Column("employees", "从业人员", align="end", sort="employees", default=False),
        Column(
            "revenue",
            "营业收入（万元）",
            align="end",
            default=False,
            permission="enterprises.figures",
            show=lambda v: money(v, "万元"),
        ),
    ]
    filters = [
        ChoiceFilter(key="chain", label="产业链", choices=chain_choices),
        BoolFilter(key="key", label="重点企业", lookup="is_key", yes="重点", no="一般"),
        BoolFilter(key="park", label="园区企业", lookup="is_in_park", yes="园区内", no="园区外"),
        BoolFilter(key="guided", label="主指导员", lookup=_instructed, yes="已派", no="未派"),
        BoolFilter(
            key="touch",
            label="联系",
            lookup=_touched,
            yes="近期有联系",
            no="久未联系",
            primary=False,
        ),
        BoolFilter(
            key="organised", label="党组织", lookup=_organised, yes="已建", no="未建", primary=False
        ),
        ChoiceFilter(
            key="coverage",
            label="覆盖类别",
            choices=Enterprise.Coverage.choices,
            multiple=True,
            primary=False,
        ),
        BoolFilter(
            key="worked", label="工作覆盖", lookup=_worked, yes="已覆盖", no="空白", primary=False
        ),
        BoolFilter(
            key="base",
            label="两个覆盖口径",
            lookup=_in_base,
            yes="计入",
            no="不计入",
            primary=False,
        ),
        ChoiceFilter(
            key="role",
            label="链上角色",
            lookup="chain_role",
            choices=Enterprise.Role.choices,
            primary=False,
        ),
        ChoiceFilter(key="size", label="规模", choices=Enterprise.Size.choices, primary=False),
        ChoiceFilter(
            key="above",
            label="四上",
            lookup="four_above",
            choices=Enterprise.FourAbove.choices,
            primary=False,
        ),
        ChoiceFilter(key="status", label="状态", choices=Enterprise.Status.choices, primary=False),
        TextFilter(key="address", label="地址", primary=False),
    ]
    orderings = [("-pk", "最近登记"), ("name", "名称"), ("-founded_on", "成立日期（新到旧）")]


class PledgeListing(Listing):
    key = "pledges"
    noun = "包保"
    unit = "条"
    search = ["enterprise__name", "instructor__name"]
    search_hint = "企业或指导员"
    export_permission = "pledges.export"
    empty_hint = "在企业页可以指定指导员，也可以在“台账”里批量导入。"
    columns = [
        Column(
            "enterprise",
            "企业",
            value="enterprise.name",
            link=lambda p: reverse("enterprises:detail", args=[p.enterprise_id]),
            on_card="title",
        ),
        Column("kind", "类型", value="get_kind_display"),
        Column(
            "instructor",
            "姓名",
            value="instructor.name",
            link=lambda p: reverse("enterprises:instructor", args=[p.instructor_id]),
        ),
        Column("unit", "单位", value=lambda p: p.instructor.department or p.instructor.unit),
        Column("starts_on", "起", sort="starts_on"),
        Column("ends_on", "止"),
        Column("visits", "走访要求（次/月）", value="visits_per_month", align="end"),
    ]
    filters = [
        ChoiceFilter(key="kind", label="类型", choices=ContactPledge.Kind.choices),
        ChoiceFilter(
            key="chain", label="产业链", lookup="enterprise__chain_id", choices=chain_choices
        ),
        BoolFilter(
            key="now",
            label="是否在任",
            lookup=_held_now,
            yes="在任",
            no="已交接",
        ),
    ]
    orderings = [("-pk", "最近登记"), ("-starts_on", "起始日期")]


PROMISE_STATES = (("overdue", "已超期"), *PROMISE.choices())


class PromiseListing(Listing):
    key = "promises"
    noun = "承诺"
    unit = "件"
    search = ["enterprise__name", "promise"]
    search_hint = "企业或事项"
    export_permission = "pledges.export"
    empty_hint = "走访时答应企业的事记下来，到期前会出现在这里。"
    columns = [
        Column("promise", "答应的事", on_card="title"),
        Column(
            "enterprise",
            "企业",
            value="enterprise.name",
            link=lambda p: reverse("enterprises:detail", args=[p.enterprise_id]),
        ),
        Column("due", "期限", value="promise_due_on", sort="promise_due_on"),
        Column(
            "state",
            "情况",
            template="enterprises/_promise_state.html",
            value=lambda p: p.promise_state.name,
        ),
        Column("done", "兑现日期", value="promise_done_on"),
        Column("keeper", "由谁兑现", value=lambda p: p.keeper.name if p.keeper else p.logged_by),
        Column("who", "记录人", value="logged_by", default=False),
        Column("why", "撤回原因", value="promise_withdrawn_why", default=False),
    ]
    filters = [
        ChoiceFilter(key="state", label="情况", lookup=_promised, choices=PROMISE_STATES),
        ChoiceFilter(key="way", label="方式", choices=ContactLog.Way.choices, primary=False),
    ]
    orderings = [("promise_due_on", "期限"), ("-pk", "最近记录")]
