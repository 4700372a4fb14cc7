"""Pages of development: the list by stage, the 25 steps, and a form that names the article."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from tests.domains.members.test_development import begin, enter, walked


def test_the_list_and_its_ledger(party):
    walked(party, 17)
    browser = party.browser("staff")
    text = browser.get("/development/").content.decode()
    assert "陈某" in text
    assert "预备党员的接收" in text
    cols = ",".join(("name", "votes", "probation_ends", "warnings", "training"))
    answer = browser.post(f"/development/?cols={cols}", {"export": "xlsx"})
    sheet = load_workbook(
        BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    ).active
    rows = list(sheet.iter_rows(values_only=True))
    heads = list(rows[0])
    assert heads[:2] == ["姓名", "培训时间/学时"] or "应到/实到/赞成" in heads
    row = dict(zip(heads, rows[1], strict=True))
    assert row["应到/实到/赞成"] == "9/8/7"


def test_all_columns_of_the_ledger_are_offered(party):
    walked(party, 7)
    browser = party.browser("staff")
    page = browser.get("/development/").content.decode()
    start = page.index("?cols=") + len("?cols=")
    cols = page[start : page.index('"', start)]
    text = browser.get(f"/development/?cols={cols}").content.decode()
    for head in ("申请入党日期", "培养联系人", "公示起止", "政审完成日期", "转正审批日期", "预警"):
        assert head in text


def test_a_persons_page_shows_the_earliest_lawful_day(party):
    development = walked(party, 6)
    text = party.browser("secretary").get(f"/development/{development.pk}/").content.decode()
    assert "2025-09-10" in text
    assert "DEV-03" in text
    assert f"/development/{development.pk}/step/7/" in text
    assert "步“" in text


def test_a_step_too_early_is_stopped_beside_its_field(party):
    development = walked(party, 6)
    browser = party.browser("secretary")
    url = f"/development/{development.pk}/step/7/"
    form = {"on": "2025-09-09", "body": "支部委员会", "outcome": "agreed"}
    answer = browser.post(url, form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "DEV-03" in text
    assert "第十三条" in text
    assert 'value="2025-09-09"' in text
    assert browser.post(url, form | {"on": "2025-09-10"}).status_code == 302


def test_an_application_is_taken_in_by_the_form(party):
    browser = party.browser("secretary")
    assert "东风机电党支部" in browser.get("/development/new/").content.decode()
    form = {
        "branch": party.branch.pk, "name": "何某", "gender": "2", "birth_date": "1999-01-02",
        "applied_on": "2026-11-20", "education": "20",
    }  # fmt: skip
    answer = browser.post("/development/new/", form)
    assert answer.status_code == 302
    assert "何某" in browser.get(answer.url).content.decode()
    young = browser.post("/development/new/", form | {"birth_date": "2010-01-02"})
    assert young.status_code == 422
    assert "DEV-01" in young.content.decode()


def test_every_step_has_a_form(party):
    development = walked(party, 22)
    browser = party.browser("staff")
    for no in range(1, 26):
        assert browser.get(f"/development/{development.pk}/step/{no}/").status_code == 200
    assert browser.get(f"/development/{development.pk}/step/26/").status_code == 404


def test_the_branch_is_not_offered_the_committees_decision(party):
    development = walked(party, 12)
    url = f"/development/{development.pk}/step/13/"
    page = party.browser("secretary").get(f"/development/{development.pk}/").content.decode()
    assert url not in page
    form = {"on": "2025-10-27", "body": "党委", "outcome": "agreed"}
    assert party.browser("secretary").post(url, form).status_code == 403
    assert party.browser("staff").post(url, form).status_code == 302


def test_withdrawing_and_stopping_by_form(party):
    development = walked(party, 3)
    entry = development.records[-1]
    browser, base = party.browser("secretary"), f"/development/{development.pk}"
    assert browser.post(f"{base}/withdraw/{entry.pk}/", {"reason": "写错"}).status_code == 302
    assert browser.post(f"{base}/stop/", {"reason": "离职"}).status_code == 302
    assert "已终止" in browser.get(f"{base}/").content.decode()
    assert browser.post(f"{base}/stop/", {"reason": "离职"}).status_code == 422
    assert browser.post(f"{base}/resume/", {"reason": "回来"}).status_code == 302


def test_strangers_get_404(party):
    development = begin(party)
    enter(party, development, 2, on=date(2024, 3, 20))
    browser = party.browser("neighbour")
    assert browser.get(f"/development/{development.pk}/").status_code == 404
    assert browser.get(f"/development/{development.pk}/step/3/").status_code == 404
