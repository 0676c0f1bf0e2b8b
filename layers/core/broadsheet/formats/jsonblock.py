"""JSON, as front matter and as a whole file."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from broadsheet.formats.given import Given, Path, Value
from broadsheet.formats.limits import MAX_BLOCK, json_depths
from broadsheet.formats.notes import Refused, line_at

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Twice(ValueError):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is given twice; keep one of the two")
        self.name = name


class _NotANumber(ValueError):
    pass


def parse_json(text: str, first_line: int = 1) -> Given:
    """The fields of a JSON object that begins on line `first_line` of the file."""
    try:
        for _ in json_depths(text):
            pass  # only to be refused where it is too deep
        values = _loaded(text)
    except Refused as refusal:
        problem = refusal.problem
        raise Refused(problem.message, problem.field, first_line + (problem.line or 1) - 1) from refusal
    return Given(values, lambda path: _line_of(text, path, first_line))


def object_end(text: str, start: int) -> int:
    """The offset behind the object that opens at `start`. Raises Refused if it never closes."""
    for found, offset, depth in json_depths(text, start):
        if offset - start > MAX_BLOCK:
            break
        if depth == 0 and found == "}":
            return offset + 1
    raise Refused(
        "the JSON front matter begins here with { and is never closed by }", line=line_at(text, start)
    )


def _loaded(text: str) -> dict[str, Value]:
    try:
        values = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Refused(f"this is not valid JSON: {error.msg}", line=error.lineno) from error
    except _Twice as error:
        raise Refused(str(error), error.name, _last_line_of(text, error.name)) from error
    except _NotANumber as error:
        raise Refused(str(error), line=_last_line_of(text, None)) from error
    except Exception as error:  # ValueError for numbers of thousands of digits, RecursionError
        raise Refused("this is not JSON that can be read: a number is too long") from error
    if not isinstance(values, dict):
        raise Refused('the file must hold one JSON object: {"title": "A headline", "body": "…"}', line=1)
    _check_text(text, values, ())
    return values


def _unique(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in pairs:
        if name in values:
            raise _Twice(name)
        values[name] = value
    return values


def _no_constant(name: str) -> NoReturn:
    raise _NotANumber(f"{name} is not a value; use a number, text in quotes or null")


def _check_text(text: str, value: Value, path: Path) -> None:
    """Half a character (a lone surrogate) cannot be written to any file: refuse it here."""
    if isinstance(value, str):
        if _SURROGATE.search(value):
            name = next((str(part) for part in path if isinstance(part, str)), "")
            raise Refused(
                "the text holds half a character (\\ud800 to \\udfff)", name, _line_of(text, path, 1)
            )
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _check_text(text, item, (*path, place))
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_text(text, name, path)
            _check_text(text, item, (*path, name))


def _line_of(text: str, path: Path, first_line: int) -> int | None:
    """The line of a top-level name; asked only when there is something to say."""
    wanted = next((part for part in path if isinstance(part, str)), None)
    for token, offset, depth in json_depths(text):
        if depth == 1 and token[0] == '"' and _names(text, token, offset, wanted):
            return first_line + line_at(text, offset) - 1
    return None


def _names(text: str, token: str, offset: int, wanted: str | None) -> bool:
    if not text[offset + len(token) : offset + len(token) + 100].lstrip().startswith(":"):
        return False
    try:
        return bool(json.loads(token) == wanted)
    except ValueError:
        return False


def _last_line_of(text: str, name: str | None) -> int | None:
    pattern = (
        r"\b(?:NaN|-?Infinity)\b"
        if name is None
        else re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:"
    )
    matches = list(re.finditer(pattern, text))
    return line_at(text, matches[-1].start()) if matches else None
