"""The demonstration's part of a full life goes through the same actions as people use."""

from honglian.demo.fullcases import play_full_life
from honglian.domains.cases import actions
from honglian.domains.cases.models import Case, KnowledgeEntry, ReplyTemplate
from honglian.foundation.workflow.api import desk


def test_a_few_of_each(cast):
    done = cast.replied()
    actions.close(number=done.number, by=cast.dispatcher)
    for _ in range(3):
        cast.dispatched()
    workers = {c.code: cast.works_in(c.code) for c in cast.zone.settings.departments}
    touched = play_full_life(cast.zone, cast.dispatcher, cast.leader, workers)
    assert touched == 7
    assert ReplyTemplate.rows.count() == 4
    assert KnowledgeEntry.rows.get().case == done
    assert Case.rows.filter(state="split").count() == 1
    assert set(Case.rows.exclude(rung="").values_list("rung", flat=True)) == {"branch", "committee"}
    assert Case.rows.filter(source="12345").count() == 2
    waiting = {item.kind for item in desk(cast.leader)}
    assert {"cases.review", "cases.escalation"} <= waiting
