"""What is a figure of a text and what only looks like one."""

from decimal import Decimal

import pytest

from honglian.algo.figuretext import Qualifier, find
from honglian.algo.figuretext.numerals import arabic_value, chinese_value

from .texts import CLEAN


def only(text):
    found = find(text)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("服务人才5000余人次", 5000, "人次", "ge"),
        ("对接企业200多家", 200, "家", "ge"),
        ("经营主体超过12万家", 120000, "家", "gt"),
        ("经营主体12万余户", 120000, "户", "ge"),
        ("服务逾万人次", 10000, "人次", "gt"),
        ("服务逾两万人次", 20000, "人次", "gt"),
        ("总投资约3.5亿元", 350000000, "元", "about"),
        ("近3000名党员", 3000, "名", "near"),
        ("5个工作日以内办结", 5, "工作日", "le"),
        ("满意率98.2%", "98.2", "%", ""),
        ("满意率９８．２％", "98.2", "%", ""),
        ("提高1.2个百分点", "1.2", "个百分点", ""),
        ("增长百分之三十", 30, "%", ""),
        ("占六成以上", 60, "%", "ge"),
        ("产值翻番", 2, "倍", ""),
        ("产值翻两番", 4, "倍", ""),
        ("收到诉求三十四件", 34, "件", ""),
        ("兑现资金1,234.5万元", 12345000, "元", ""),
        ("由原来的6个月", 6, "个月", ""),
        ("位次上升9位", 9, "位", ""),
    ],
    ids=lambda value: str(value),
)
def test_values_units_and_qualifiers(text, value, unit, qualifier):
    found = only(text)
    assert (found.value, found.unit, found.qualifier) == (
        Decimal(str(value)),
        unit,
        Qualifier(qualifier),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026年以来",
        "2025年年底到2026年年初",
        "2026年1-5月",
        "5月18日开班",
        "1—5月",
        "上午9:30",
        "“两个覆盖”",
        "三条产业链",
        "四上企业",
        "“四上企业”",
        "三级联动、四位一体",
        "一企一员",
        "成百上千的骑手",
        "第3期",
        "第十六条",
        "云高管〔2026〕12号",
        "12345热线",
        "GB/T 9704-2012",
        "百亿元级产业集群",
        "编号SQ202611250001",
        "13871234567",
        "近年来",
    ],
    ids=lambda value: str(value),
)
def test_what_is_no_figure(text):
    assert [one.text for one in find(text)] == []


def test_a_threshold_belongs_to_what_is_counted():
    figures = find("其中亿元以上项目46个，10亿元以上项目3个，增长50%以上。")
    assert [(f.value, f.unit) for f in figures] == [(46, "个"), (3, "个"), (50, "%")]


def test_falling_is_negative_and_rising_is_not():
    down, up = find("重大隐患同比下降43.9%，产值增长8.56%。")
    assert (down.signed, up.signed) == (Decimal("-43.9"), Decimal("8.56"))


def test_each_of_a_list_gets_its_own_subject_and_the_common_qualifier():
    first, second = find("签约项目数、亿元以上项目数同比分别增长80%、50%以上。")
    assert "签约项目数" in first.before
    assert "亿元以上" not in first.before
    assert "亿元以上项目数" in second.before
    assert first.qualifier == second.qualifier == Qualifier.AT_LEAST


def test_positions_are_those_of_the_text():
    for one in find(CLEAN):
        assert CLEAN[one.start : one.end].strip() == one.text


@pytest.mark.parametrize(
    ("text", "value"),
    [("三十四", 34), ("一万二千", 12000), ("万", 10000), ("二百六十", 260), ("两亿三千万", 230000000),
     ("十", 10), ("一百零五", 105), ("三三", None)],
    ids=lambda value: str(value),
)  # fmt: skip
def test_chinese_numerals(text, value):
    assert chinese_value(text) == value


def test_the_weight_of_the_last_digit_that_says_something():
    assert arabic_value("5000", "") == (5000, 1000)
    assert arabic_value("8.56", "") == (Decimal("8.56"), Decimal("0.01"))
    assert arabic_value("12", "万") == (120000, 10000)
    assert arabic_value("248", "")[1] == 1
