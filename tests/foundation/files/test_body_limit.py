"""A body that nobody may send is refused before anything of it is kept."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from honglian.domains.cases.models import Case
from tests.foundation.places import make_grant, make_user, make_zone

pytestmark = pytest.mark.django_db
KB = 1024


@pytest.fixture(autouse=True)
def small_limits(settings):
    settings.MAX_BODY_VISITOR = 64 * KB
    settings.MAX_BODY = 256 * KB


def send(client, size: int, path: str = "/login/", **headers):
    return client.post(path, {"file": SimpleUploadedFile("a.bin", b"x" * size)}, headers=headers)


def test_a_visitor_may_send_less_than_somebody_with_an_account(client):
    assert send(client, 10 * KB).status_code != 413
    refused = send(client, 100 * KB)
    assert refused.status_code == 413
    assert "超过上限 0 MB" in refused.content.decode()
    assert "分几次提交" in refused.content.decode()

    zone = make_zone()
    user = make_user(zone, "wu")
    make_grant(zone, user, "dispatcher")
    client.force_login(user)
    assert send(client, 100 * KB, "/inbox/read/").status_code == 302
    assert send(client, 300 * KB, "/inbox/read/").status_code == 413


def test_programs_get_the_sentence_as_json(client):
    answer = send(client, 300 * KB, "/api/v1/cases", Authorization="Bearer hl_x")
    assert answer.status_code == 413
    assert answer.json()["code"] == "body_too_large"


def cut(client, path: str, left: int, **headers):
    """A form with a photo of which the last ``left`` bytes never came."""
    data = {"text": "车间漏水", "photos": SimpleUploadedFile("a.jpg", b"x" * 5 * KB, "image/jpeg")}
    body = encode_multipart(BOUNDARY, data)
    extra = {
        "wsgi.input": BytesIO(body[: len(body) - left]),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": MULTIPART_CONTENT,
    }
    return client.generic("POST", path, b"", headers=headers, **extra)


@pytest.mark.parametrize("left", [1, 50, 3 * KB])
def test_a_form_that_broke_off_inside_its_photo_does_not_act(client, left):
    make_zone()
    answer = cut(client, "/w/xianning/", left)
    assert answer.status_code == 408
    assert "没有传完" in answer.text
    assert not Case.rows.exists()
    told = cut(client, "/api/v1/cases", left, Authorization="Bearer hl_x")
    assert (told.status_code, told.json()["code"]) == (408, "cut_off")


def test_the_whole_form_acts(client):
    make_zone()
    assert cut(client, "/w/xianning/", 0).status_code not in (408, 500)
