"""What the doctor says about accounts."""

from datetime import timedelta

import pytest

from honglian.foundation.accounts.checks import checks
from honglian.foundation.zones.models import Installation
from honglian.kit import clock
from honglian.kit.checkup import Level


def lines() -> dict[str, Level]:
    return {finding.message: finding.level for finding in checks()}


@pytest.mark.django_db
def test_an_empty_installation_is_told_how_to_begin():
    (finding,) = checks()
    assert finding.level == Level.WARNING
    assert "honglian zone officers" in finding.todo


def test_officers_without_second_factor_are_named(cast, settings):
    cast("secadmin")
    assert lines() == {"管理员账号没有启用二次认证：secadmin。": Level.HINT}
    settings.PRODUCTION = True
    assert lines() == {"管理员账号没有启用二次认证：secadmin。": Level.WARNING}


def test_all_is_well(cast):
    user = cast("secadmin")
    user.totp_confirmed_at = clock.now()
    user.save()
    assert lines() == {"管理员账号都已启用二次认证。": Level.OK}


def test_demo_accounts_do_not_belong_into_production(cast, settings):
    cast("leader", "demo-leader")
    settings.PRODUCTION = True
    assert lines()["生产环境里有 1 个演示账号。"] == Level.ERROR


def test_the_demonstration_is_mentioned(cast, settings):
    cast("leader", "demo-leader")
    Installation.objects.create(kind="demo")
    settings.HONGLIAN_DEMO = True
    assert lines()["演示一键登录已开启（仅演示库）。"] == Level.OK


def test_accounts_nobody_uses_are_counted(cast):
    user = cast("leader", "li")
    user.last_login = clock.now() - timedelta(days=91)
    user.save()
    assert lines()["1 个账号 90 天没有登录。"] == Level.HINT
