"""Finds the fields on top of a file, in whichever dialect they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from broadsheet.formats.given import Given
from broadsheet.formats.headerlines import parse_header_lines
from broadsheet.formats.jsonblock import object_end, parse_json
from broadsheet.formats.limits import check_size
from broadsheet.formats.notes import Refused, line_at
from broadsheet.formats.yamlfields import parse_fields

Parser = Callable[[str, int], Given]

_FENCE = re.compile(r"\s*^(---|\+\+\+|;;;)[ \t]*(?:\n|\Z)", re.MULTILINE)
_JSON_START = re.compile(r'\s*\{(?=\s*["}])')


class Split(NamedTuple):
    """The fields of a file and what follows them; `body_line` is the line it begins on."""

    given: Given
    body: str
    body_line: int


def split(text: str) -> Split:
    """Take the front matter off a text. Without any, the whole text is the body."""
    if fence := _FENCE.match(text):
        return _fenced(text, fence)
    if start := _JSON_START.match(text):
        return _json(text, start.end() - 1)
    if header := parse_header_lines(text):
        given, end = header
        return Split(given, text[end:], line_at(text, end))
    return Split(Given({}), text, 1)


def _fenced(text: str, fence: re.Match[str]) -> Split:
    mark, line = fence[1], line_at(text, fence.end())
    end = _closing(mark).search(text, fence.end())
    if not end:
        message = (
            f"the front matter begins here and is never closed; put {mark} on a line of its own after it"
        )
        raise Refused(message, line=line_at(text, fence.start(1)))
    given = _PARSERS[mark](text[fence.end() : end.start()], line)
    return Split(given, text[end.end() + 1 :], line_at(text, end.end()) + 1)


@cache
def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{re.escape(mark)}{'|[.]{3}' if mark == '---' else ''})[ \t]*$", re.MULTILINE)


def _braceless(block: str, line: int) -> Given:
    """Between `;;;` the braces of the object may be left out."""
    check_size(block, line)
    return parse_json(block if block.lstrip().startswith("{") else "{" + block + "}", line)


def _toml(block: str, line: int) -> Given:
    """As yamlfields does with YAML: most files never need the parser, and it is slow to load."""
    from broadsheet.formats.tomlblock import parse_toml  # noqa: PLC0415

    return parse_toml(block, line)


_PARSERS: dict[str, Parser] = {"---": parse_fields, "+++": _toml, ";;;": _braceless}


def _json(text: str, start: int) -> Split:
    end = object_end(text, start)
    given = parse_json(text[start:end], line_at(text, start))
    return Split(given, text[end:], line_at(text, end))
