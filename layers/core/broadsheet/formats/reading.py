"""The one door into this package: `read`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broadsheet.domain.article import Article
from broadsheet.domain.problems import Problem
from broadsheet.formats.body import finish
from broadsheet.formats.dates import moment
from broadsheet.formats.document import read_document
from broadsheet.formats.kinds import Kind, date_from_name, kind_of
from broadsheet.formats.markdown import read_markdown
from broadsheet.formats.metadata import MAX_TITLE, Metadata, metadata
from broadsheet.formats.notes import Notes, Refused
from broadsheet.formats.plaintext import read_text
from broadsheet.formats.plainwords import one_line
from broadsheet.formats.resolving import Resolver
from broadsheet.formats.story import Story
from broadsheet.formats.upload import decode
from broadsheet.formats.webpage import read_webpage

_READERS: dict[Kind, Callable[[str, Notes], Story]] = {
    "markdown": read_markdown,
    "html": lambda text, notes: read_webpage(text),
    "text": lambda text, notes: read_text(text),
    "json": read_document,
}

_TITLE_WANTED: dict[Kind, str] = {
    "markdown": (
        "there is no title; begin with “# A headline”, or with “title: A headline” between two lines of ---"
    ),
    "html": "there is no title; give the article an <h1>, or the page a <title>",
    "text": "there is no title; the first line must be the headline",
    "json": 'there is no title; add "title": "A headline"',
}


class Reading(NamedTuple):
    """An article with warnings, or no article and at least one error.

    `zoned`: in another time zone it could be another.
    """

    article: Article | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    zoned: bool = True


class _Zone(tzinfo):
    """A time zone that notes whether any moment was reckoned in it."""

    def __init__(self, name: str) -> None:
        self._zone, self.asked = ZoneInfo(name), False

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        self.asked = True
        return self._zone.utcoffset(when)

    def dst(self, when: datetime | None) -> timedelta | None:
        return self._zone.dst(when)

    def tzname(self, when: datetime | None) -> str | None:
        return self._zone.tzname(when)


def read(key: str, body: bytes, *, resolver: Resolver, timezone: str = "UTC") -> Reading:
    """Read an upload by the kind its key ends in: .md .markdown .mdown .html .htm .txt .text .json.

    `timezone` is where a date without an offset was written: an IANA name, which must be known.
    Never raises for bad input; what the resolver raises goes through.
    """
    notes = Notes()
    zone = _Zone(timezone)
    article = None
    try:
        article = _article(key, body, resolver, zone, notes)
    except Refused as refusal:
        notes.refused(refusal)
    if notes.errors:
        return Reading(None, notes.errors, notes.warnings)  # in another zone it may be right
    return Reading(article, (), notes.warnings, zoned=zone.asked)


def _article(key: str, upload: bytes, resolver: Resolver, zone: tzinfo, notes: Notes) -> Article:
    kind = kind_of(key)
    text = decode(upload)
    story = _READERS[kind](text, notes)
    meta = metadata(story.given, notes, zone)
    title = _title(meta, story, kind, notes)
    body = finish(story.html, text, resolver, notes)
    if not body.html:
        notes.warn("the story has no text under its headline")
    fields = {**meta._asdict(), "title": title, "date": meta.date or _named_date(key, zone)}
    return Article(**fields, body=body.html, source=story.source, links=body.links, images=body.images)


def _title(meta: Metadata, story: Story, kind: Kind, notes: Notes) -> str:
    title = meta.title or one_line(story.heading)
    if not title:
        notes.error(_TITLE_WANTED[kind], "title")
    elif len(title) > MAX_TITLE:
        notes.error(
            f"the title has {len(title)} characters, at most {MAX_TITLE}", "title", _title_line(story)
        )
    return title


def _title_line(story: Story) -> int | None:
    return story.given.line_of(("title",))


def _named_date(key: str, zone: tzinfo) -> datetime | None:
    day = date_from_name(key)
    return moment(day, zone) if day and 1000 <= day.year <= 9998 else None
