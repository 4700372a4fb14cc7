"""The ledger of grids, both ways."""

import pytest

from honglian.domains.grids.models import Grid
from honglian.foundation.sheets.api import import_file
from honglian.kit.actor import Actor
from tests.foundation.sheets.bringing import counts, sentences

HEADS = "网格编码,网格名称,怎样划定,产业链,启用日期,停用日期\n"


@pytest.fixture
def bring(scene):
    by = Actor.system(scene.zone.pk, channel="cli")

    def bring(rows: str):
        content = (HEADS + rows).encode()
        return import_file(by=by, ledger_code="grids", source=content, name="网格.csv")

    return bring


def test_grids_come_in_and_the_same_file_changes_nothing(scene, bring):
    rows = "XNG-NM-001,新材料网格,按产业链,新材料,2026-01-01,\nXNG-FB-001,西片改名,按范围,食品饮料,2026-01-01,\n"
    assert counts(bring(rows)) == (1, 1, 0, 0)
    assert Grid.rows.get(code="XNG-FB-001").name == "西片改名"
    assert counts(bring(rows)) == (0, 0, 2, 0)


def test_two_grids_of_one_chain_and_wrong_days_are_told_row_by_row(scene, bring):
    outcome = bring(
        "XNG-NM-001,甲,按产业链,新材料,2026-01-01,\nXNG-NM-002,乙,按产业链,新材料,2026-01-01,\n"
        "XNG-NM-003,丙,按产业链,,2026-01-01,\nXNG-NM-004,丁,按范围,,2026-01-01,2025-01-01\n"
        "甲乙,戊,按范围,,2026-01-01,\n"
    )
    text = "\n".join(sentences(outcome))
    assert "已由网格 XNG-NM-001 按产业链划定" in text
    assert "要填产业链" in text
    assert "停用日期应晚于启用日期 2026-01-01" in text
    assert "XNG-FB-001" in text
