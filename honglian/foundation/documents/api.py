"""The door of documents: declare one, number it, make the file."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from honglian.kit.errors import Refusal

from . import pdf, word
from .declaration import (
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    as_data,
    chinese_day,
    digest,
)
from .models import Paper
from .picture import png
from .reading import text_of
from .register import Matter, find, issue, papers_about

__all__ = [
    "FORMATS",
    "Annex",
    "Block",
    "Document",
    "Heading",
    "Matter",
    "Paper",
    "Paragraph",
    "Table",
    "as_data",
    "chinese_day",
    "digest",
    "file_of",
    "find",
    "issue",
    "papers_about",
    "png",
    "render",
    "respond",
    "text_of",
]

FORMATS = {"docx": "Word", "pdf": "PDF"}
_RENDERERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (word.render, word.TYPE),
    "pdf": (pdf.render, pdf.TYPE),
}


def render(document: Document, form: str) -> bytes:
    """The file's bytes in one of :data:`FORMATS`."""
    if form not in _RENDERERS:
        raise Refusal("文件格式只有 Word（docx）和 PDF 两种，请重新选择。", code="bad_format")
    return _RENDERERS[form][0](document)


def file_of(document: Document, form: str, name: str) -> HttpResponse:
    """The document as a file to take away; nobody on the way may keep a copy."""
    return respond(render(document, form), _RENDERERS[form][1], f"{name}.{form}")


def respond(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    plain = "".join(sign for sign in name if sign.isalnum() or sign in "._-（）〔〕")
    response.headers["Content-Disposition"] = content_disposition_header(True, plain) or ""
    response.headers["Cache-Control"] = "no-store"
    return response
