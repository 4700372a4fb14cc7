"""企业库台账 (LD16): the registry, its own layout and those of the registry's extracts."""

from __future__ import annotations

from typing import Any

from honglian.algo.hanzi import name_index
from honglian.algo.standards import mask_mobile
from honglian.foundation.orgs import directories
from honglian.foundation.sheets.api import Derived, Run, Sheet
from honglian.foundation.sheets.columns import Column
from honglian.foundation.sheets.kinds import (
    Capital,
    Choice,
    Code,
    Count,
    CreditCode,
    Day,
    Degree,
    Flag,
    Mobile,
    Money,
    Reference,
    Text,
)

from .models import Enterprise

FIGURES = "enterprises.figures"  # L4: not for the Party office nor the statistician (§T, H.6)

COLUMNS = (
    Column(
        "uscc",
        "统一社会信用代码",
        CreditCode(),
        synonyms=("信用代码", "社会信用代码", "统一信用代码", "企业代码", "credit_code"),
        required=True,
        width=22,
        help="18 位，以营业执照为准；同一代码再次导入就是修改",
        example="91350100M000100Y43",
    ),
    Column(
        "name",
        "企业名称",
        Text(128),
        synonyms=("公司名称", "单位名称", "市场主体名称", "企业全称", "名称"),
        required=True,
        width=32,
        example="示例机电有限公司",
    ),
    Column(
        "founded_on",
        "成立日期",
        Day(),
        synonyms=("成立时间", "注册日期", "founding_date", "成立年月日"),
        soft=True,
        help="不晚于今天",
        example="2018-03-01",
    ),
    Column(
        "legal_person",
        "法定代表人",
        Text(64),
        synonyms=("法人", "法人代表", "法定代表人姓名", "负责人"),
    ),
    Column(
        "capital",
        "注册资本(万元)",
        Capital(),
        synonyms=("注册资本", "注册资金", "reg_capital_raw", "reg_capital"),
        spread_to=("capital_currency",),
        spread_headers=("注册资本币种",),
        soft=True,
        help="可写 500、500万元、1.2亿元；外币写明币种，不折算",
        example="500",
    ),
    Column(
        "registered_address",
        "注册地址",
        Text(200),
        synonyms=("住所", "注册地", "企业地址", "地址", "address"),
        width=30,
    ),
    Column("address", "经营地址", Text(200), synonyms=("经营场所", "实际经营地址"), width=30),
    Column("industry_section", "行业门类", Text(32), synonyms=("门类", "所属行业")),
    Column(
        "industry_code",
        "行业小类代码",
        Code(4, r"\d{2,4}", "国民经济行业分类的数字代码，如 3670", drop=r"^[A-Z](?=\d)"),
        synonyms=("行业代码", "国民经济行业代码"),
    ),
    Column("products", "主营产品", Text(200), synonyms=("主要产品", "产品"), width=24),
    Column("chain_id", "产业链", Reference("chains"), synonyms=("所属产业链", "产业链名称")),
    Column(
        "chain_role",
        "链上角色(链主/核心/配套)",
        Choice(
            Enterprise.Role.choices,
            {"链主企业": "leader", "核心企业": "core", "配套企业": "support"},
        ),
        synonyms=("链上角色", "产业链角色"),
    ),
    Column(
        "size",
        "企业规模",
        Choice(
            Enterprise.Size.choices, {"大": "large", "中": "medium", "小": "small", "微": "micro"}
        ),
        synonyms=("规模", "划型"),
    ),
    Column(
        "four_above",
        "是否四上",
        Choice(Enterprise.FourAbove.choices, {"否": "", "规上": "industry"}),
        synonyms=("四上", "四上类别"),
        soft=True,
        help="是四上企业的写明类别，不是的留空",
    ),
    Column("listed_above_on", "入规日期", Day(), synonyms=("入库日期", "升规日期")),
    Column(
        "employees", "从业人员数", Count(unit="人"), synonyms=("从业人员", "职工人数", "员工人数")
    ),
    Column("revenue", "营业收入(万元)", Money(), synonyms=("营业收入",), hidden_figure=FIGURES),
    Column("output", "工业总产值(万元)", Money(), synonyms=("工业总产值",), hidden_figure=FIGURES),
    Column("tax", "上缴税收(万元)", Money(), synonyms=("上缴税收", "税收"), hidden_figure=FIGURES),
    Column("rd_spend", "研发费用(万元)", Money(), synonyms=("研发费用",), hidden_figure=FIGURES),
    Column(
        "rd_share",
        "研发投入占比(%)",
        Text(),
        synonyms=("研发投入占比",),
        imported=False,
        hidden_figure=FIGURES,
        help="由研发费用和营业收入算出，不用填",
    ),
    Column("honours", "资质荣誉", Text(300), synonyms=("企业资质", "荣誉资质"), width=24),
    Column(
        "coverage",
        "党组织覆盖类别",
        Choice(Enterprise.Coverage.choices, {"单独": "single", "联合": "joint", "空白": "none"}),
        synonyms=("覆盖类别", "党组织覆盖"),
        default=Enterprise.Coverage.NONE.value,
    ),
    Column(
        "formal_members",
        "党员数",
        Count(unit="人"),
        synonyms=("党员人数", "正式党员数"),
        help="在企业工作的正式党员，含组织关系还没有转来的",
    ),
    Column("grid", "所属网格", Text(), imported=False, help="随产业链网格划定，不用填"),
    Column("contact_name", "联系人", Text(32), synonyms=("企业联系人",)),
    Column(
        "contact_mobile",
        "联系电话",
        Mobile(fixed_too=True),
        synonyms=("联系手机", "手机", "联系方式"),
        mask=mask_mobile,
    ),
    Column("former_name", "曾用名", Text(128), width=24),
    Column("probationary_members", "预备党员数", Count(unit="人")),
    Column("park", "所在园区", Text(32), synonyms=("园区", "产业园"), help="片区或园区的名称"),
    Column("longitude", "经度", Degree(73, 136), synonyms=("经度(东经)",), soft=True),
    Column("latitude", "纬度", Degree(3, 54), synonyms=("纬度(北纬)",), soft=True),
    Column(
        "ent_type", "企业类型", Text(64), synonyms=("ent_type", "市场主体类型", "类型"), soft=True
    ),
    Column(
        "business_scope",
        "经营范围",
        Text(lines=True),
        synonyms=("business_scope", "经营业务范围"),
        width=40,
    ),
    Column(
        "division_code",
        "行政区划",
        Code(6, r"\d{6}", "6 位数字"),
        synonyms=("district_code", "行政区划代码", "区划代码"),
        soft=True,
    ),
    Column(
        "status",
        "状态",
        Choice(Enterprise.Status.choices, {"存续": "operating", "在营": "operating"}),
        synonyms=("企业状态", "经营状态", "登记状态"),
        default=Enterprise.Status.OPERATING.value,
    ),
    Column("is_key", "是否重点企业", Flag(), synonyms=("重点企业",), default=False),
    Column("is_in_park", "是否园区企业", Flag(), synonyms=("园区企业",), default=False),
    Column(
        "party_org_id",
        "党组织",
        Reference("orgs", offered=False),
        synonyms=("所在党组织", "党组织名称"),
        width=24,
    ),
)


