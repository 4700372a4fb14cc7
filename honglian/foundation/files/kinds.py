"""What a file really is, found from its content; its name and declared type are not believed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from honglian.kit.errors import Refusal

PHOTO, VOICE, DOCUMENT = "photo", "voice", "document"
WORDS = {PHOTO: "照片", VOICE: "语音", DOCUMENT: "文件"}
MB = 1024 * 1024
LIMITS = {PHOTO: 15 * MB, VOICE: 10 * MB, DOCUMENT: 20 * MB}
UNPACKED_LIMIT = 300 * MB
UNPACKED_RATIO = 200  # a text of one repeated letter packs about 1000 times, an office file 5–20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = {
    "word/document.xml": (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": (
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "ppt/presentation.xml": (
        ".pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "OFD.xml": (".ofd", "application/ofd"),
}
PHOTO_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic")
ACCEPTED = "可以上传 JPG、PNG、WebP 照片，录音，PDF、OFD、Word、Excel、PPT 和纯文本文件。"


@dataclass(frozen=True)
class Found:
    """``kind`` is photo, voice or document; ``ending`` starts with a dot."""

    kind: str
    ending: str
    content_type: str


def find_kind(content: bytes, name: str) -> Found:
    """Tell from the first bytes (and for office files the members) what this is.

    Raises :class:`Refusal` with a sentence for everything that is not on the list.
    """
    if not content:
        raise Refusal(f"“{name}”是空文件，请重新选择。", code="file_empty")
    found = _photo(content, name) or _voice(content, name) or _document(content, name)
    if found is None:
        raise Refusal(f"不能上传“{name}”：这种文件不在允许之列。", code="file_type", hint=ACCEPTED)
    if found.kind != PHOTO and name.lower().endswith(PHOTO_NAMES):
        raise Refusal(f"“{name}”不是照片，请重新拍照或选择照片。", code="not_a_photo")
    return found


def check_size(kind: str, size: int, name: str) -> None:
    limit = LIMITS[kind]
    if size > limit:
        raise Refusal(
            f"“{name}”有 {size / MB:.1f} MB，超过{WORDS[kind]}的上限 {limit // MB} MB，请压缩后再传。",
            code="file_too_large",
        )


def _photo(content: bytes, name: str) -> Found | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Found(PHOTO, ".jpg", "image/jpeg")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Found(PHOTO, ".png", "image/png")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Found(PHOTO, ".webp", "image/webp")
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return Found(PHOTO, ".gif", "image/gif")
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        raise Refusal(
            f"“{name}”是 HEIC 照片，很多电脑打不开。",
            code="file_type",
            hint="请在手机“设置—相机—格式”里选“兼容性最佳”，或发送截图。",
        )
    return None


def _voice(content: bytes, name: str) -> Found | None:
    found = _audio_type(content)
    if found is None:
        return None
    if _has_video(content):
        raise Refusal(f"“{name}”是视频，这里只收语音和照片。", code="file_type", hint=ACCEPTED)
    return Found(VOICE, *found)


def _audio_type(content: bytes) -> tuple[str, str] | None:
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return ".webm", "audio/webm"
    if content.startswith(b"OggS"):
        return ".ogg", "audio/ogg"
    if content[4:8] == b"ftyp":
        return ".m4a", "audio/mp4"
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return ".wav", "audio/wav"
    if content.startswith(b"#!AMR"):
        return ".amr", "audio/amr"
    if content.startswith(b"ID3") or _is_mpeg_audio(content):
        return ".mp3", "audio/mpeg"
    return None


def _is_mpeg_audio(content: bytes) -> bool:
    """A frame header of MPEG audio layer III with a valid bit rate and sampling rate."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 not in (0xE2,):
        return False
    return content[2] >> 4 not in (0, 15) and content[2] >> 2 & 3 != 3


def _has_video(content: bytes) -> bool:
    if content[4:8] == b"ftyp":
        handler = content.find(b"hdlr")
        while handler != -1:
            if content[handler + 12 : handler + 16] == b"vide":
                return True
            handler = content.find(b"hdlr", handler + 4)
        return False
    return any(codec in content[:8192] for codec in (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4"))


def _document(content: bytes, name: str) -> Found | None:
    if content.startswith(OLE):
        raise Refusal(
            f"“{name}”是加密的或旧格式（.doc、.xls、.wps）的文件，无法检查内容。",
            code="file_type",
            hint="请去掉密码，用 Word 或 WPS 另存为 .docx、.xlsx 或 PDF 后再传。",
        )
    if b"%PDF-" in content[:1024]:
        return Found(DOCUMENT, ".pdf", "application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return _packed(io.BytesIO(content), name)
    return Found(DOCUMENT, ".txt", "text/plain; charset=utf-8") if _is_text(content) else None


def _packed(stream: BinaryIO, name: str) -> Found | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise Refusal(f"“{name}”不完整，打不开，请重新保存后再传。", code="file_broken") from None
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > UNPACKED_LIMIT or unpacked / packed > UNPACKED_RATIO:
        raise Refusal(f"“{name}”解压后异常大，不予接收。", code="file_bomb")
    names = {member.filename for member in members}
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Refusal(
            f"“{name}”带有宏，可能含有程序。",
            code="file_macro",
            hint="请另存为不带宏的 .xlsx 或 .docx。",
        )
    for member, (ending, content_type) in OFFICE.items():
        if member in names:
            return Found(DOCUMENT, ending, content_type)
    return None


def _is_text(content: bytes) -> bool:
    """Text in UTF-8 or GB 18030 without control characters."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(c) < 32 and c not in "\t\r\n\f" for c in text)
    return False
