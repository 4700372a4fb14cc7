"""Addresses as the robots' pages give them, in the spelling of the notification library."""

import apprise
import pytest

from honglian.foundation.notify.api import Channel
from honglian.foundation.notify.transport import NotDelivered, apprise_url, deliver
from honglian.kit.errors import Refusal

ADDRESSES = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=abc123#SECdef456",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/0f3b1c2d-aaaa",
    "json": "https://gov.example.cn:8443/notice?unit=42",
    "mail": "smtps://bot%40gov.cn:pass@smtp.gov.example.cn:465",
}
SERVICES = {
    "wecom": "WeCom Bot",
    "dingtalk": "DingTalk",
    "feishu": "Feishu",
    "json": "JSON",
    "mail": "E-Mail",
}


def channel(kind: str, address: str) -> Channel:
    return Channel(kind=kind, name=kind, address=address)


@pytest.mark.parametrize("kind", ADDRESSES)
def test_each_kind_is_understood_by_the_library(kind):
    url = apprise_url(channel(kind, ADDRESSES[kind]), "wang@example.cn")
    service = apprise.Apprise.instantiate(url)
    assert service is not None
    assert str(service.service_name) == SERVICES[kind]


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("wecom", "qyapi.weixin.qq.com", "https://"),
        ("wecom", "https://qyapi.weixin.qq.com/send", "key="),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send", "access_token="),
        ("feishu", "https://open.feishu.cn/", "hook/"),
        ("mail", "mail.example.cn", "smtp://"),
        ("json", "file:///etc/passwd", "https://"),
    ],
)
def test_a_wrong_address_is_explained(kind, address, words):
    with pytest.raises(Refusal) as caught:
        apprise_url(channel(kind, address))
    assert words in caught.value.message
    with pytest.raises(NotDelivered, match=words[:4]):
        deliver(channel(kind, address), title="x", body="y")
