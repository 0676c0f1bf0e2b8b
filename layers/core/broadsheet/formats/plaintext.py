"""Plain text -> fields and HTML. The first line is the headline, blank lines part paragraphs.

Text that was copied off a newspaper's page brings more: its masthead, a breadcrumb, the headline
again and again, the words of the comment form. The rules below take these away and nothing else.
"""

from __future__ import annotations

import re
from html import escape

from broadsheet.formats.given import Given
from broadsheet.formats.headerlines import parse_header_lines
from broadsheet.formats.lookup import written_title
from broadsheet.formats.plainwords import folded
from broadsheet.formats.story import Story

_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")

_FORM_WORDS = {
    "please enter your comment!",
    "please enter your name here",
    "please enter your email address here",
    "you have entered an incorrect email address!",
    "log in to leave a comment",
    "leave a reply",
    "cancel reply",
    "leave a comment",
    "post comment",
}


def read_text(text: str) -> Story:
    """Take a text file apart."""
    header = parse_header_lines(text)
    given, body = (header[0], text[header[1] :]) if header else (Given({}), text)
    title = written_title(given)
    if title:
        return Story(given, paragraphs(body, title))
    source, title, rest = _headline(body)
    return Story(given, paragraphs(rest, title), heading=title, source=source)


def paragraphs(text: str, title: str = "") -> str:
    """HTML of a text; a paragraph that only repeats the title is left out."""
    blocks = _PARAGRAPHS.split(_without_form_words(text).strip())
    told = [_words(block) for block in blocks if not _only(block, folded(title))]
    return "".join(f"<p>{escape(words, quote=False)}</p>\n" for words in told if words)


def _words(block: str) -> str:
    """A line break inside a paragraph is a space."""
    return " ".join(line.strip() for line in block.split("\n"))


def _only(block: str, title: str) -> bool:
    return bool(title) and all(folded(line) == title for line in block.split("\n"))


def _headline(text: str) -> tuple[str, str, str]:
    """Masthead, headline, and the text that follows."""
    lines = text.strip().split("\n")
    told = [place for place, line in enumerate(lines) if line.strip()][:3]
    words = [lines[place].strip() for place in told]
    if len(words) == 3 and _is_breadcrumb(words[1], words[2]):
        return words[0], words[2], "\n".join(lines[told[2] + 1 :])
    if len(words) >= 2 and _is_breadcrumb(words[0], words[1]):
        return "", words[1], "\n".join(lines[told[1] + 1 :])
    return "", words[0] if words else "", "\n".join(lines[1:])


def _is_breadcrumb(line: str, headline: str) -> bool:
    """`Home News A headline`, above the line `A headline`."""
    crumb, title = folded(line), folded(headline)
    return (
        len(title) > 3 and crumb.startswith("home") and crumb.endswith(title) and len(crumb) > len(title) + 4
    )


def _without_form_words(text: str) -> str:
    """Drop the words of a comment form from the end of a text."""
    lines = text.rstrip().split("\n")
    while lines and (not lines[-1].strip() or lines[-1].strip().lower() in _FORM_WORDS):
        lines.pop()
    return "\n".join(lines)
