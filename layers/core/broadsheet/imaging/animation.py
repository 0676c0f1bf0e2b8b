"""Animated GIFs, copied block by block: the frames stay as they are, everything else is left behind."""

from __future__ import annotations

from typing import NamedTuple

MAX_BYTES = 2_000_000
MAX_FRAMES = 100

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, APPLICATION = 0xF9, 0xFF
# Application blocks that say how often to play; others carry XMP and the like.
LOOPING = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


class Animation(NamedTuple):
    body: bytes
    frames: int


def bare(body: bytes) -> Animation | None:
    """The animation without comments, metadata and whatever follows its end; None if it is damaged."""
    try:
        return _copy(body)
    except IndexError:
        return None


def _copy(body: bytes) -> Animation:
    at = 13 + _colours(body[10])
    kept, frames = [body[:at]], 0
    while body[at] != TRAILER:
        end, wanted = _block(body, at)
        frames += body[at] == IMAGE
        if wanted:
            kept.append(body[at:end])
        at = end
    return Animation(b"".join([*kept, bytes([TRAILER])]), frames)


def _block(body: bytes, at: int) -> tuple[int, bool]:
    """Where the block at `at` ends, and whether it is needed."""
    if body[at] == IMAGE:
        return _past(body, at + 11 + _colours(body[at + 9])), True
    if body[at] != EXTENSION:
        raise IndexError
    looping = body[at + 1] == APPLICATION and body.startswith(LOOPING, at + 2)
    return _past(body, at + 2), looping or body[at + 1] == GRAPHIC_CONTROL


def _colours(flags: int) -> int:
    """The length of the colour table that the flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _past(body: bytes, at: int) -> int:
    """The end of the sub-blocks that begin at `at`."""
    while body[at]:
        at += body[at] + 1
    return at + 1
