"""Print the illustrations of the demo newspaper: `python demo/make_images.py` writes demo/images/."""

# ruff: noqa: C901, E501, PLR0912, PLR0917  a drawing is a long list of strokes

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from press import WIDTH, Point, Sheet, below, curve, ridge, swell

FOLDER = Path(__file__).parent / "images"
Scene = Callable[[Sheet], None]
SCENES: dict[str, Scene] = {}


def scene(draw: Scene) -> Scene:
    SCENES[draw.__name__.replace("_", "-")] = draw
    return draw


def gull(sheet: Sheet, x: float, y: float, span: float, tone: int = 255) -> None:
    wing = [
        (x - span, y - span * 0.28),
        (x - span * 0.45, y - span * 0.42),
        (x, y),
        (x + span * 0.45, y - span * 0.42),
    ]
    sheet.navy.line(curve([*wing, (x + span, y - span * 0.28)]), span * 0.11, tone)


def glitter(sheet: Sheet, x: float, top: float, bottom: float, width: float, *tones: int) -> None:
    """Light on water: strokes that widen towards us."""
    y = top
    while y < bottom:
        near = (y - top) / (bottom - top)
        half = width * (0.35 + near) * sheet.dice.uniform(0.4, 1)
        shift = sheet.dice.uniform(-0.35, 0.35) * width
        thick = 2 + 5 * near
        sheet.box(x + shift - half, y, 2 * half, thick, *tones, round_=thick / 2)
        y += 9 + 15 * near


@scene
def night_ferry(s: Sheet) -> None:
    s.navy.fade(0, 520, 250, 110)
    s.teal.fade(0, 560, 120, 70)
    s.coral.fade(250, 560, 0, 150)
    s.yellow.fade(330, 560, 0, 210)
    for _ in range(90):
        x, y = s.dice.uniform(0, WIDTH), s.dice.uniform(0, 300)
        s.disc(x, y, s.dice.uniform(0.8, 2.2), 60, 0, 0, 0)
    s.disc(1270, 150, 62, 90, 0, 0, 0)
    s.disc(1244, 136, 56, 0, 0, 118, 215)
    hills = ridge(s.dice, 520, 16)
    s.shape(below(hills), 0, 0, 120, 225)
    for _ in range(46):
        x = s.dice.uniform(0, 520)
        s.disc(x, s.dice.uniform(530, 556), 2.4, 255, 40, 0, 0)
    s.shape(below(swell(562, 1, 90)), 0, 0, 190, 205)
    s.teal.fade(562, 900, 170, 255)
    s.navy.fade(562, 900, 190, 235)
    for row in range(9):
        y = 600 + row * row * 4.4
        s.navy.line(swell(y, 2 + row * 1.1, 40 + row * 16, row * 1.9), 1.5 + row * 0.7, 255)
    glitter(s, 1270, 570, 890, 40, 120, 20, 60, 0)
    hull = [(330, 520), (1190, 520), (1236, 470), (1262, 470), (1196, 606), (380, 606)]
    s.shape(hull, 0, 255, 60, 235)
    s.box(330, 500, 880, 26, 60, 0, 0, 0)
    s.box(400, 430, 690, 74, 40, 0, 0, 0)
    s.box(460, 372, 560, 60, 40, 0, 0, 0)
    s.shape([(900, 372), (905, 318), (1010, 318), (1042, 372)], 40, 0, 0, 0)
    for x in (560, 700):
        s.shape([(x, 372), (x + 8, 280), (x + 84, 280), (x + 92, 372)], 0, 255, 40, 60)
        s.box(x + 7, 300, 78, 20, 255, 0, 0, 0)
    for deck, (left, right, y) in enumerate(((420, 1075, 450), (480, 1005, 390))):
        for x in range(left, right, 32):
            lit = s.dice.random() < 0.82
            s.box(x, y, 20, 28 - 4 * deck, *((255, 70, 0, 0) if lit else (0, 0, 120, 230)), round_=3)
    s.box(915, 330, 88, 20, 255, 40, 0, 0)
    for x in range(420, 1180, 44):
        s.disc(x, 552, 6, 255, 60, 0, 0)
    s.navy.line([(1010, 318), (1010, 240)], 4)
    s.navy.line([(480, 372), (480, 290)], 4)
    s.disc(1010, 236, 6, 60, 255, 0, 0)
    for x in range(440, 1180, 52):
        glitter(s, x, 618, s.dice.uniform(690, 850), 12, 235, 40, 40, 30)
    for step in range(9):
        r = 18 + step * 9
        s.disc(600 - step * 46, 250 - step * 17 + s.dice.uniform(-8, 8), r, 0, 0, 60, 165 - step * 9)


