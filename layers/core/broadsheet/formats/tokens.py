"""HTML text -> tokens, by the rules of the HTML standard, in one linear pass.

No pattern here can backtrack: every repetition is possessive or ends at a fixed character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from broadsheet.formats.plainwords import decoded

_SPACE = r"[\t\n\f\r ]"
_NAME = r"(?:=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+|(?=>))"""
_ATTRIBUTE = rf"{_NAME}(?:(?={_SPACE}*+=){_SPACE}*+={_SPACE}*+{_VALUE}|(?!{_SPACE}*+=))"
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|{_ATTRIBUTE})*+"

TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"  # a comment, to its end or to that of the text
    r"|<[!?][^>]*+>?"  # a doctype or what else begins like one
    r"|</(?![a-zA-Z])[^>]*+>?"
    rf"|<(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>{_ATTRIBUTES})>"
    r"|(?P<broken></?[a-zA-Z])"  # a tag that never ends: it swallows the rest
    r"|<",
    re.DOTALL,
)
_ONE_ATTRIBUTE = re.compile(
    rf"""({_NAME})(?:{_SPACE}*+={_SPACE}*+(?:"([^"]*+)"|'([^']*+)'|([^\t\n\f\r >"'][^\t\n\f\r >]*+))?)?"""
)


@dataclass(slots=True)
class Tag:
    """A tag on its way through. `partner` is the place of the tag that closes or opens it.

    `raw` is the text of its attributes; `before` and `after` surround it in the output.
    `gone` drops the tag and keeps what it encloses.
    """

    name: str
    raw: str = ""
    closing: bool = False
    partner: int = -1
    before: str = ""
    after: str = ""
    gone: bool = False
    text: str = ""  # stands in place of the tag if given

    def __str__(self) -> str:
        if self.gone:
            return self.text
        slash = "/" if self.closing else ""
        return f"{self.before}<{slash}{self.name}{self.raw}>{self.after}"


Part = str | Tag


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, values decoded; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ONE_ATTRIBUTE.finditer(raw):
        name = match[1].lower()
        value = match[2] or match[3] or match[4] or ""
        if name != "/" and name not in found:
            found[name] = decoded(value)
    return found


def words(parts: list[Part]) -> str:
    """The text among some parts, on one line."""
    return " ".join(unescape("".join(part for part in parts if isinstance(part, str))).split())
