"""Readers' words made safe to keep: plain text, the same however it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MARKS_PER_LETTER = 4  # more accents than that on one letter are there to climb over other lines
MARKS_TO_SORT = 30  # Unicode's own bound for text that is read as a stream (UAX 15)
LINE_BREAK = re.compile("\r\n?|[\u0085\u2028\u2029]")
BLANK_LINES = re.compile(r"\n{3,}")
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane | low) for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)
)
# Controls but tab and line feed, lone surrogates, noncharacters, and the byte order mark.
UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff{NONCHARACTERS}]")
# Tags spell hidden text; only a black flag may carry them, where they make the flag of a nation.
HIDDEN_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")
# In a name: what turns the direction of the line, and spaces and hyphens without width. The two
# joiners stay, since Persian and the languages of India spell with them.
HIDDEN_IN_NAMES = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]")
INKLESS_CATEGORIES = frozenset("Cc Cf Cs Zs Zl Zp Mn Mc Me".split())
INKLESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that are drawn as nothing


def paragraphs(words: str) -> str:
    """Text of several lines, at most one of them blank at a time; "" if nothing of it can be seen."""
    lines = (line.rstrip() for line in _plain(words).split("\n"))
    text = "\n".join(line if has_ink(line) else "" for line in lines)
    return BLANK_LINES.sub("\n\n", text).strip()


def one_line(words: str) -> str:
    """Text of one line, for a name; "" if nothing of it can be seen."""
    line = " ".join(_plain(HIDDEN_IN_NAMES.sub("", words)).split())
    return line if has_ink(line) else ""


def has_ink(text: str) -> bool:
    """Whether a reader would see anything."""
    return any(c not in INKLESS and unicodedata.category(c) not in INKLESS_CATEGORIES for c in text)


def _plain(words: str) -> str:
    text = HIDDEN_TAGS.sub("", UNWANTED.sub("", LINE_BREAK.sub("\n", words)))
    # Sorting a tower of marks takes the square of its height: cut it roughly before and well after.
    composed = unicodedata.normalize("NFC", "".join(_few_marks(text, MARKS_TO_SORT)))
    return "".join(_few_marks(composed, MARKS_PER_LETTER))


def _few_marks(text: str, most: int) -> Iterator[str]:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":  # what is invisible does not begin a new letter
            marks = 0
        if marks <= most or category == "Cf":
            yield character
