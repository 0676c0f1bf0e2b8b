"""Characters that no page and no feed may carry."""

from __future__ import annotations

import html
import re
from typing import Any

# What XML 1.0 forbids, half surrogates included: one such character makes a feed unreadable.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
SUSPECT = b"\xef\xbf"  # so the last 64 characters of the first plane begin, U+FFFE and U+FFFF among them


def legal(text: str, instead: str = "") -> str:
    """The text without characters that XML 1.0 forbids, or with something else in their place."""
    return text if text.isprintable() or _is_legal(text) else ILLEGAL.sub(instead, text)


def _is_legal(text: str) -> bool:
    """Nearly every text is, and its bytes show it in a third of the time. A few that are legal look as if
    they were not."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # half a surrogate
        return False
    return SUSPECT not in encoded and len(encoded.translate(None, CONTROLS)) == len(encoded)


def legal_tree(value: Any) -> Any:
    """The same for every string in dicts and lists; entries that are None or empty are left out."""
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, dict):
        cleaned = {}
        for key, entry in value.items():
            # Nearly all are short strings with nothing wrong.
            kept = entry if type(entry) is str and entry.isprintable() else legal_tree(entry)
            if kept or kept in (0, False):
                cleaned[key] = kept
        return cleaned
    if isinstance(value, list):
        return [legal_tree(entry) for entry in value]
    return value


def paragraphs(text: str) -> list[list[str]]:
    """Plain text as paragraphs of lines: an empty line begins a paragraph, a line break a line."""
    normal = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    blocks = re.split(r"\n[ \t]*\n\s*", normal.strip())
    return [[line.strip() for line in block.split("\n")] for block in blocks if block.strip()]


def as_html(text: str) -> str:
    """Plain text as HTML that is then to be escaped once more, as RSS wants its descriptions."""
    return html.escape(text, quote=False)
