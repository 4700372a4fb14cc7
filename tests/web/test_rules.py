"""规则说明: written from the rules themselves, for any day."""

from tests.domains.party import make_party


def test_everybody_reads_the_rules_with_their_clauses(db):
    browser = make_party().browser("secretary")
    text = browser.get("/rules/?on=2026-11-25").content.decode()
    assert "DEV-03" in text
    assert "发展党员工作细则》（2026 年修订）第十三条" in text
    assert "2014 年，中办发" not in text
    assert "违反时会看到" in text


def test_the_rules_of_a_past_day_and_of_one_topic(db):
    browser = make_party().browser("secretary")
    old = browser.get("/rules/?on=2015-01-01&topic=发展党员").content.decode()
    assert "2014 年，中办发" in old
    assert "DEV-04" not in old
    assert "ORG-001" not in old
    whole = browser.get("/rules/?on=2015-01-01&all=1").content.decode()
    assert "不适用于这一天" in whole


def test_a_nonsense_day_is_today(db):
    assert make_party().browser("secretary").get("/rules/?on=abc").status_code == 200
