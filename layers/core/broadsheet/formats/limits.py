"""Front matter is small and shallow. What is not is refused before a parser sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.formats.notes import Refused, line_at

MAX_BLOCK = 16 * 1024
MAX_LEVELS = 20

_JSON_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


def check_size(block: str, line: int) -> None:
    """Raise Refused if a block of front matter that begins on `line` is too large."""
    if len(block) > MAX_BLOCK:
        size = f"{len(block) / 1024:.0f} KB"
        raise Refused(
            f"the front matter has {size}, at most 16 KB; is the line that closes it missing?", line=line
        )


def check_brackets(block: str, line: int) -> None:
    """Raise Refused if brackets nest too deeply, whether or not they stand in quotes."""
    if block.count("[") + block.count("{") <= MAX_LEVELS:
        return
    depth = 0
    for offset, char in enumerate(block):
        depth += (char in "[{") - (char in "]}")
        if depth > MAX_LEVELS:
            raise too_deep(line + line_at(block, offset) - 1)


def too_deep(line: int | None) -> Refused:
    return Refused(f"lists and tables stand more than {MAX_LEVELS} levels inside one another", line=line)


def json_depths(text: str, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """Every string and bracket of a JSON text: itself, its offset, the depth after it.

    Raises Refused where the depth passes the limit, so a parser that recurses is safe afterwards.
    """
    depth = 0
    for match in _JSON_TOKEN.finditer(text, start):
        found = match[0]
        if found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        if depth > MAX_LEVELS:
            raise too_deep(line_at(text, match.start()))
        yield found, match.start(), depth
