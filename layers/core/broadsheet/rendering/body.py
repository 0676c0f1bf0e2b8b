"""The sanitised body of a story: the one place where text is taken for markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.rendering.text import legal

TAG = re.compile(r"""<(?:(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>)?""")
ELEMENT = re.compile(r"\s*<[a-zA-Z]")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True)
class SafeHtml:
    """HTML that has been through the sanitiser. Nothing else may be put into one."""

    html: str

    def __html__(self) -> str:
        # Replaced, not removed: a removal could join "java" and "script:" after the sanitiser looked.
        return legal(self.html, "\ufffd")


def around_box(body: str) -> tuple[SafeHtml, SafeHtml]:
    """The body in two parts, with room for a box between them after about a third of it.

    The cut is always between two elements at the top level, behind a paragraph. Where there is no
    such place all of the body is in the first part.
    """
    cut = _cut(body)
    return SafeHtml(body[:cut]), SafeHtml(body[cut:])


def _cut(body: str) -> int:
    """One scan, as far as it must go."""
    third = -(-len(body) // 3)
    open_elements: list[str] = []
    for tag in TAG.finditer(body):
        closing, name = tag.groups()
        if name is None:  # no tag: given up at once, for to look on could take quadratic time
            break
        name = name.lower()
        if closing and (not open_elements or open_elements.pop() != name):
            break  # not well formed
        if not closing and name not in VOID:
            open_elements.append(name)
        elif name == "p" and not open_elements and tag.end() >= third and ELEMENT.match(body, tag.end()):
            return tag.end()
    return len(body)
