"""TOML front matter."""

from __future__ import annotations

import re
import tomllib

from broadsheet.formats.given import Given, Path
from broadsheet.formats.limits import check_brackets, check_size
from broadsheet.formats.notes import Refused, line_at

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def parse_toml(block: str, first_line: int) -> Given:
    """The fields of a TOML block whose first line is line `first_line` of the file."""
    check_size(block, first_line)
    check_brackets(block, first_line)
    try:
        values = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise _explained(str(error), block, first_line) from error
    except Exception as error:  # ValueError for a date or number that cannot be, RecursionError
        raise Refused(f"the front matter is not valid TOML: {error}", line=first_line) from error
    return Given(values, lambda path: _line_of(block, path, first_line))


def _explained(message: str, block: str, first_line: int) -> Refused:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else block.count("\n") + 1
    what = _PLACE.sub("", message)
    row = block.split("\n")[line - 1][:400] if line <= block.count("\n") + 1 else ""
    name = re.match(r'\s*"?([\w-]+)"?\s*=', row)
    hint = "" if "=" in row else '; TOML fields look like: title = "A headline"'
    field = name[1] if name else ""
    return Refused(f"the front matter is not valid TOML: {what}{hint}", field, first_line + line - 1)


def _line_of(block: str, path: Path, first_line: int) -> int | None:
    """Where the innermost name of a path is written; asked only when there is something to say."""
    for name in [part for part in reversed(path) if isinstance(part, str)]:
        written = rf'^[ \t]*(?:\[+[ \t]*)?(?:[\w-]+\.)*["\']?{re.escape(name)}["\']?[ \t]*[\]=.]'
        if match := re.search(written, block, re.MULTILINE):
            return first_line + line_at(block, match.start()) - 1
    return None
