"""Fields as Pelican writes them: `Title: …` lines on top, up to the first blank line."""

from __future__ import annotations

import re

from broadsheet.formats.fields import is_known
from broadsheet.formats.given import Given, Path, nearest_line
from broadsheet.formats.limits import MAX_BLOCK
from broadsheet.formats.notes import Refused

_LINE = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?$")


def parse_header_lines(text: str) -> tuple[Given, int] | None:
    """The fields and the offset behind them; None if the text does not begin with a known one."""
    start = len(text) - len(text.lstrip("\n"))
    first = _LINE.match(text[start : start + 400].split("\n", 1)[0])
    if not first or not is_known(first[1]):
        return None
    end = text.find("\n\n", start)
    block = text[start : end if end >= 0 else len(text)]
    fields = _fields(block, start + 1) if len(block) <= MAX_BLOCK else None
    return (fields, start + len(block)) if fields else None


def _fields(block: str, first_line: int) -> Given | None:
    values: dict[str, str | None] = {}
    lines: dict[Path, int] = {}
    name = ""
    for number, row in enumerate(block.split("\n"), first_line):
        if row[:1] in {" ", "\t"} and name:
            values[name] = f"{values[name] or ''} {row.strip()}".strip()
        elif match := _LINE.match(row):
            name = match[1]
            if name in values:
                raise Refused(f"“{name}” is given twice; keep one of the two", name, number)
            values[name], lines[(name,)] = (match[2] or "").strip() or None, number
        else:
            return None
    return Given(values, nearest_line(lines))
