"""A drawing as a picture that can be pasted into a chat or a Word file, with our own typeface."""

from __future__ import annotations

import typst

from .pdf import folders, refuse_without_typeface

TYPE = "image/png"
DOTS = 144  # an inch: sharp on a phone, still small enough to send
FRAME = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.drawing), format: "svg")'


def png(svg: str) -> bytes:
    """The bytes of a PNG of an SVG; a :class:`Refusal` while the typeface is missing."""
    refuse_without_typeface()
    made = typst.compile(
        FRAME.encode(),
        format="png",
        ppi=DOTS,
        font_paths=folders(),
        ignore_system_fonts=True,
        sys_inputs={"drawing": svg},
    )
    return made if isinstance(made, bytes) else made[0]
