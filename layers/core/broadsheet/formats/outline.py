"""Headings of a body: the highest is h2, none skips a level, h2 and h3 can be linked to."""

from __future__ import annotations

import re

from anyascii import anyascii

from broadsheet.formats.sanitise import ID_PREFIX
from broadsheet.formats.tokens import Part, Tag, words

_HEADING = re.compile("h[1-6]")
_PLAIN = re.compile("<h2>([^<]*+)</h2>")


def arrange(parts: list[Part], ids: set[str]) -> None:
    """Give every heading its level and, where it has one, its id, unlike those in `ids`."""
    outline = _Outline(ids)
    for place, tag in enumerate(parts):
        if isinstance(tag, Tag) and not tag.closing and _HEADING.fullmatch(tag.name) and tag.partner > 0:
            end = parts[tag.partner]
            assert isinstance(end, Tag)  # noqa: S101 - partners are tags
            outline.add(tag, end, words(parts[place + 1 : tag.partner]))


def with_ids(html: str) -> str:
    """The same for a body that has no ids yet and no headings but h2 without markup."""
    outline = _Outline(set())
    return _PLAIN.sub(lambda heading: f"<h2{outline.id_for(words([heading[1]]))}>{heading[1]}</h2>", html)


class _Outline:
    def __init__(self, ids: set[str]) -> None:
        self._ids = ids
        self._above: list[int] = []  # the levels, as written, of the headings this one stands under
        self._times: dict[str, int] = {}

    def add(self, tag: Tag, end: Tag, text: str) -> None:
        if not text:
            tag.gone = end.gone = True
            return
        tag.name = end.name = self._level(int(tag.name[1]))
        if "id=" not in tag.raw:
            tag.raw = self.id_for(text) if tag.name in {"h2", "h3"} else ""

    def id_for(self, text: str) -> str:
        """An id as an attribute."""
        return f' id="{self._unused(_slug(text))}"'

    def _level(self, written: int) -> str:
        while self._above and self._above[-1] >= written:
            self._above.pop()
        self._above.append(written)
        return f"h{min(len(self._above) + 1, 6)}"

    def _unused(self, slug: str) -> str:
        while True:
            times = self._times[slug] = self._times.get(slug, 0) + 1
            name = ID_PREFIX + (slug if times == 1 else f"{slug}-{times}")
            if name not in self._ids:
                self._ids.add(name)
                return name


def _slug(text: str) -> str:
    words = re.findall("[a-z0-9]+", anyascii(text[:200]).lower())
    return "-".join(words)[:60].strip("-") or "part"
