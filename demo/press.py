"""A small printing press: four inks on cream paper, each screened into dots and a little out of register."""

# ruff: noqa: S311, PLR0917  the dice are for texture; a box is four numbers and a tone
from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT = 1600, 900
SCALE = 2  # plates are cut at twice the size, so that edges come out smooth

Point = tuple[float, float]
Shade = Callable[[Image.Image], Image.Image]

PAPER = (249, 242, 228)
INKS = {
    "yellow": ((246, 187, 66), 15, (1, -1)),
    "coral": ((226, 92, 68), 75, (-2, 1)),
    "teal": ((58, 140, 140), 45, (2, 1)),
    "navy": ((27, 45, 78), 30, (0, 0)),
}
DOT = 8  # pixels from dot to dot
TRIM = 4
DEPTH = 0.34  # how far the dots stand out from an even tone


class Plate:
    """What one ink prints: 0 is bare paper, 255 solid ink."""

    def __init__(self) -> None:
        self.image = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE), 0)
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], tone: int = 255) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=tone)

    def box(self, x: float, y: float, w: float, h: float, tone: int = 255, round_: float = 0) -> None:
        box = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        self._draw.rounded_rectangle(box, radius=round_ * SCALE, fill=tone)

    def disc(self, x: float, y: float, rx: float, ry: float | None = None, tone: int = 255) -> None:
        ry = rx if ry is None else ry
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self._draw.ellipse(box, fill=tone)

    def ring(self, x: float, y: float, r: float, thick: float, tone: int = 255) -> None:
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self._draw.ellipse(box, outline=tone, width=round(thick * SCALE))

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, thick: float, tone: int = 255
    ) -> None:
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self._draw.arc(box, start, end, fill=tone, width=round(thick * SCALE))

    def line(self, points: Sequence[Point], thick: float, tone: int = 255) -> None:
        self._draw.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=tone,
            width=max(1, round(thick * SCALE)),
            joint="curve",
        )

    def fade(self, top: float, bottom: float, from_: int, to: int) -> None:
        """A band over the whole width whose tone runs from one value to another."""
        height = round((bottom - top) * SCALE)
        ramp = Image.linear_gradient("L").resize((WIDTH * SCALE, height))
        band = ramp.point([round(from_ + (to - from_) * v / 255) for v in range(256)])
        self.image.paste(band, (0, round(top * SCALE)))

    def glow(self, x: float, y: float, r: float, tone: int) -> None:
        """A light that dies away; it only ever adds ink."""
        side = round(2 * r * SCALE)
        spot = Image.radial_gradient("L").resize((side, side))
        spot = spot.point([round(max(0, tone * (1 - v / 180))) for v in range(256)])
        layer = Image.new("L", self.image.size, 0)
        layer.paste(spot, (round((x - r) * SCALE), round((y - r) * SCALE)))
        self.image.paste(ImageChops.lighter(self.image, layer))


