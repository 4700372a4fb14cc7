"""What a document says, before it looks like anything."""

from datetime import date

import pytest

from honglian.foundation.documents.api import Heading, Paragraph, Table, digest
from honglian.foundation.documents.breaking import fitting, title_lines
from honglian.foundation.documents.declaration import (
    chinese_day,
    chinese_number,
    column_shares,
    numbered,
    text_width,
)

from .samples import letter


def test_days_are_arabic_and_without_leading_zeros():
    assert chinese_day(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.parametrize(
    ("value", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_headings_count_in_chinese(value, word):
    assert chinese_number(value) == word


def test_headings_are_numbered_by_level_and_start_again_under_the_next():
    levels = (1, 2, 3, 4, 4, 3, 2, 3, 1, 2)
    labels = [label for _, label in numbered([Heading("题", level) for level in levels])]
    assert labels == [
        *("一、", "（一）", "1.", "（1）", "（2）", "2.", "（二）", "1."),
        *("二、", "（一）"),
    ]


def test_a_long_title_breaks_between_words_into_lines_of_like_length():
    title = "关于做好企业诉求办理工作情况的月度分析报告"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) == 2
    assert abs(text_width(lines[0]) - text_width(lines[1])) <= 3
    assert title_lines("企业诉求交办单") == ["企业诉求交办单"]


def test_a_long_masthead_becomes_smaller_instead_of_longer():
    assert fitting("高新区文件", 36) == 36
    assert fitting("高" * 20, 36) * 20 <= 443


def test_columns_share_the_page_and_a_long_text_does_not_crush_the_others():
    table = Table(("编号", "内容"), (("1", "长" * 400),))
    narrow, wide = column_shares(table)
    assert narrow + wide == pytest.approx(1)
    assert narrow > 0.1


def test_rows_of_another_width_are_refused():
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table(("甲", "乙"), (("1",),))


def test_the_digest_is_of_what_is_said_not_of_number_and_day():
    one = letter()
    assert digest(one) == digest(letter(number="别的", on=date(2026, 3, 3)))
    assert digest(one) != digest(letter(body=(Paragraph("别的"),)))
