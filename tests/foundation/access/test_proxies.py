"""Behind proxies the sender's own address is logged, and nobody can write another one."""

import pytest

from honglian.foundation.access.proxies import sender
from honglian.foundation.accounts.models import LoginSession
from honglian.foundation.audit.models import AuditEntry
from tests.foundation.conftest import PASSWORD


@pytest.mark.parametrize(
    ("forwarded", "proxies", "found"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", 1, "203.0.113.7"),
        ("9.9.9.9, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("203.0.113.7", 2, ""),
        ("", 1, ""),
        ("not an address", 1, ""),
        ("<script>", 1, ""),
    ],
)
def test_the_address_that_the_own_proxy_saw(forwarded, proxies, found):
    assert sender(forwarded, proxies) == found


@pytest.mark.parametrize(("proxies", "logged"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_it_reaches_the_log_and_the_list_of_sessions(client, cast, settings, proxies, logged):
    settings.HONGLIAN_PROXIES = proxies
    cast("leader", "li")
    client.post(
        "/login/",
        {"username": "li", "password": PASSWORD},
        HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7",
    )
    assert AuditEntry.rows.get(verb="accounts.login").ip == logged
    assert LoginSession.objects.get().ip == logged
