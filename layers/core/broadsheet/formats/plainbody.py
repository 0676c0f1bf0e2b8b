"""A body of plain paragraphs and lists: nothing to balance, to rewrite or to make safe.

Many stories are nothing else. What is let through here has no nesting but of inline elements in a block, of
one in a link and of paragraphs in a list, no attribute but the address of a link, and no character that the
sanitiser would write in another way.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.formats.outline import with_ids
from broadsheet.formats.resolving import Resolver
from broadsheet.formats.upload import is_shown

# No group is repeated possessively: before Python 3.11.5 it then takes in too much.
_SEEN = r"(?=\s*+[^<\s])"  # a block without words would be left out
_WORDS = rf"{_SEEN}[^<]++"
_INSIDE = r'<a href="(/[A-Za-z0-9_/.~-]*+)">'
_OUTSIDE = r'<a href="(https?://[a-z0-9.-]++(?:[/?#](?:[A-Za-z0-9_/.~:?=#%+,-]|&amp;)*)?)">'
_INLINE = "|".join(rf"<{name}>{_WORDS}</{name}>" for name in ("em", "strong", "code"))
_LINKED = rf"(?:{_INSIDE}|{_OUTSIDE})(?:{_WORDS}|{_INLINE})</a>"
_TEXT = rf"(?=\s*+(?:[^<\s]|<(?:em|strong|code|a)\b))(?:[^<]++|{_INLINE}|{_LINKED})+"
_ITEM = rf"<li>(?:{_TEXT}|\n(?:<p>{_TEXT}</p>\n)+)</li>\n"
_LIST = rf"<(?P<list>ul|ol)>\n(?:{_ITEM})+</(?P=list)>"
_BODY = rf"(?:(?:<p>{_TEXT}</p>|<h2>{_WORDS}</h2>|{_LIST})\n?)*"
_PLAIN = re.compile(_BODY.replace('"(', '"(?:'))
_LINKS, _LEADING_OUT = re.compile(_INSIDE), re.compile(_OUTSIDE)


class PlainBody(NamedTuple):
    """The HTML as it comes out of all that is done to others, and the links in it, each once."""

    html: str
    links: tuple[str, ...] = ()


def plain(html: str, resolver: Resolver) -> PlainBody | None:
    """None where it is not known at once what comes out."""
    written = html.strip().replace("&quot;", '"')
    if not _is_written_so(written) or not _PLAIN.fullmatch(written):
        return None
    links = tuple(dict.fromkeys(_LINKS.findall(written)))
    if any(resolver.link(link) != link for link in links):
        return None
    return PlainBody(_LEADING_OUT.sub(r'<a href="\1" rel="noopener">', with_ids(written)), links)


def _is_written_so(html: str) -> bool:
    """Whether the sanitiser writes every character as it stands there; what it does not, nobody sees."""
    # As many > as < : none stands in the text, where it would be written as a reference.
    brackets = html.count("<") == html.count(">")
    return brackets and is_shown(html) and ("&" not in html or html.count("&") == _references(html))


def _references(html: str) -> int:
    return sum(map(html.count, ("&amp;", "&lt;", "&gt;")))
