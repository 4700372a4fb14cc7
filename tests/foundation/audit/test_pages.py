"""The auditor reads the log, filters it, opens an entry, exports it and checks the chain."""

import pytest
from django.db import connection
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.audit.models import AuditEntry

LOG, CHECK = "/audit/", "/audit/check/"


@pytest.fixture
def client_of_auditor(cast, signed):
    return signed(cast("auditor"))


@pytest.fixture
def entries(cast):
    li, wang = cast.user("li", name="李建国"), cast.user("wang", name="王芳")
    for user, verb in ((li, "accounts.login"), (wang, "accounts.reset"), (li, "tokens.create")):
        by = cast.actor_without_role(user)
        record(by=by, verb=verb, target=wang, changes={"状态": ["旧", "新"]}, note=f"{verb} 说明")


def rows(client, **query) -> list[str]:
    listing = client.get(LOG, query).context["listing"]
    return [f"{row.actor_name} {row.verb}" for row in listing.page.rows]


@pytest.mark.usefixtures("entries")
def test_newest_first_and_filtered(client_of_auditor):
    client = client_of_auditor
    assert rows(client)[0] == "李建国 tokens.create"
    assert rows(client, who="王") == ["王芳 accounts.reset"]
    assert rows(client, verb="accounts.reset") == ["王芳 accounts.reset"]
    assert len(rows(client, kind="accounts.user")) == 3
    assert rows(client, q="tokens.create 说明") == ["李建国 tokens.create"]
    assert rows(client, at_to="2020-01-01") == []
    assert len(rows(client, at_from="2020-01-01")) == 4


@pytest.mark.usefixtures("entries")
def test_an_entry_shows_before_and_after(client_of_auditor):
    seq = AuditEntry.rows.get(verb="accounts.reset").seq
    page = client_of_auditor.get(reverse("audit:entry", args=[seq])).content.decode()
    for words in ("王芳", "重置口令", "旧", "新", "accounts.reset 说明"):
        assert words in page
    assert client_of_auditor.get(reverse("audit:entry", args=[999])).status_code == 404


def test_another_zones_log_is_not_shown(client_of_auditor, other_zone):
    assert AuditEntry.rows.filter(zone_id=other_zone.pk).exists()
    assert "襄阳" not in client_of_auditor.get(LOG).content.decode()


@pytest.mark.usefixtures("entries")
def test_an_export_is_logged(client_of_auditor):
    answer = client_of_auditor.post(f"{LOG}?who=李", {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "李建国" in text
    assert "王芳,重置口令" not in text
    entry = AuditEntry.rows.get(verb="audit.export")
    assert "导出 2 行" in entry.note


@pytest.mark.usefixtures("entries")
def test_the_check_says_that_all_is_well_and_is_logged(client_of_auditor):
    page = client_of_auditor.post(CHECK).content.decode()
    assert "4 条全部完整" in page
    assert "4 条，完整" in AuditEntry.rows.get(verb="audit.check").note
    assert client_of_auditor.get(CHECK).status_code == 405


@pytest.mark.usefixtures("entries")
def test_the_check_names_what_was_touched(client_of_auditor):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET note = 'x' WHERE verb = 'accounts.reset'")
        cursor.execute("DELETE FROM audit_auditentry WHERE verb = 'accounts.login'")
    page = client_of_auditor.post(CHECK).content.decode()
    assert "2 处异常" in page
    assert "第 2 条缺失，被删除了" in page
    assert "第 3 条" in page
    assert "内容与封签不符" in page


def test_what_an_entry_holds_is_escaped(client_of_auditor, cast):
    user = cast.user("x", name="<b>x</b>")
    record(by=cast.actor_without_role(user), verb="accounts.login", note="<script>1</script>")
    seq = AuditEntry.rows.order_by("-seq").first().seq
    for address in (LOG, reverse("audit:entry", args=[seq])):
        page = client_of_auditor.get(address).content.decode()
        assert "<script>1" not in page
        assert "<b>x" not in page
