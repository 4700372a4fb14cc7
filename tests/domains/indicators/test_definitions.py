"""A definition's way, entered-only figures, published values and their corrections."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from honglian.analytics.api import parse
from honglian.domains.cases.models import Case
from honglian.domains.indicators import actions
from honglian.domains.indicators import api as indicators
from honglian.domains.indicators.models import Indicator, IndicatorValue, IndicatorVersion
from honglian.domains.indicators.reference import references
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal

FORMULA = {
    "record": "cases.case",
    "where": [["category", "in", ["labor"]]],
    "date": "created",
    "period": "ever",
}
ABOUT = {"name": "用工诉求", "unit": "件"}
HOW = {"decimals": 0, "note": "用工类"}


def figure(place, code, day=None):
    return next(f for f in indicators.figures(place.system, day) if f.code == code)


def compose(place, by, formula=FORMULA, code="ZD-01", how=HOW):
    found = parse(formula) if formula else None
    return actions.compose(code=code, about=ABOUT, formula=found, how=how, by=by)


def publish(version, statistician, checker):
    actions.submit(version_id=version.pk, by=statistician)
    actions.check(version_id=version.pk, by=checker)
    return actions.publish(version_id=version.pk, by=statistician)


def test_all_58_figures_of_the_reports_are_there():
    found = references()
    assert len(found) == len({r.code for r in found}) == 58
    assert {r.zone for r in found} == {"xianning", "xiangyang"}
    assert all(r.formula or r.needs or r.entered for r in found)
    assert sum(r.code.startswith("XN") for r in found) == 40


def test_a_figure_counts_only_after_another_person_has_checked_it(place):
    statistician, checker = place.actor("stat_user"), place.actor("org_admin")
    version = compose(place, statistician)
    assert figure(place, "ZD-01").value is None
    with pytest.raises(Refusal, match="草稿"):
        actions.publish(version_id=version.pk, by=statistician)
    actions.submit(version_id=version.pk, by=statistician)
    assert WorkItem.objects.held_by(checker).get().title.startswith("指标口径")
    with pytest.raises(NotAllowed, match="另一位"):
        actions.check(version_id=version.pk, by=statistician)
    actions.check(version_id=version.pk, by=checker)
    actions.publish(version_id=version.pk, by=statistician)
    labor = Case.rows.filter(zone=place.zone, category="labor").count()
    assert figure(place, "ZD-01").value == labor > 0
    assert not WorkItem.rows.filter(closed_at=None, kind="indicators.indicatorversion").exists()
    verbs = (
        AuditEntry.objects.unscoped("test")
        .filter(verb__startswith="indicators.")
        .values_list("verb", flat=True)
    )
    assert {
        "indicators.compose",
        "indicators.submit",
        "indicators.check",
        "indicators.publish",
    } <= set(verbs)


def test_what_was_sent_back_is_changed_and_submitted_again(place):
    statistician, checker = place.actor("stat_user"), place.actor("org_admin")
    version = compose(place, statistician)
    actions.submit(version_id=version.pk, by=statistician)
    with pytest.raises(Refusal, match="哪里不对"):
        actions.send_back(version_id=version.pk, reason=" ", by=checker)
    actions.send_back(version_id=version.pk, reason="应去掉不予受理的", by=checker)
    assert WorkItem.objects.held_by(statistician).get().expected == "修改口径"
    changed = parse({**FORMULA, "where": [["state", "not_in", ["not_accepted"]]]})
    actions.change(
        version_id=version.pk,
        formula=changed,
        how=HOW,
        about={**ABOUT, "name": "诉求"},
        by=statistician,
    )
    publish(version, statistician, checker)
    assert figure(place, "ZD-01").name == "诉求"


def test_a_new_version_ends_the_old_one_and_past_days_keep_the_old(place):
    statistician, checker = place.actor("stat_user"), place.actor("org_admin")
    with clock.at(clock.now() - timedelta(days=40)):
        first = publish(compose(place, statistician), statistician, checker)
    with pytest.raises(Refusal, match="为什么改"):
        actions.revise_definition(
            indicator_id=first.indicator_id, formula=first.parsed, how=HOW, by=statistician
        )
    wider = parse({**FORMULA, "where": []})
    second = actions.revise_definition(
        indicator_id=first.indicator_id,
        formula=wider,
        how={**HOW, "because": "各类都算"},
        by=statistician,
    )
    publish(second, statistician, checker)
    first.refresh_from_db()
    assert (first.state, first.valid_to) == ("retired", date(2026, 11, 24))
    assert figure(place, "ZD-01").version == second
    then = figure(place, "ZD-01", date(2026, 11, 1))
    assert then.version == first
    assert then.value < figure(place, "ZD-01").value


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ({"record": "cases.case", "measure": "sum", "column": "category"}, "只有数字和金额"),
        ({"record": "cases.case", "where": [["nothing", "yes"]]}, "没有“nothing”"),
        ({"record": "cases.case", "period": "month"}, "日期字段"),
        ({"record": "cases.case", "measure": "share"}, "分子"),
        ({"record": "cases.case", "show": "percent"}, "哪一期"),
        ({"record": "cases.case", "where": [["category", "at_least", ["a"]]]}, "不分大小"),
        ({"record": "nowhere.row"}, "记录种类"),
    ],
    ids=["sum of words", "column", "no date", "share", "no comparison", "order", "record"],
)
def test_what_cannot_be_counted_is_refused(place, formula, words):
    with pytest.raises(Refusal, match=words):
        compose(place, place.actor("stat_user"), formula)


def test_entered_figures_are_entered_and_never_computed(place):
    by = place.actor("stat_user")
    growth = Indicator.rows.get(zone=place.zone, code="XN-E02")
    assert figure(place, "XN-E02").value is None
    actions.enter(
        indicator_id=growth.pk, day=date(2026, 5, 31), value=Decimal("10.8"), source="统计局", by=by
    )
    found = figure(place, "XN-E02")
    assert (found.shown, found.status, found.measured) == ("10.8%", "entered", None)
    assert found.matches is True
    counted = Indicator.rows.get(zone=place.zone, code="XN-P02")
    with pytest.raises(Refusal, match="由记录算出"):
        actions.enter(
            indicator_id=counted.pk, day=date(2026, 5, 31), value=Decimal(9), source="x", by=by
        )
    with pytest.raises(Refusal, match="已经录入过"):
        actions.enter(
            indicator_id=growth.pk, day=date(2026, 5, 31), value=Decimal(11), source="x", by=by
        )
    version = IndicatorVersion.rows.get(indicator=growth)
    assert version.parsed is None


def test_a_published_value_stays_and_a_correction_says_who_and_why(place):
    by = place.actor("stat_user")
    day = date(2026, 11, 25)
    assert actions.issue(day=day, by=by) > 5
    assert actions.issue(day=day, by=by) == 0
    kept = IndicatorValue.rows.get(indicator__code="XN-P02", day=day)
    with pytest.raises(Refusal, match="还是这个数"):
        actions.revise(value_id=kept.pk, reason="漏报", by=by)
    place.orgs[0].status = "dissolved"
    place.orgs[0].save()
    place.step()
    now = figure(place, "XN-P02")
    assert now.is_changed
    assert now.published == kept
    with pytest.raises(Refusal, match="先改记录"):
        actions.revise(value_id=kept.pk, reason="漏报", value=Decimal(9), by=by)
    new = actions.revise(value_id=kept.pk, reason="一家已撤销，漏登", by=by)
    kept.refresh_from_db()
    assert (kept.is_current, new.revises, new.value) == (False, kept, kept.value - 1)
    assert new.published_by == by.name
    with clock.at(clock.now() + timedelta(days=30)):
        later = figure(place, "XN-P02", day)
    assert (later.status, later.value) == ("kept", new.value)


def test_a_state_of_a_past_day_that_nobody_published_is_not_made_up(place):
    found = figure(place, "XN-P03", date(2026, 10, 1))
    assert (found.status, found.shown) == ("not_kept", "—")
    assert "没有发布过" in found.why
    pledged = figure(place, "XN-P07", date(2026, 1, 15))
    assert pledged.value == 0


def test_figures_whose_records_nobody_brings_yet_say_so(place):
    found = figure(place, "XN-Z04")
    assert (found.shown, found.status) == ("未建", "unbuilt")
    assert "招商" in found.why


def test_few_persons_are_not_told_to_who_may_not_see_them(place):
    by = place.actor("stat_user")
    version = compose(
        place, by, {"record": "members.member", "where": [["standing", "in", ["transferred"]]]}
    )
    publish(version, by, place.actor("org_admin"))
    few = next(f for f in indicators.figures(by) if f.code == "ZD-01")
    assert (few.shown, few.value) == ("少于 5", None)
    admin = next(f for f in indicators.figures(place.actor("leader")) if f.code == "ZD-01")
    assert admin.value == 1
