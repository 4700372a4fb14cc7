"""Files of a case over the REST API: the same checks as on the pages."""

from django.core.files.uploadedfile import SimpleUploadedFile

from honglian.domains.cases.models import Case
from honglian.foundation.files.models import Attachment
from tests.domains.cases.test_pages import photo
from tests.domains.cases.test_rest import ROOT, apis  # noqa: F401


def send(api, number: str, *files, **more):
    head = {**api.head, **more.pop("headers", {})}
    return api.client.post(f"{ROOT}/{number}/files", {"files": files, **more}, headers=head)


def reported(desk) -> str:
    return desk.post("", {"text": "缺电工十名，下月投产。", "category": "tax"}).json()["number"]


def test_a_photo_joins_the_timeline_once_and_can_be_fetched(apis):  # noqa: F811
    desk = apis["dispatcher"]
    number = reported(desk)
    key = {"headers": {"Idempotency-Key": "photo-1"}}
    first = send(desk, number, photo(), text="现场照片", **key)
    again = send(desk, number, photo(), text="现场照片", **key)
    assert (first.status_code, again.status_code) == (201, 201), first.content
    [kept] = desk.get(f"/{number}/files").json()
    assert first.json() == again.json() == [kept]
    assert (kept["name"], kept["kind"]) == ("现场.jpg", "photo")
    content = desk.client.get(kept["url"], headers=desk.head)
    assert b"".join(content).startswith(b"\xff\xd8\xff")
    assert desk.get(f"/{number}/timeline").json()[-1]["text"] == "现场照片"


def test_what_is_not_a_photo_and_what_is_too_many_is_refused(apis):  # noqa: F811
    desk = apis["dispatcher"]
    number = reported(desk)
    liar = SimpleUploadedFile("现场.jpg", "不是照片".encode())
    refused = send(desk, number, liar)
    assert refused.status_code == 422
    assert "“现场.jpg”不是照片" in refused.json()["message"]
    assert send(desk, number, *(photo() for _ in range(10))).status_code == 422
    assert not Attachment.objects.exists()


def test_who_does_not_see_the_case_cannot_add_to_it(apis):  # noqa: F811
    number = reported(apis["dispatcher"])
    assert send(apis["tax"], number, photo()).status_code == 404
    assert Case.rows.get(number=number).state == "created"
