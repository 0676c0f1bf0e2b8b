"""Strokes that several of the illustrations have."""

from __future__ import annotations

from press import Sheet, curve


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