@scene
def lighthouse(s: Sheet) -> None:
    s.teal.fade(0, 640, 150, 20)
    s.yellow.fade(260, 660, 0, 150)
    s.coral.fade(380, 660, 0, 90)
    centre = (1090.0, 205.0)
    for start in range(0, 360, 24):
        a, b = math.radians(start - 4), math.radians(start + 5)
        far = 1900
        ray = [centre, (centre[0] + far * math.cos(a), centre[1] + far * math.sin(a))]
        s.yellow.polygon([*ray, (centre[0] + far * math.cos(b), centre[1] + far * math.sin(b))], 190)
    s.disc(centre[0], centre[1], 150, 235, 0, 0, 0)
    s.shape(below(swell(600, 1.5, 120)), 0, 0, 190, 60)
    s.teal.fade(604, 900, 150, 255)
    s.navy.fade(604, 900, 10, 140)
    for row in range(10):
        y = 622 + row * row * 3.2
        line = swell(y, 2 + row * 1.3, 36 + row * 13, row * 2.3)
        s.line(line[: 130 - row * 6], 1.5 + row * 0.55, 0, 0, 70, 0)
    cliff = curve(
        [(560, 900), (640, 830), (690, 812), (760, 742), (840, 724), (905, 668), (985, 655), (1290, 642)]
    )
    s.shape([*cliff, (1620, 600), (1620, 920), (560, 920)], 150, 0, 215, 120)
    shade = curve(
        [(620, 900), (735, 836), (800, 830), (870, 770), (950, 752), (1000, 716), (1180, 742), (1620, 690)]
    )
    s.shape([*shade, (1620, 920), (620, 920)], 0, 0, 200, 235)
    for x, y in ((600, 872), (560, 884), (690, 850), (646, 860)):
        s.disc(x, y, 42, 0, 0, 20, 0, ry=10)
    left, right = (1026, 1052), (1154, 1128)
    s.shape([(left[0], 656), (left[1], 262), (right[1], 262), (right[0], 656)], 0, 0, 0, 0)
    for band in range(1, 6, 2):
        top, bottom = 262 + band * 65.6, 262 + (band + 1) * 65.6

        def edge(y: float, a: tuple[int, int]) -> float:
            return a[1] + (a[0] - a[1]) * (y - 262) / 394

        s.shape(
            [(edge(top, left), top), (edge(top, right), top), (edge(bottom, right), bottom), (edge(bottom, left), bottom)],
            60, 255, 0, 0,
        )  # fmt: skip
    s.navy.polygon([(1100, 262), (1128, 262), (1154, 656), (1112, 656)], 105)
    s.box(1030, 250, 120, 14, 0, 0, 0, 255, round_=4)
    s.box(1056, 164, 68, 86, 255, 0, 0, 0)
    for x in (1056, 1078, 1100, 1122):
        s.navy.line([(x, 164), (x, 250)], 4)
    s.shape([(1042, 166), (1090, 108), (1138, 166)], 0, 255, 0, 150)
    s.navy.line([(1090, 110), (1090, 72)], 5)
    for y in (330, 440, 556):
        s.box(1082, y, 18, 30, 0, 0, 0, 245, round_=9)
    s.box(1190, 570, 190, 78, 0, 0, 0, 0)
    s.shape([(1174, 574), (1212, 516), (1362, 516), (1398, 574)], 40, 255, 0, 70)
    for x in (1216, 1270, 1324):
        s.box(x, 596, 26, 30, 200, 0, 0, 120)
    for x, y, span in ((300, 210, 40), (410, 270, 28), (230, 330, 22), (640, 170, 24), (520, 390, 17)):
        gull(s, x, y, span)


