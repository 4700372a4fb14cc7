"""A batch can be taken back without harming what happened since."""

import pytest
from django.http import Http404

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.sheets import actions
from honglian.foundation.sheets.models import ImportBatch
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from tests.foundation.places import make_zone

from .files import HEADERS, code, csv_bytes, enterprise, enterprises


def test_created_rows_go_and_changed_rows_get_their_values_back(bring, machine):
    bring(csv_bytes(enterprises(1)))
    second = bring(csv_bytes([HEADERS, enterprise(1, name="改名后", capital="9"), enterprise(2)]))
    undone = actions.undo(batch_id=second.batch.pk, by=machine)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, [])
    found = Enterprise.rows.get()
    assert (found.name, found.capital) == ("襄阳第1机电有限公司", 500)
    assert "改名" not in found.search
    second.batch.refresh_from_db()
    assert second.batch.status == ImportBatch.Status.UNDONE
    assert AuditEntry.rows.filter(verb="enterprises.undo_import").count() == 1


def test_a_row_touched_since_stays_and_is_named(bring, machine):
    batch = bring(csv_bytes(enterprises(1, 2))).batch
    Enterprise.rows.filter(uscc=code(1)).update(legal_person="李四", updated_at=clock.now())
    undone = actions.undo(batch_id=batch.pk, by=machine)
    assert undone.removed == 1
    assert undone.kept == [("襄阳第1机电有限公司", "导入后又有改动")]
    batch.refresh_from_db()
    assert "襄阳第1机电有限公司（导入后又有改动）" in batch.message


def test_a_changed_value_that_changed_again_stays(bring, machine):
    bring(csv_bytes(enterprises(1)))
    batch = bring(csv_bytes(enterprises(1, name="第二个名字"))).batch
    Enterprise.rows.update(name="第三个名字")
    undone = actions.undo(batch_id=batch.pk, by=machine)
    assert (undone.restored, [name for name, _ in undone.kept]) == (0, ["第三个名字"])
    assert Enterprise.rows.get().name == "第三个名字"


def test_a_row_that_others_refer_to_stays(bring, machine):
    batch = bring(csv_bytes(enterprises(1, 2))).batch
    pledges = [["信用代码", "党建指导员"], [code(1), "王五"]]
    bring(csv_bytes(pledges), "pledges")
    undone = actions.undo(batch_id=batch.pk, by=machine)
    assert undone.kept == [("襄阳第1机电有限公司", "已有包保在用")]
    assert [e.uscc for e in Enterprise.rows.all()] == [code(1)]


def test_encrypted_values_come_back(bring, machine):
    headers = [*HEADERS, "联系电话"]
    bring(csv_bytes([headers, [*enterprise(1), "13812345678"]]))
    batch = bring(csv_bytes([headers, [*enterprise(1), "13987654321"]])).batch
    actions.undo(batch_id=batch.pk, by=machine)
    assert Enterprise.rows.get().contact_mobile == "13812345678"


def test_a_batch_is_undone_once(bring, machine):
    batch = bring(csv_bytes(enterprises(1))).batch
    actions.undo(batch_id=batch.pk, by=machine)
    with pytest.raises(Refusal, match="已撤销"):
        actions.undo(batch_id=batch.pk, by=machine)


def test_another_zone_cannot_undo(bring):
    batch = bring(csv_bytes(enterprises(1))).batch
    stranger = Actor.system(make_zone("xianning").pk)
    with pytest.raises(Http404):
        actions.undo(batch_id=batch.pk, by=stranger)


def test_after_undo_the_file_can_be_imported_again(bring, machine):
    content = csv_bytes(enterprises(1, 2))
    batch = bring(content).batch
    actions.undo(batch_id=batch.pk, by=machine)
    assert bring(content).counts["created"] == 2
