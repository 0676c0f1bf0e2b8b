"""A body of plain paragraphs: nothing to balance, to rewrite or to make safe.

Many stories are nothing else. What is let through here has no attribute, no nesting but of one inline element
in a paragraph, and no character that the sanitiser would write in another way.
"""

from __future__ import annotations

import re

from broadsheet.formats.outline import with_ids

_WORDS = r"(?:[^<&\u00a0\ufeff\ud800-\udfff]++|&(?:amp|lt|gt);)"
_HEADING = rf"<h2>(?=\s*+[^<\s]){_WORDS}++</h2>"
_INLINE = rf"<(em|strong|code)>(?=\s*+[^<\s]){_WORDS}++</\1>"
_PARAGRAPH = rf"<p>(?=\s*+[^<\s])(?:{_WORDS}++|{_INLINE})++</p>"
_PLAIN = re.compile(rf"(?:(?:{_PARAGRAPH}|{_HEADING})\n?)*+")


def plain(html: str) -> str | None:
    """The body as it comes out of all that is done to others; None where that is not known at once."""
    written = html.strip().replace("&quot;", '"')
    return with_ids(written) if _PLAIN.fullmatch(written) else None