@scene
def seals(s: Sheet) -> None:
    s.yellow.fade(0, 430, 40, 235)
    s.coral.fade(0, 430, 20, 150)
    s.disc(420, 330, 128, 255, 190, 0, 0)
    far = ridge(s.dice, 372, 12)
    s.shape(below(far), 40, 60, 120, 60)
    near = ridge(s.dice, 405, 9)
    s.shape(below(near), 0, 40, 150, 130)
    s.shape(below(swell(432, 1, 90)), 110, 90, 70, 0)
    s.teal.fade(432, 900, 60, 235)
    s.yellow.fade(432, 900, 190, 30)
    s.coral.fade(432, 900, 110, 0)
    s.navy.fade(640, 900, 0, 130)
    for row in range(11):
        y = 446 + row * row * 3.1
        s.teal.line(swell(y, 1 + row * 0.9, 50 + row * 12, row * 2.1), 1 + row * 0.5, 255)
    glitter(s, 420, 440, 800, 52, 255, 120, 0, 0)
    rock = curve([(-20, 800), (90, 742), (260, 728), (430, 742), (560, 716), (790, 706), (1010, 730), (1190, 712),
                  (1390, 728), (1500, 690), (1620, 668)])  # fmt: skip
    s.shape([*rock, (1620, 920), (-20, 920)], 0, 40, 170, 235)
    for _ in range(150):
        x, y = s.dice.uniform(0, WIDTH), s.dice.uniform(765, 895)
        s.disc(x, y, s.dice.uniform(3, 16), 0, 0, 235, 150, ry=s.dice.uniform(1.5, 4))
    _seal(s, 640, 724, 1.3, 1)
    _seal(s, 1250, 728, 1.12, -1)
    _swimmer(s, 190, 590)
    for x, y, span in ((1060, 170, 40), (1180, 230, 27), (950, 260, 20), (1330, 140, 23)):
        gull(s, x, y, span)


def _seal(s: Sheet, x: float, y: float, size: float, way: int) -> None:
    def at(points: list[Point]) -> list[Point]:
        return [(x + way * px * size, y + py * size) for px, py in points]

    body: list[Point] = [
        (-206, -58), (-226, -92), (-262, -104), (-246, -78), (-276, -66), (-240, -48), (-200, -22), (-130, 4), (-40, 16),
        (70, 12), (124, -6), (146, -46), (150, -84), (168, -96), (190, -104), (198, -122), (184, -146), (158, -164),
        (124, -166), (96, -150), (66, -128), (10, -106), (-60, -86), (-130, -60), (-172, -48),
    ]  # fmt: skip
    outline = curve(at(body), 8, closed=True)
    s.shape(outline, 0, 50, 170, 175)
    belly: list[Point] = [
        (-120, 0), (-40, -16), (50, -30), (104, -64), (128, -100), (150, -92), (140, -44), (118, -8), (66, 8), (-40, 12)
    ]  # fmt: skip
    s.shape(curve(at(belly), 8, closed=True), 70, 40, 50, 15)
    flipper: list[Point] = [(66, -24), (92, -8), (86, 30), (58, 36), (50, 10)]
    s.shape(curve(at(flipper), 8, closed=True), 0, 60, 190, 245)
    (eye,), (nose,) = at([(158, -134)]), at([(194, -124)])
    s.disc(*eye, 6 * size, 0, 0, 0, 255)
    s.disc(eye[0] + 1.5, eye[1] - 2, 2 * size, 0, 0, 0, 0)
    s.disc(*nose, 6 * size, 0, 0, 0, 255, ry=5 * size)
    for slope in (-6, 4, 14):
        s.navy.line(at([(182, -112), (218, -114 + slope)]), 1.6, 255)
    for _ in range(34):
        px = s.dice.uniform(-130, 90)
        (spot,) = at([(px, -62 - (px + 60) * 0.24 + s.dice.uniform(-9, 22))])
        s.disc(*spot, s.dice.uniform(2.5, 6.5) * size, 0, 50, 170, 250, ry=s.dice.uniform(2, 4) * size)


def _swimmer(s: Sheet, x: float, y: float) -> None:
    s.disc(x, y, 34, 0, 50, 170, 200, ry=40)
    s.disc(x + 20, y + 6, 20, 0, 50, 170, 200, ry=17)
    s.disc(x + 10, y - 8, 4.5, 0, 0, 0, 255)
    s.disc(x + 37, y, 4.5, 0, 0, 0, 255)
    s.shape([(x - 60, y + 22), (x + 70, y + 22), (x + 70, y + 60), (x - 60, y + 60)], 130, 70, 130, 0)
    for step in range(3):
        half = 52 + step * 36
        s.line([(x - half, y + 24 + step * 12), (x + half, y + 24 + step * 12)], 4 - step, 20, 0, 40, 0)


