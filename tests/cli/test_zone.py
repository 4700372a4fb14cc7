"""``honglian zone``: a third zone comes up from a file, with its three officers."""

import argparse
import json
import re

import pytest
from django.conf import settings

from honglian.cli import zone as command
from honglian.foundation.access.checks import checks
from honglian.foundation.access.models import Grant
from honglian.foundation.accounts.models import User
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.zones.models import Zone
from honglian.foundation.zones.toml import read_toml
from honglian.kit.checkup import Level
from honglian.kit.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(tmp_path):
    """A file of a zone that the product does not ship."""
    text = (settings.ZONES_DIR / "xianning.toml").read_text(encoding="utf-8")
    text = text.replace('code = "xianning"', 'code = "donghu"').replace("咸宁", "东湖")
    path = tmp_path / "donghu.toml"
    path.write_text(text, encoding="utf-8")
    return path


def run(*words) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


def test_a_third_zone_is_loaded(third, capsys):
    assert run("load", third) == 0
    assert "已新建 东湖高新技术产业开发区（donghu）" in capsys.readouterr().out
    zone = Zone.objects.get()
    assert zone.settings.city == "东湖"
    assert AuditEntry.rows.get(verb="zones.configure").channel == "cli"


def test_a_program_reads_what_became_of_it(third, capsys):
    outcomes = []
    for change in (None, None, 'hotline = "12345"'):
        if change:
            text = third.read_text(encoding="utf-8").replace('hotline = ""', change)
            third.write_text(text, encoding="utf-8")
        assert run("load", third, "--json") == 0
        outcomes.append(json.loads(capsys.readouterr().out))
    assert outcomes == [
        {"zone": "donghu", "outcome": "created", "version": 1},
        {"zone": "donghu", "outcome": "unchanged", "version": 1},
        {"zone": "donghu", "outcome": "updated", "version": 2},
    ]


def test_a_missing_or_broken_file_is_explained(tmp_path):
    with pytest.raises(Refusal, match="找不到文件"):
        run("load", tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("code = 'x'\n", encoding="utf-8")
    with pytest.raises(Refusal, match="没有填写"):
        run("load", broken)
    assert not Zone.objects.exists()


def test_listing_and_export(third, tmp_path, capsys):
    assert run("list") == 0
    assert "还没有高新区" in capsys.readouterr().out
    run("load", third)
    capsys.readouterr()
    run("list", "--json")
    assert json.loads(capsys.readouterr().out)["zones"][0]["code"] == "donghu"
    out = tmp_path / "out.toml"
    assert run("export", "donghu", out) == 0
    assert read_toml(out.read_bytes()) == Zone.objects.get().settings.dumped()
    with pytest.raises(Refusal, match="donghu"):
        run("export", "nowhere", out)


def test_officers_are_three_people_with_codes_shown_once(third, capsys):
    run("load", third)
    capsys.readouterr()
    assert run("officers", "donghu") == 0
    printed = capsys.readouterr().out
    codes = re.findall(r"一次性口令 (\S+)（", printed)
    assert len(set(codes)) == 3
    users = User.objects.order_by("username")
    assert [u.username for u in users] == ["donghu-auditor", "donghu-secadmin", "donghu-sysadmin"]
    assert all(u.must_change_password and not u.has_second_factor for u in users)
    assert all(any(u.check_password(code) for code in codes) for u in users)
    assert Grant.rows.count() == 3
    assert [f.level for f in checks()] == [Level.OK]
    run("officers", "donghu")
    assert "一次性口令" not in capsys.readouterr().out
    assert User.objects.count() == 3
