"""A file on its way into a ledger: checked whole, written whole or by good rows, once."""

import pytest

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.sheets.api import ImportBatch
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.places import make_actor

from .files import HEADERS, code, csv_bytes, enterprise, enterprises, xlsx_bytes

REGISTRY = (
    "uscc name founding_date ent_type reg_capital_raw business_scope district_code address "
    "reg_capital_wan_cny uscc_valid"
).split()


def counts(outcome):
    return tuple(outcome.counts[k] for k in ("created", "updated", "unchanged", "rejected"))


def stored(field):
    return list(Enterprise.rows.order_by("uscc").values_list(field, flat=True))


def test_the_second_import_changes_nothing(bring):
    content = csv_bytes(enterprises(1, 2, 3))
    assert counts(bring(content)) == (3, 0, 0, 0)
    assert counts(bring(content)) == (0, 0, 3, 0)


def test_a_registry_extract_is_recognised_without_a_map(bring):
    row = [code(1), "老字号(普通合伙)", "1981-05-30", "集体所有制", "52万人民币", "塑料", "420607",
           "襄州区1号", "52.0", "1"]  # fmt: skip
    outcome = bring(csv_bytes([REGISTRY, row]))
    assert outcome.unknown_columns == ["reg_capital_wan_cny", "uscc_valid"]
    found = Enterprise.rows.get()
    assert (found.registered_address, found.division_code) == ("襄州区1号", "420607")
    assert (str(found.capital), found.capital_currency) == ("52.0000", "CNY")
    assert found.search
    assert found.initials


def test_one_bad_row_keeps_all_out_and_is_named(bring):
    bad = code(2)[:-1] + ("0" if code(2)[-1] != "0" else "1")
    outcome = bring(csv_bytes([*enterprises(1), enterprise(2, uscc=bad)]))
    assert not outcome.written
    assert Enterprise.rows.count() == 0
    assert outcome.batch.status == ImportBatch.Status.REFUSED
    sentence = str(outcome.problems[0])
    assert sentence.startswith(
        f"第 3 行 统一社会信用代码：校验位不对，应为 {code(2)[-1]}，请核对原件"
    )


def test_good_rows_go_in_when_the_user_says_so(bring):
    outcome = bring(csv_bytes([*enterprises(1), enterprise(2, name="")]), good_rows=True)
    assert counts(outcome) == (1, 0, 0, 1)
    assert stored("uscc") == [code(1)]


def test_a_dry_run_leaves_no_trace(bring):
    outcome = bring(csv_bytes(enterprises(1)), dry_run=True)
    assert counts(outcome) == (1, 0, 0, 0)
    assert Enterprise.rows.count() == ImportBatch.rows.count() == 0


def test_all_rows_are_checked_not_only_the_first(bring):
    rows = [HEADERS, *(enterprise(n, name="") for n in range(5))]
    assert [p.line for p in bring(csv_bytes(rows)).problems] == [2, 3, 4, 5, 6]


def test_the_same_code_twice_in_one_file_names_both_rows(bring):
    outcome = bring(csv_bytes([*enterprises(1), enterprise(2), enterprise(1)]), good_rows=True)
    assert [str(p) for p in outcome.problems] == [
        "第 2 行 统一社会信用代码：与第 4 行重复，请只保留一行",
        "第 4 行 统一社会信用代码：与第 2 行重复，请只保留一行",
    ]
    assert stored("uscc") == [code(2)]


def test_changes_are_shown_field_by_field(bring):
    bring(csv_bytes(enterprises(1, 2)))
    outcome = bring(
        csv_bytes([HEADERS, enterprise(1, name="改名后", capital="1.2亿元"), enterprise(2)])
    )
    assert counts(outcome) == (0, 1, 1, 0)
    [change] = outcome.preview["changed"]
    assert change["fields"] == [
        ["企业名称", "襄阳第1机电有限公司", "改名后"],
        ["注册资本(万元)", "500", "12,000"],
    ]
    found = Enterprise.rows.get(uscc=code(1))
    assert "改名" in found.search


def test_a_blank_cell_never_erases(bring):
    bring(csv_bytes(enterprises(1)))
    outcome = bring(csv_bytes(enterprises(1, capital="", founded_on="")))
    assert counts(outcome) == (0, 0, 1, 0)
    assert stored("capital")[0] == 500


def test_a_file_with_fewer_columns_changes_only_those(bring):
    bring(csv_bytes(enterprises(1)))
    outcome = bring(csv_bytes([["信用代码", "法人"], [code(1), "李四"]]))
    assert counts(outcome) == (0, 1, 0, 0)
    found = Enterprise.rows.get()
    assert (found.legal_person, found.name) == ("李四", "襄阳第1机电有限公司")


def test_a_new_row_needs_the_required_columns(bring):
    outcome = bring(csv_bytes([["信用代码", "法人"], [code(1), "李四"]]))
    assert "新增必须有“企业名称”" in outcome.problems[0].message
    assert Enterprise.rows.count() == 0


def test_what_a_registry_spells_unreadably_is_left_out_and_named(bring):
    outcome = bring(csv_bytes(enterprises(1, capital="LEONARD", founded_on="2999-01-01")))
    assert counts(outcome) == (1, 0, 0, 0)
    assert {p.header for p in outcome.problems} == {"注册资本(万元)", "成立日期"}
    assert all(p.soft and "先留空" in p.message for p in outcome.problems)
    assert stored("capital") == [None]


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("注册资本（元）", 5_000_000, 500),
        ("注册资本(亿元)", "0.05", 500),
        ("注册 资本（万元）", "500", 500),
        ("注册资本(元)", "500万元", 500),
        ("*注册资本", 500.0, 500),
    ],
)
def test_the_unit_in_the_header_counts(bring, header, cell, value):
    headers = [*HEADERS[:3], header]
    bring(xlsx_bytes([headers, enterprise(1, capital=cell)]))
    assert stored("capital") == [value]