@scene
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


@scene
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


@scene
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


@scene
def rowing(s: Sheet) -> None:
    s.teal.fade(0, 900, 205, 250)
    s.navy.fade(0, 900, 0, 110)
    for row in range(34):
        y = -40 + row * 30
        line = swell(y, 5, 70 + (row * 37) % 50, row * 2.7)
        start = s.dice.randrange(0, 60)
        s.teal.line(line[start : start + s.dice.randrange(50, 100)], 3, 150)
    for x, y, tones in ((60, 120, (255, 30, 0, 0)), (330, 470, (40, 255, 0, 0)), (-130, 800, (10, 0, 0, 0))):
        _gig(s, x, y, tones)
    for number in range(9):
        x, y = 1470 - number * 6, 40 + number * 104
        s.disc(x + 7, y + 9, 14, 0, 0, 255, 150)
        s.disc(x, y, 15, *((40, 255, 0, 0) if number % 2 else (20, 0, 0, 0)))


def _gig(s: Sheet, x: float, y: float, tones: tuple[int, ...]) -> None:
    def at(u: float, v: float) -> Point:  # along and across the boat
        return x + 560 + u - v * 0.06, y + v - u * 0.06

    wake = [at(-420, 0), at(-900, -80), at(-860, 0), at(-900, 80)]
    s.shape(wake, 0, 0, 110, 0)
    for step in range(7):
        u = -430 - step * 62
        spread = 20 + step * 11
        for side in (-1, 1):
            s.disc(*at(u, side * spread), 30 - step * 2, 0, 0, 30, 0, ry=7)
    for seat in range(6):
        u = -250 + seat * 105
        side = 1 if seat % 2 else -1
        blade, hand = at(u - 74, side * 132), at(u - 4, side * 10)
        for shadow in (12, 0):
            ink = (0, 0, 255, 190) if shadow else (60, 40, 0, 0)
            s.line([(hand[0] + shadow, hand[1] + shadow), (blade[0] + shadow, blade[1] + shadow)], 8, *ink)
        tip = at(u - 96, side * 176)
        s.line([blade, tip], 21, *tones)
        for ring in range(2):
            s.disc(*at(u - 122 - ring * 66, side * 164), 22 - ring * 6, 0, 0, 60, 0, ry=12 - ring * 3)
    hull = [at(u, v) for u, v in curve([(-430, 0), (-300, -36), (0, -52), (300, -38), (450, 0)], 12)]
    hull += [at(u, v) for u, v in curve([(450, 0), (300, 38), (0, 52), (-300, 36), (-430, 0)], 12)]
    s.shape([(px + 14, py + 20) for px, py in hull], 0, 0, 255, 200)
    s.shape(hull, *tones)
    inner = [at(u, v) for u, v in curve([(-380, 0), (-280, -24), (0, -37), (280, -26), (390, 0)], 12)]
    inner += [at(u, v) for u, v in curve([(390, 0), (280, 26), (0, 37), (-280, 24), (-380, 0)], 12)]
    s.shape(inner, 190, 130, 0, 120)
    for seat in range(7):
        u = -270 + seat * 105
        if seat < 6:
            s.line([at(u + 26, -33), at(u + 26, 33)], 13, 150, 60, 0, 20)
        jersey = tones if tones[0] + tones[1] > 100 else (0, 0, 120, 245)
        back = curve(
            [at(u - 20, -22), at(u + 12, -30), at(u + 22, 0), at(u + 12, 30), at(u - 20, 22)], 6, closed=True
        )
        s.shape(back, *jersey)
        s.disc(*at(u - 8, 0), 15, 0, 70, 60, 250)
        if seat < 6:
            side = 1 if seat % 2 else -1
            s.line([at(u + 2, -16 * side), at(u - 34, 8 * side)], 9, 110, 110, 0, 0)


@scene
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


@scene
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


@scene
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


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for seed, (name, draw) in enumerate(SCENES.items(), 1):
        sheet = Sheet(seed)
        draw(sheet)
        picture: Image.Image = sheet.printed()
        path = FOLDER / f"{name}.jpg"
        picture.save(path, quality=60, optimize=True, progressive=True)
        print(f"{path.name:20} {path.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
