"""Template words: fields tie labels, help and errors together; figures and bars are exact; icons exist."""

import re
from datetime import date, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe

from honglian.kit.errors import Refusal
from honglian.kit.states import State
from honglian.ui.icons import UnknownIcon, shapes
from honglian.ui.templatetags import honglian_ui


def render(source: str, **context) -> str:
    return Template("{% load honglian_ui %}" + source).render(Context(context))


class Whistle(forms.Form):
    text = forms.CharField(label="问题", help_text="说清楚什么事")
    amount = forms.DecimalField(label="金额", required=False)
    urgency = forms.ChoiceField(
        label="紧急程度", widget=forms.RadioSelect, choices=[("1", "一般"), ("2", "紧急")]
    )
    agree = forms.BooleanField(label="同意回访")


def test_a_field_names_its_help_and_its_error() -> None:
    html = render("{% field form.text %}", form=Whistle({"urgency": "1"}))
    assert '<label class="form-label" for="id_text">问题' in html
    assert 'aria-describedby="id_text_help id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_text_error"' in html
    assert "必填" in html


def test_a_fresh_field_has_no_error_and_its_unit_stands_in_the_field() -> None:
    html = render('{% field form.amount unit="万元" %}', form=Whistle())
    assert "aria-invalid" not in html
    assert "必填" not in html
    assert re.search(r'input-group">\s*<input[^>]*>\s*<span class="input-group-text">万元', html)


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    html = render("{% field form.urgency %}", form=Whistle({"urgency": "2"}))
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert re.search(r'value="2"[^>]*checked', html)
    assert not re.search(r'value="1"[^>]*checked', html)


def test_what_was_typed_is_escaped_and_kept() -> None:
    html = render("{% field form.text %}", form=Whistle({"text": '"><script>'}))
    assert 'value="&quot;&gt;&lt;script&gt;"' in html


def test_the_summary_links_to_the_fields() -> None:
    form = Whistle({"amount": "x"})
    html = get_template("ui/_errors.html").render({"form": form})
    assert "有 4 处需要修改" in html
    assert 'href="#id_text"' in html
    assert 'href="#id_urgency"' in html
    assert 'id="id_urgency"' in render("{% field form.urgency %}", form=form)


def test_bars_are_shares_of_the_largest() -> None:
    rows = [
        {"label": "甲", "value": 12},
        {"label": "乙", "value": 3},
        {"label": "丙", "value": 0},
        {"label": "丁", "value": None},
    ]
    html = render("{% bars rows title='谁最多？' unit='件' %}", rows=rows)
    assert re.findall(r'rect width="([\d.]+)%"', html) == ["100.00", "25.00", "0", "0"]
    assert re.findall(r'hl-bars__value">([^<]+)', html) == ["12", "3", "0", "—"]


@pytest.mark.parametrize(
    "rows", [[], [{"label": "甲", "value": 0}], [{"label": "甲", "value": -1}]]
)
def test_bars_without_anything_positive(rows: list) -> None:
    html = render("{% bars rows title='谁最多？' percent=True %}", rows=rows)
    assert "100.00" not in html


def test_a_trend_stands_on_zero_and_writes_the_year_once() -> None:
    rows = [{"label": "12月", "value": 8}, {"label": "2026年1月", "value": 2, "url": "/m/"}]
    html = render("{% trend rows title='多了还是少了？' unit='件' %}", rows=rows)
    assert re.findall(r'height="([\d.]+)" transform', html) == ["100.00", "25.00"]
    assert re.search(
        r'<a href="/m/" aria-label="2026年1月">1<span[^>]*>月</span></a><small>2026年</small>', html
    )
    assert html.count("年</small>") == 1
    assert "还没有可以比较" in render("{% trend rows title='多了还是少了？' %}", rows=[])


def test_nothing_overdue_is_no_alarm() -> None:
    assert "hl-figure--overdue" in render("{% figure 3 '已超期' tone='overdue' %}")
    assert "hl-figure--overdue" not in render("{% figure 0 '已超期' tone='overdue' %}")
    assert "hl-figure--overdue" not in render("{% figure '0.0%' '超期率' tone='overdue' %}")


def test_a_figure_opens_and_an_undefined_one_has_no_unit() -> None:
    html = render("{% figure 1234 '组织' url='/orgs/' unit='个' %}")
    assert '<a href="/orgs/">' in html
    assert "1,234<small>个</small>" in html
    assert "<small>" not in render("{% figure None '满意率' unit='%' %}")


def test_states_and_deadlines_carry_words_and_icons() -> None:
    html = render("{% state_badge state %}", state=State("done", "已办结", "done"))
    assert "hl-state--done" in html
    assert "已办结" in html
    assert "<svg" in html
    html = render("{% due at %}", at=timezone.now() - timedelta(days=40))
    assert "hl-due--overdue" in html
    assert "已超期" in html


def test_every_icon_of_a_tone_exists() -> None:
    assert set(honglian_ui.STATE_ICONS.values()) <= set(shapes())


def test_an_unknown_icon_is_an_error_for_the_developer() -> None:
    with pytest.raises(UnknownIcon):
        render("{% icon 'no-such-icon' %}")


def test_facts_show_a_dash_for_nothing_but_keep_zero() -> None:
    html = render("{% facts pairs %}", pairs=[("电话", ""), ("人数", 0), ("重点", False)])
    assert re.findall(r"<dd>([^<]*)</dd>", html) == ["—", "0", "否"]


def test_facts_write_days_in_words_and_keep_links() -> None:
    link = mark_safe('<a href="/orgs/1/">党委</a>')
    html = render(
        "{% facts pairs %}", pairs={"届满": date(2031, 5, 4), "组织": link, "名称": "<b>"}
    )
    assert '<time datetime="2031-05-04">2031年5月4日 周日</time>' in html
    assert link in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("400.html", "没有传完整"),
        ("403.html", "不能办理这件事"),
        ("403_csrf.html", "页面放得太久"),
        ("404.html", "找不到"),
        ("422.html", "不能“派单”"),
        ("500.html", "系统出了错"),
    ],
)
def test_problem_pages_say_in_chinese_what_to_do(rf, name: str, words: str) -> None:
    refusal = Refusal("此件已办结，不能“派单”。", hint="请用“重新打开”。")
    html = get_template(name).render(
        {"refusal": refusal if name == "422.html" else None}, rf.get("/")
    )
    assert words in html
    assert "href=" in html
