"""Any HTML -> balanced parts of bounded depth, in one linear pass.

The sanitiser is quadratic in depth, and a browser's repair of wrongly nested tags can multiply
them. So before anything else looks at a body, this pass drops what can never be shown, closes
what is open, ignores what closes nothing, and refuses what is nested too deeply. Its output is
well formed; it is the sanitiser behind it that makes it safe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from broadsheet.formats.notes import Refused
from broadsheet.formats.tokens import TOKEN, Part, Tag

MAX_DEPTH = 100
MAX_TAGS = 60_000

_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "u", "var", "wbr",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCK = _HEADINGS | {
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "ul",
}  # fmt: skip
_VOID = {"br", "col", "hr", "img", "wbr"}
_RENAMED = {"strike": "s", "tt": "code", "center": "div", "acronym": "abbr", "dir": "ul"}

# Gone with all they enclose: what runs, what is not HTML, what only a form or a player can show.
_DROPPED_WHOLE = {
    "applet", "audio", "button", "canvas", "datalist", "frameset", "iframe", "label", "math", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title",
    "video", "xmp",
}  # fmt: skip
_RAW_TEXT = {"script", "style", "textarea", "title", "xmp"}
_PAGE = re.compile(r"<(?:article|main|h1)\b", re.IGNORECASE)
_ACTIVE = {"applet", "audio", "embed", "iframe", "object", "script", "video"}

_TABLE_PARENTS = {
    "caption": {"table"},
    "colgroup": {"table"},
    "col": {"table", "colgroup"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
}
_PARTS_OF_TABLES = {"table", *_TABLE_PARENTS}
_ONLY_CELLS_INSIDE = {"table", "thead", "tbody", "tfoot", "tr", "colgroup"}

# What a start tag closes if nothing but inline tags stands in between.
_CLOSES = {
    "li": {"p", "li"},
    "dt": {"p", "dt", "dd"},
    "dd": {"p", "dt", "dd"},
    "td": {"p", "td", "th"},
    "th": {"p", "td", "th"},
    "tr": {"p", "td", "th", "tr", "caption", "colgroup"},
    "thead": {"p", "caption", "colgroup"},
    "tbody": {"p", "td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"},
    "tfoot": {"p", "td", "th", "tr", "thead", "tbody", "caption", "colgroup"},
    **{name: {"p"} | _HEADINGS for name in _HEADINGS},
}
_BLOCK_CLOSES = {"p"}


@dataclass
class Balanced:
    """The parts of a body. `removed` counts the active elements that were dropped, by name."""

    parts: list[Part] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)

    def html(self) -> str:
        return "".join(map(str, self.parts))


def balance(html: str) -> Balanced:
    """Balance a fragment of HTML. Raises Refused for what is nested too deeply."""
    return _Balancer(html).run()


class _Balancer:
    def __init__(self, html: str) -> None:
        self._html = html
        self._out = Balanced()
        self._open: list[tuple[str, Tag, int]] = []  # name, start tag and its place, outermost first
        self._endless: set[str] = set()  # elements known not to be closed in the rest of the text
        self._keep_forms = False

    def run(self) -> Balanced:
        html, parts, position, tags = self._html, self._out.parts, 0, 0
        while (begin := html.find("<", position)) >= 0:
            token = TOKEN.match(html, begin)
            assert token  # noqa: S101 - a lone < is a token, too
            if begin > position:
                parts.append(html[position:begin])
            position = token.end()
            if token["name"]:
                tags += 1
                position = self._tag(token)
            elif token["broken"]:
                position = len(html)
            elif token[0] == "<":
                parts.append("&lt;")
            if tags > MAX_TAGS:
                raise Refused(f"the text has more than {MAX_TAGS:,} tags; divide it into several stories")
        parts.append(html[position:])
        self._close_down_to(0)
        return self._out

    def _tag(self, token: re.Match[str]) -> int:
        """Deal with one tag; where to go on."""
        name = token["name"].lower()
        name = _RENAMED.get(name, name)
        if token["end"]:
            self._end(name)
            return token.end()
        if name in _ACTIVE:
            self._out.removed[name] = self._out.removed.get(name, 0) + 1
        if name in _DROPPED_WHOLE or (name == "form" and not self._whole_page(token.end())):
            return self._behind(name, token.end())
        self._start(name, token["attributes"])
        return token.end()

    def _behind(self, name: str, position: int) -> int:
        """Behind the end of an element, or behind its start tag if it is never closed."""
        if name in self._endless:
            return position
        end = re.compile(rf"</{name}(?=[\t\n\f\r />])[^>]*>?", re.IGNORECASE).search(self._html, position)
        if end:
            return end.end()
        self._endless.add(name)
        return len(self._html) if name in _RAW_TEXT else position

    def _whole_page(self, position: int) -> bool:
        """Some systems wrap the whole page in one form; then forms are no reason to drop anything."""
        if not self._keep_forms:
            end = self._behind("form", position)
            self._keep_forms = end == position or bool(_PAGE.search(self._html, position, end))
        return self._keep_forms

    def _start(self, name: str, raw: str) -> None:
        inline = name in _INLINE
        if not inline and name not in _BLOCK and name not in _TABLE_PARENTS:
            return
        if not inline:
            self._close_implied(_CLOSES.get(name, _BLOCK_CLOSES))
        elif name == "a":
            self._end("a")
        if not self._fits(name):
            return
        tag = Tag(name, raw)
        if name not in _VOID:
            if len(self._open) >= MAX_DEPTH:
                raise self._too_deep()
            self._open.append((name, tag, len(self._out.parts)))
        self._out.parts.append(tag)

    def _fits(self, name: str) -> bool:
        parent = self._open[-1][0] if self._open else ""
        if name in _TABLE_PARENTS:
            return parent in _TABLE_PARENTS[name]
        if name == "a" and any(open_name == "a" for open_name, _, _ in self._open):
            return False
        return parent not in _ONLY_CELLS_INSIDE

    def _close_implied(self, closed: set[str]) -> None:
        """Close what a start tag implies: `<li>` ends the item before it."""
        depth = None
        for index in range(len(self._open) - 1, -1, -1):
            name = self._open[index][0]
            if name in closed:
                depth = index
            elif name not in _INLINE:
                break
        if depth is not None:
            self._close_down_to(depth)

    def _end(self, name: str) -> None:
        """Close the nearest open element of that name; never across the edge of a table cell."""
        for index in range(len(self._open) - 1, -1, -1):
            candidate = self._open[index][0]
            if candidate == name:
                return self._close_down_to(index)
            if candidate == "table" or (candidate in _TABLE_PARENTS and name not in _PARTS_OF_TABLES):
                return None
        return None

    def _close_down_to(self, depth: int) -> None:
        while len(self._open) > depth:
            name, tag, place = self._open.pop()
            tag.partner = len(self._out.parts)
            self._out.parts.append(Tag(name, closing=True, partner=place))

    def _too_deep(self) -> Refused:
        names = [name for name, _, _ in self._open]
        most = max(set(names), key=names.count)
        return Refused(
            f"more than {MAX_DEPTH} elements stand inside one another, most of them <{most}>; "
            f"look for a <{most}>, a list or a quotation that does not end"
        )
