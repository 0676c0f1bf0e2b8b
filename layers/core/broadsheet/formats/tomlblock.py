"""TOML front matter."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC

from broadsheet.formats.dates import NotADate, moment
from broadsheet.formats.given import Given, Path
from broadsheet.formats.limits import MAX_LEVELS, check_brackets, check_size, too_deep
from broadsheet.formats.notes import Refused, line_at

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_DOTTED = re.compile(rf"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){{{MAX_LEVELS}}}""")
_ASSIGNMENT = re.compile(r"""\s*["']?([\w-]+)["']?\s*=\s*(.*?)\s*$""")


def parse_toml(block: str, first_line: int) -> Given:
    """The fields of a TOML block whose first line is line `first_line` of the file."""
    check_size(block, first_line)
    check_brackets(block, first_line)
    if deep := _DOTTED.search(block):
        raise too_deep(first_line + line_at(block, deep.start()) - 1)
    try:
        values = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise _explained(str(error), block, first_line) from error
    except Exception as error:  # ValueError for a date or number that cannot be, RecursionError
        raise Refused(f"the front matter is not valid TOML: {error}", line=first_line) from error
    return Given(values, lambda path: _line_of(block, path, first_line))


def _explained(message: str, block: str, first_line: int) -> Refused:
    """A syntax error in an editor's words, with the line that is to be changed."""
    place = _PLACE.search(message)
    rows = block.split("\n")
    number = min(int(place[1]) if place and place[1] else len(rows), len(rows))
    while number > 1 and not (place and place[1]) and not _ASSIGNMENT.match(rows[number - 1][:400]):
        number -= 1  # what is open at the end began with the last field
    assignment = _ASSIGNMENT.match(rows[number - 1][:400])
    field, value = (assignment[1], assignment[2]) if assignment else ("", "")
    return Refused(_reason(_PLACE.sub("", message), field, value), field, first_line + number - 1)


def _reason(what: str, field: str, value: str) -> str:
    if not field:
        return f'the front matter is not valid TOML: {what}; a field looks like title = "A headline"'
    if "Invalid date" in what:
        try:
            moment(value, UTC)
        except NotADate as error:
            return str(error)
    if "Invalid value" in what:
        return f'text must stand in quotes: {field} = "{value}"'
    return f"the front matter is not valid TOML: {what}"


def _line_of(block: str, path: Path, first_line: int) -> int | None:
    """Where the innermost name of a path is written; asked only when there is something to say."""
    for name in [part for part in reversed(path) if isinstance(part, str)]:
        written = rf'^[ \t]*(?:\[+[ \t]*)?(?:[\w-]+\.)*["\']?{re.escape(name)}["\']?[ \t]*[\]=.]'
        if match := re.search(written, block, re.MULTILINE):
            return first_line + line_at(block, match.start()) - 1
    return None
