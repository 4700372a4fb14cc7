"""The text of a file that somebody hands in: Word or plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from honglian.kit.errors import Refusal

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
ENCODINGS = ("utf-8-sig", "gb18030")


def text_of(content: bytes, name: str) -> str:
    """All paragraphs and table rows in order, one a line; a :class:`Refusal` for what cannot be read."""
    if len(content) > MOST_BYTES:
        raise Refusal(f"“{name}”超过 5 MB，请只留文字后再试。", code="too_large", field="file")
    if content[:4] == b"PK\x03\x04":
        return _word(content, name)
    if name.lower().endswith(".doc") or content[:4] == b"\xd0\xcf\x11\xe0":
        raise Refusal(
            f"“{name}”是旧的 Word 格式，请另存为 .docx 再试，或把文字粘贴进来。",
            code="old_word",
            field="file",
        )
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(f"“{name}”不是文字或 Word 文件，请换一个。", code="not_text", field="file")


def _word(content: bytes, name: str) -> str:
    broken = Refusal(
        f"“{name}”打不开，可能已损坏或不是 Word 文件。请在 Word 里另存为 .docx 再试。",
        code="broken_word",
        field="file",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Refusal(
                    f"“{name}”展开后太大，请只留文字后再试。", code="too_large", field="file"
                )
        opened = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise broken from error
    return "\n".join(_lines(opened))


def _lines(opened) -> Iterator[str]:
    for part in opened.iter_inner_content():
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Table):
            for row in part.rows:
                yield " ".join(dict.fromkeys(cell.text.strip() for cell in row.cells))