def test_numbers_that_lost_their_digits_are_refused(bring):
    outcome = bring(xlsx_bytes([*enterprises(1), [9.1420600e17, "某厂"]]), good_rows=True)
    assert "后几位已经丢失" in outcome.problems[0].message


def test_formulas_in_text_are_stored_as_text(bring):
    bring(xlsx_bytes(enterprises(1, name="=cmd|'/c calc'!A0")))
    assert stored("name") == ["=cmd|'/c calc'!A0"]


def test_a_file_without_the_key_is_refused_as_a_whole(bring):
    with pytest.raises(Refusal, match="没有找到“统一社会信用代码”列"):
        bring(csv_bytes([["企业名称", "地址"], ["某厂", "某路"]]))


def test_headers_can_be_mapped_by_hand(bring):
    rows = [["码", "名", "住在", "钱"], [code(1), "某厂", "某路", "5"]]
    mapping = {"码": "uscc", "名": "企业名称", "住在": "address", "钱": ""}
    outcome = bring(csv_bytes(rows), mapping=mapping)
    assert outcome.unknown_columns == ["钱"]
    found = Enterprise.rows.get()
    assert (found.name, found.address, found.registered_address) == ("某厂", "某路", "")


def test_mapping_a_header_that_is_not_there_is_refused(bring):
    with pytest.raises(Refusal, match="文件里没有“电话”这一列"):
        bring(csv_bytes(enterprises(1)), mapping={"电话": "contact_mobile"})
    with pytest.raises(Refusal, match="没有“税号”这一列"):
        bring(csv_bytes(enterprises(1)), mapping={"企业名称": "税号"})


def test_zones_do_not_see_each_other(bring, machine):
    from honglian.kit.actor import Actor
    from tests.foundation.places import make_zone

    bring(csv_bytes(enterprises(1)))
    other = Actor.system(make_zone("xianning").pk)
    assert counts(bring(csv_bytes(enterprises(1)), by=other)) == (1, 0, 0, 0)


def test_one_audit_entry_a_batch_with_hash_and_counts(bring):
    outcome = bring(csv_bytes(enterprises(1, 2)))
    entry = AuditEntry.rows.get(verb="enterprises.import")
    assert entry.channel == "cli"
    assert entry.changes["created"] == [None, 2]
    assert outcome.batch.file_sha256 in entry.note


def test_only_who_may_import_the_zone_may(bring, zone):
    with pytest.raises(NotAllowed):
        bring(csv_bytes(enterprises(1)), by=make_actor(zone, "leader"))
    assert counts(bring(csv_bytes(enterprises(1)), by=make_actor(zone, "org_admin")))[0] == 1


def test_personal_values_are_masked_in_the_preview_and_encrypted_in_the_table(bring):
    headers = [*HEADERS, "联系电话"]
    row = [*enterprise(1), "13812345678"]
    bring(csv_bytes([headers, row]))
    row[-1] = "13987654321"
    outcome = bring(csv_bytes([headers, row]))
    [change] = outcome.preview["changed"]
    assert change["fields"] == [["联系电话", "138****5678", "139****4321"]]
    assert Enterprise.rows.get().contact_mobile == "13987654321"
    assert "13987654321" not in str(list(outcome.batch.changes.values()))


def test_references_must_exist(bring):
    headers = [*HEADERS, "产业链", "党组织"]
    rows = [headers, [*enterprise(1), "造飞船", "没有的支部"]]
    outcome = bring(csv_bytes(rows))
    assert [p.header for p in outcome.problems] == ["产业链", "党组织"]
    assert "没有找到产业链“造飞船”" in outcome.problems[0].message


def test_a_formula_without_a_value_is_named_and_not_taken_for_blank(bring):
    def formulas(book, sheet):
        sheet.write_formula(1, 1, "=VLOOKUP(1,A1:A2,2,0)", None, "#N/A")
        sheet.write_formula(2, 3, "=1+1", None, 500)
        sheet.write_formula(3, 1, '=A1&"厂"', None, "")

    outcome = bring(xlsx_bytes(enterprises(1, 2, 3), draw=formulas), good_rows=True)
    assert [(p.line, p.header) for p in outcome.problems] == [(2, "企业名称"), (4, "企业名称")]
    assert "公式错误 #N/A" in outcome.problems[0].message
    assert "公式没有计算结果" in outcome.problems[1].message
    assert stored("uscc") == [code(2)]


def test_a_masked_cell_leaves_what_is_known_as_it_is(bring):
    """What a masked export hid comes back as stars: neither an error nor a new value."""
    head = ["统一社会信用代码", "企业名称", "联系电话"]
    bring(csv_bytes([head, [code(1), "甲公司", "13800138000"]]))
    known = stored("contact_mobile")
    outcome = bring(csv_bytes([head, [code(1), "甲公司（新）", "138****8000"]]))
    assert counts(outcome) == (0, 1, 0, 0)
    assert (stored("contact_mobile"), stored("name")) == (known, ["甲公司（新）"])
    assert any("联系电话”有 1 格打了星号" in note for note in outcome.notes)
