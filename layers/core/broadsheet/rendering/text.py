"""Characters that no page and no feed may carry."""

from __future__ import annotations

import html
import re

# What XML 1.0 forbids, half surrogates included: one such character makes a feed unreadable.
FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
ILLEGAL = re.compile(f"[{FORBIDDEN}]")
CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
SUSPECT = b"\xef\xbf"  # so the last 64 characters of the first plane begin, U+FFFE and U+FFFF among them


def legal(text: str, instead: str = "") -> str:
    """The text without characters that XML 1.0 forbids, or with something else in their place."""
    return text if text.isprintable() or is_legal(text) else ILLEGAL.sub(instead, text)


def is_legal(text: str) -> bool:
    """Nearly every text is, and its bytes show it in a third of the time. A few that are legal look as if
    they were not."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # half a surrogate
        return False
    return SUSPECT not in encoded and len(encoded.translate(None, CONTROLS)) == len(encoded)


def paragraphs(text: str) -> list[list[str]]:
    """Plain text as paragraphs of lines: an empty line begins a paragraph, a line break a line."""
    normal = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    blocks = re.split(r"\n[ \t]*\n\s*", normal.strip())
    return [[line.strip() for line in block.split("\n")] for block in blocks if block.strip()]


def as_html(text: str) -> str:
    """Plain text as HTML that is then to be escaped once more, as RSS wants its descriptions."""
    return html.escape(text, quote=False)
