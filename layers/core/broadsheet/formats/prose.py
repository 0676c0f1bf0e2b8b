"""The words of well-formed HTML."""

from __future__ import annotations

import html
import re

_FOOTNOTE_MARK = re.compile(r'<sup class="footnote-[^"]*">.*?</sup>', re.DOTALL)
_BREAK = re.compile(r"</(?:p|div|h[1-6]|li|tr|blockquote|pre|dt|dd|figcaption|caption|summary)>|<br|<hr")
_CELL = re.compile("</t[dh]>")
_TAG = re.compile(r'<[^>"]*+(?:"[^"]*+"[^>"]*+)*+>')


def prose(markup: str) -> str:
    """The text of sanitised or balanced HTML, a block on each line, white space collapsed."""
    if "footnote-" in markup:
        markup = _FOOTNOTE_MARK.sub("", markup)
    broken = _CELL.sub(" \\g<0>", _BREAK.sub("\n\\g<0>", markup.replace("\n", " ")))
    text = html.unescape(_TAG.sub("", broken))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
