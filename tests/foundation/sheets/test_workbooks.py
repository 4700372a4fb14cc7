"""What goes out: report, template, export. Read back with another library than wrote them."""

import io

import pytest
from openpyxl import load_workbook

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.sheets import report as reporting
from honglian.foundation.sheets.api import LEDGERS, export_ledger, report, template
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.places import make_actor

from .bringing import counts
from .files import HEADERS, code, csv_bytes, enterprise, enterprises, xlsx_bytes

FORMULA = "=cmd|'/c calc'!A0"


def sheet_of(content: bytes, name: str | None = None):
    book = load_workbook(io.BytesIO(content))
    return book[name] if name else book.worksheets[0]


def rows_of(content: bytes) -> list[tuple]:
    return [tuple(c.value for c in row) for row in sheet_of(content).iter_rows()]


# The report


def test_a_workbook_comes_back_as_the_users_own_file(bring):
    def draw(book, sheet):
        sheet.set_column(1, 1, 44)

    rows = [["企业库台账"], HEADERS, enterprise(1), enterprise(2, name="", capital="很多")]
    content = xlsx_bytes(rows, "我的表", draw)
    sheet = sheet_of(report(bring(content).run, content), "我的表")
    assert sheet.column_dimensions["B"].width == pytest.approx(44, abs=1)
    assert sheet["A1"].value == "企业库台账"
    assert sheet["E2"].value == "问题"
    assert sheet["E3"].value is None
    assert "企业名称：没有填" in sheet["E4"].value
    bad, soft = sheet["B4"], sheet["D4"]
    assert bad.fill.fgColor.rgb.endswith(reporting.BAD)
    assert "必填项" in bad.comment.text
    assert soft.fill.fgColor.rgb.endswith(reporting.SOFT)
    assert sheet["B3"].fill.fgColor.rgb != bad.fill.fgColor.rgb


def test_a_text_table_comes_back_as_a_workbook_with_all_rows(bring):
    content = csv_bytes([HEADERS, enterprise(1), enterprise(2, name="")])
    found = rows_of(report(bring(content).run, content))
    assert found[0][0] == "共 2 行，1 行有错、不能导入（红色）。"
    assert found[1] == ("原行号", *HEADERS, "问题")
    assert [row[0] for row in found[2:]] == [2, 3]
    assert "企业名称：没有填" in found[3][-1]


def test_a_large_file_comes_back_with_the_bad_rows_and_says_so(bring, monkeypatch):
    monkeypatch.setattr(reporting, "WHOLE_ROWS", 5)
    monkeypatch.setattr(reporting, "OWN_FILE_CELLS", 5)
    rows = [HEADERS, *(enterprise(n) for n in range(8)), enterprise(9, name="")]
    content = xlsx_bytes(rows)
    found = rows_of(report(bring(content).run, content))
    assert "只列出有问题的行" in found[0][0]
    assert [row[0] for row in found[2:]] == [10]


def test_a_report_holds_no_formula(bring):
    content = csv_bytes([HEADERS, [FORMULA, "", "", ""]])
    sheet = sheet_of(report(bring(content).run, content))
    assert (sheet["B3"].value, sheet["B3"].data_type) == (FORMULA, "s")


def test_a_clean_file_gets_a_report_that_says_so(bring):
    content = csv_bytes(enterprises(1))
    assert rows_of(report(bring(content).run, content))[0][0] == "共 1 行，全部通过检查。"


# The template


@pytest.mark.parametrize("ledger", ["orgs", "members", "enterprises", "pledges", "departments"])
def test_a_template_has_title_notes_header_and_lists(zone, ledger):
    declared = LEDGERS[ledger]
    sheet = sheet_of(template(declared, zone.pk))
    assert sheet["A1"].value == declared.title
    assert "空着的单元格不会清掉" in sheet["A2"].value
    assert [cell.value for cell in sheet[3]] == [c.header for c in declared.columns]
    assert sheet.freeze_panes == "A4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)


def test_a_template_offers_the_chains_of_the_zone(zone):
    content = template(LEDGERS["enterprises"], zone.pk)
    book = load_workbook(io.BytesIO(content))
    offered = {c.value for row in book["选项"].iter_rows() for c in row}
    rules = " ".join(str(r.formula1) for r in book.worksheets[0].data_validations.dataValidation)
    for chain in zone.chains.all():
        assert chain.name in offered or chain.name in rules
    assert book["选项"].sheet_state == "hidden"


