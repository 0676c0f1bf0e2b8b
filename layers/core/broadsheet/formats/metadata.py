"""The fields of one file, each read, checked and typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import NamedTuple, TypeVar

from broadsheet.domain.article import Correction, LeadImage
from broadsheet.domain.site import Comments
from broadsheet.formats import dates, values
from broadsheet.formats.given import Given, Value
from broadsheet.formats.leadimage import lead_image
from broadsheet.formats.lookup import Entry, Lookup
from broadsheet.formats.notes import Notes
from broadsheet.formats.values import Wrong

MAX_TITLE, MAX_TAG, MAX_NAME, MAX_STANDFIRST = 300, 64, 120, 1000
MAX_TAGS, MAX_AUTHORS, MAX_LINKS, MAX_CORRECTIONS, MAX_CORRECTION = 10, 5, 50, 20, 2000

T = TypeVar("T")


class Metadata(NamedTuple):
    """What an article's fields say; `title` is "" where they give none."""

    title: str
    date: datetime | None
    updated: datetime | None
    section: str | None
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    standfirst: str
    image: LeadImage | None
    slug: str | None
    draft: bool
    embargo: datetime | None
    expires: datetime | None
    aliases: tuple[str, ...]
    corrections: tuple[Correction, ...]
    related: tuple[str, ...]
    comments: Comments | None
    lang: str | None
    canonical: str | None


def metadata(given: Given, notes: Notes, zone: tzinfo) -> Metadata:
    """Read every field. What is wrong goes to the notes, all of it."""
    return _Reader(Lookup(given, notes), notes, zone).metadata()


