"""Photos are decoded and written anew: smaller, upright, and without place or camera data."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from honglian.kit.errors import Refusal

LONGEST_SIDE = 2000  # pixels; enough to read a nameplate on a machine
MOST_PIXELS = 60_000_000  # 50-megapixel phones pass, decompression bombs do not
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def clean_photo(content: bytes, name: str) -> bytes:
    """JPEG bytes of at most 2000 pixels a side, EXIF and GPS gone.

    Raises :class:`Refusal` when the content is no photo, is broken, or is absurdly large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _rewritten(content, name)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refusal(
            f"“{name}”不是完整的照片，打不开，请重新拍照或选择。", code="photo_broken"
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(name) from None


def _rewritten(content: bytes, name: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as probe:
        if probe.width * probe.height > MOST_PIXELS:
            raise _too_many_pixels(name)
        probe.verify()
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        # JPEG can be decoded at a half, quarter or eighth of its size, which saves memory.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        _flattened(upright).save(out, "JPEG", quality=QUALITY, optimize=True)
        return out.getvalue()


def _flattened(image: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes white paper, as a screenshot is read."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(paper, rgba).convert("RGB")
    return image.convert("RGB")


def _too_many_pixels(name: str) -> Refusal:
    return Refusal(
        f"照片“{name}”的尺寸过大（超过 {MOST_PIXELS // 10_000} 万像素），请缩小后再传。",
        code="photo_too_large",
    )
