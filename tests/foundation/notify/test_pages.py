"""The inbox is one's own; channels are the system administrator's and keep their secret."""

import pytest
from django.urls import reverse
from django.utils import timezone

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.notify.api import Channel, InboxMessage, Preference
from tests.foundation.notify.servers import mail_server, web_server
from tests.foundation.places import make_department, make_grant, make_user, make_zone

pytestmark = pytest.mark.django_db
INBOX, READ, CHANNELS = "inbox", "read", "channels"


def url(name: str, *args) -> str:
    return reverse(f"notify:{name}", args=args)


@pytest.fixture
def wu(zone, client):
    user = make_user(zone, "wu")
    make_grant(zone, user, "dispatcher")
    client.force_login(user)
    return user


@pytest.fixture
def root(zone, client):
    user = make_user(zone, "root")
    make_grant(zone, user, "sysadmin", "none")
    client.force_login(user)
    return user


def message(user, title: str, **fields) -> InboxMessage:
    fields = {"zone_id": user.zone_id, "topic": "t", "created_at": timezone.now()} | fields
    return InboxMessage.objects.create(user=user, title=title, **fields)


def titles(response) -> list[str]:
    return [row.title for row in response.context["listing"].page.rows]


def test_unread_messages_come_first_then_the_latest(wu, client):
    for title, read in (("一", None), ("二", timezone.now()), ("三", None), ("四", timezone.now())):
        message(wu, title, read_at=read)
    page = client.get(url(INBOX))
    assert titles(page) == ["三", "一", "四", "二"]
    assert "全部标为已读（2）" in page.content.decode()


def test_opening_marks_as_read_and_leads_on(wu, client):
    one = message(wu, "新工单", url="/cases/7/")
    response = client.get(url("open", one.pk))
    assert response.url == "/cases/7/"
    one.refresh_from_db()
    assert one.read_at is not None


def test_another_persons_message_is_not_there(wu, client, zone):
    other = message(make_user(zone, "li"), "别人的")
    assert client.get(url("open", other.pk)).status_code == 404
    client.post(url(READ), {"ids": [other.pk]})
    client.post(url(READ), {"all": "1"})
    other.refresh_from_db()
    assert other.read_at is None
    assert titles(client.get(url(INBOX))) == []


def test_ticked_or_all_messages_are_marked_as_read(wu, client):
    first, second, third = (message(wu, title) for title in "一二三")
    client.post(url(READ), {"ids": [first.pk, second.pk]})
    assert list(InboxMessage.objects.filter(read_at=None)) == [third]
    client.post(url(READ), {"all": "1"})
    assert not InboxMessage.objects.filter(read_at=None).exists()


def test_reading_needs_a_post_and_a_person(wu, client):
    assert client.get(url(READ)).status_code == 405
    client.logout()
    assert client.get(url(INBOX)).status_code == 302


def test_a_person_turns_mail_off_and_on(wu, client):
    client.post(url("preference"), {})
    assert Preference.objects.get(user=wu).mail is False
    assert client.get(url(INBOX)).context["form"].initial["mail"] is False
    client.post(url("preference"), {"mail": "on"})
    assert Preference.objects.get(user=wu).mail is True


def form(**fields) -> dict:
    return {
        "kind": "json",
        "name": "政务平台",
        "address": "https://x.cn/a",
        "is_active": "on",
    } | fields


def test_a_channel_is_added_and_its_address_never_shown_again(root, client, zone):
    address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=top-secret"
    assert client.post(url("new_channel"), form(kind="wecom", address=address)).status_code == 302
    channel = Channel.rows.get()
    assert (channel.address, channel.zone_id) == (address, zone.pk)
    for page in (url(CHANNELS), url("channel", channel.pk)):
        assert "top-secret" not in client.get(page).content.decode()
    assert "top-secret" not in str(list(AuditEntry.rows.values()))


def test_an_empty_address_keeps_the_old_one(root, client, zone):
    channel = Channel.rows.create(zone=zone, kind="json", name="旧", address="https://x.cn/a")
    client.post(url("channel", channel.pk), form(name="新", address=""))
    channel.refresh_from_db()
    assert (channel.name, channel.address) == ("新", "https://x.cn/a")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"address": ""}, "请填写地址"),
        ({"address": "qyapi"}, "https://"),
        ({"kind": "wecom"}, "key="),
        ({"kind": "mail", "address": ""}, "邮件服务器"),
    ],
)
def test_a_wrong_address_is_said_beside_its_field(root, client, fields, words):
    response = client.post(url("new_channel"), form(**fields))
    assert response.status_code == 422
    assert words in response.context["form"].errors["address"][0]
    assert not Channel.rows.exists()


def test_only_the_system_administrator_of_the_zone_sees_channels(root, client, zone, db):
    other = make_zone("xiangyang")
    foreign = Channel.rows.create(zone=other, kind="json", name="别区", address="https://x.cn/a")
    assert client.get(url("channel", foreign.pk)).status_code == 404
    assert client.post(url("test", foreign.pk)).status_code == 404
    elsewhere = make_department(other, "T01")
    response = client.post(url("new_channel"), form(department=elsewhere.pk))
    assert response.status_code == 422
    user = make_user(zone, "wu")
    make_grant(zone, user, "dispatcher")
    client.force_login(user)
    for page in (url(CHANNELS), url("new_channel")):
        assert client.get(page).status_code == 403


def said(response) -> str:
    return " ".join(str(one) for one in response.context["messages"])


def test_the_test_button_sends_to_a_real_program(root, client, zone):
    with web_server() as (bodies, address):
        channel = Channel.rows.create(zone=zone, kind="json", name="平台", address=address)
        response = client.post(url("test", channel.pk), follow=True)
    assert [body["title"] for body in bodies] == ["红链测试消息"]
    assert "已从“平台”发出" in said(response)
    channel.refresh_from_db()
    assert channel.last_sent_at is not None
    assert AuditEntry.rows.filter(verb="notify.channel_test", note="已送达").exists()


def test_the_test_mail_goes_to_who_presses_the_button(root, client, zone):
    with mail_server() as (box, address):
        channel = Channel.rows.create(zone=zone, kind="mail", name="邮箱", address=address)
        client.post(url("test", channel.pk))
    assert [to for to, _ in box.mails] == [["root@example.cn"]]


def test_a_failed_test_says_why_and_keeps_the_reason(root, client, zone):
    with web_server(status=403) as (_, address):
        channel = Channel.rows.create(zone=zone, kind="json", name="平台", address=address)
        response = client.post(url("test", channel.pk), follow=True)
    assert "没有送达" in said(response)
    channel.refresh_from_db()
    assert "403" in channel.last_error


def test_a_test_mail_needs_a_mailbox(root, client, zone):
    root.email = ""
    root.save()
    channel = Channel.rows.create(zone=zone, kind="mail", name="邮箱", address="smtp://127.0.0.1:9")
    assert "没有填写邮箱" in said(client.post(url("test", channel.pk), follow=True))
