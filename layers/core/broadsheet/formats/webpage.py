"""HTML files -> fields and the HTML of the article among what surrounds it."""

from __future__ import annotations

from broadsheet.formats.balance import Balanced, balance
from broadsheet.formats.fields import field_of
from broadsheet.formats.frontmatter import split
from broadsheet.formats.given import Given
from broadsheet.formats.pagehead import PageHead, read_head
from broadsheet.formats.story import Story
from broadsheet.formats.tokens import Part, Tag, words

_REGIONS = ("article", "main")


def read_webpage(text: str) -> Story:
    """Take an HTML file apart. Front matter on top, as Jekyll has it, goes before the page's own."""
    found = split(text)
    head = read_head(found.body, found.body_line)
    parts = balance(found.body).parts
    start, end = _region(parts)
    _drop_boilerplate(parts, start, end)
    heading = _take_heading(parts, start, end)
    given = _joined(found.given, head)
    html = Balanced(parts[start:end]).html()
    return Story(given, html, heading=heading or head.title)


def _joined(front: Given, head: PageHead) -> Given:
    """The fields of both; where the two differ, the front matter is right."""
    if not front.values:
        return head.given
    named = {field_of(name) for name in front.values}
    rest = {name: value for name, value in head.given.values.items() if field_of(name) not in named}

    def line_of(path: tuple[str | int, ...]) -> int | None:
        return front.line_of(path) if path and path[0] in front.values else head.given.line_of(path)

    return Given({**front.values, **rest}, line_of)


def _region(parts: list[Part]) -> tuple[int, int]:
    """Where the article stands: in the longest `<article>`, else in `<main>`, else everywhere."""
    for name in _REGIONS:
        found = [(tag.partner - place, place) for place, tag in _starts(parts, name)]
        if found:
            length, place = max(found)
            return place + 1, place + length
    return 0, len(parts)


def _starts(parts: list[Part], *names: str, begin: int = 0, end: int | None = None) -> list[tuple[int, Tag]]:
    stop = len(parts) if end is None else end
    return [
        (place, tag)
        for place in range(begin, stop)
        if isinstance(tag := parts[place], Tag) and not tag.closing and tag.name in names and tag.partner > 0
    ]


def _drop_boilerplate(parts: list[Part], start: int, end: int) -> None:
    """Navigation, and the page's own header and footer; those of an article are part of it."""
    whole_page = start == 0
    names = ("nav", "header", "footer", "blockquote") if whole_page else ("nav",)
    quoted = -1  # the footer of a quotation says whose words it holds
    for place, tag in _starts(parts, *names, begin=start, end=end):
        if tag.name == "blockquote":
            quoted = max(quoted, tag.partner)
        elif tag.name == "nav" or place > quoted:
            _clear(parts, place, tag.partner)


def _take_heading(parts: list[Part], start: int, end: int) -> str:
    """Cut the first h1 that has words out of the article; its words."""
    for place, tag in _starts(parts, "h1", begin=start, end=end):
        if heading := words(parts[place + 1 : tag.partner]):
            _clear(parts, place, tag.partner)
            return heading
    return ""


def _clear(parts: list[Part], place: int, end: int) -> None:
    parts[place : end + 1] = [""] * (end + 1 - place)
