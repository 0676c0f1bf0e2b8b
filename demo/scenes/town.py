"""In the streets of the town."""

# ruff: noqa: C901, E501, PLR0912  a drawing is a long list of strokes

from __future__ import annotations

import math

from press import WIDTH, Point, Sheet, below, curve, ridge, swell

from scenes.strokes import gull


def market_hall(s: Sheet) -> None:
    s.yellow.fade(0, 900, 120, 60)
    s.coral.fade(0, 400, 0, 30)
    for number, x in enumerate((-40, 360, 760, 1160, 1560)):
        s.box(x + 24, 260, 352, 400, 40, 0, 70, 0)
        s.disc(x + 200, 262, 176, 40, 0, 95, 0)
        for pane in range(1, 6):
            s.navy.line([(x + 24 + pane * 58.6, 90), (x + 24 + pane * 58.6, 640)], 3, 200)
        for y in (262, 350, 440):
            s.navy.line([(x + 24, y), (x + 376, y)], 3, 200)
        for r in (100, 176):
            s.navy.arc(x + 200, 262, r, 180, 360, 8 if r > 150 else 3)
        if number:
            s.box(x - 8, 240, 30, 500, 0, 0, 160, 235)
            s.box(x - 20, 228, 54, 22, 0, 0, 160, 235, round_=4)
    for x in (-40, 360, 760, 1160, 1560):
        s.shape([(x - 2, 0), (x + 402, 0), (x + 402, 262), *[
            (x + 200 + 184 * math.cos(math.radians(a)), 262 - 184 * math.sin(math.radians(a))) for a in range(0, 181, 6)
        ], (x - 2, 262)], 0, 0, 150, 235)  # fmt: skip
        s.navy.arc(x + 200, 262, 190, 180, 360, 5, 0)
        s.disc(x, 110, 40, 0, 0, 235, 120)
        s.disc(x, 110, 24, 200, 40, 0, 0)
    s.box(-10, 700, 1620, 210, 140, 40, 40, 20)
    for row in range(6):
        y = 720 + row * row * 7
        s.navy.line([(0, y), (1600, y)], 1.5 + row * 0.4, 90)
    for x, stripe in ((40, "coral"), (440, "teal"), (840, "yellow"), (1230, "coral")):
        _stall(s, x, stripe)
    for x in (420, 822, 1212):
        _shopper(s, x, 812, s.dice.choice([0.95, 1.05, 1.12]), s.dice.randrange(3))


