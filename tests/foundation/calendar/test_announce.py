"""The State Council's notice is read as published, previewed, entered, and told to the domains."""

from datetime import date

import pytest
from chinese_calendar import is_workday

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.calendar import actions
from honglian.foundation.calendar.api import calendar_for, checks
from honglian.foundation.calendar.events import CalendarChanged
from honglian.foundation.calendar.models import CalendarYear, SpecialDay
from honglian.foundation.calendar.notice import read_notice
from honglian.kit import events
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

NOTICE_2025 = """
    一、元旦：1月1日（周三）放假1天，不调休。
    二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
    三、清明节：4月4日（周五）至6日（周日）放假，共3天。
    四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
    五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
    六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
    节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
"""
LIST_2027 = """# 示例清单
2027-01-01 元旦 放假
2027-02-05 至 2027-02-11 春节 放假
2027/2/14 春节 补班
"""
BY = Actor.system(None)


def test_the_published_text_gives_the_known_year():
    days = {d.day: d for d in read_notice(NOTICE_2025, 2025)}
    first = date(2025, 1, 1).toordinal()
    wrong = []
    for n in range(first, first + 365):
        day = date.fromordinal(n)
        worked = not days[day].is_off if day in days else day.weekday() < 5
        if worked != is_workday(day):
            wrong.append(day)
    assert wrong == []
    assert days[date(2025, 2, 8)].name == "春节"
    assert days[date(2025, 10, 6)].name == "国庆节、中秋节"


def test_one_paragraph_without_line_breaks_reads_the_same():
    flat = "现将2025年节假日安排通知如下：" + "".join(
        line.strip() for line in NOTICE_2025.splitlines()
    )
    assert read_notice(flat, 2025) == read_notice(NOTICE_2025, 2025)


def test_full_width_and_half_width_marks_read_the_same():
    plain = NOTICE_2025.replace("：", ":").replace("（", "(").replace("）", ")")
    assert read_notice(plain, 2025) == read_notice(NOTICE_2025, 2025)


def test_a_list_is_read_line_by_line():
    days = read_notice(LIST_2027, 2027)
    assert len(days) == 9
    assert [d.day for d in days if not d.is_off] == [date(2027, 2, 14)]


def test_a_holiday_over_new_year_is_kept():
    days = read_notice("一、元旦：2026年12月31日至2027年1月2日放假，共3天。", 2027)
    assert [d.day for d in days] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请粘贴"),
        ("关于放假的通知", "第 1 行看不懂"),
        ("2027-02-05 春节 放假\n2027-02-06 春节 也许", "第 2 行看不懂"),
        ("2027-02-30 春节 放假", "没有 2027年02月30日"),
        ("一、元旦：13月1日放假。", "没有 2027年13月1日"),
        ("2027-02-11 至 2027-02-05 春节 放假", "前后颠倒"),
        ("2027-02-01 至 2027-03-05 春节 放假", "超过 16 天"),
        ("2027-02-08 春节 补班", "是工作日，不用补班"),
        ("2027-02-14 春节 补班\n2027-02-14 春节 放假", "既写了放假又写了补班"),
        ("2028-02-05 春节 放假", "没有 2027 年的日子"),
        ("一、元旦：1月1日放假，1月3日上班。", "请在中间加句号"),
        ("一、元旦：另行通知。", "没有认出"),
    ],
)
def test_what_cannot_be_read_is_named(text, words):
    with pytest.raises(Refusal, match=words):
        read_notice(text, 2027)


@pytest.mark.django_db
def test_entering_a_year_changes_the_calendar_and_tells_the_domains(zone, monkeypatch):
    told = []
    monkeypatch.setitem(events._handlers, CalendarChanged, [told.append])
    assert calendar_for(zone).is_provisional(date(2027, 2, 8))
    changes = actions.announce(year=2027, text=LIST_2027, source="国办发明电〔2026〕7号", by=BY)
    # 5 to 11 February 2027 is Friday to Thursday: its weekend was free anyway.
    assert [c.day.day for c in changes] == [1, 5, 8, 9, 10, 11, 14]
    calendar = calendar_for(zone)
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 14))
    assert not calendar.is_provisional(date(2027, 2, 8))
    assert told == [CalendarChanged(2027)]
    entry = AuditEntry.rows.get(verb="calendar.announce")
    assert entry.changes["2027-02-14 春节"] == ["休息（周末）", "补班"]


@pytest.mark.django_db
def test_a_corrected_list_replaces_the_first():
    actions.announce(year=2027, text=LIST_2027, source="初稿", by=BY)
    changes = actions.announce(year=2027, text="2027-01-01 元旦 放假", source="正式", by=BY)
    assert ("放假", "上班") in {(c.before, c.after) for c in changes}
    assert SpecialDay.objects.filter(day__year=2027).count() == 1
    assert CalendarYear.objects.get(year=2027).source == "正式"


@pytest.mark.django_db
def test_entering_the_same_list_again_changes_nothing():
    assert actions.preview(year=2025, text=NOTICE_2025, by=BY)[1] == []


@pytest.mark.django_db
def test_a_handler_that_fails_takes_the_list_back(monkeypatch):
    def refuse(event):
        raise Refusal("不行")

    monkeypatch.setitem(events._handlers, CalendarChanged, [refuse])
    with pytest.raises(Refusal):
        actions.announce(year=2027, text=LIST_2027, source="x", by=BY)
    assert not CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.django_db
def test_only_the_system_administrator_enters_it(cast):
    by = cast.actor(cast("leader"))
    for call in (actions.announce, actions.preview):
        words = {"source": "x"} if call is actions.announce else {}
        with pytest.raises(NotAllowed):
            call(year=2027, text=LIST_2027, by=by, **words)


def test_the_page_previews_before_it_enters(cast, signed):
    client = signed(cast("sysadmin"))
    data = {"year": 2027, "source": "国办发明电〔2026〕7号", "text": LIST_2027}
    page = client.post("/calendar/announce/", data).content.decode()
    assert "认出 9 天，其中 7 天有变化" in page
    assert not CalendarYear.objects.filter(year=2027).exists()
    answer = client.post("/calendar/announce/", data | {"confirm": "1"})
    assert answer.url == "/calendar/?year=2027"
    page = client.get(answer.url).content.decode()
    assert "国办发明电〔2026〕7号" in page
    assert "共 7 天" in page


def test_the_page_says_what_it_cannot_read(cast, signed):
    client = signed(cast("sysadmin"))
    data = {"year": 2027, "source": "x", "text": "2027-02-06 春节 也许"}
    page = client.post("/calendar/announce/", data).content.decode()
    assert "第 1 行看不懂" in page
    assert "2027-02-06 春节 也许" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2026, 6, 1), "ok"),
        (date(2026, 11, 25), "warning"),
        (date(2027, 1, 5), "error"),
    ],
)
def test_the_doctor_asks_for_the_list_in_time(today, level):
    assert [found[0] for found in checks(today)] == [level]
