"""Official documents as PDF, typeset without any program of the system.

The typeface (Noto Sans SC, OFL) lies beside this code; ``script/assets.py`` fetches it. A zone that owns
the standard's typefaces puts their files into the folder ``HONGLIAN_TYPEFACES`` and they are taken first.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from honglian.kit.errors import Refusal

from . import measures as m
from .breaking import fitting, title_lines
from .declaration import Document, as_data, clean

TYPE = "application/pdf"
TYPEFACES = Path(__file__).parent / "typefaces"
TEMPLATE = Path(__file__).parent / "official.typ"
EMBEDDED = "Noto Sans SC"
NEEDED = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def render(document: Document) -> bytes:
    """The bytes of a PDF; a :class:`Refusal` while the typeface is missing."""
    refuse_without_typeface()
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=folders(),
        ignore_system_fonts=True,
        sys_inputs={
            "document": json.dumps(as_data(document), ensure_ascii=False),
            "measures": json.dumps(_measures(document), ensure_ascii=False),
        },
    )


def folders() -> list[Path]:
    own = settings.HONGLIAN_TYPEFACES
    return [TYPEFACES, *([Path(own)] if own else [])]


def missing_typefaces() -> list[str]:
    return [name for name in NEEDED if not (TYPEFACES / name).is_file()]


def refuse_without_typeface() -> None:
    if missing := missing_typefaces():
        raise Refusal(
            f"还缺 PDF 用的中文字体（{'、'.join(missing)}），不能生成 PDF；Word 文件不受影响。",
            code="typeface_missing",
            hint="请系统管理员运行 python3 script/assets.py 取得字体后再试。",
        )


def _measures(document: Document) -> dict[str, Any]:
    return {
        "page": m.PAGE,
        "top": m.TOP,
        "bottom": m.BOTTOM,
        "left": m.LEFT,
        "right": m.RIGHT,
        "footer_below": m.FOOTER_BELOW_TEXT,
        "body": m.BODY,
        "pitch": m.LINE_PITCH,
        "title": m.TITLE,
        "title_pitch": m.TITLE_PITCH,
        "foot": m.FOOT,
        "cell": m.CELL,
        "cell_pitch": m.CELL_PITCH,
        "masthead": fitting(document.masthead, m.MASTHEAD),
        "title_lines": title_lines(clean(document.title)),
        "tracking": m.TRACKING,
        "red": m.RED,
        "fangsong": _faces(m.FANGSONG),
        "heiti": _faces(m.HEITI),
        "title_face": _faces(m.TITLE_FACE),
        "year": document.on.year,
        "month": document.on.month,
        "day": document.on.day,
    }


def _faces(face: str) -> list[str]:
    """Typefaces to try in order; names the typesetter does not find are passed over."""
    latin = [name for name in m.FALLBACKS[face].split(";") if name.isascii()]
    return [*latin, EMBEDDED]
