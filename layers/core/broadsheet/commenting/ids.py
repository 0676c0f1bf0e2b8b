"""Ids of comments: 26 characters that sort by time and are never given twice (the ULID layout)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RANDOM_BYTES = 10
LENGTH = 26


def new_id(moment: datetime, randomness: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """48 bits of milliseconds and 80 of chance."""
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1)
    number = milliseconds << (8 * RANDOM_BYTES) | int.from_bytes(randomness(RANDOM_BYTES), "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
