"""The dispatcher's proposal: from the first day, with reasons, never by itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from honglian.algo.textclass import unpack
from honglian.domains.cases import actions
from honglian.domains.cases.models import Case, LearnedModel
from honglian.domains.cases.proposing.actions import take_proposal
from honglian.domains.cases.proposing.learning import own_examples, relearn
from honglian.domains.cases.proposing.selectors import proposal_for
from honglian.domains.cases.tasks import learn_from_closed
from honglian.kit.errors import Refusal

from .conftest import again, make_cast
from .test_pages import browser

pytestmark = pytest.mark.django_db


def close(cast, text: str, category: str) -> Case:
    case = cast.replied(text=text, category=category)
    actions.call_back(number=case.number, reached=False, by=cast.dispatcher)
    return actions.close(number=case.number, by=cast.dispatcher)


def test_first_day_proposes_category_departments_and_why(cast):
    case = cast.report("车间里还差二十来个工人，招聘会去了两回一个没招到", category="")
    found = proposal_for(cast.dispatcher, case)
    assert found.code == "labor"
    assert found.departments[0].startswith("人社") or "人力资源" in found.departments[0]
    assert any("招" in word or "工人" in word for word in found.because)
    assert found.similar == ()
    assert again(case).category == ""  # nothing is decided


def test_only_dispatchers_see_it_and_only_before_dispatch(cast):
    case = cast.report("招不到工人")
    assert proposal_for(cast.boss, case) is None
    done = actions.dispatch(number=case.number, lead="tax", by=cast.dispatcher)
    assert proposal_for(cast.dispatcher, done) is None


def test_one_tap_classifies_and_dispatches(cast):
    case = cast.report("招不到工人", category="")
    take_proposal(number=case.number, category="labor", by=cast.dispatcher)
    case = again(case)
    assert (case.state, case.category) == ("dispatched", "labor")
    assert case.lead.code == cast.zone.settings.category("labor").lead


def test_a_made_up_category_is_refused_and_nothing_happens(cast):
    case = cast.report("招不到工人", category="")
    for category in ("", "out_of_scope"):
        with pytest.raises(Refusal):
            take_proposal(number=case.number, category=category, by=cast.dispatcher)
    assert again(case).state == "created"


def test_learns_from_closed_cases_of_its_own_zone(cast):
    other_cast = make_cast("xiangyang")
    text = "黄金湖泵站的红灯总是亮着"
    for number in range(4):
        close(cast, f"{text}，第{number}回了", "energy")
    closed = Case.rows.filter(zone=cast.zone, state="closed")
    learn_from_closed(zone_id=cast.zone.pk)
    kept = LearnedModel.rows.get()
    assert kept.cases == closed.count() == 4
    remembered = unpack(bytes(kept.packed)).memory.keys
    assert set(remembered) - {0} == set(closed.values_list("pk", flat=True))
    found = proposal_for(cast.dispatcher, cast.report(f"今天{text}", category=""))
    assert found.code == "energy"
    assert found.similar[0].case in closed
    assert found.similar[0].likeness > 50
    elsewhere = proposal_for(other_cast.dispatcher, other_cast.report(text, category=""))
    assert elsewhere.similar == ()


def test_what_was_refused_for_its_matter_is_learned_as_out_of_scope(cast):
    situations = iter(cast.zone.settings.not_accepted)
    for situation in situations:
        case = cast.report(f"这件事{situation}", category="")
        actions.refuse(
            number=case.number, situation=situation, reason="请走法定渠道。", by=cast.dispatcher
        )
    labels = [e.label for e in own_examples(cast.zone.pk, {"tax"})]
    assert set(labels) == {"out_of_scope"}
    assert len(labels) == len(cast.zone.settings.not_accepted) - 2


def test_without_closed_cases_nothing_is_stored(cast):
    assert relearn(cast.zone.pk) == 0
    assert not LearnedModel.rows.exists()


def test_the_page_shows_it_and_its_button_dispatches(cast):
    case = cast.report("招不到工人，年后普工都不回来", category="")
    client, address = browser(cast.dispatcher), reverse("cases:detail", args=[case.number])
    page = client.get(address).content.decode()
    assert "派单建议" in page
    assert "按建议派单" in page
    taken = client.post(
        reverse("cases:take_proposal", args=[case.number]), {"category": "labor"}, follow=True
    )
    assert "已按建议派给" in taken.content.decode()
    assert again(case).state == "dispatched"
