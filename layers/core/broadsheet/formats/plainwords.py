"""Text for one line: titles, names, captions."""

from __future__ import annotations

import html
import re

from broadsheet.formats.upload import printable

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def decoded(text: str) -> str:
    """`text` with its character references decoded, once. A bare `&` stays what it is."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def one_line(text: str) -> str:
    """`text` as it can stand in a headline: decoded, printable, white space collapsed."""
    return as_written(decoded(text))


def as_written(text: str) -> str:
    """The same without decoding: what looks like a character reference is none."""
    return " ".join(printable(text).split())


def folded(text: str) -> str:
    """A form in which two headlines are equal if a reader would call them so."""
    return one_line(text).casefold().rstrip(".").rstrip()
