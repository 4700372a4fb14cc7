"""The doctor says what is wrong, where, and what to do; its exit code is the worst finding."""

import argparse
import json

import pytest
from django.conf import settings
from django.db import connection

from honglian.cli import doctor
from honglian.foundation.audit.api import record
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.notify.api import Channel
from honglian.kit import crypto
from honglian.kit.actor import Actor
from honglian.kit.checkup import Finding, Level
from tests.foundation.places import make_zone

pytestmark = pytest.mark.django_db


def found(area: str, level: Level = Level.OK) -> list[Finding]:
    """Findings of an area that are at least so bad."""
    return [f for f in doctor.findings() if f.area == area and f.level >= level]


@pytest.fixture
def zone(db):
    return make_zone()


def test_a_sound_installation_has_no_errors(zone):
    assert [f for f in doctor.findings() if f.level == Level.ERROR] == []


def test_every_warning_and_error_says_what_to_do(zone):
    assert all(f.todo for f in doctor.findings() if f.level >= Level.WARNING)


def test_broken_places_of_the_audit_trail_are_named(zone):
    by = Actor.system(zone.pk)
    entries = [record(by=by, verb="test", label=str(n)) for n in range(4)]
    AuditEntry.rows.filter(zone_id=zone.pk, seq=entries[1].seq).update(note="改过")
    with connection.cursor() as cursor:
        place = [zone.pk, entries[2].seq]
        cursor.execute("DELETE FROM audit_auditentry WHERE zone_id = %s AND seq = %s", place)
    messages = " ".join(f.message for f in found("审计", Level.ERROR))
    assert f"第 {entries[1].seq} 条" in messages
    assert f"第 {entries[2].seq} 条缺失" in messages
    assert zone.short_name in messages


def test_a_key_file_that_others_can_read_is_an_error(monkeypatch, tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("x" * 60)
    path.chmod(0o644)
    monkeypatch.setenv("HONGLIAN_INDEX_SECRET_FILE", str(path))
    (finding,) = found("密钥", Level.ERROR)
    assert str(path) in finding.todo
    path.chmod(0o600)
    assert found("密钥", Level.ERROR) == []


def test_a_lost_key_is_found_before_it_does_harm(zone, monkeypatch):
    Channel.rows.create(zone=zone, kind="json", name="平台", address="https://x.cn/a")
    assert found("密钥", Level.ERROR) == []
    monkeypatch.setattr(settings, "HONGLIAN_FIELD_KEYS", [("k1", "aes", "another secret")])
    crypto._keys.cache_clear()
    try:
        (finding,) = found("密钥", Level.ERROR)
    finally:
        crypto._keys.cache_clear()
    assert "通知渠道·地址" in finding.message


def test_a_failing_channel_is_a_warning(zone):
    Channel.rows.create(
        zone=zone, kind="json", name="平台", address="https://x.cn/a", last_error="对方返回 403"
    )
    assert "对方返回 403" in found("通知", Level.WARNING)[0].message


def test_a_full_disk_and_a_demonstration_in_production(zone, monkeypatch):
    import shutil

    from honglian.foundation.zones.models import Installation

    full = shutil._ntuple_diskusage(100, 100, 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    monkeypatch.setattr(settings, "PRODUCTION", True)
    Installation.objects.all().delete()
    Installation.objects.create(kind=Installation.Kind.DEMO)
    assert "0.0 GB" in found("数据目录", Level.ERROR)[0].message
    # Nothing below the machine is looked at while the disk is full.
    monkeypatch.undo()
    monkeypatch.setattr(settings, "PRODUCTION", True)
    assert "演示库不能用于生产" in found("安装", Level.ERROR)[0].todo


def test_a_check_that_breaks_does_not_hide_the_others(zone, monkeypatch):
    from honglian.foundation.notify import checks

    def broken():
        raise RuntimeError("表不见了")

    monkeypatch.setattr(checks, "checks", broken)
    assert "表不见了" in found("体检", Level.ERROR)[0].message
    assert found("附件")


@pytest.mark.parametrize(
    ("worst", "code"), [(Level.OK, 0), (Level.HINT, 0), (Level.WARNING, 1), (Level.ERROR, 2)]
)
def test_exit_codes_and_json(worst, code, monkeypatch, capsys):
    line = Finding(worst, "试", "说明。", "办法。")
    monkeypatch.setattr(doctor, "findings", lambda: iter([line]))
    assert doctor.run(argparse.Namespace(json=True)) == code
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "level": worst.name.lower(),
        "findings": [
            {"level": worst.name.lower(), "area": "试", "message": "说明。", "todo": "办法。"}
        ],
    }
    assert doctor.run(argparse.Namespace(json=False)) == code
    assert "试：说明。" in capsys.readouterr().out
