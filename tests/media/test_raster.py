"""Pictures made of pixels."""

from __future__ import annotations

import time

import pytest
from PIL import Image, ImageCms
from tests.media.pictures_for_tests import film, gps, opened, photo, png_of, saved

from broadsheet.imaging import ImageRefused, Prints, variants

KEY = "images/Fähre am Kai.jpg"


def widths(prints: Prints, kind: str = "image/webp") -> list[int]:
    return [v.width for v in prints.picture.variants if v.type == kind]


def test_a_wide_photo_comes_in_three_widths_of_webp_and_one_jpeg() -> None:
    prints = variants(photo(2400, 1200), KEY)
    assert widths(prints) == [480, 960, 1600]
    assert (prints.picture.width, prints.picture.height) == (1600, 800)
    fallback = prints.picture.fallback
    assert (fallback.width, fallback.height, fallback.type) == (1200, 600, "image/jpeg")


def test_the_record_tells_the_truth_about_every_file() -> None:
    prints = variants(photo(1300, 700), KEY)
    for variant in (*prints.picture.variants, prints.picture.fallback):
        image = opened(prints.files[variant.path.removeprefix("/")].body)
        assert image.size == (variant.width, variant.height)
        assert f"image/{str(image.format).lower()}" == variant.type


@pytest.mark.parametrize(
    ("width", "expected"), [(200, [200]), (480, [480]), (500, [480, 500]), (1200, [480, 960, 1200])]
)
def test_nothing_is_ever_enlarged(width: int, expected: list[int]) -> None:
    prints = variants(photo(width, 100), KEY)
    assert widths(prints) == expected
    assert prints.picture.fallback.width == width


def test_addresses_speak_and_change_with_the_bytes_and_the_key() -> None:
    one, two = variants(photo(100, 50), KEY), variants(photo(100, 51), KEY)
    elsewhere = variants(photo(100, 50), "images/other/Fähre am Kai.jpg")
    assert set(one.files) == set(variants(photo(100, 50), KEY).files)
    assert not set(one.files) & set(two.files)
    assert not set(one.files) & set(elsewhere.files)
    assert all(key.split("/")[2].startswith("fahre-am-kai-100.") for key in one.files)


def test_no_output_says_where_or_with_what_a_photo_was_taken() -> None:
    body = photo(1000, 500, exif=gps(), comment=b"SECRETCOMMENT", xmp=b"<x>SECRETXMP</x>")
    assert b"SECRETCAMERA" in body
    for print_ in variants(body, KEY).files.values():
        assert b"SECRET" not in print_.body
        assert b"Exif" not in print_.body
        assert not opened(print_.body).getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_metadata_of_other_formats_is_dropped_too(kind: str) -> None:
    body = photo(1000, 500, kind, exif=gps())
    assert b"SECRETCAMERA" in body
    assert not any(b"SECRET" in print_.body for print_ in variants(body, KEY).files.values())


def test_a_photo_that_lies_on_its_side_stands_up() -> None:
    prints = variants(photo(2000, 1000, exif=gps()), KEY)
    assert (prints.picture.width, prints.picture.height) == (1000, 2000)
    fallback = opened(prints.files[prints.picture.fallback.path[1:]].body).convert("RGB")
    red, _, blue = fallback.getpixel((500, 20))  # type: ignore[misc]
    assert red - blue > 150  # what was on the left is now on top


def test_broken_exif_data_is_no_reason_to_refuse() -> None:
    assert variants(photo(100, 50, exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), KEY).files


def test_colours_are_brought_into_srgb_and_the_profile_left_behind() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    prints = variants(photo(300, 200, icc_profile=lab), KEY)
    assert all("icc_profile" not in opened(print_.body).info for print_ in prints.files.values())


@pytest.mark.parametrize("profile", [b"no profile at all", b"\0" * 5000])
def test_a_colour_profile_that_cannot_be_read_is_disregarded(profile: bytes) -> None:
    assert variants(photo(300, 200, icc_profile=profile), KEY).files


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_mode_of_png_becomes_a_picture(mode: str) -> None:
    image = (
        Image.new("L", (700, 300), 128).convert(mode)
        if mode != "I;16"
        else Image.new(mode, (700, 300), 32768)
    )
    prints = variants(saved(image, "PNG"), "images/a.png")
    shown = opened(prints.files[prints.picture.fallback.path[1:]].body).convert("L")
    assert shown.getpixel((350, 150)) in ((127, 128, 129) if mode != "1" else (0, 255))


def test_a_cmyk_photo_is_shown_in_rgb() -> None:
    cmyk = saved(opened(photo(600, 300)).convert("CMYK"), "JPEG")
    assert all(opened(p.body).mode == "RGB" for p in variants(cmyk, KEY).files.values())