class _Reader:
    def __init__(self, lookup: Lookup, notes: Notes, zone: tzinfo) -> None:
        self._lookup = lookup
        self._notes = notes
        self._zone = zone

    def metadata(self) -> Metadata:
        return Metadata(
            title=self._text("title", 0),
            date=self._moment(self._date_entry()),
            updated=self._moment(self._lookup["updated"]),
            section=self._section(),
            tags=self._texts("tags", ",;", MAX_TAGS, MAX_TAG),
            authors=self._texts("authors", ";", MAX_AUTHORS, MAX_NAME),
            standfirst=self._text("standfirst", MAX_STANDFIRST),
            image=self._image(),
            slug=self._slug(),
            draft=self._draft(),
            embargo=self._moment(self._lookup["embargo"]),
            expires=self._moment(self._lookup["expires"]),
            aliases=self._aliases(),
            corrections=self._corrections(),
            related=self._texts("related", ",;", MAX_LINKS, 1024),
            comments=self._read(self._lookup["comments"], values.comments),
            lang=self._read(self._lookup["lang"], values.language),
            canonical=self._read(self._lookup["canonical"], values.web_address),
        )

    def _read(self, entry: Entry | None, convert: Callable[[Value], T]) -> T | None:
        """The converted value; None, and an error noted, where it cannot be converted."""
        if entry is None or entry.value == "":
            return None
        try:
            return convert(entry.value)
        except (Wrong, dates.NotADate) as wrong:
            self._notes.error(str(wrong), entry.name, entry.line)
            return None

    def _text(self, field: str, most: int) -> str:
        entry = self._lookup[field]
        return self._cut(self._read(entry, values.text) or "", most, entry)

    def _cut(self, text: str, most: int, entry: Entry | None) -> str:
        """`text` no longer than `most` (0: as long as it is), with a warning if it had to be cut."""
        if not most or len(text) <= most or entry is None:
            return text
        message = f"{len(text)} characters are too many; only the first {most} are used"
        self._notes.warn(message, entry.name, entry.line)
        return text[: most - 1].rstrip() + "…"

    def _texts(self, field: str, separators: str, count: int, length: int) -> tuple[str, ...]:
        entry = self._lookup[field]
        found = self._read(entry, lambda value: values.texts(value, separators)) or []
        if entry and len(found) > count:
            message = f"{len(found)} are too many; only the first {count} are used"
            self._notes.warn(message, entry.name, entry.line)
        return tuple(self._cut(text, length, entry) for text in found[:count])

    def _date_entry(self) -> Entry | None:
        """Jekyll's `published: false` is no date."""
        entries = self._lookup.all("date")
        return next((entry for entry in entries if values.switch(entry.value) is None), None)

    def _moment(self, entry: Entry | None) -> datetime | None:
        return self._read(entry, lambda value: dates.moment(value, self._zone))

    def _section(self) -> str | None:
        entry = self._lookup["section"]
        if entry is None or values.first(entry.value) is None:
            return None
        section = self._read(entry, lambda value: values.text(values.first(value)))
        return self._cut(section or "", MAX_TAG, entry) or None

    def _image(self) -> LeadImage | None:
        try:
            return lead_image(self._lookup, self._notes)
        except Wrong as wrong:
            entry = self._lookup["image"]
            self._notes.error(str(wrong), entry.name if entry else "image", entry.line if entry else None)
            return None

    def _draft(self) -> bool:
        """Any of the three ways to say draft makes it one."""
        draft = self._read(self._lookup.named("draft"), values.yes)
        status = self._read(self._lookup.named("status"), values.draft_status)
        published = self._lookup.named("published")
        return bool(draft or status or (published and values.switch(published.value) is False))

    def _slug(self) -> str | None:
        slug = self._read(self._lookup["slug"], _one_segment)
        permalink = self._permalink()
        if slug or not permalink:
            return slug
        last = permalink.rstrip("/").rsplit("/", 1)[-1]
        return last.removesuffix(".html").removesuffix(".htm") or None

    def _permalink(self) -> str | None:
        """A former address; patterns such as `/:year/:title/` and other sites' are none."""
        entry = self._lookup["permalink"]
        if entry is None or not isinstance(entry.value, str) or ":" in entry.value:
            return None
        return self._read(entry, values.site_path)

    def _aliases(self) -> tuple[str, ...]:
        entry = self._lookup["aliases"]
        written = self._texts("aliases", ",;", MAX_LINKS, 0)
        paths = [self._permalink()]
        for path in written:
            try:
                paths.append(values.site_path(path))
            except Wrong as wrong:
                # A former address that leads nowhere is no reason to hold back the story.
                self._notes.warn(
                    str(wrong), entry.name if entry else "aliases", entry.line if entry else None
                )
        return tuple(dict.fromkeys(path for path in paths if path))

    def _corrections(self) -> tuple[Correction, ...]:
        entry = self._lookup["corrections"]
        if entry is None:
            return ()
        items = entry.value if isinstance(entry.value, list) else [entry.value]
        found = [self._correction(entry, place, item) for place, item in enumerate(items[:MAX_CORRECTIONS])]
        if len(items) > MAX_CORRECTIONS:
            message = f"{len(items)} are too many; only the first {MAX_CORRECTIONS} are used"
            self._notes.warn(message, entry.name, entry.line)
        return tuple(correction for correction in found if correction)

    def _correction(self, entry: Entry, place: int, item: Value) -> Correction | None:
        line = self._lookup.inside(entry, place) or entry.line
        part = Entry(entry.name, item, line, (*entry.path, place))
        if not isinstance(item, dict):
            plain = self._cut(self._read(part, values.text) or "", MAX_CORRECTION, part)
            return Correction(plain) if plain else None
        keys = {key.lower(): value for key, value in item.items()}
        text = next((keys[key] for key in ("text", "note", "message", "correction") if keys.get(key)), None)
        if text is None:
            message = "a correction needs a text: {date: 2024-03-15, text: What was wrong}"
            self._notes.error(message, entry.name, line)
            return None
        words = self._read(part._replace(value=text), values.text) or ""
        when = self._moment(part._replace(value=keys.get("date") or ""))
        return Correction(self._cut(words, MAX_CORRECTION, part), when) if words else None


def _one_segment(value: Value) -> str:
    slug = values.text(value).strip("/")
    if not any(char.isalnum() for char in slug) or "/" in slug or len(slug) > 200:
        raise Wrong(f"“{slug[:80]}” cannot be part of an address; it must be a word such as a-new-bridge")
    return slug
