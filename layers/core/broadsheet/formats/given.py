"""The fields of a file as they are written there, before anything is decided about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeAlias

Value: TypeAlias = Any
"""str, None, bool, int, float, datetime, date, time, or a list or dict of these.

YAML and header lines give only str and None (and lists and dicts): the text of each scalar, as written.
"""

Path = tuple[str | int, ...]
"""Where a value stands: `("image", "alt")`, `("corrections", 0, "date")`."""

Moment = (datetime, date, time)


def no_line(path: Path) -> int | None:
    return None


class Given(NamedTuple):
    """Names and values of a file. `line_of` finds the line of a value, or of what it stands in."""

    values: Mapping[str, Value]
    line_of: Callable[[Path], int | None] = no_line


def nearest_line(lines: Mapping[Path, int]) -> Callable[[Path], int | None]:
    """A `line_of` that falls back from an item to the list it is in."""

    def line_of(path: Path) -> int | None:
        while path:
            if path in lines:
                return lines[path]
            path = path[:-1]
        return None

    return line_of
