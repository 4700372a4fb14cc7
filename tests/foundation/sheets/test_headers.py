"""The headers of the official ledgers, word for word and in their order (领域手册 N.3)."""

import pytest

from honglian.foundation.sheets.api import LEDGERS

OFFICIAL = {
    "orgs": "序号 党组织名称 党组织编码 组织类别 上级党组织 所在单位 统一社会信用代码 组建方式 成立日期 批复文号 本届届满日期 书记 副书记 委员人数 正式党员数 预备党员数 是否功能型 所属产业链 所属网格 党建指导员 联系电话 备注",
    "members": "序号 姓名 性别 民族 出生日期 公民身份号码 学历 学位 人员类别 所在党支部 加入党组织日期 转为正式党员日期 工作岗位 党内职务 联系手机 固定电话 家庭住址 党籍状态 是否流动党员 外出流向 是否失联 失联日期 党费类别 月交纳额 备注",
    "pledges": "序号 企业名称 统一社会信用代码 所属网格 产业链 企业规模 是否四上 包保领导 党建指导员 责任部门 走访频次要求 本月走访次数 最近走访日期 收集诉求数 办结数 满意度 备注",
    "enterprises": "统一社会信用代码 企业名称 成立日期 法定代表人 注册资本(万元) 注册地址 经营地址 行业门类 行业小类代码 主营产品 产业链 链上角色(链主/核心/配套) 企业规模 是否四上 入规日期 从业人员数 营业收入(万元) 工业总产值(万元) 上缴税收(万元) 研发费用(万元) 研发投入占比(%) 资质荣誉 党组织覆盖类别 党员数 所属网格 联系人 联系电话",
}


@pytest.mark.parametrize("ledger", OFFICIAL)
def test_a_ledger_begins_with_the_official_headers(ledger):
    wanted = OFFICIAL[ledger].split()
    headers = [column.header for column in LEDGERS[ledger].columns]
    assert headers[: len(wanted)] == wanted


@pytest.mark.parametrize("ledger", sorted(LEDGERS))
def test_no_spelling_means_two_columns(ledger):
    sheet = LEDGERS[ledger]
    for column in sheet.columns:
        for spelling in (column.header, *column.synonyms):
            assert sheet.recogniser.field_of(spelling) == column.field, spelling
