"""The words of well-formed HTML."""

from __future__ import annotations

import html
import re

_FOOTNOTE_MARK = re.compile(r'<sup class="footnote-[^"]*">.*?</sup>', re.DOTALL)
# What follows the bracket is only looked at, so that what comes in its place is plain text.
_BREAK = re.compile("<(?=/(?:p|div|h[1-6]|li|tr|blockquote|pre|dt|dd|figcaption|caption|summary)>|br|hr)")
_CELL = re.compile("<(?=/t[dh]>)")
_TAG = re.compile(r'<[^>"]*+(?:"[^"]*+"[^>"]*+)*>')  # no group is possessive: see plainbody.py


def prose(markup: str) -> str:
    """The text of sanitised or balanced HTML, a block on each line, white space collapsed."""
    if "footnote-" in markup:
        markup = _FOOTNOTE_MARK.sub("", markup)
    broken = _CELL.sub(" <", _BREAK.sub("\n<", markup.replace("\n", " ")))
    text = html.unescape(_TAG.sub("", broken))
    lines = map(_collapsed, text.split("\n"))
    return "\n".join(line for line in lines if line)


def _collapsed(line: str) -> str:
    # Of white space only the plain space counts as printable: nearly no line needs to be taken apart.
    if line.isprintable() and "  " not in line:
        return line.strip()
    return " ".join(line.split())
