"""Headings of a body: the highest is h2, none skips a level, h2 and h3 can be linked to."""

from __future__ import annotations

import re

from anyascii import anyascii

from broadsheet.formats.sanitise import ID_PREFIX
from broadsheet.formats.tokens import Part, Tag, words

_HEADING = re.compile("h[1-6]")


def arrange(parts: list[Part], ids: set[str]) -> None:
    """Give every heading its level and, where it has one, its id, unlike those in `ids`."""
    above: list[int] = []
    for place, tag in enumerate(parts):
        if isinstance(tag, Tag) and not tag.closing and _HEADING.fullmatch(tag.name) and tag.partner > 0:
            text = words(parts[place + 1 : tag.partner])
            _arrange_one(parts, tag, text, above, ids)


def _arrange_one(parts: list[Part], tag: Tag, text: str, above: list[int], ids: set[str]) -> None:
    end = parts[tag.partner]
    assert isinstance(end, Tag)  # noqa: S101 - partners are tags
    if not text:
        tag.gone = end.gone = True
        return
    level = int(tag.name[1])
    while above and above[-1] >= level:
        above.pop()
    above.append(level)
    tag.name = end.name = f"h{min(len(above) + 1, 6)}"
    if "id=" not in tag.raw:
        tag.raw = f' id="{_unused(_slug(text), ids)}"' if tag.name in {"h2", "h3"} else ""


def _slug(text: str) -> str:
    words = re.findall("[a-z0-9]+", anyascii(text[:200]).lower())
    return "-".join(words)[:60].strip("-") or "part"


def _unused(slug: str, ids: set[str]) -> str:
    name, number = slug, 1
    while ID_PREFIX + name in ids:
        number += 1
        name = f"{slug}-{number}"
    ids.add(ID_PREFIX + name)
    return ID_PREFIX + name
