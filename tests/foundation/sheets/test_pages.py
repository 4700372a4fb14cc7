"""A clerk brings a ledger in by the pages, without JavaScript."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.access.api import Grant
from honglian.foundation.access.middleware import SESSION_GRANT
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.jobs.api import work_off
from honglian.foundation.sheets import steps, tasks, views
from honglian.foundation.sheets.models import ColumnMapping, ImportBatch
from honglian.kit import clock
from honglian.kit.errors import Conflict
from tests.foundation.places import make_grant, make_user

from .files import code, csv_bytes, enterprise, enterprises

Status = ImportBatch.Status


def signed_in(zone, role: str, kind: str = "zone", scope_id=None) -> Client:
    client = Client()
    user = make_user(zone, f"{role}-{zone.code}")
    grant = make_grant(zone, user, role, kind, scope_id)
    client.force_login(user)
    session = client.session
    session[SESSION_GRANT] = grant.pk
    session.save()
    return client


@pytest.fixture
def clerk(zone) -> Client:
    return signed_in(zone, "org_admin")


def send(client: Client, content: bytes, ledger: str = "enterprises", name: str = "企业.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("sheets:import", args=[ledger]), {"file": file})


def brought(client: Client, content: bytes, **kwargs) -> ImportBatch:
    response = send(client, content, **kwargs)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.rows.latest("pk")


def page(client: Client, batch: ImportBatch, **query) -> str:
    return client.get(reverse("sheets:batch", args=[batch.pk]), query).content.decode()


def decide(client: Client, batch: ImportBatch, rows: str):
    return client.post(reverse("sheets:confirm", args=[batch.pk]), {"rows": rows})


def test_the_home_page_offers_what_the_role_may_do(clerk, zone):
    text = clerk.get(reverse("sheets:home")).content.decode()
    for title in ("党组织基本信息台账", "党员花名册", "企业库台账", "企业包保联系台账"):
        assert title in text
    officer = signed_in(zone, "secadmin", "none")
    text = officer.get(reverse("sheets:home")).content.decode()
    assert "部门与账号" in text
    assert "党员花名册" not in text


def test_nothing_is_written_before_it_is_confirmed(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1, 2)))
    assert (batch.status, Enterprise.rows.count()) == (Status.READY, 0)
    text = page(clerk, batch)
    assert "检查通过，要导入吗" in text
    assert "襄阳第1机电有限公司" in text
    decide(clerk, batch, "all")
    batch.refresh_from_db()
    assert (batch.status, Enterprise.rows.count()) == (Status.DONE, 2)
    assert "撤销这一批" in page(clerk, batch)
    assert not batch.source


def test_errors_are_listed_and_the_report_shows_them(clerk):
    batch = brought(clerk, csv_bytes([*enterprises(1), enterprise(2, name="")]))
    text = page(clerk, batch)
    assert "有 1 行不能导入" in text
    assert "企业名称是必填项" in text
    response = clerk.get(reverse("sheets:report", args=[batch.pk]))
    content = b"".join(response.streaming_content)
    assert "企业名称：没有填" in str(list(load_workbook(io.BytesIO(content)).active.values))
    assert AuditEntry.rows.filter(verb="sheets.report").count() == 1


def test_all_or_nothing_is_kept_where_there_are_errors(clerk):
    batch = brought(clerk, csv_bytes([*enterprises(1), enterprise(2, name="")]))
    response = decide(clerk, batch, "all")
    assert response.status_code == 422
    assert "还有错误的行" in response.content.decode()
    assert Enterprise.rows.count() == 0
    decide(clerk, batch, "good")
    assert list(Enterprise.rows.values_list("uscc", flat=True)) == [code(1)]


def test_changes_are_shown_old_and_new(clerk):
    decide(clerk, brought(clerk, csv_bytes(enterprises(1))), "all")
    batch = brought(clerk, csv_bytes(enterprises(1, name="改名后")))
    text = page(clerk, batch, tab="changed")
    assert "襄阳第1机电有限公司" in text
    assert "改名后" in text


def test_what_changed_since_the_check_is_not_written_blindly(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    decide(clerk, brought(clerk, csv_bytes(enterprises(1))), "all")
    response = decide(clerk, batch, "all")
    assert response.status_code == 409
    assert "检查之后台账又有变动" in response.content.decode()


def test_one_batch_is_confirmed_once(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    decide(clerk, batch, "all")
    assert decide(clerk, batch, "all").status_code == 409


def test_columns_are_named_by_hand_and_remembered(clerk, zone):
    rows = [["码", "名"], [code(1), "某厂"]]
    batch = brought(clerk, csv_bytes(rows))
    assert (batch.status, batch.preview) == (Status.READY, {"blocked": True})
    assert "没有找到“统一社会信用代码”列" in page(clerk, batch)
    address = reverse("sheets:columns", args=[batch.pk])
    assert f"例：{code(1)[:16]}" in clerk.get(address).content.decode()
    wrong = clerk.post(address, {"c0": "uscc", "c1": "uscc"}).content.decode()
    assert "“码”已经对应了这一列" in wrong
    clerk.post(address, {"c0": "uscc", "c1": "name"})
    batch.refresh_from_db()
    assert batch.counts["created"] == 1
    assert ColumnMapping.objects.filter(zone=zone).count() == 2
    again = brought(clerk, csv_bytes([["码", "名"], [code(2), "另一厂"]]))
    assert again.counts["created"] == 1


def test_a_batch_is_undone_after_being_asked(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    decide(clerk, batch, "all")
    address = reverse("sheets:undo", args=[batch.pk])
    assert "新增的 1 条会删除" in clerk.get(address).content.decode()
    text = clerk.post(address, follow=True).content.decode()
    assert "已撤销：删除 1 条" in text
    assert Enterprise.rows.count() == 0


def test_a_batch_can_be_dropped(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    clerk.post(reverse("sheets:drop", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.status, bool(batch.source)) == (Status.REFUSED, False)


def test_a_file_that_cannot_be_read_says_why(clerk):
    batch = brought(clerk, b"PK\x03\x04" + bytes(500), name="坏.xlsx")
    assert batch.status == Status.REFUSED
    assert "文件不完整或已损坏" in page(clerk, batch)
    batch = brought(clerk, b"", name="空.csv")
    assert "空文件" in page(clerk, batch)


def test_no_file_is_asked_for(clerk):
    text = clerk.post(reverse("sheets:import", args=["enterprises"]), {}).content.decode()
    assert "请选择要导入的文件" in text


def test_a_file_over_the_limit_is_refused_before_it_is_read(clerk, monkeypatch):
    monkeypatch.setattr(views, "MAX_BYTES", 100)
    monkeypatch.setattr(views, "ENVELOPE", 0)
    response = send(clerk, csv_bytes(enterprises(*range(20))))
    assert response.status_code == 413
    assert "没有读取" in response.content.decode()
    assert ImportBatch.rows.count() == 0


def test_the_upload_needs_the_token(zone):
    client = signed_in(zone, "org_admin")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert send(strict, csv_bytes(enterprises(1))).status_code == 403


def test_large_files_are_checked_and_written_in_the_background(clerk, monkeypatch):
    monkeypatch.setattr(steps, "AT_ONCE", 10)
    batch = brought(clerk, csv_bytes([*enterprises(1), enterprise(2)]))
    assert batch.status == Status.CHECKING
    text = page(clerk, batch)
    assert "检查文件" in text
    assert "刷新进度" in text
    work_off()
    batch.refresh_from_db()
    assert batch.status == Status.READY
    decide(clerk, batch, "all")
    assert Enterprise.rows.count() == 0
    work_off()
    batch.refresh_from_db()
    assert (batch.status, Enterprise.rows.count()) == (Status.DONE, 2)


def test_the_uploaded_file_lies_encrypted(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    with batch.source.open("rb") as handle:
        assert "机电".encode() not in handle.read()


def test_a_killed_batch_is_shown_as_interrupted(clerk, zone):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    host = batch.runner.rpartition(":")[0]
    ImportBatch.rows.update(status=Status.WRITING, runner=f"{host}:999999999")
    text = page(clerk, batch)
    assert "中断" in text
    assert "可以重新导入同一个文件" in text


def test_exports_and_templates_are_files(clerk):
    decide(clerk, brought(clerk, csv_bytes(enterprises(1))), "all")
    response = clerk.get(reverse("sheets:template", args=["enterprises"]))
    assert response["Content-Type"] == views.XLSX
    address = reverse("sheets:export", args=["enterprises"])
    assert "用途" in clerk.get(address).content.decode()
    assert "处需要修改" in clerk.post(address, {}).content.decode()
    response = clerk.post(address, {"purpose": "核对"})
    content = b"".join(response.streaming_content)
    assert code(1) in str(list(load_workbook(io.BytesIO(content)).active.values))


@pytest.mark.parametrize("name", ["batch", "columns", "confirm", "drop", "report", "undo"])
def test_batches_of_others_are_not_there(clerk, zone, name):
    batch = brought(clerk, csv_bytes([*enterprises(1), enterprise(2, name="")]))
    stranger = signed_in(zone, "leader")
    address = reverse(f"sheets:{name}", args=[batch.pk])
    method = stranger.post if name in ("confirm", "drop") else stranger.get
    assert method(address, {"rows": "all"}).status_code == 404


def test_ledgers_that_are_not_ones_own_are_not_there(clerk, zone):
    officer = signed_in(zone, "sysadmin", "none")
    for name in ("import", "export", "template"):
        assert officer.get(reverse(f"sheets:{name}", args=["members"])).status_code == 404


def test_undecided_files_and_old_reports_are_cleared_away(clerk):
    bad = csv_bytes([*enterprises(1), enterprise(2, name="")])
    undecided, decided = brought(clerk, bad), brought(clerk, bad)
    decide(clerk, decided, "good")
    long_ago = clock.now() - timedelta(days=31)
    ImportBatch.rows.update(created_at=long_ago, seen_at=long_ago)
    tasks.tidy()
    undecided.refresh_from_db()
    decided.refresh_from_db()
    assert (undecided.status, bool(undecided.source)) == (Status.REFUSED, False)
    assert (decided.status, decided.preview, bool(decided.report)) == (Status.DONE, {}, False)
    assert "已导入" in page(clerk, decided)


def test_two_who_confirm_at_once_write_once(clerk):
    batch = brought(clerk, csv_bytes(enterprises(1)))
    first, second = ImportBatch.rows.get(pk=batch.pk), ImportBatch.rows.get(pk=batch.pk)
    by = steps.actor_of(batch)
    steps.confirm(batch=first, good_rows=False, by=by)
    for late in (
        lambda: steps.confirm(batch=second, good_rows=False, by=by),
        lambda: steps.drop(batch=second, by=by),
        lambda: steps.recheck(batch=second, mapping={}, by=by),
    ):
        with pytest.raises(Conflict, match="已经是“已导入”"):
            late()
    batch.refresh_from_db()
    assert (batch.status, Enterprise.rows.count()) == (Status.DONE, 1)


def test_an_accident_leaves_no_batch_at_work(clerk, monkeypatch):
    batch = brought(clerk, csv_bytes(enterprises(1)))

    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("honglian.foundation.sheets.bulk.insert", broken)
    with pytest.raises(RuntimeError):
        decide(clerk, batch, "all")
    batch.refresh_from_db()
    assert (batch.status, Enterprise.rows.count()) == (Status.FAILED, 0)
    assert "没有写入任何一行" in page(clerk, batch)


def test_a_revoked_uploader_imports_nothing_more(clerk, monkeypatch):
    monkeypatch.setattr(steps, "AT_ONCE", 10)
    batch = brought(clerk, csv_bytes(enterprises(1)))
    Grant.rows.update(revoked_at=clock.now())
    work_off()
    batch.refresh_from_db()
    assert batch.status == Status.REFUSED
    assert "身份已被收回" in batch.message
