"""On the water."""

# ruff: noqa: C901, E501  a drawing is a long list of strokes

from __future__ import annotations

import math

from press import WIDTH, Point, Sheet, below, curve, ridge, swell

from scenes.strokes import glitter, gull


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
