"""The head of an HTML file: title, meta elements, language."""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.formats.fields import field_of, is_known
from broadsheet.formats.given import Given, Path, Value, nearest_line
from broadsheet.formats.notes import line_at
from broadsheet.formats.plainwords import one_line
from broadsheet.formats.tokens import TOKEN, attributes

_MAX_HEAD = 256 * 1024

# What the meta elements of newspapers are called; the earlier counts.
_METAS = {
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "dcterms.created": "date",
    "article:modified_time": "updated",
    "og:updated_time": "updated",
    "last-modified": "updated",
    "article:expiration_time": "expires",
    "article:section": "section",
    "article:tag": "tags",
    "keywords": "tags",
    "author": "authors",
    "article:author": "authors",
    "dc.creator": "authors",
    "description": "standfirst",
    "og:description": "standfirst",
    "og:image": "image",
    "og:image:alt": "image_alt",
    "canonical": "canonical",
}
_LISTS = {"tags", "authors"}
_STOP = {"body", "article", "main", "h1", "p", "div"}


class PageHead(NamedTuple):
    """The fields a head gives; `title` is what it offers if the article has no heading."""

    given: Given
    title: str


def read_head(html: str, first_line: int) -> PageHead:
    """The fields in the head of a page that begins on line `first_line` of its file."""
    return _Head(html[:_MAX_HEAD], first_line).read()


class _Head:
    def __init__(self, html: str, first_line: int) -> None:
        self._html = html
        self._first_line = first_line
        self._found: dict[str, list[tuple[str, str]]] = {}  # field -> (meta name, content)
        self._lines: dict[Path, int] = {}
        self._titles: dict[str, str] = {}

    def read(self) -> PageHead:
        position = 0
        while position >= 0 and (token := TOKEN.search(self._html, position)):
            name = (token["name"] or "").lower()
            if token["broken"] or (name in _STOP and not token["end"]):
                break
            position = (
                token.end() if token["end"] else self._element(name, token["attributes"] or "", token.end())
            )
        return PageHead(self._given(), self._titles.get("og:title") or self._titles.get("title", ""))

    def _element(self, name: str, raw: str, end: int) -> int:
        """Note one element; where to go on, or -1."""
        if name == "html" and (lang := attributes(raw).get("lang", "").strip()):
            self._note("lang", "lang", lang, end)
        elif name == "meta":
            self._meta(attributes(raw), end)
        elif name == "link":
            self._link(attributes(raw), end)
        elif name in {"title", "script", "style", "noscript"}:
            return self._enclosed(name, end)
        return end

    def _enclosed(self, name: str, start: int) -> int:
        found = re.compile(f"</{name}", re.IGNORECASE).search(self._html, start)
        stop = found.start() if found else -1
        if name == "title" and stop >= 0:
            self._titles.setdefault("title", one_line(self._html[start:stop]))
        return stop

    def _meta(self, given: dict[str, str], end: int) -> None:
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").strip().lower()
        content = given.get("content", "").strip()
        if not name or not content:
            return
        if name in {"og:title", "title"}:
            self._titles.setdefault("og:title", one_line(content))
        elif name in _METAS:
            self._note(_METAS[name], name, content, end)
        elif is_known(name):
            self._note(name, name, content, end)

    def _link(self, given: dict[str, str], end: int) -> None:
        href = given.get("href", "").strip()
        if given.get("rel", "").lower() == "canonical" and href.lower().startswith(("http://", "https://")):
            self._note("canonical", "canonical", href, end)

    def _note(self, field: str, name: str, content: str, end: int) -> None:
        if field == "authors" and content.startswith(("http://", "https://")):
            return  # an address of a profile is not a name
        self._found.setdefault(field, []).append((name, content))
        self._lines.setdefault((field,), self._first_line + line_at(self._html, end) - 1)

    def _given(self) -> Given:
        values: dict[str, Value] = {}
        taken: set[str] = set()
        for field, found in self._found.items():
            if field_of(field) not in taken:
                values[field] = _chosen(field, found)
                taken.add(field_of(field))
        return Given(values, nearest_line(self._lines))


def _chosen(field: str, found: list[tuple[str, str]]) -> Value:
    """One value, of the best meta element; all of its values for a list."""
    order = list(_METAS)
    best = min((name for name, _ in found), key=lambda name: order.index(name) if name in order else -1)
    contents = [content for name, content in found if name == best]
    if field == "authors" and len(contents) == 1:
        return _names(contents[0])
    return contents if field in _LISTS and len(contents) > 1 else contents[0]


def _names(content: str) -> Value:
    """One meta element often holds several full names between commas."""
    names = [name.strip() for name in content.split(",")]
    return names if all(" " in name for name in names) else content
