"""The doctor's look at what documents need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from honglian.kit.checkup import Finding, ok, warning

from .pdf import missing_typefaces

AREA = "公文"


def checks() -> Iterator[Finding]:
    if missing := missing_typefaces():
        yield warning(
            AREA,
            f"缺 PDF 用的中文字体：{'、'.join(missing)}。Word 公文不受影响。",
            "请运行 python3 script/assets.py 取得字体。",
        )
    else:
        yield ok(AREA, "PDF 用的中文字体齐全。")
    own = settings.HONGLIAN_TYPEFACES
    if own and not Path(own).is_dir():
        yield warning(AREA, f"HONGLIAN_TYPEFACES 指的文件夹不存在：{own}", "请改正路径或去掉它。")
