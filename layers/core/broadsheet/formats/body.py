"""The body of an article: from whatever HTML its file gave to HTML that is safe and complete."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from broadsheet.formats.balance import Balanced, balance
from broadsheet.formats.notes import Notes, Refused, line_at
from broadsheet.formats.outline import arrange
from broadsheet.formats.plainbody import plain
from broadsheet.formats.references import References, mark_empty, warn_of_missing_alt
from broadsheet.formats.resolving import Resolver
from broadsheet.formats.sanitise import ID_PREFIX, TAGS, sanitise
from broadsheet.formats.tokens import Part, Tag, attributes, words
from broadsheet.formats.upload import printable

MAX_BODY = 4 * 1024 * 1024

_ALIGNED = re.compile(r"""text-align:\s*(center|right)""", re.IGNORECASE)
_NUMBERED = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))(?![0-9a-fA-F]);?")


class Body(NamedTuple):
    """What `Article` holds of a body."""

    html: str
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def check_length(size: int) -> None:
    """Raise Refused for a body that no page should hold."""
    if size > MAX_BODY:
        raise Refused(
            f"the text has {size / 1024**2:.1f} MB as HTML, at most 4 MB; divide it into several stories"
        )


def finish(html: str, source: str, resolver: Resolver, notes: Notes) -> Body:
    """Rewrite and sanitise the HTML of a body. `source` is the file's text, to name lines in."""
    check_length(len(html))
    html = _without_hidden(html)
    if simple := plain(html, resolver):
        return Body(simple.html, simple.links)
    balanced = balance(html)
    _warn_of_removed(balanced, source, notes)
    references = _rewrite(balanced.parts, resolver)
    warn_of_missing_alt(references, source, notes)
    rewritten = balanced.html()
    check_length(len(rewritten))
    clean = sanitise(rewritten.strip())
    return Body(clean, references.links, references.images)


def _without_hidden(html: str) -> str:
    """No control characters, neither as such nor by number; they would come back in feeds."""
    html = printable(html.replace("\r", "\n"))
    return _NUMBERED.sub(_visible, html) if "&#" in html else html


def _visible(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code in {9, 10, 13}:
        return " "
    return "\ufffd" if code < 32 or code in {127, 0xFFFE, 0xFFFF} else match[0]


def _rewrite(parts: list[Part], resolver: Resolver) -> References:
    ids = _settle_ids(parts)
    arrange(parts, ids)
    references, tables = References(resolver, ids), _Tables()
    for place, tag in enumerate(parts):
        if isinstance(tag, Tag):
            tag.gone = tag.gone or tag.name not in TAGS
            if not tag.closing:
                _rewrite_tag(parts, place, tag, references, tables)
    _drop_empty(parts)
    return references


def _rewrite_tag(parts: list[Part], place: int, tag: Tag, references: References, tables: _Tables) -> None:
    if tag.name == "a":
        references.link(parts, place, tag)
    elif tag.name == "img":
        references.picture(tag, place)
    elif tag.name == "table":
        tables.wrap(parts, place, tag)
    elif tag.name in {"td", "th"} and "style" in tag.raw:
        _align(tag)


def _drop_empty(parts: list[Part]) -> None:
    """From the inside out: a paragraph of an empty link is an empty paragraph."""
    for place in range(len(parts) - 1, -1, -1):
        tag = parts[place]
        if isinstance(tag, Tag) and not tag.closing and tag.name in {"a", "p"}:
            mark_empty(parts, place, tag)


def _settle_ids(parts: list[Part]) -> set[str]:
    """Prefix the ids of a body and let each stand once; `<a name>` counts as an id."""
    ids: set[str] = set()
    for tag in parts:
        if not isinstance(tag, Tag) or ("id" not in tag.raw.lower() and tag.name != "a"):
            continue
        given = attributes(tag.raw)
        name = re.sub(
            r"[^\w.:-]", "-", given.get("id") or (given.get("name", "") if tag.name == "a" else "")
        )[:90]
        if name or "id" in given:
            tag.raw = _with_id(given, name if name and ID_PREFIX + name not in ids else "")
            ids.add(ID_PREFIX + name)
    return ids


def _with_id(given: dict[str, str], name: str) -> str:
    others = {key: value for key, value in given.items() if key not in {"id", "name"} and _plain(key)}
    if name:
        others["id"] = ID_PREFIX + name
    return "".join(f' {key}="{escape(value)}"' for key, value in others.items())


def _plain(name: str) -> bool:
    return name.isascii() and name.replace("-", "").isalnum()


class _Tables:
    """Wide tables scroll by themselves, by keyboard too; a screen reader hears which it is."""

    def __init__(self) -> None:
        self._count = 0
        self._end = -1

    def wrap(self, parts: list[Part], place: int, tag: Tag) -> None:
        if place < self._end:
            return  # a table in a table scrolls with the outer one
        self._count += 1
        self._end = tag.partner
        label = escape(_caption(parts, place, tag) or f"Table {self._count}")
        tag.before = f'<div class="table" role="region" aria-label="{label}" tabindex="0">'
        end = parts[tag.partner]
        if isinstance(end, Tag):
            end.after = "</div>"


def _caption(parts: list[Part], place: int, table: Tag) -> str:
    for start in range(place + 1, min(place + 4, table.partner)):
        tag = parts[start]
        if isinstance(tag, Tag) and tag.name == "caption" and not tag.closing:
            return words(parts[start + 1 : tag.partner])[:100]
    return ""


def _align(tag: Tag) -> None:
    """The columns of a Markdown table; styles in the page itself are not allowed to work."""
    given = attributes(tag.raw)
    aligned = _ALIGNED.search(given.pop("style", ""))
    if aligned:
        given["class"] = aligned[1].lower()
    tag.raw = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if _plain(key))


def _warn_of_removed(balanced: Balanced, source: str, notes: Notes) -> None:
    if not balanced.removed:
        return
    names = ", ".join(f"<{name}>" for name in sorted(balanced.removed))
    pattern = "|".join(sorted(balanced.removed))
    found = re.search(rf"<(?:{pattern})\b", source, re.IGNORECASE)
    line = line_at(source, found.start()) if found else None
    notes.warn(f"left out of the text, because it may run or load foreign code: {names}", line=line)
