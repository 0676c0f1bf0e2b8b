"""Markdown with front matter -> fields and HTML."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyromark

from broadsheet.domain.prose import prose
from broadsheet.formats.body import check_length
from broadsheet.formats.frontmatter import split
from broadsheet.formats.given import Given
from broadsheet.formats.lookup import written_title
from broadsheet.formats.notes import Notes, Refused
from broadsheet.formats.plainwords import folded, one_line
from broadsheet.formats.shortcodes import strip_shortcodes
from broadsheet.formats.story import Story

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
)
_MAX_GROWTH = 20
_SMALL = 64 * 1024

_ATX = re.compile(r"\s*^ {0,3}(#{1,6})(?:[ \t]+([^\n]*?))??(?:[ \t]+#+)?[ \t]*(?:\n|\Z)", re.MULTILINE)
_SETEXT = re.compile(
    r"\s*^ {0,3}(\S[^\n]*+(?:\n {0,3}\S[^\n]*+){0,3})\n {0,3}(=+|-+)[ \t]*(?:\n|\Z)", re.MULTILINE
)


def read_markdown(text: str, notes: Notes) -> Story:
    """Take a Markdown file apart."""
    found = split(text)
    return markdown_story(found.given, found.body, found.body_line, notes)


def markdown_story(given: Given, body: str, body_line: int | None, notes: Notes) -> Story:
    """A story from Markdown that begins on line `body_line` of its file, where it has lines there."""
    title = written_title(given)
    heading = _first_heading(body)
    text = ""
    if heading and _is_title(heading, title):
        text, body = heading.text, heading.rest
    return Story(given, to_html(_without_shortcodes(body, body_line, notes)), heading=text)


class _Heading(NamedTuple):
    level: int
    text: str
    rest: str


def _is_title(heading: _Heading, title: str) -> bool:
    """Without a title of its own, a file's first heading is its title, if it is a main one."""
    return folded(heading.text) == folded(title) if title else bool(heading.text)


def _first_heading(body: str) -> _Heading | None:
    """The heading that a body begins with."""
    if match := _ATX.match(body):
        return _Heading(len(match[1]), _plain(match[2] or ""), body[match.end() :])
    if match := _SETEXT.match(body):
        first = match[1].lstrip()
        if first[0] not in "#>-+*|`~<" and not re.match(r"\d+[.)]\s", first):
            return _Heading(1 if match[2][0] == "=" else 2, _plain(match[1]), body[match.end() :])
    return None


def _plain(markdown: str) -> str:
    """The words of a heading without its marks."""
    return one_line(prose(pyromark.html(markdown.strip()))).strip() if len(markdown) < 4096 else markdown


def _without_shortcodes(body: str, body_line: int | None, notes: Notes) -> str:
    stripped = strip_shortcodes(body)
    if stripped.removed:
        line = body_line + body.count("\n", 0, stripped.offset) if body_line else None
        what = "a template tag" if stripped.removed == 1 else f"{stripped.removed} template tags"
        notes.warn(f"left out {what} of another site generator; the first is here", line=line)
    return stripped.text


class _Bounded:
    """Takes what the converter writes and stops it when it is too much."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self._most -= len(chunk)
        if self._most < 0:
            raise _TooMuch
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def text(self) -> str:
        return b"".join(self._chunks).decode()


class _TooMuch(Exception):
    pass


def to_html(markdown: str) -> str:
    """HTML as CommonMark has it, not yet safe. Raises Refused where it would grow out of bounds."""
    check_length(len(markdown))
    out = _Bounded(max(_SMALL, len(markdown.encode()) * _MAX_GROWTH))
    try:
        pyromark.write_html(markdown, out, options=_OPTIONS)
    except _TooMuch as error:
        message = (
            f"the text grows to more than {_MAX_GROWTH} times its size as HTML; is there a very wide table?"
        )
        raise Refused(message) from error
    return out.text()
