"""Under a roof."""

# ruff: noqa: C901, E501, PLR0917  a drawing is a long list of strokes

from __future__ import annotations

import math

from press import WIDTH, Point, Sheet, below, curve, swell


def cinema_organ(s: Sheet) -> None:
    s.navy.fade(0, 900, 245, 215)
    s.coral.fade(0, 900, 120, 200)
    for start in range(-80, 81, 16):
        a, b = math.radians(start - 90 - 3.4), math.radians(start - 90 + 3.4)
        ray: list[Point] = [(800, 830), (800 + 1500 * math.cos(a), 830 + 1500 * math.sin(a))]
        points = [*ray, (800 + 1500 * math.cos(b), 830 + 1500 * math.sin(b))]
        s.navy.polygon(points, 130)
        s.yellow.polygon(points, 130)
    for number in range(-12, 13):
        distance = abs(number)
        height = 590 - distance * 26 + 60 * math.cos(distance * math.pi / 3)
        x = 800 + number * 49
        top = 700 - height
        s.box(x - 20, top, 40, height, 255, 40, 0, 0, round_=4)
        s.box(x + 4, top, 16, height, 255, 130, 0, 70, round_=4)
        s.box(x - 14, top + 6, 6, height - 12, 60, 0, 0, 0, round_=3)
        s.shape(
            [(x - 13, 640 - height * 0.1), (x, 596 - height * 0.1), (x + 13, 640 - height * 0.1)],
            120,
            120,
            40,
            255,
        )
        s.navy.line([(x - 20, top + 34), (x + 20, top + 34)], 3, 220)
    for y, half, tones in ((690, 640, (40, 255, 0, 110)), (716, 600, (60, 120, 60, 235))):
        s.box(800 - half, y, 2 * half, 30, *tones, round_=6)
    s.shape([(520, 900), (548, 742), (1052, 742), (1080, 900)], 230, 190, 0, 110)
    for keys in range(3):
        y = 764 + keys * 36
        left, right = 590 - keys * 10, 1010 + keys * 10
        s.box(left, y, right - left, 26, 15, 0, 0, 0, round_=3)
        step = (right - left) / 36
        for key in range(36):
            s.navy.line([(left + key * step, y), (left + key * step, y + 26)], 1, 200)
            if key % 7 in (1, 2, 4, 5, 6):
                s.box(left + key * step - 3.2, y, 6.4, 15, 0, 0, 60, 255)
    for side in (-1, 1):
        for stop in range(12):
            a = math.radians(200 + stop * 11) if side < 0 else math.radians(-20 - stop * 11)
            sx, sy = 800 + side * 130 + 190 * math.cos(a), 850 + 110 * math.sin(a)
            s.disc(sx, sy, 8, *((255, 30, 0, 0), (20, 255, 0, 0), (0, 0, 255, 0), (10, 0, 0, 0))[stop % 4])
    for side in (-1, 1):
        edge = 0 if side < 0 else WIDTH
        for fold in range(7):
            near = 60 * fold
            drape = curve([(edge - side * (near - 30), -20), (edge - side * (near + 26), 300),
                           (edge - side * (near * 0.62), 620), (edge - side * (near * 0.52 + 10), 920)])  # fmt: skip
            inner = curve([(edge - side * (near + 38), -20), (edge - side * (near + 80), 300),
                           (edge - side * (near * 0.62 + 40), 620), (edge - side * (near * 0.52 + 44), 920)])  # fmt: skip
            s.shape([*drape, *reversed(inner)], 40, 255, 0, 70 if fold % 2 else 170)


def bookshop(s: Sheet) -> None:
    s.box(0, 0, 1600, 900, 120, 100, 0, 150)
    colours = (
        (40, 255, 0, 0), (255, 40, 0, 0), (0, 0, 255, 20), (0, 130, 190, 60), (30, 0, 0, 0), (255, 150, 0, 0),
        (200, 0, 200, 0), (120, 200, 60, 60), (0, 0, 120, 120),
    )  # fmt: skip
    for shelf in range(4):
        floor = 232 + shelf * 226
        s.box(0, floor - 204, 1600, 204, 60, 100, 60, 235)
        x = 18.0
        while x < 1590:
            if s.dice.random() < 0.07:
                x = _pile(s, x, floor, colours)
                continue
            wide, high = s.dice.uniform(20, 52), s.dice.uniform(126, 190)
            lean = s.dice.uniform(8, 24) if s.dice.random() < 0.08 else 0
            _spine(s, x, floor, wide, high, lean, s.dice.choice(colours))
            x += wide + lean + s.dice.choice([1, 1, 2, 5])
        s.box(0, floor, 1600, 22, 190, 120, 0, 60)
        s.box(0, floor + 16, 1600, 6, 190, 150, 0, 190)
    for post in (0, 520, 1060, 1582):
        s.box(post, 0, 20, 900, 190, 120, 0, 60)
        s.box(post + 14, 0, 6, 900, 190, 150, 0, 190)
    for number, (y, tone) in enumerate(((640, 130), (690, 170), (760, 200))):
        line = swell(y, 15, 74 - number * 8, number * 2.2)
        s.teal.polygon(below(line), tone)
        s.line(line, 5, 10, 0, 60, 0)
    _paper_boat(s, 1180, 652)
    _paper_boat(s, 380, 690)


def _spine(
    s: Sheet, x: float, floor: float, wide: float, high: float, lean: float, tones: tuple[int, ...]
) -> None:
    top = floor - high
    s.shape([(x + lean, top), (x + wide + lean, top), (x + wide, floor), (x, floor)], *tones)
    s.navy.polygon(
        [(x + wide * 0.8 + lean, top), (x + wide + lean, top), (x + wide, floor), (x + wide * 0.8, floor)],
        150,
    )
    band = (20, 0, 0, 0) if tones != (30, 0, 0, 0) else (40, 255, 0, 0)
    if not lean and s.dice.random() < 0.75:
        s.box(x + 3, top + 18, wide * 0.72, 6, *band)
        s.box(x + 3, floor - 32, wide * 0.72, 6, *band)
    if not lean and s.dice.random() < 0.55 and wide > 26:
        s.box(x + wide * 0.3, top + 42, wide * 0.22, high * 0.4, *band, round_=2)


def _pile(s: Sheet, x: float, floor: float, colours: tuple[tuple[int, ...], ...]) -> float:
    top, wide = floor, s.dice.uniform(120, 170)
    for _ in range(s.dice.randrange(2, 5)):
        thick, inset = s.dice.uniform(20, 32), s.dice.uniform(0, 22)
        top -= thick
        s.box(x + inset, top, wide - inset, thick - 1, *s.dice.choice(colours), round_=2)
        s.box(x + wide - 12, top + 4, 12, thick - 9, 10, 0, 0, 0)
    return x + wide + 6


def _paper_boat(s: Sheet, x: float, y: float) -> None:
    s.shape([(x - 110, y - 46), (x + 110, y - 46), (x + 64, y + 16), (x - 64, y + 16)], 10, 0, 0, 0)
    s.shape([(x, y - 46), (x + 110, y - 46), (x + 64, y + 16), (x + 10, y + 16)], 10, 0, 70, 40)
    s.shape([(x - 58, y - 46), (x, y - 128), (x + 58, y - 46)], 10, 0, 0, 0)
    s.shape([(x, y - 128), (x + 58, y - 46), (x + 4, y - 46)], 60, 255, 0, 0)
    for offset in (-8, 4):
        s.line([(x - 150, y + 22 + offset), (x + 150, y + 20 + offset)], 3, 10, 0, 60, 0)