class Sheet:
    """Four plates and the dice of one picture."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.yellow, self.coral, self.teal, self.navy = (Plate() for _ in INKS)

    def all(self) -> tuple[Plate, ...]:
        return self.yellow, self.coral, self.teal, self.navy

    def shape(self, points: Sequence[Point], *tones: int) -> None:
        """A shape that covers what lies below it on every plate: tones for yellow, coral, teal, navy."""
        for plate, tone in zip(self.all(), tones, strict=True):
            plate.polygon(points, tone)

    def box(self, x: float, y: float, w: float, h: float, *tones: int, round_: float = 0) -> None:
        for plate, tone in zip(self.all(), tones, strict=True):
            plate.box(x, y, w, h, tone, round_)

    def disc(self, x: float, y: float, r: float, *tones: int, ry: float | None = None) -> None:
        for plate, tone in zip(self.all(), tones, strict=True):
            plate.disc(x, y, r, ry, tone)

    def line(self, points: Sequence[Point], thick: float, *tones: int) -> None:
        for plate, tone in zip(self.all(), tones, strict=True):
            plate.line(points, thick, tone)

    def printed(self) -> Image.Image:
        sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        for plate, (colour, angle, (dx, dy)) in zip(self.all(), INKS.values(), strict=True):
            tone = plate.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            ink = ImageChops.offset(self._worn(_screened(tone, angle)), dx, dy)
            white = Image.new("RGB", sheet.size, "white")
            sheet = ImageChops.multiply(
                sheet, Image.composite(Image.new("RGB", sheet.size, colour), white, ink)
            )
        trimmed = sheet.crop((TRIM, TRIM, WIDTH - TRIM, HEIGHT - TRIM))  # where plates out of register end
        return trimmed.resize(sheet.size, Image.Resampling.BICUBIC)

    def _worn(self, ink: Image.Image) -> Image.Image:
        """Ink never lies evenly: clouds of it, and specks where it did not take."""
        clouds = (
            self._noise(100, 56)
            .resize(ink.size, Image.Resampling.BICUBIC)
            .point(lambda v: 232 + v * 23 // 255)
        )
        specks = self._noise(WIDTH // 3, HEIGHT // 3).resize(ink.size, Image.Resampling.BILINEAR)
        specks = specks.point(lambda v: 255 if v > 22 else 190 + v * 2)
        return ImageChops.multiply(ImageChops.multiply(ink, clouds), specks)

    def _noise(self, width: int, height: int) -> Image.Image:
        return Image.frombytes("L", (width, height), self.dice.randbytes(width * height))


def _screened(tone: Image.Image, angle: int) -> Image.Image:
    """Tones as dots of one ink; what is solid stays solid."""
    dots = ImageChops.subtract(tone, _screen(angle), scale=0.35, offset=128)
    dots = Image.blend(tone, dots, DEPTH)
    nearly = tone.point(lambda v: 255 if v > 245 else 0)
    bare = tone.point(lambda v: 0 if v < 6 else 255)
    return ImageChops.multiply(ImageChops.lighter(dots, nearly), bare)


def _screen(angle: int) -> Image.Image:
    """Round dots in rows that stand at an angle."""
    side, cells = DOT * 8, 260
    cell = (
        Image.radial_gradient("L").resize((side, side)).point([min(255, round(v * 1.28)) for v in range(256)])
    )
    cell = cell.resize((DOT, DOT), Image.Resampling.BOX)
    sheet = Image.new("L", (DOT * cells, DOT * cells))
    for at in range(cells):
        sheet.paste(cell, (at * DOT, 0))
    row = sheet.crop((0, 0, sheet.width, DOT))
    for at in range(1, cells):
        sheet.paste(row, (0, at * DOT))
    turned = sheet.rotate(angle, Image.Resampling.BICUBIC)
    left, top = (turned.width - WIDTH) // 2, (turned.height - HEIGHT) // 2
    return turned.crop((left, top, left + WIDTH, top + HEIGHT))


def curve(points: Sequence[Point], steps: int = 12, *, closed: bool = False) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    knots = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    way: list[Point] = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        way += [_between(a, b, c, d, step / steps) for step in range(steps)]
    return way if closed else [*way, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def one(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3
        )

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def swell(y: float, height: float, length: float, phase: float = 0) -> list[Point]:
    """The line of a wave across the sheet."""
    return [
        (x, y + height * (math.sin(x / length + phase) + 0.4 * math.sin(x / length * 2.3 + phase * 1.7)))
        for x in range(-20, WIDTH + 21, 10)
    ]


def below(line: Sequence[Point]) -> list[Point]:
    return [*line, (WIDTH + 20, HEIGHT + 20), (-20, HEIGHT + 20)]


def ridge(dice: random.Random, y: float, rough: float, steps: int = 40) -> list[Point]:
    """The line of hills."""
    height, way = y, []
    for step in range(steps + 1):
        height += dice.uniform(-rough, rough) + (y - height) * 0.12
        way.append((step * WIDTH / steps, height))
    return curve(way, 4)
