"""An uploaded image -> the files that pages show. Pillow is imported here and nowhere else."""

from __future__ import annotations

from broadsheet.imaging.prints import MAX_BYTES, ImageRefused, Print, Prints
from broadsheet.imaging.raster import raster
from broadsheet.imaging.svg import drawing

__all__ = ["MAX_BYTES", "ImageRefused", "Print", "Prints", "variants"]


def variants(body: bytes, key: str) -> Prints:
    """Every size and format of the image uploaded at `key`.

    No output holds anything of the upload but its pixels or shapes: no EXIF, no position, no comment,
    no script. Raises ImageRefused in words for the editor, before it decodes what is too large.
    """
    if len(body) > MAX_BYTES:
        raise ImageRefused(too_heavy(len(body)))
    return drawing(body, key) if key.lower().endswith(".svg") else raster(body, key)


def too_heavy(size: int) -> str:
    return f"the file has {size / 1e6:.1f} MB; an image may have {MAX_BYTES // 1_000_000} MB"
