"""What a file is comes from its content; photos lose their place; the rest is refused in words."""

import io

import pytest
from PIL import Image

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.files import kinds, photos
from honglian.foundation.files.api import Attachment, attach, attachments_of, prepare, prepare_all
from honglian.foundation.files.store import clean_name
from honglian.foundation.files.tasks import tidy
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from tests.foundation.files.samples import (
    DOCUMENTS,
    VOICES,
    mp4,
    packed,
    photo,
    photo_with_place,
    upload,
    webm,
    workbook,
)
from tests.foundation.places import make_department, make_zone

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refusal(content: bytes, name: str, hint: str = "") -> Refusal:
    with pytest.raises(Refusal) as caught:
        prepare(upload(content, name), hint)
    return caught.value


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_photos_become_jpeg(form):
    ready = prepare(upload(photo(form=form), f"现场.{form.lower()}"), "photo")
    assert (ready.kind, ready.content_type, ready.name) == ("photo", "image/jpeg", "现场.jpg")
    assert Image.open(io.BytesIO(ready.content)).format == "JPEG"


def test_a_large_photo_is_made_smaller_in_proportion():
    ready = prepare(upload(photo(4000, 3000), "现场.jpg"))
    assert Image.open(io.BytesIO(ready.content)).size == (2000, 1500)


def test_place_and_camera_are_taken_out_and_the_photo_stands_upright():
    ready = prepare(upload(photo_with_place(), "现场.jpg"))
    cleaned = Image.open(io.BytesIO(ready.content))
    assert cleaned.size == (480, 640)
    assert dict(cleaned.getexif()) == {}
    assert b"PhoneMaker" not in ready.content


def test_what_is_transparent_becomes_white():
    ready = prepare(upload(photo(form="PNG", mode="RGBA", colour=(0, 0, 0, 0)), "截图.png"))
    assert Image.open(io.BytesIO(ready.content)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("name", VOICES)
def test_voice_notes_are_known_by_their_first_bytes(name):
    content, content_type = VOICES[name]
    ready = prepare(upload(content, "录音.dat"), "voice")
    assert (ready.kind, ready.content_type, ready.content) == ("voice", content_type, content)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_known_by_what_is_inside(name):
    content, content_type = DOCUMENTS[name]
    ready = prepare(upload(content, name), "document")
    assert (ready.kind, ready.content_type, ready.name) == ("document", content_type, name)


def test_the_name_gets_the_ending_that_the_content_deserves():
    page = upload(b"<script>alert(1)</script>", "harmless.html", "text/html")
    assert prepare(page).name == "harmless.html.txt"
    assert prepare(page_again()).content_type == "text/plain; charset=utf-8"


def page_again():
    return upload(b"<svg onload='x()'/>", "drawing.svg", "image/svg+xml")


@pytest.mark.parametrize(
    ("content", "name", "hint", "code", "words"),
    [
        (b"", "a.jpg", "photo", "file_empty", "空文件"),
        (b"MZ\x90\0" + b"\0\xff" * 200, "tool.exe", "", "file_type", "不在允许之列"),
        (b"MZ\x90\0" + b"\0\xff" * 200, "tool.jpg", "photo", "not_a_photo", "不是照片"),
        ("假照片".encode(), "现场.jpg", "photo", "not_a_photo", "不是照片"),
        (photo()[:300], "现场.jpg", "photo", "photo_broken", "不是完整的照片"),
        (b"\xff\xd8\xff\xe0" + b"junk" * 50, "现场.jpg", "photo", "photo_broken", "打不开"),
        (webm(b"V_VP9"), "clip.webm", "voice", "file_type", "是视频"),
        (mp4(b"isom", b"vide"), "clip.mp4", "", "file_type", "是视频"),
        (mp4(b"heic"), "IMG_1.HEIC", "photo", "file_type", "HEIC"),
        (OLE, "旧表.xls", "", "file_type", "加密的或旧格式"),
        (workbook(**{"xl/vbaProject.bin": b"x"}), "a.xlsm", "", "file_macro", "带有宏"),
        (packed({"run.sh": b"x"}), "a.zip", "", "file_type", "不在允许之列"),
        (workbook()[:60], "a.xlsx", "", "file_broken", "不完整"),
        (workbook(**{"xl/big.xml": b"\0" * 40_000_000}), "a.xlsx", "", "file_bomb", "异常大"),
        (photo(), "a.jpg", "voice", "not_a_voice", "不是语音"),
    ],
    # Names by position: a packed file holds the second it was packed, and processes must agree on names.
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_everything_else_is_refused_in_a_sentence(content, name, hint, code, words):
    no = refusal(content, name, hint)
    assert no.code == code
    assert words in no.message
    assert no.message.startswith(("“", "不能上传“"))


def test_too_large_a_file_is_refused_with_its_size_and_the_limit(monkeypatch):
    monkeypatch.setitem(kinds.LIMITS, "document", 1024 * 1024)
    no = refusal("很长的文字".encode() * 100_000, "长文.txt")
    assert "1.4 MB" in no.message
    assert "上限 1 MB" in no.message


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS", 10_000)
    assert refusal(photo(form="PNG"), "bomb.png").code == "photo_too_large"
    # A header that claims 50,000 × 50,000 pixels is stopped by its header alone.
    small = bytearray(photo(10, 10, form="PNG"))
    small[16:24] = (50_000).to_bytes(4, "big") * 2
    assert refusal(bytes(small), "bomb.png").code in ("photo_too_large", "photo_broken")


def test_ten_files_in_one_post_are_too_many():
    with pytest.raises(Refusal, match="最多上传 9 个"):
        prepare_all([upload(b"x", "a.txt")] * 10)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\报告\\整改.pdf", "整改.pdf"),
        ("a\u202etxt.exe\0", "atxt.exe"),
        ("", "未命名"),
        ("..", "未命名"),
        ("长" * 300 + ".pdf", "长" * 140 + ".pdf"),
    ],
)
def test_names_are_plain(given, kept):
    assert clean_name(given) == kept