@pytest.mark.parametrize("ledger", ["orgs", "members", "enterprises", "pledges", "departments"])
def test_a_template_is_recognised_when_it_comes_back(bring, zone, ledger):
    with pytest.raises(Refusal, match="下面没有数据"):
        bring(template(LEDGERS[ledger], zone.pk), ledger)


def test_codes_are_kept_as_text_in_the_template(zone):
    sheet = sheet_of(template(LEDGERS["enterprises"], zone.pk))
    assert sheet.column_dimensions["A"].width >= 18
    book = load_workbook(io.BytesIO(template(LEDGERS["enterprises"], zone.pk)))
    assert book.worksheets[0].cell(10, 1).number_format in ("@", "General")


# The export


def brought(bring):
    headers = [*HEADERS, "联系电话", "营业收入(万元)", "经营范围"]
    row = [*enterprise(1, capital="100万美元"), "13812345678", "1,234.5", FORMULA]
    bring(csv_bytes([headers, row]))


def test_an_export_comes_back_unchanged(bring, machine):
    brought(bring)
    out = export_ledger(sheet=LEDGERS["enterprises"], by=machine, purpose="核对", full=True)
    assert counts(bring(out.content)) == (0, 0, 1, 0)
    assert out.rows == 1
    assert out.name.startswith("企业库台账_")


def test_an_export_is_masked_watermarked_and_on_record(bring, zone):
    brought(bring)
    by = make_actor(zone, "leader")
    out = export_ledger(sheet=LEDGERS["enterprises"], by=by, purpose="月度核对")
    sheet = sheet_of(out.content)
    headers = [c.value for c in sheet[3]]
    row = dict(zip(headers, (c.value for c in sheet[4]), strict=True))
    assert row["联系电话"] == "138****5678"
    assert row["注册资本(万元)"] == "100 万美元"
    assert row["统一社会信用代码"] == code(1)
    assert "月度核对" in sheet["A2"].value
    assert by.name in sheet["A2"].value
    assert "月度核对" in sheet.oddFooter.center.text
    entry = AuditEntry.rows.get(verb="enterprises.export")
    assert (entry.actor_name, entry.changes["rows"]) == (by.name, [None, 1])
    assert "月度核对" in entry.note


def test_an_export_holds_no_formula(bring, machine):
    brought(bring)
    sheet = sheet_of(export_ledger(sheet=LEDGERS["enterprises"], by=machine, purpose="").content)
    found = [c for row in sheet.iter_rows() for c in row if c.value == FORMULA]
    assert [c.data_type for c in found] == ["s"]


def test_figures_go_only_to_those_who_may_see_them(bring, zone):
    brought(bring)
    by = make_actor(zone, "grid_leader", "chain", zone.chains.first().pk)
    Enterprise.rows.update(chain_id=by.scope.ids[0])
    content = export_ledger(sheet=LEDGERS["enterprises"], by=by, purpose="").content
    assert "营业收入(万元)" not in [c.value for c in sheet_of(content)[3]]


def test_an_export_holds_only_what_the_actor_may_see(bring, zone):
    brought(bring)
    by = make_actor(zone, "grid_leader", "chain", zone.chains.first().pk)
    assert export_ledger(sheet=LEDGERS["enterprises"], by=by, purpose="").rows == 0


def test_full_content_needs_permission_and_a_purpose(bring, zone, machine):
    brought(bring)
    sheet = LEDGERS["enterprises"]
    with pytest.raises(NotAllowed, match="只能导出脱敏"):
        export_ledger(sheet=sheet, by=make_actor(zone, "leader"), purpose="x", full=True)
    with pytest.raises(Refusal, match="写明用途"):
        export_ledger(sheet=sheet, by=machine, purpose=" ", full=True)
    with pytest.raises(NotAllowed):
        export_ledger(sheet=sheet, by=make_actor(zone, "dispatcher"), purpose="x")


def test_a_masked_export_never_overwrites(bring, zone):
    brought(bring)
    out = export_ledger(sheet=LEDGERS["enterprises"], by=make_actor(zone, "leader"), purpose="")
    outcome = bring(out.content)
    assert outcome.counts == {"created": 0, "updated": 0, "unchanged": 1, "rejected": 0}
    assert Enterprise.rows.get().contact_mobile == "13812345678"
