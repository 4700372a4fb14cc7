"""Cells of a workbook whose formula has no value, which the reader would give as blank.

A blank cell says nothing, an error says that something is missing: the two must not be mixed
up. So the cells are looked up in the sheet's XML and get a text that no column accepts.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from posixpath import join, normpath
from xml.etree import ElementTree

from .columns import NOT_CALCULATED

LARGEST = 30 * 1024 * 1024  # bytes of XML; reading more again would cost as much as the import

_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Wrong:
    """A cell (row and column from 0) and the text that stands for its missing value."""

    row: int
    column: int
    text: str


def wrong_cells(content: bytes) -> dict[str, list[Wrong]]:
    """Sheet name → cells whose formula gives an error or was never calculated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            parts = _sheets(archive)
            return {name: list(_scan(_read(archive, path))) for name, path in parts.items()}
        except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
            return {}  # not an xlsx, or one that the reader refuses with its own words


def _read(archive: zipfile.ZipFile, path: str) -> bytes:
    """A part of the workbook, or nothing of one that is too large to be read again."""
    return archive.read(path) if archive.getinfo(path).file_size <= LARGEST else b""


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path of its XML, from the workbook and its relations."""
    book = ElementTree.fromstring(_read(archive, "xl/workbook.xml"))
    relations = ElementTree.fromstring(_read(archive, "xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target") or "" for r in relations}
    names = set(archive.namelist())
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            path = normpath(join("/xl", targets.get(sheet.get(_RELATION)) or "")).lstrip("/")
            if path in names:
                found[sheet.get("name") or ""] = path
    return found


def _scan(xml: bytes):
    if b't="e"' in xml:
        for letters, number, text in _ERROR.findall(xml):
            yield Wrong(int(number) - 1, _place(letters), text.decode())
    if b"<f" in xml:
        for letters, number in _UNCOUNTED.findall(xml):
            yield Wrong(int(number) - 1, _place(letters), NOT_CALCULATED)


def _place(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
