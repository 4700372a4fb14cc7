"""Small real files of each kind, made in memory."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

EXIF_ORIENTATION, EXIF_MAKE, EXIF_GPS = 0x0112, 0x010F, 0x8825


def upload(content: bytes, name: str, declared: str = "application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type=declared)


def photo(width=640, height=480, form="JPEG", mode="RGB", exif=None, colour="teal") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def photo_with_place() -> bytes:
    """A photo lying on its side, with a camera's name and the place it was taken at."""
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    exif[EXIF_MAKE] = "PhoneMaker"
    exif.get_ifd(EXIF_GPS)[1] = "N"
    exif.get_ifd(EXIF_GPS)[2] = (29.0, 50.0, 28.0)
    return photo(exif=exif)


def packed(members: dict[str, bytes], compress=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(**more: bytes) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"} | more)


def wave(seconds: float = 0.1) -> bytes:
    samples = b"\0\0" * int(8000 * seconds)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + len(data), b"WAVE") + form + data


def webm(codec: bytes = b"A_OPUS") -> bytes:
    return b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 40 + codec + b"\0" * 100


def mp4(brand: bytes = b"M4A ", handler: bytes = b"soun") -> bytes:
    box = struct.pack(">I4s4sI", 16, b"ftyp", brand, 0)
    return box + struct.pack(">I4sII4s", 20, b"hdlr", 0, 0, handler) + b"\0" * 50


VOICES = {
    "note.webm": (webm(), "audio/webm"),
    "note.ogg": (b"OggS\0\x02" + b"\0" * 60, "audio/ogg"),
    "note.m4a": (mp4(), "audio/mp4"),
    "note.mp3": (b"ID3\x04\0\0\0\0\0\0" + b"\0" * 60, "audio/mpeg"),
    "plain.mp3": (b"\xff\xfb\x90\x64" + b"\0" * 60, "audio/mpeg"),
    "note.wav": (wave(), "audio/wav"),
    "note.amr": (b"#!AMR\n" + b"\x3c" * 60, "audio/amr"),
}
DOCUMENTS = {
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "application/pdf"),
    "report.docx": (
        packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "list.xlsx": (
        workbook(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "notice.ofd": (packed({"OFD.xml": b"<OFD/>"}), "application/ofd"),
    "words.txt": ("情况说明：已整改。\n".encode(), "text/plain; charset=utf-8"),
    "gbk.txt": ("情况说明：已整改。\r\n".encode("gb18030"), "text/plain; charset=utf-8"),
}
