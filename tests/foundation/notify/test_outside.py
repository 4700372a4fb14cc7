"""Copies leave the house after commit, in working hours, and failures say why."""

import pytest

from honglian.foundation.jobs.api import work_off
from honglian.foundation.jobs.models import Job
from honglian.foundation.notify.api import Channel, InboxMessage, Preference, notify
from honglian.foundation.notify.models import Delivery
from honglian.foundation.notify.tasks import digest, tidy
from honglian.kit import clock
from tests.foundation.notify.conftest import NEXT_MORNING, NIGHT, at
from tests.foundation.notify.servers import mail_server, web_server
from tests.foundation.places import make_department, make_grant, make_user

pytestmark = pytest.mark.django_db
WHAT = {"topic": "cases.dispatched", "title": "新工单待签收", "url": "/cases/1/"}


@pytest.fixture
def post():
    with mail_server() as (box, address):
        box.address = address
        yield box


@pytest.fixture
def desk(zone):
    """Two people at the dispatcher's desk."""
    found = [make_user(zone, name) for name in ("wu", "zheng")]
    for user in found:
        make_grant(zone, user, "dispatcher")
    return found


@pytest.fixture
def mail(zone, post):
    return Channel.rows.create(
        zone=zone, kind=Channel.Kind.MAIL, name="区里的邮箱", address=post.address
    )


def tell(zone, **words) -> None:
    notify(zone_id=zone.pk, **(WHAT | {"role": "dispatcher"} | words))


def test_mail_reaches_each_person_through_a_real_server(
    zone, desk, mail, post, working_hours, settings
):
    settings.HONGLIAN_BASE_URL = "https://hl.example.cn"
    tell(zone, body="编号 SQ202611250001")
    assert post.mails == []  # nothing leaves inside the transaction
    work_off()
    assert sorted(to for to, _ in post.mails) == [["wu@example.cn"], ["zheng@example.cn"]]
    subject, text = post.mails[0][1]["subject"], post.mails[0][1].get_content()
    assert subject == "新工单待签收"
    assert text.split() == ["编号", "SQ202611250001", "https://hl.example.cn/cases/1/"]
    mail.refresh_from_db()
    assert (mail.last_error, mail.last_sent_at) == ("", clock.now())


def test_the_installations_mail_server_becomes_a_channel_of_its_own(
    zone, desk, post, working_hours, settings
):
    settings.EMAIL_URL = post.address
    for _ in range(2):
        tell(zone)
    work_off()
    assert Channel.rows.get().address == ""
    assert len(post.mails) == 2
    Channel.rows.update(is_active=False)
    tell(zone)
    assert not Job.rows.filter(state="waiting").exists()


def test_who_does_not_want_mail_gets_none(zone, desk, mail, post, working_hours):
    Preference.objects.create(user=desk[0], mail=False)
    desk[1].email = ""
    desk[1].save()
    tell(zone)
    work_off()
    assert post.mails == []
    assert InboxMessage.objects.count() == 2


def test_at_night_only_what_is_urgent_leaves(zone, desk, mail, post, night):
    tell(zone, title="安全隐患", urgent=True)
    tell(zone, title="例行提醒")
    tell(zone, title="另一件")
    work_off()
    assert {m["subject"] for _, m in post.mails} == {"安全隐患"}
    post.mails.clear()
    with clock.at(NEXT_MORNING):
        digest(zone_id=zone.pk)
        work_off()
    subjects = [m["subject"] for _, m in post.mails]
    assert subjects == ["您有 2 条新通知"] * 2
    assert "1. 例行提醒" in post.mails[0][1].get_content()


def test_what_was_held_over_a_long_holiday_still_arrives(zone, desk, mail, post):
    with clock.at(at(2026, 10, 1, 9, 0)):
        tell(zone)
    with clock.at(at(2026, 10, 8, 8, 30)):
        digest(zone_id=zone.pk)
        work_off()
    assert len(post.mails) == 2


def test_a_refused_mailbox_does_not_hold_up_the_others(zone, desk, mail, post, working_hours):
    post.closed.add("wu@example.cn")
    tell(zone)
    work_off()
    assert [to for to, _ in post.mails] == [["zheng@example.cn"]]
    mail.refresh_from_db()
    assert mail.last_error
    job = Job.rows.get()
    assert (job.state, job.attempts) == ("waiting", 1)  # tried again later
    post.closed.clear()
    with clock.at(job.run_at):
        work_off()
    assert [to for to, _ in post.mails] == [["zheng@example.cn"], ["wu@example.cn"]]
    mail.refresh_from_db()
    assert mail.last_error == ""


def test_a_dead_server_gives_a_reason_without_secrets(zone, desk, working_hours):
    channel = Channel.rows.create(
        zone=zone, kind="mail", name="坏", address="smtp://bot:hush-hush@127.0.0.1:9"
    )
    tell(zone)
    work_off()
    channel.refresh_from_db()
    assert channel.last_error
    assert "hush-hush" not in channel.last_error
    assert "hush-hush" not in Job.rows.get().error


def test_a_program_gets_json(zone, desk, working_hours):
    with web_server() as (bodies, address):
        Channel.rows.create(zone=zone, kind="json", name="政务平台", address=address)
        tell(zone, body="请签收")
        work_off()
    assert [(b["title"], b["message"]) for b in bodies] == [("新工单待签收", "请签收")]


def test_a_server_that_says_500_is_tried_again(zone, desk, working_hours):
    with web_server(status=500) as (bodies, address):
        channel = Channel.rows.create(zone=zone, kind="json", name="政务平台", address=address)
        tell(zone)
        work_off()
    assert len(bodies) == 1
    assert Job.rows.get().state == "waiting"
    channel.refresh_from_db()
    assert "500" in channel.last_error


def groups_for(zone, channels, **audience) -> list[str]:
    Delivery.objects.all().delete()
    tell(zone, **({"role": ""} | audience))
    return list(Delivery.objects.values_list("channel__name", flat=True))


def test_group_chats_hear_of_departments_and_roles_but_not_of_persons(zone, desk, working_hours):
    ours, theirs = make_department(zone, "T01"), make_department(zone, "T02")
    for name, department in (("全区群", None), ("甲局群", ours)):
        Channel.rows.create(
            zone=zone, kind="wecom", name=name, department=department, address="https://x.cn/?key=k"
        )
    assert groups_for(zone, ours, department_id=ours.pk) == ["甲局群"]
    assert groups_for(zone, ours, department_id=theirs.pk) == ["全区群"]
    assert groups_for(zone, ours, role="dispatcher") == ["全区群"]
    assert groups_for(zone, ours, users=[desk[0].pk]) == []


def test_old_copies_are_no_longer_sent_and_are_tidied(zone, desk, mail, post, night):
    from datetime import timedelta

    tell(zone, urgent=True)
    with clock.at(NIGHT + timedelta(days=4)):
        work_off()
    assert post.mails == []
    with clock.at(NIGHT + timedelta(days=40)):
        tidy()
    assert not Delivery.objects.exists()
