"""Photographs and other pixels: JPEG, PNG, WebP and GIF in; WebP and one file for every browser out."""

from __future__ import annotations

import io
import posixpath
import warnings
from typing import Any

from PIL import Image, ImageCms

from broadsheet.imaging import animation
from broadsheet.imaging.prints import ImageRefused, Print, Prints, titled

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WIDTHS = (480, 960, 1600)
FALLBACK_WIDTH = 1200
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000  # WebP ends at 16,383
DRAFT_SIDE = 2400  # a JPEG is decoded at a half or less of its size, down to this: large ones take a third
MAX_PROFILE = 2_000_000
TOO_LONG = "only the first frame is shown: an animation may have at most 100 frames and 2 MB"
GRAPHIC_COLOURS = 256  # a picture with no more is a chart or a logo: kept without loss

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = (5, 6, 7, 8)
SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "MPO": (".jpg", ".jpeg"), "PNG": (".png",), "GIF": (".gif",)}
SIGNS = (
    (b"<svg", "an SVG drawing: give its name the ending .svg"),
    (b"ftypheic", "a HEIC photo: export it as JPEG"),
    (b"ftypmif1", "a HEIF photo: export it as JPEG"),
    (b"ftypavif", "an AVIF image: export it as JPEG or WebP"),
    (b"II*\0", "a TIFF file: export it as JPEG or PNG"),
    (b"MM\0*", "a TIFF file: export it as JPEG or PNG"),
    (b"%PDF", "a PDF file: export the picture as JPEG or PNG"),
    (b"8BPS", "a Photoshop file: export it as JPEG or PNG"),
    (b"<html", "a web page, not a picture: was the download link wrong?"),
    (b"<!DOCTYPE html", "a web page, not a picture: was the download link wrong?"),
)

# Pillow asks on reading the header, before there is memory for a single pixel.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def raster(body: bytes, key: str) -> Prints:
    """The files for a picture made of pixels. Raises ImageRefused."""
    image = _opened(body)
    remarks = _remarks(image, key)
    if image.format == "GIF" and getattr(image, "is_animated", False):
        moving = _moving(body, image, key)
        if moving:
            return moving
        remarks += (TOO_LONG,)
    shown = _decoded(image)
    graphic = shown.getcolors(GRAPHIC_COLOURS) is not None
    narrower = [width for width in WIDTHS if width < shown.width]
    webps = tuple(_webp(_scaled(shown, width), graphic) for width in (*narrower, shown.width))
    fallback = _fallback(_scaled(shown, min(shown.width, FALLBACK_WIDTH)), graphic)
    return titled(key, body, fallback, webps, remarks)


def _opened(body: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(body), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ImageRefused(f"the picture has more than {MAX_PIXELS // 1_000_000} megapixels") from error
    except Exception as error:  # a damaged header can raise nearly anything
        raise ImageRefused(_unknown(body)) from error
    if max(image.size) > MAX_SIDE:
        raise ImageRefused(f"a side of the picture has {max(image.size)} pixels; it may have {MAX_SIDE}")
    return image


def _unknown(body: bytes) -> str:
    start = body[:512].lstrip()
    known = next((words for sign, words in SIGNS if sign.lower() in start.lower()), "")
    if known:
        return f"this is {known}"
    return "this is not a JPEG, PNG, WebP or GIF picture, or it is damaged"


def _remarks(image: Image.Image, key: str) -> tuple[str, ...]:
    ending = posixpath.splitext(key)[1].lower()
    kind = image.format or ""
    remarks = []
    if ending not in SUFFIXES.get(kind, (f".{kind.lower()}",)):
        remarks.append(f"the file is called {ending or 'nothing'} but is a {kind}; it is shown as that")
    if kind in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        remarks.append("only the first frame is shown: animations are kept as GIF only")
    return tuple(remarks)


def _moving(body: bytes, image: Image.Image, key: str) -> Prints | None:
    """The animation as it is, where it is small enough."""
    film = animation.bare(body) if len(body) <= animation.MAX_BYTES else None
    if film is None or film.frames > animation.MAX_FRAMES:
        return None
    return titled(key, body, Print(film.body, *image.size, "image/gif", f"-{image.width}.gif"))


def _decoded(image: Image.Image) -> Image.Image:
    """The pixels alone: upright, in sRGB, not wider than the widest size. Raises ImageRefused."""
    try:
        image.draft(None, (DRAFT_SIDE, DRAFT_SIDE))
        image.load()
        return _developed(image)
    except Exception as error:  # decoders of damaged files raise many kinds
        raise ImageRefused("the picture is damaged: it cannot be read to its end") from error


def _developed(image: Image.Image) -> Image.Image:
    turn, profile = _orientation(image), image.info.get("icc_profile")
    small = _narrowed(_workable(image), lying=turn in LYING)
    upright = small.transpose(TURNS[turn]) if turn in TURNS else small
    return _clean(_in_srgb(upright, profile))


def _orientation(image: Image.Image) -> int:
    try:
        turn = image.getexif().get(ORIENTATION, 1)
    except Exception:  # broken EXIF data is no reason to refuse a picture
        return 1
    return turn if isinstance(turn, int) else 1


def _workable(image: Image.Image) -> Image.Image:
    """In a mode that can be scaled well; CMYK stays until its profile has been used."""
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image if "transparency" not in image.info else image.convert("RGBA")
    if image.mode.startswith("I"):  # 16 bits a pixel
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _narrowed(image: Image.Image, *, lying: bool) -> Image.Image:
    width, height = image.size[::-1] if lying else image.size
    if width <= WIDTHS[-1]:
        return image
    size = (WIDTHS[-1], _height(width, height, WIDTHS[-1]))
    return image.resize(size[::-1] if lying else size, Image.Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colour = _converted(image.convert("RGB") if alpha else image, profile).convert("RGB")
    if alpha and alpha.getextrema()[0] != 255:
        colour.putalpha(alpha)
    return colour


def _converted(image: Image.Image, profile: Any) -> Image.Image:
    """Through its colour profile; a profile that does not fit the picture is disregarded."""
    if not isinstance(profile, bytes) or len(profile) > MAX_PROFILE:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _clean(image: Image.Image) -> Image.Image:
    """A new image: encoders would copy comments and profiles from the old one's `info`."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _height(width: int, height: int, new_width: int) -> int:
    return max(1, round(height * new_width / width))


def _scaled(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    return image.resize((width, _height(*image.size, width)), Image.Resampling.LANCZOS)


def _webp(image: Image.Image, graphic: bool) -> Print:
    return _print(image, "WEBP", ".webp", lossless=graphic, quality=78, method=4)


def _fallback(image: Image.Image, graphic: bool) -> Print:
    if graphic or image.mode == "RGBA":
        return _print(image, "PNG", ".png", optimize=True)
    return _print(image, "JPEG", ".jpg", quality=82, optimize=True, progressive=True)


def _print(image: Image.Image, kind: str, ending: str, **options: Any) -> Print:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return Print(out.getvalue(), *image.size, f"image/{kind.lower()}", f"-{image.width}{ending}")
