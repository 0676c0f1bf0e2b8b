"""What in a page gives a withdrawn story away. Pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

TAG = re.compile(r"<[^>]*>")
# An address begins where its quotes, its tag or the host before it end, and does not go on.
BEFORE, AFTER = r"(?:(?<=[\"'\s>(=,])|(?<=^)|https?://[^/\"'\s<>]+)", r"(?![\w~.@+%-])"
UNMISTAKABLE = 4  # words from which a headline is known inside of other text


@dataclass(frozen=True)
class Marks:
    """What a story is known by: `paths` are its addresses, `files` those of pictures that are its alone.
    `title` is "" where nothing can be concluded from it."""

    id: str
    title: str = ""
    paths: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def found_in(body: str, marks: Marks) -> tuple[str, ...]:
    """Which of these marks a page, a feed or a sitemap bears, in words."""
    return tuple(_found(body, marks))


def _found(body: str, marks: Marks) -> Iterator[str]:
    if marks.title and _titled(body, marks.title):
        yield f"its title “{marks.title}”"
    for path in marks.paths:
        if _leads_to(body, path):
            yield f"its address {path}"
    if marks.id in body:
        yield f"its id {marks.id}"
    for file in marks.files:
        if file in body:
            yield f"its picture {file}"


def _titled(body: str, title: str) -> bool:
    """A short headline may be an ordinary word: it counts where it stands by itself."""
    wanted = " ".join(title.split())
    if any(json.dumps(wanted, ensure_ascii=ascii_) in body for ascii_ in (True, False)):
        return True
    texts = (" ".join(html.unescape(text).split()) for text in TAG.split(body))
    if len(wanted.split()) >= UNMISTAKABLE:
        return any(wanted in text for text in texts)
    return any(wanted == text for text in texts)


def _leads_to(body: str, path: str) -> bool:
    ways = "|".join(re.escape(way) for way in dict.fromkeys((path, quote(path), html.escape(path))))
    return re.search(f"{BEFORE}(?:{ways}){AFTER}", body) is not None
