"""`site.toml` -> the site's settings, or what is wrong with the file."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from broadsheet.domain.addresses import RESERVED, slugify
from broadsheet.domain.problems import Problem
from broadsheet.domain.site import Comments, Section, Site
from broadsheet.formats.plainwords import as_written

MAX_BYTES = 64 * 1024
KEYS = ("name", "tagline", "base_url", "language", "timezone", "sections", "comments")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class SiteReading(NamedTuple):
    """Settings with warnings, or None and at least one error."""

    site: Site | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_site(body: bytes) -> SiteReading:
    """Every key is optional; an unknown one is warned of. Never raises for bad input."""
    if len(body) > MAX_BYTES:
        return _wrong("", f"the file has {len(body)} bytes; site.toml may have {MAX_BYTES}", None)
    try:
        text = body.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return _wrong("", "it is not UTF-8 text; save it as UTF-8", body[: error.start].count(b"\n") + 1)
    except (ValueError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        return _wrong("", f"it is not TOML: {error}", int(line[1]) if line else None)
    return _Reader(text, table).read()


def _wrong(field: str, message: str, line: int | None) -> SiteReading:
    return SiteReading(None, (Problem(message, field, line),))


class _Reader:
    def __init__(self, text: str, table: dict[str, Any]) -> None:
        self._text = text
        self._table = table
        self._errors: list[Problem] = []

    def read(self) -> SiteReading:
        default = Site()
        site = Site(
            name=self._words("name") or default.name,
            tagline=self._words("tagline"),
            base_url=self._base_url(),
            language=self._language() or default.language,
            timezone=self._timezone() or default.timezone,
            sections=self._sections(),
            comments=self._comments() or default.comments,
        )
        warnings = tuple(self._unknown(key) for key in self._table if key not in KEYS)
        return SiteReading(None if self._errors else site, tuple(self._errors), warnings)

    def _refuse(self, field: str, message: str, *, number: int = 1) -> None:
        """`number`: which of several tables of that name is meant."""
        self._errors.append(Problem(message, field, self._line(field, number)))

    def _line(self, field: str, number: int = 1) -> int | None:
        named = re.compile(rf"^[ \t]*(?:\[+[ \t]*)?{re.escape(field)}\b", re.MULTILINE)
        places = [found.start() for found in named.finditer(self._text)]
        return self._text.count("\n", 0, places[min(number, len(places)) - 1]) + 1 if places else None

    def _words(self, field: str) -> str:
        value = self._table.get(field, "")
        if not isinstance(value, str):
            self._refuse(field, f"it should be text in quotes, not {value!r}")
            return ""
        return as_written(value)

    def _base_url(self) -> str:
        url = self._words("base_url").rstrip("/")
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.path
        except ValueError:
            good = False
        if not good:
            self._refuse(
                "base_url", f"“{url}” should be the site's address alone, such as “https://news.example”"
            )
        return url

    def _language(self) -> str:
        language = self._words("language")
        if language and not LANGUAGE.fullmatch(language):
            self._refuse("language", f"“{language}” should be a language code such as “en” or “pt-BR”")
        return language

    def _timezone(self) -> str:
        name = self._words("timezone")
        try:
            return ZoneInfo(name).key if name else ""
        except (ValueError, OSError, KeyError):
            self._refuse("timezone", f"“{name}” is no time zone; use a name such as “Europe/Lisbon”")
            return ""

    def _comments(self) -> Comments | None:
        value = self._table.get("comments")
        if value is not None and value not in get_args(Comments):
            self._refuse("comments", f"it should be “open”, “closed” or “off”, not {value!r}")
            return None
        return value

    def _sections(self) -> tuple[Section, ...]:
        entries = self._table.get("sections", [])
        if not isinstance(entries, list):
            self._refuse("sections", "sections are written as [[sections]] with a title, one for each")
            return ()
        sections: dict[str, Section] = {}
        for number, entry in enumerate(entries, 1):
            section = self._section(entry, number)
            if section and section.slug in sections:
                message = f"section {number} has the slug “{section.slug}” of an earlier one"
                self._refuse("sections", message, number=number)
            elif section:
                sections[section.slug] = section
        return tuple(sections.values())

    def _section(self, entry: Any, number: int) -> Section | None:
        entry = {"title": entry} if isinstance(entry, str) else entry
        if not isinstance(entry, dict):
            self._refuse("sections", f"section {number} should be a table with a title", number=number)
            return None
        words = {key: as_written(str(entry.get(key, ""))) for key in ("slug", "title", "description")}
        words["title"] = words["title"] or as_written(str(entry.get("name", "")))
        slug = slugify(words["slug"] or words["title"])
        if not slug or slug in RESERVED:
            said = f"“{slug}” is an address of the site itself" if slug else "it has neither slug nor title"
            self._refuse("sections", f"section {number}: {said}", number=number)
            return None
        title = words["title"] or slug.replace("-", " ").capitalize()
        return Section(slug, title, words["description"])

    def _unknown(self, key: str) -> Problem:
        near = get_close_matches(key, KEYS, n=1)
        hint = f"; did you mean “{near[0]}”?" if near else f"; I know {', '.join(KEYS)}"
        return Problem(f"“{key}” is not a setting{hint}", key, self._line(key))
