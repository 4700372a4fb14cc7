"""The tree as a picture: SVG drawn here, without a library, so that it scales and prints.

Pure: nested boxes in, text out. Each box is one line of a hanging tree, which stays readable
with a hundred organisations where boxes side by side do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

ROW, INDENT, MARGIN, HEAD = 34, 28, 24, 64
BOX_HEIGHT, CHARACTER, PADDING = 26, 14, 10
LEAST_WIDTH = 640
FONT = "font-family=\"'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif\""


@dataclass(frozen=True)
class Box:
    """``label`` stands in the box, ``note`` beside it; ``strong`` marks the upper bodies."""

    label: str
    note: str = ""
    strong: bool = False
    children: Sequence[Box] = field(default_factory=tuple)


def svg(title: str, subtitle: str, roots: Sequence[Box]) -> str:
    """The whole picture with a title; deterministic for the same boxes."""
    rows = list(_rows(roots, 0, None))
    width = max([LEAST_WIDTH, *(_right(depth, box) for depth, box, _ in rows)]) + MARGIN
    height = HEAD + ROW * len(rows) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" {FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{MARGIN}" y="32" font-size="20" font-weight="600" fill="#1f2933">'
        f"{escape(title)}</text>",
        f'<text x="{MARGIN}" y="54" font-size="13" fill="#52606d">{escape(subtitle)}</text>',
    ]
    for index, (depth, _, parent) in enumerate(rows):
        if parent is not None:
            parts.append(_line(index, depth, parent))
    parts += [_drawn(index, depth, box) for index, (depth, box, _) in enumerate(rows)]
    return "\n".join([*parts, "</svg>\n"])


def _rows(boxes: Sequence[Box], depth: int, parent: int | None, start: int = 0):
    """(depth, box, index of the parent's row), one a row from the top."""
    at = start
    for box in boxes:
        yield depth, box, parent
        mine, at = at, at + 1
        for row in _rows(box.children, depth + 1, mine, at):
            yield row
            at += 1


def _left(depth: int) -> int:
    return MARGIN + depth * INDENT


def _top(index: int) -> int:
    return HEAD + 12 + index * ROW


def text_width(words: str, size: int = CHARACTER) -> int:
    """Pixels that words take: a Chinese character a square, others a little over half of one."""
    return round(sum(size if ord(c) > 0x2E7F else size * 0.58 for c in words))


def _box_width(box: Box) -> int:
    return text_width(box.label) + 2 * PADDING


def _right(depth: int, box: Box) -> int:
    return _left(depth) + _box_width(box) + 8 + text_width(box.note, 12)


def _line(index: int, depth: int, parent: int) -> str:
    """From below the parent's box down and across to this one."""
    x, y = _left(depth - 1) + 12, _top(parent) + BOX_HEIGHT
    return (
        f'<path d="M{x} {y}V{_top(index) + BOX_HEIGHT // 2}H{_left(depth)}" '
        'fill="none" stroke="#9aa5b1"/>'
    )


def _drawn(index: int, depth: int, box: Box) -> str:
    x, y, width = _left(depth), _top(index), _box_width(box)
    fill, stroke = ("#e3edf7", "#2b6cb0") if box.strong else ("#ffffff", "#7b8794")
    note = (
        f'<text x="{x + width + 8}" y="{y + 18}" font-size="12" fill="#52606d">{escape(box.note)}</text>'
        if box.note
        else ""
    )
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{BOX_HEIGHT}" rx="4" fill="{fill}" stroke="{stroke}"/>'
        f'<text x="{x + PADDING}" y="{y + 18}" font-size="{CHARACTER}" fill="#1f2933">{escape(box.label)}</text>'
        f"{note}"
    )
