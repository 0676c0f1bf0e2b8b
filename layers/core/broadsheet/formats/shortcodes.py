"""Template tags of other site generators: links are translated, the rest is left out."""

from __future__ import annotations

import re
from typing import NamedTuple

# A name and parameters without braces: the patterns stop at the next brace, so they stay linear.
_LINK = re.compile(
    r"""\{\{[<%]\s*(?:rel)?ref\s+["'`]?([^"'`{}\s>%]{1,300})["'`]?\s*[>%]\}\}"""
    r"""|\{%-?\s*(?:post_url|link)\s+([^{}%\s]{1,300})\s*-?%\}"""
)
_SHORTCODE = re.compile(
    r"\{\{[<%][^{}]{0,2000}?[>%]\}\}"
    r"|\{%[^{}]{0,2000}?%\}"
    r"|\{\{-?\s*(?:site|page)\.[^{}\n]{0,200}\}\}"
)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


class Stripped(NamedTuple):
    """A body without shortcodes: how many were `removed`; `offset` is where the first of them stood."""

    text: str
    removed: int = 0
    offset: int = 0


def strip_shortcodes(text: str) -> Stripped:
    """Take Hugo's and Jekyll's tags out of Markdown. What stands in fenced code is text."""
    if "{{" not in text and "{%" not in text:
        return Stripped(text)
    if "```" not in text and "~~~" not in text:
        return _stripped(text, 0)
    return _around_code(text)


def _around_code(text: str) -> Stripped:
    pieces, position, count, first = [], 0, 0, 0
    for fence in [*_FENCE.finditer(text), None]:
        piece = _stripped(text[position : fence.start() if fence else len(text)], position)
        first = first if count else piece.offset
        count += piece.removed
        pieces += [piece.text, fence[0] if fence else ""]
        position = fence.end() if fence else position
    return Stripped("".join(pieces), count, first)


def _stripped(text: str, offset: int) -> Stripped:
    text = _LINK.sub(lambda match: match[1] or match[2], text)
    found = _SHORTCODE.search(text)
    if not found:
        return Stripped(text)
    without, count = _SHORTCODE.subn("", text)
    return Stripped(without, count, offset + found.start())