@pytest.fixture
def department(db):
    return make_department(make_zone(), "T01")


@pytest.mark.django_db
def test_an_attachment_belongs_to_its_owner_and_is_audited(department):
    by = Actor.system(department.zone_id)
    kept = attach(owner=department, upload=upload(photo(), "现场.jpg"), kind_hint="photo", by=by)
    assert (kept.owner_kind, kept.owner_id) == ("orgs.department", department.pk)
    assert kept.file.read()[:3] == b"\xff\xd8\xff"
    assert "现场" not in kept.file.name
    entry = AuditEntry.rows.get(verb="files.attach")
    assert entry.note == "照片 现场.jpg"
    assert attachments_of(department, internal=False) == [kept]


@pytest.mark.django_db
def test_the_same_content_is_kept_once_an_owner(department):
    other = make_department(department.zone, "T02")
    by = Actor.system(department.zone_id)
    first, again = (
        attach(owner=department, upload=upload(b"same", name), by=by) for name in ("a.txt", "b.txt")
    )
    assert again == first
    assert attach(owner=other, upload=upload(b"same", "a.txt"), by=by) != first


@pytest.mark.django_db
def test_internal_files_are_left_out_for_those_outside(department):
    by = Actor.system(department.zone_id)
    attach(owner=department, upload=upload(b"inside", "a.txt"), by=by, internal=True)
    assert attachments_of(department, internal=False) == []
    assert len(attachments_of(department, internal=True)) == 1


@pytest.mark.django_db
def test_files_of_a_rolled_back_transaction_are_tidied_away(department, monkeypatch):
    from datetime import timedelta

    from honglian.foundation.files import tasks

    by = Actor.system(department.zone_id)
    kept = attach(owner=department, upload=upload(b"kept", "a.txt"), by=by)
    lost = attach(owner=department, upload=upload(b"lost", "b.txt"), by=by)
    storage, name = lost.file.storage, lost.file.name
    Attachment.objects.filter(pk=lost.pk).delete()
    tidy()
    assert storage.exists(name)  # an upload may still be under way
    monkeypatch.setattr(tasks, "UNCLAIMED", timedelta(0))
    tidy()
    assert not storage.exists(name)
    assert storage.exists(kept.file.name)