def test_what_is_transparent_stays_transparent() -> None:
    image = opened(photo(800, 400)).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    prints = variants(saved(image, "PNG"), "images/a.png")
    assert prints.picture.fallback.type == "image/png"
    assert all(opened(print_.body).mode == "RGBA" for print_ in prints.files.values())


def test_a_chart_of_few_colours_keeps_every_pixel() -> None:
    chart = Image.new("RGB", (640, 320), "white")
    chart.paste((200, 30, 30), (100, 100, 200, 300))
    prints = variants(saved(chart, "PNG"), "images/chart.png")
    assert prints.picture.fallback.type == "image/png"
    widest = opened(prints.files[prints.picture.variants[-1].path[1:]].body)
    assert widest.convert("RGB").tobytes() == chart.tobytes()


@pytest.mark.parametrize("size", [(40_000, 40_000), (12_000, 5_000), (8_000, 5_001)])
def test_bombs_are_refused_by_their_header_alone(size: tuple[int, int]) -> None:
    start = time.perf_counter()
    with pytest.raises(ImageRefused, match="40 megapixels"):
        variants(png_of(*size), "images/bomb.png")
    assert time.perf_counter() - start < 0.5


def test_a_picture_can_be_too_long() -> None:
    with pytest.raises(ImageRefused, match="17000 pixels; it may have 16000"):
        variants(png_of(10, 17_000), "images/strip.png")


def test_a_file_can_be_too_heavy() -> None:
    with pytest.raises(ImageRefused, match=r"24\.0 MB; an image may have 20 MB"):
        variants(bytes(24_000_000), KEY)


def test_half_a_photo_is_refused() -> None:
    with pytest.raises(ImageRefused, match="damaged"):
        variants(photo(900, 600)[:4000], KEY)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_half_a_picture_of_any_kind_is_refused(kind: str) -> None:
    body = photo(900, 600, kind)
    with pytest.raises(ImageRefused, match="damaged"):
        variants(body[: len(body) // 2], KEY)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not a JPEG, PNG, WebP or GIF"),
        (b"Dear editor, here is the picture", "not a JPEG, PNG, WebP or GIF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC photo: export it as JPEG"),
        (b"II*\0\x08\0\0\0", "TIFF file"),
        (b"%PDF-1.7", "PDF"),
        (b"<!doctype html><title>404</title>", "a web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "ending .svg"),
    ],
)
def test_other_files_are_refused_in_words_that_help(body: bytes, words: str) -> None:
    with pytest.raises(ImageRefused, match=words):
        variants(body, KEY)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA"])
def test_formats_that_no_newspaper_needs_are_not_even_tried(kind: str) -> None:
    with pytest.raises(ImageRefused):
        variants(photo(64, 64, kind), KEY)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_that_hides_behind_a_picture_comes_out(kind: str) -> None:
    body = photo(600, 400, kind) + b"<script>alert('EVIL')</script>"
    assert not any(b"EVIL" in print_.body for print_ in variants(body, KEY).files.values())


def test_a_wrong_ending_is_remarked_upon_and_the_content_decides() -> None:
    prints = variants(photo(100, 50, "PNG"), "images/a.jpg")
    assert prints.warnings == ("the file is called .jpg but is a PNG; it is shown as that",)
    assert not variants(photo(100, 50), "images/A.JPEG").warnings


def test_a_small_animation_goes_on_moving() -> None:
    prints = variants(film(5, comment=b"EVIL"), "images/film.gif")
    assert prints.picture.variants == ()
    assert prints.picture.fallback.type == "image/gif"
    (print_,) = prints.files.values()
    assert opened(print_.body).n_frames == 5  # type: ignore[attr-defined]
    assert b"EVIL" not in print_.body
    assert b"NETSCAPE" in print_.body


def test_nothing_that_hides_behind_an_animation_comes_out() -> None:
    (print_,) = variants(film(3) + b"<script>EVIL</script>", "images/film.gif").files.values()
    assert b"EVIL" not in print_.body


def test_a_long_animation_shows_its_first_frame() -> None:
    prints = variants(film(101), "images/film.gif")
    assert prints.picture.fallback.type == "image/png"
    assert widths(prints) == [60]
    assert "at most 100 frames and 2 MB" in prints.warnings[0]


def test_a_moving_webp_shows_its_first_frame() -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    prints = variants(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]), "images/a.webp")
    assert "first frame" in prints.warnings[0]


def test_the_largest_photo_is_done_within_seconds() -> None:
    body = photo(7700, 5100, quality=60)
    start = time.perf_counter()
    variants(body, KEY)
    assert time.perf_counter() - start < 10
