"""Times and lengths of time as an operator reads them."""

from __future__ import annotations

from datetime import datetime


def length(seconds: float) -> str:
    """`12 s`, `3 min`, `5 h`, `2 d`: the largest unit that there is one of."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"


def ago(moment: datetime, now: datetime) -> str:
    return f"{length(max(0.0, (now - moment).total_seconds()))} ago"


def many(count: int, one: str, more: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {one}" if count == 1 else f"{count:,} {more or one + 's'}"
