"""Contradictions inside a text, and against what is known."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.figuretext import Definition, Problem, Status, check

from .texts import CLEAN, PLANTED, with_errors


def known(name, value, unit, *aliases) -> Definition:
    return Definition(name, unit, Decimal(str(value)), aliases)


KNOWN = (
    known("经营主体", 36420, "户"),
    known("园区企业", 412, "家"),
    known("规模以上工业总产值同比增速", "7.2512", "%", "规模以上工业总产值同比增长"),
    known("新签约项目", 64, "个"),
    known("亿元以上项目", 21, "个"),
    known("10亿元以上项目", 2, "个"),
    known("受理企业诉求", 135, "件"),
    known("诉求满意率", "95.08", "%", "满意率"),
    known("党建指导员", 36, "名"),
    known("包保重点企业", 108, "家"),
    known("重大隐患同比", "-37.5", "%"),
    known("一般隐患同比", "-41.04", "%"),
    known("能量站解决实际问题", 234, "件"),
)


def reasons(text: str) -> list[str]:
    return [trouble.reason for trouble in check(Problem(text)).troubles]


def test_a_clean_text_gives_no_alarm():
    result = check(Problem(CLEAN, KNOWN))
    assert result.troubles == ()
    assert [c.found.text for c in result.of(Status.CONTRADICTING)] == []
    assert result.is_clean


def test_five_planted_errors_are_five_found():
    found = reasons(with_errors())
    assert len(found) == 5
    for _, _, word in PLANTED.values():
        assert sum(word in reason for reason in found) == 1, word


@pytest.mark.parametrize("name", list(PLANTED))
def test_each_error_alone_is_the_only_alarm(name):
    found = reasons(with_errors(name))
    assert len(found) == 1
    assert PLANTED[name][2] in found[0]


def test_every_known_figure_is_matched():
    result = check(Problem(CLEAN, KNOWN))
    assert {c.definition.name for c in result.of(Status.MATCHED)} == {d.name for d in KNOWN}


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("园区企业412家", "园区企业421家", "园区企业"),
        ("同比增长7.25%", "同比增长7.52%", "规模以上工业总产值同比增速"),
        ("3.6万余户", "3.7万余户", "经营主体"),
        ("党建指导员36名", "党建指导员35名", "党建指导员"),
        ("重大隐患同比下降37.5%", "重大隐患同比上升37.5%", "重大隐患同比"),
        ("230余件", "240余件", "能量站解决实际问题"),
    ],
    ids=lambda value: str(value),
)
def test_a_figure_unlike_the_known_one_is_the_only_contradiction(right, wrong, name):
    assert CLEAN.count(right) == 1
    result = check(Problem(CLEAN.replace(right, wrong), KNOWN))
    assert [c.definition.name for c in result.of(Status.CONTRADICTING)] == [name]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("将6个月的项目审批周期压缩至4个月，平均时限缩短30%。", "变化33.3%"),
        ("用工由120人增至150人，增加50人。", "相差30人"),
        ("税收从1亿元增加到3亿元，增长3倍。", "增长2倍"),
        ("产值由1亿元增至1.5亿元，翻番。", "1.5倍"),
        ("企业从30家增加到36家，提高6个百分点。", "不能用百分点"),
        ("共收到34件，其中用工20件、融资18件。", "超过总数"),
        ("受理诉求135件，其中用工52件、融资48件、用地35件，共136件。", "＝135件，不是136件"),
        ("共30个项目，其中开工35个。", "比总数"),
        ("用工12件、融资8件、用地5件，合计26件。", "＝25件"),
        ("重大隐患下降120%。", "不能超过100%"),
        ("诉求满意率102%。", "不会超过100%"),
        ("建立了54个链上企业党组织。全区58个链上企业党组织都有指导员。", "前后不一致"),
        ("响应率从90%提高到95%，提高8%。", "相差5个百分点"),
    ],
    ids=lambda value: str(value),
)
def test_what_contradicts_itself(text, word):
    found = reasons(text)
    assert len(found) == 1, found
    assert word in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "将6个月的项目审批周期压缩至4个月，时限缩短33.3%。",
        "将6个月的项目审批周期压缩至4个月，缩短三成以上。",
        "将6个月的项目审批周期压缩至4个月，缩短2个月。",
        "响应率从90%提高到95%，提高5个百分点。",
        "税收从1亿元增加到3亿元，增长2倍，是原来的3倍。",
        "共70个，其中亿元以上项目46个，占65.7%，10亿元以上项目3个。",
        "共70个项目，其中工业项目50个，亿元以上项目46个。",
        "培育人才1900多人，其中1人入选计划、1人获得称号。",
        "重大隐患同比下降43.9%、一般隐患同比下降70.4%。",
        "一季度完成20%，二季度完成45%。",
        "受理135件，上年同期150件，同比下降10%。",
    ],
    ids=lambda value: str(value),
)
def test_what_is_in_order(text):
    assert reasons(text) == []


def test_definitions_of_other_units_do_not_match():
    result = check(Problem("党员1294名", (known("党员", 1294, "%"),)))
    assert [c.status for c in result.figures] == [Status.UNMATCHED]


def test_a_long_text_is_checked_quickly():
    long = CLEAN * 100
    began = time.perf_counter()
    check(Problem(long, KNOWN * 6))
    assert time.perf_counter() - began < 20


def test_too_long_a_text_is_refused():
    with pytest.raises(ValueError, match="at most"):
        Problem("字" * 200_001)


@given(
    st.text(
        alphabet="0123456789.,%万亿个家件余多超从到至增长下降缩短占其中共、，。年月日百千〔〕号倍成翻番",
        max_size=60,
    )
)
def test_any_text_can_be_checked(text):
    result = check(Problem(text, KNOWN))
    for one in result.figures:
        assert 0 <= one.found.start < one.found.end <= len(text)


@given(st.integers(2, 500), st.integers(1, 500))
def test_the_percent_that_is_computed_is_never_an_alarm(before, after):
    if before == after:
        return
    share = abs(after - before) / before * 100
    way = ("增至", "增长") if after > before else ("降至", "下降")
    text = f"用时从{before}天{way[0]}{after}天，{way[1]}{share:.1f}%。"
    assert [t for t in check(Problem(text)).troubles if t.kind == "change"] == []
