"""The lists of members and of organisations."""

from __future__ import annotations

from django.urls import reverse

from honglian.algo.standards import mask_id_no, mask_mobile
from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg
from honglian.foundation.zones.models import Chain
from honglian.kit import search
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, DateRangeFilter, Listing

from .models import PartyMember
from .placing import COUNTED


def _chains(actor):
    return [(c.pk, c.short_name) for c in Chain.objects.filter(zone_id=actor.zone_id)]


def _counted(rows, wanted):
    return rows.filter(standing__in=COUNTED) if wanted else rows.exclude(standing__in=COUNTED)


def _in_unit(rows, wanted):
    inside = rows.exclude(unit_name="").exclude(is_functional=True)
    return inside if wanted else rows.exclude(pk__in=inside.values("pk"))


def _on_chain(rows, wanted):
    return rows.filter(chain__isnull=not wanted)


class MemberListing(Listing):
    key = "members"
    noun = "党员"
    unit = "名"
    search = search.search
    search_hint = "姓名、拼音或首字母"
    export_permission = "members.export"
    empty_hint = "可在“台账”里导入党员花名册。"
    columns = [
        Column(
            "name",
            "姓名",
            sort="name",
            link=lambda m: reverse("members:member", args=[m.pk]),
            on_card="title",
        ),
        Column("gender", "性别", value="get_gender_display"),
        Column(
            "branch",
            "所在党支部",
            value="branch.name",
            link=lambda m: reverse("members:org", args=[m.branch_id]),
        ),
        Column("category", "人员类别", value="get_category_display"),
        Column("joined_on", "加入党组织日期", sort="joined_on"),
        Column("occupation", "工作岗位"),
        Column("party_post", "党内职务"),
        Column("standing", "党籍状态", value="get_standing_display"),
        Column("floating", "流动", value="get_floating_display", default=False),
        Column("id_no", "公民身份号码", value=lambda m: mask_id_no(m.id_no), default=False),
        Column(
            "mobile",
            "联系手机",
            value=lambda m: mask_mobile(m.mobile) if m.mobile else "",
            default=False,
        ),
    ]
    filters = [
        ChoiceFilter(key="chain", label="产业链", lookup="branch__chain_id", choices=_chains),
        ChoiceFilter(key="category", label="人员类别", choices=PartyMember.Category.choices),
        BoolFilter(key="counted", label="统计口径", lookup=_counted, yes="计入", no="不计入"),
        ChoiceFilter(
            key="standing", label="党籍状态", choices=PartyMember.Standing.choices, primary=False
        ),
        ChoiceFilter(
            key="floating", label="流动", choices=PartyMember.Floating.choices, primary=False
        ),
        ChoiceFilter(key="gender", label="性别", choices=[("1", "男"), ("2", "女")], primary=False),
        DateRangeFilter(key="joined", label="加入日期", lookup="joined_on", primary=False),
    ]
    orderings = [("name", "姓名"), ("-pk", "最近登记"), ("joined_on", "入党日期")]


class OrgListing(Listing):
    key = "orgs"
    noun = "党组织"
    unit = "个"
    search = search.search
    search_hint = "党组织名称、单位、拼音"
    export_permission = "orgs.export"
    empty_hint = "可在“台账”里导入党组织。"
    columns = [
        Column(
            "name",
            "党组织名称",
            sort="name",
            link=lambda o: reverse("members:org", args=[o.pk]),
            on_card="title",
        ),
        Column("type", "类别", value="type_name"),
        Column("parent", "上级党组织", value="parent.name"),
        Column("unit_name", "所在单位"),
        Column("chain", "产业链", value="chain.short_name"),
        Column("formation", "组建方式", value="get_formation_display", default=False),
        Column("founded_on", "成立日期", sort="founded_on", default=False),
        Column("term_ends_on", "本届届满", sort="term_ends_on"),
        Column("status", "状态", value="get_status_display", default=False),
    ]
    filters = [
        ChoiceFilter(key="type", label="类别", choices=ORG_TYPES.choices()),
        ChoiceFilter(key="chain", label="产业链", choices=_chains),
        BoolFilter(
            key="unit", label="企业党组织", lookup=_in_unit, yes="是", no="否", primary=False
        ),
        BoolFilter(
            key="onchain",
            label="链上组织",
            lookup=_on_chain,
            yes="在链上",
            no="不在",
            primary=False,
        ),
        DateRangeFilter(key="term", label="届满日期", lookup="term_ends_on", primary=False),
        ChoiceFilter(key="status", label="状态", choices=PartyOrg.Status.choices, primary=False),
    ]
    orderings = [("pk", "登记次序"), ("name", "名称"), ("term_ends_on", "届满先后")]
