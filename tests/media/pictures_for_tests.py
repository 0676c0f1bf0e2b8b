"""Uploads made on the spot: no binary fixtures in the repository."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def photo(width: int = 2000, height: int = 1000, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture of many colours, red on its left side and blue on its right."""
    left = Image.linear_gradient("L").resize((width, height))
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    image = Image.merge("RGB", (red.point(lambda v: 255 - v), left, red))
    return saved(image, kind, **options)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


def gps() -> Image.Exif:
    """EXIF data of a photograph that lies on its side, with the place it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 38.0)
    return exif


def png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def film(frames: int, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    images = [Image.new("P", size, number % 250) for number in range(frames)]
    for number, image in enumerate(images):
        image.putpalette([(value * 7 + number) % 256 for value in range(768)])
    return saved(images[0], "GIF", save_all=True, append_images=images[1:], duration=80, loop=0, **options)


def svg(inside: str = "", attributes: str = 'width="300" height="200"') -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {attributes}>{inside}</svg>".encode()
