"""`honglian import`, `export` and `template` as a script would use them."""

import json

import pytest
from openpyxl import load_workbook

from tests.cli.installation import Installation
from tests.foundation.sheets.files import HEADERS, csv_bytes, enterprise, enterprises, xlsx_bytes

ZONES = """
from django.conf import settings
from honglian.foundation.zones.api import load_zone
from honglian.kit.actor import Actor
for code in ("xianning", "xiangyang"):
    load_zone(path=settings.ZONES_DIR / f"{code}.toml", by=Actor.system(None))
"""


@pytest.fixture(scope="module")
def zoned(installation: Installation) -> Installation:
    installation.do(ZONES)
    return installation


@pytest.fixture
def bring(zoned, tmp_path):
    """Run an import of these bytes; the exit code, what was printed, what was said beside it."""

    def bring(content: bytes, *words: str, name="企业.csv", zone="xiangyang"):
        path = tmp_path / name
        path.write_bytes(content)
        done = zoned.honglian("import", "enterprises", str(path), "--zone", zone, *words)
        return done.returncode, done.stdout, done.stderr

    return bring


def test_all_in_is_0_and_json_says_what_was_done(bring):
    code, out, _ = bring(csv_bytes(enterprises(1, 2)), "--json")
    answer = json.loads(out)
    assert code == 0
    assert {k: answer[k] for k in ("created", "updated", "unchanged", "rejected")} == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    assert answer["batch"] > 0
    again = json.loads(bring(csv_bytes(enterprises(1, 2)), "--json")[1])
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_some_rejected_is_1_and_the_report_names_them(bring, tmp_path):
    rows = [*enterprises(11), enterprise(12, name="")]
    target = tmp_path / "r.xlsx"
    code, out, _ = bring(csv_bytes(rows), "--good-rows", "--report", str(target))
    assert (code, "新增 1" in out, "第 3 行 企业名称" in out) == (1, True, True)
    sheet = load_workbook(target).worksheets[0]
    assert "企业名称" in sheet.cell(4, sheet.max_column).value


def test_nothing_written_is_2(bring):
    code, out, _ = bring(csv_bytes([*enterprises(21), enterprise(22, name="")]), "--json")
    answer = json.loads(out)
    assert (code, answer["created"], answer["rejected"]) == (2, 0, 1)
    assert answer["errors_sample"][0]["row"] == 3


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "空.csv", "空文件"),
        (xlsx_bytes(enterprises(1))[:800], "坏.xlsx", "不完整或已损坏"),
    ],
)
def test_an_unreadable_file_is_3(bring, content, name, sentence):
    code, _, err = bring(content, name=name)
    assert (code, sentence in err) == (3, True)


def test_wrong_words_are_3(zoned, bring, tmp_path):
    assert bring(csv_bytes(enterprises(1)), zone="nowhere")[0] == 3
    assert bring(csv_bytes(enterprises(1)), "--map", "没有等号")[0] == 3
    done = zoned.honglian("import", "nothing", __file__, "--zone", "xiangyang")
    assert (done.returncode, "enterprises（企业库台账）" in done.stderr) == (3, True)
    missing = zoned.honglian("import", "enterprises", "没有.csv", "--zone", "xiangyang")
    assert (missing.returncode, "找不到文件" in missing.stderr) == (3, True)


def test_a_dry_run_writes_nothing(bring):
    code, out, _ = bring(csv_bytes(enterprises(31)), "--dry-run", "--json")
    answer = json.loads(out)
    assert (code, answer["created"], answer["batch"]) == (0, 1, None)
    assert json.loads(bring(csv_bytes(enterprises(31)), "--dry-run", "--json")[1])["created"] == 1


def test_columns_can_be_mapped_by_hand(bring):
    headers = ["码", "名"]
    rows = [headers, [enterprise(41)[0], "某厂"]]
    code, out, _ = bring(csv_bytes(rows), "--map", "码=uscc", "名=企业名称", "--json")
    assert (code, json.loads(out)["created"]) == (0, 1)


def test_out_and_in_again(zoned, bring, tmp_path):
    bring(csv_bytes(enterprises(51)), zone="xianning")
    path = tmp_path / "out.xlsx"
    done = zoned.honglian(
        "export", "enterprises", str(path), "--zone", "xianning", "--full", "--purpose", "核对"
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(bring(path.read_bytes(), "--json", name="out.xlsx", zone="xianning")[1])
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 1)


def test_a_template_is_written(zoned, tmp_path):
    path = tmp_path / "模板.xlsx"
    done = zoned.honglian("template", "enterprises", str(path))
    assert done.returncode == 0, done.stderr
    headers = [cell.value for cell in load_workbook(path).worksheets[0][3]]
    assert headers[: len(HEADERS)][:3] == list(HEADERS)[:3]
