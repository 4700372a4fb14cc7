"""Outline icons written into the page as SVG, so that a phone on a weak line loads no icon font."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

SHAPES = Path(__file__).parent / "static" / "vendor" / "icons.json"


class UnknownIcon(LookupError):
    """A template names an icon that the set does not have."""


@cache
def shapes() -> dict[str, str]:
    """Icon name -> inner SVG markup, as laid down by script/assets.py."""
    if not SHAPES.is_file():
        raise FileNotFoundError("icons are missing: run python3 script/assets.py")
    return json.loads(SHAPES.read_text(encoding="utf-8"))


@cache
def svg(name: str, size: int = 20) -> SafeString:
    """The icon as decoration beside a word: hidden from screen readers, coloured like the text."""
    try:
        shape = shapes()[name]
    except KeyError:
        raise UnknownIcon(f"no icon named {name!r}") from None
    return mark_safe(
        f'<svg class="hl-icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shape}</svg>'
    )