def _stall(s: Sheet, x: float, stripe: str) -> None:
    tones = {"coral": (40, 255, 0, 0), "teal": (0, 0, 255, 30), "yellow": (255, 50, 0, 0)}[stripe]
    for post in (x + 10, x + 318):
        s.box(post, 470, 12, 330, 0, 60, 60, 230)
    s.box(x + 20, 560, 300, 120, 0, 0, 150, 215)
    for strip in range(8):
        a, b = x - 20 + strip * 46, x - 20 + (strip + 1) * 46
        top_a, top_b = x + 14 + strip * 38, x + 14 + (strip + 1) * 38
        fill = tones if strip % 2 == 0 else (20, 0, 0, 0)
        s.shape([(top_a, 420), (top_b, 420), (b, 512), (a, 512)], *fill)
        s.disc((a + b) / 2, 512, 23, *fill, ry=20)
    s.navy.line([(x - 20, 512), (x + 348, 512)], 2, 120)
    s.box(x, 676, 330, 132, 120, 110, 0, 90)
    for board in range(1, 4):
        s.navy.line([(x, 676 + board * 33), (x + 330, 676 + board * 33)], 2.5, 220)
    for crate in range(3):
        cx = x + 12 + crate * 106
        kind = s.dice.choice(
            [(255, 210, 0, 0), (255, 60, 0, 0), (200, 0, 200, 0), (60, 255, 0, 60), (230, 0, 130, 0)]
        )
        for row in range(3):
            for fruit in range(5 - row):
                s.disc(cx + 14 + fruit * 18 + row * 9, 662 - row * 14, 11, *kind)
                s.disc(cx + 11 + fruit * 18 + row * 9, 658 - row * 14, 3, *(tone // 3 for tone in kind))
        s.box(cx, 668, 100, 26, 190, 70, 0, 50, round_=2)
        s.navy.line([(cx, 681), (cx + 100, 681)], 2, 200)


def _shopper(s: Sheet, x: float, foot: float, size: float, coat: int) -> None:
    tones = ((0, 0, 120, 245), (0, 235, 60, 120), (200, 0, 230, 60))[coat]
    cloak: list[Point] = [
        (-44, 0),
        (-40, -120),
        (-30, -176),
        (-10, -196),
        (14, -196),
        (34, -176),
        (44, -120),
        (48, 0),
    ]
    s.shape([(x + px * size, foot - 44 * size + py * size) for px, py in cloak], *tones)
    for leg in (-22, 6):
        s.box(x + leg * size, foot - 48 * size, 18 * size, 52 * size, 0, 0, 60, 255)
    s.disc(x + 2, foot - 266 * size, 25 * size, 90, 90, 0, 0, ry=29 * size)
    s.shape(
        [(x + px * size, foot + py * size) for px, py in ((-26, -268), (-20, -296), (4, -306), (28, -294), (32, -266))],
        0, 60, 60, 250,
    )  # fmt: skip
    s.navy.line([(x + 40 * size, foot - 190 * size), (x + 62 * size, foot - 120 * size)], 13 * size)
    s.box(x + 40 * size, foot - 122 * size, 46 * size, 56 * size, 230, 120, 0, 40, round_=5)


def tide_gate(s: Sheet) -> None:
    s.box(0, 0, 1600, 900, 60, 0, 0, 0)
    coast: list[Point] = [
        (-40, 520), (120, 500), (260, 540), (380, 500), (470, 430), (560, 420), (620, 470), (690, 492), (742, 470),
        (780, 400), (830, 330), (930, 300), (1010, 330), (1060, 300), (1130, 210), (1250, 190), (1340, 110), (1460, 90),
        (1640, 30),
    ]  # fmt: skip
    line = curve(coast, 10)
    for depth in range(9):
        lower = [(x + depth * 10, y + depth * depth * 4.6 + depth * 22) for x, y in line]
        lower = [(x, y + 9 * depth * math.sin(x / (90 + depth * 12) + depth)) for x, y in lower]
        s.shape([*lower, (1660, 920), (-60, 920)], 20, 0, 70 + depth * 22, max(0, depth * 26 - 60))
        s.teal.line(lower, 2, 255)
    for grid in range(100, 1600, 200):
        s.navy.line([(grid, 0), (grid, 900)], 1, 70)
    for grid in range(50, 900, 200):
        s.navy.line([(0, grid), (1600, grid)], 1, 70)
    for hill, (hx, hy) in enumerate(((250, 210), (1010, 90))):
        for ring in range(6):
            r = 150 - ring * 24
            loop = [
                (
                    hx + r * 1.5 * math.cos(a / 9) * (1 + 0.1 * math.sin(a / 3 + hill)),
                    hy + r * 0.8 * math.sin(a / 9),
                )
                for a in range(57)
            ]
            s.coral.line([*loop, loop[0]], 2.2, 190)
    river = curve([(640, 480), (668, 400), (640, 330), (590, 270), (612, 190), (580, 110), (600, -20)], 14)
    s.line(river, 44, 20, 0, 120, 0)
    s.teal.line([(x - 22, y) for x, y in river], 2)
    s.teal.line([(x + 22, y) for x, y in river], 2)
    for _ in range(130):
        x, y = s.dice.gauss(470, 90), s.dice.gauss(330, 62)
        near_river = min(abs(x - rx) for rx, ry in river if abs(ry - y) < 16) if 0 < y < 480 else 99
        if near_river > 42 and y < 420:
            s.box(x, y, s.dice.uniform(9, 24), s.dice.uniform(8, 17), 120, 200, 0, 60)
    for _ in range(90):
        x, y = s.dice.gauss(800, 62), s.dice.gauss(250, 50)
        if x > 700 and y < 318:
            s.box(x, y, s.dice.uniform(9, 24), s.dice.uniform(8, 17), 120, 200, 0, 60)
    s.line(
        [(-10, 430), (300, 400), (610, 300), (760, 330), (900, 200), (1250, 60), (1320, -20)], 7, 0, 0, 0, 220
    )
    s.line(
        [(-10, 430), (300, 400), (610, 300), (760, 330), (900, 200), (1250, 60), (1320, -20)], 3, 60, 0, 0, 0
    )
    for arm in ([(470, 436), (520, 520), (590, 556)], [(792, 396), (760, 500), (706, 556)]):
        s.line(arm, 18, 0, 0, 0, 255)
    s.line([(590, 556), (706, 556)], 14, 60, 255, 0, 0)
    for x in (590, 648, 706):
        s.disc(x, 556, 14, 60, 255, 0, 60)
        s.disc(x, 556, 6, 0, 0, 0, 0)
    for r in (60, 96, 132):
        s.coral.arc(648, 556, r, 20, 160, 4, 255)
    _compass(s, 1390, 690, 118)
    s.line([(120, 830), (420, 830)], 5, 0, 0, 0, 0)
    for part in range(3):
        s.box(120 + part * 100, 816, 50, 12, 0, 0, 0, 0)


def _compass(s: Sheet, x: float, y: float, r: float) -> None:
    s.disc(x, y, r * 1.06, 40, 0, 20, 0)
    s.navy.ring(x, y, r * 1.06, 4)
    s.navy.ring(x, y, r * 0.9, 2)
    for degree in range(0, 360, 10):
        a = math.radians(degree)
        s.navy.line([(x + r * 0.9 * math.cos(a), y + r * 0.9 * math.sin(a)),
                     (x + r * 1.04 * math.cos(a), y + r * 1.04 * math.sin(a))], 2)  # fmt: skip
    for number in range(8):
        a = math.radians(number * 45 - 90)
        far = r * (0.84 if number % 2 == 0 else 0.5)
        tip = (x + far * math.cos(a), y + far * math.sin(a))
        for side, tones in ((-1, (60, 255, 0, 0)), (1, (0, 0, 60, 245))):
            b = a + side * math.pi / 8
            s.shape([(x, y), tip, (x + r * 0.22 * math.cos(b), y + r * 0.22 * math.sin(b))], *tones)


def clock_tower(s: Sheet) -> None:
    s.coral.fade(0, 700, 20, 150)
    s.yellow.fade(0, 700, 90, 235)
    s.teal.fade(0, 260, 90, 0)
    s.disc(500, 430, 190, 255, 60, 0, 0)
    for cy, long, cx in (
        (150, 420, 240),
        (196, 300, 420),
        (250, 360, 1180),
        (120, 260, 1240),
        (330, 240, 160),
    ):
        s.box(cx, cy, long, 16, 20, 10, 0, 0, round_=8)
        s.box(cx + 60, cy + 20, long * 0.6, 10, 20, 10, 0, 0, round_=5)
    s.shape(below(ridge(s.dice, 560, 18)), 30, 80, 120, 60)
    for row, (y, tones, wall) in enumerate(
        ((600, (60, 150, 90, 40), (120, 60, 40, 0)), (680, (40, 235, 40, 30), (90, 40, 60, 10)),
         (780, (30, 235, 90, 120), (40, 40, 110, 60)))
    ):  # fmt: skip
        x = -40.0
        while x < WIDTH:
            width = s.dice.uniform(90, 190) * (1 + row * 0.25)
            top = y + s.dice.uniform(-44, 34)
            roof = s.dice.uniform(46, 78) * (1 + row * 0.2)
            s.box(x, top, width, 400, *wall)
            s.shape([(x - 6, top + 2), (x + width * 0.5, top - roof), (x + width + 6, top + 2)], *tones)
            if s.dice.random() < 0.6:
                s.box(x + width * 0.66, top - roof * 0.9, 16 + row * 5, roof * 0.8, *tones)
            step = 34 + row * 10
            for wx in range(int(x + 16), int(x + width - 26), step):
                for wy in range(int(top + 16), int(top + 190), step + 12):
                    lit = s.dice.random() < 0.3
                    s.box(
                        wx, wy, 15 + row * 4, 21 + row * 5, *((255, 40, 0, 0) if lit else (0, 20, 150, 150))
                    )
            x += width
    s.box(1010, 250, 190, 660, 60, 30, 90, 30)
    s.box(1130, 250, 70, 660, 30, 40, 150, 140)
    s.box(994, 236, 222, 26, 0, 0, 160, 235)
    s.box(994, 470, 222, 20, 0, 0, 160, 235)
    s.shape([(1006, 238), (1105, 62), (1204, 238)], 0, 60, 255, 90)
    s.shape([(1105, 62), (1204, 238), (1140, 238)], 0, 60, 255, 215)
    s.navy.line([(1105, 66), (1105, 20)], 5)
    s.disc(1105, 20, 9, 255, 60, 0, 0)
    s.disc(1105, 364, 92, 0, 0, 120, 245)
    s.disc(1105, 364, 80, 25, 0, 0, 0)
    for hour in range(12):
        a = math.radians(hour * 30)
        s.navy.line(
            [
                (1105 + 62 * math.sin(a), 364 - 62 * math.cos(a)),
                (1105 + 74 * math.sin(a), 364 - 74 * math.cos(a)),
            ],
            6,
        )
    s.navy.line([(1105, 364), (1105, 302)], 6)
    s.coral.line([(1105, 364), (1063, 340)], 8)
    s.disc(1105, 364, 8, 0, 0, 0, 255)
    for y in (530, 640, 750):
        for x in (1038, 1092):
            s.box(x, y, 30, 62, 0, 20, 150, 200, round_=15)
    for x, y, span in ((760, 210, 30), (840, 260, 20), (700, 300, 16)):
        gull(s, x, y, span)


def bench(s: Sheet) -> None:
    s.teal.fade(0, 470, 175, 30)
    s.yellow.fade(180, 470, 0, 150)
    s.coral.fade(300, 470, 0, 70)
    for cx, cy, long in (
        (1040, 190, 380),
        (1150, 150, 200),
        (1000, 222, 250),
        (270, 246, 210),
        (320, 222, 110),
    ):
        s.box(cx, cy, long, 46, 10, 0, 20, 0, round_=23)
    s.shape(below(swell(466, 1, 100)), 0, 0, 160, 40)
    s.teal.fade(470, 700, 140, 255)
    s.navy.fade(470, 700, 20, 90)
    for row in range(8):
        y = 482 + row * row * 3.6
        s.line(swell(y, 1.5 + row, 44 + row * 11, row * 1.7), 1.5 + row * 0.5, 0, 0, 70, 0)
    s.shape([(180, 462), (350, 462), (328, 490), (204, 490)], 40, 255, 0, 60)
    s.shape([(252, 452), (252, 320), (170, 452)], 10, 0, 0, 0)
    s.shape([(262, 452), (262, 340), (324, 452)], 200, 60, 0, 0)
    s.navy.line([(257, 462), (257, 312)], 4)
    s.box(0, 676, 1600, 230, 150, 60, 30, 10)
    for slab in range(-6, 26):
        s.navy.line([(800 + (slab * 100 - 900) * 0.72, 676), (800 + (slab * 100 - 900) * 1.5, 900)], 2, 110)
    for y in (716, 776, 860):
        s.navy.line([(0, y), (1600, y)], 2, 110)
    for y, thick in ((540, 12), (600, 6), (640, 6)):
        s.line([(0, y), (1600, y)], thick, 0, 40, 200, 235)
    for x in range(60, 1600, 210):
        s.box(x, 528, 18, 152, 0, 40, 200, 235)
        s.disc(x + 9, 524, 14, 0, 40, 200, 235)
    s.shape([(410, 868), (1150, 868), (1260, 900), (420, 900)], 100, 60, 60, 150)
    for y, high in ((560, 30), (604, 30), (648, 30)):
        s.box(440, y, 680, high, 120, 235, 0, 60, round_=6)
        s.box(440, y + high - 7, 680, 7, 120, 235, 0, 190, round_=3)
    s.box(420, 716, 720, 26, 160, 235, 0, 30, round_=6)
    s.box(420, 738, 720, 18, 120, 235, 0, 190, round_=6)
    for x in (490, 1050):
        s.box(x, 556, 20, 320, 0, 0, 150, 250)
        s.box(x - 24, 860, 68, 16, 0, 0, 150, 250, round_=6)
        s.navy.line(curve([(x + 10, 690), (x - 36, 664), (x - 60, 690), (x - 50, 742)]), 12)
    s.box(752, 612, 70, 18, 255, 60, 0, 40, round_=3)
    _standing_gull(s, 980, 560)
    s.box(1380, 210, 16, 670, 0, 0, 180, 245)
    s.box(1362, 850, 52, 34, 0, 0, 180, 245, round_=4)
    s.navy.line(curve([(1388, 220), (1392, 160), (1350, 128), (1300, 140)]), 11)
    s.shape([(1262, 178), (1280, 140), (1322, 140), (1340, 178)], 0, 0, 180, 245)
    s.disc(1301, 186, 27, 255, 30, 0, 0, ry=22)
    for x, y, span in ((640, 170, 34), (560, 230, 22), (750, 240, 18)):
        gull(s, x, y, span)


def _standing_gull(s: Sheet, x: float, y: float) -> None:
    for leg in (-8, 10):
        s.line([(x + leg, y - 30), (x + leg, y)], 5, 255, 160, 0, 0)
    body: list[Point] = [
        (-96, -44),
        (-40, -72),
        (10, -90),
        (34, -118),
        (62, -124),
        (80, -106),
        (70, -84),
        (52, -48),
        (10, -24),
        (-40, -28),
    ]
    s.shape(curve([(x + px, y + py) for px, py in body], 8, closed=True), 10, 0, 0, 0)
    wing: list[Point] = [(-118, -38), (-50, -74), (16, -80), (30, -62), (-10, -42), (-70, -38)]
    s.shape(curve([(x + px, y + py) for px, py in wing], 8, closed=True), 0, 0, 110, 110)
    s.shape([(x + 76, y - 112), (x + 110, y - 98), (x + 74, y - 96)], 255, 120, 0, 0)
    s.disc(x + 62, y - 108, 4, 0, 0, 0, 255)
