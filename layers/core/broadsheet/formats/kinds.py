"""What the name of a file tells: its kind, and in many archives its date."""

from __future__ import annotations

import re
from datetime import date
from posixpath import basename, splitext
from typing import Literal

from broadsheet.formats.notes import Refused

Kind = Literal["markdown", "html", "text", "json"]

_KINDS: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".text": "text",
    ".json": "json",
}
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".heic", ".tif", ".tiff", ".bmp"}
_DATED_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=[-_. ]|$)", re.ASCII)


def kind_of(key: str) -> Kind:
    """The kind of file that the key's extension names. Raises Refused for any other."""
    extension = splitext(key)[1].lower()
    if extension in _KINDS:
        return _KINDS[extension]
    if extension in _PICTURES:
        raise Refused(f"{extension} is a picture; upload pictures under images/")
    name = extension if len(extension) > 1 else "a name without extension"
    raise Refused(f"{name} is not a kind of file I can read; use .md, .html, .txt or .json")


def date_from_name(key: str) -> date | None:
    """The date that a file name begins with, as Jekyll writes it: `2015-02-19-a-story.md`."""
    match = _DATED_NAME.match(basename(key))
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