def search_columns(name: str, former_name: str, uscc: str) -> tuple[str, str]:
    """The stored initials and search tokens, as ``index.index_text`` makes them."""
    initials, tokens = name_index(name, former_name, uscc)
    return initials[:128], tokens


class EnterpriseSheet(Sheet):
    code = "enterprises"
    app = "enterprises"
    title = "企业库台账"
    official = "LD16"
    noun = "企业"
    intro = "全区企业的登记、产业链和联系信息。市场监管部门导出的名单可以直接导入。"
    model = Enterprise
    key = "uscc"
    columns = COLUMNS
    reveal = "pledges.edit"
    derived = (Derived(("initials", "search"), ("name", "former_name", "uscc"), search_columns),)

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {
            "chains": directories.chains(zone_id),
            "orgs": directories.organisations(zone_id),
        }

    def check(self, run: Run) -> None:
        """An enterprise enters the statistics after it was founded."""
        if not (run.has("listed_above_on") and run.has("founded_on")):
            return
        pairs = zip(run.values["founded_on"], run.values["listed_above_on"], strict=True)
        for index, (founded, listed) in enumerate(pairs):
            if founded and listed and listed < founded:
                run.problem(
                    index,
                    "listed_above_on",
                    f"入规日期 {listed} 早于成立日期 {founded}，请核对",
                )

    def computed(self, row: dict[str, Any]) -> dict[str, Any]:
        revenue, spend = row.get("revenue"), row.get("rd_spend")
        share = f"{spend / revenue * 100:.1f}" if revenue and spend is not None else ""
        return {**row, "rd_share": share, "grid": ""}
