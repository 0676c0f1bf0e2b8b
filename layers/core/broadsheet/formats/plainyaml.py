"""The YAML that nearly every article has: words after names, and lists of words.

PyYAML needs most of a millisecond for ten such lines, more than all else that happens to an
article. Lines of these few forms mean the same to it and to us (a test holds the two against
each other); a block with any other line is left to it.
"""

from __future__ import annotations

import re

from broadsheet.formats.given import Path, Value

_PLAIN = r"(?P<plain>[^\W_](?:[^:#\t]|:(?![ ]|$)|(?<![ ])#)*)"
_WORDS = rf"""(?:{_PLAIN}|(?:'(?P<single>[^'\t]*+)'|"(?P<double>[^"\\\t]*+)")[ ]*+)"""
_FIELD = re.compile(rf"(?P<name>[A-Za-z][A-Za-z0-9_-]{{0,60}}):(?:[ ]++{_WORDS}|[ ]*+)")
_IN_LINE = r"""(?:[^\W_](?:[^:#,\[\]{}\t'"])*+|'[^'\t]++'|"[^"\\\t]++")[ ]*+"""
_LIST = re.compile(
    rf"(?P<name>[A-Za-z][A-Za-z0-9_-]{{0,60}}):[ ]++\[[ ]*+{_IN_LINE}(?:,[ ]*+{_IN_LINE})*\][ ]*+"
)
_ITEM_IN_LINE = re.compile(r"""'([^']*+)'|"([^"]*+)"|([^\W_][^,\]]*+)""")
_ITEM = re.compile(rf"(?P<indent>[ ]{{0,8}})-[ ]++{_WORDS}")
_NULLS = {"null", "Null", "NULL"}


def parse_plain(block: str, lines: dict[Path, int]) -> dict[str, Value] | None:
    """The fields of a block in plain form, with their lines from 0; None where it is not."""
    return _Plain(lines).fields(block)


class _Plain:
    def __init__(self, lines: dict[Path, int]) -> None:
        self._lines = lines
        self._values: dict[str, Value] = {}
        self._name = ""  # of the field whose list may follow
        self._indent = ""

    def fields(self, block: str) -> dict[str, Value] | None:
        for number, line in enumerate(block.split("\n")):
            if line and not self._line(line, number):
                return None
        return self._values

    def _line(self, line: str, number: int) -> bool:
        if field := _FIELD.fullmatch(line):
            return self._field(field, number)
        if listed := _LIST.fullmatch(line):
            return self._listed(listed, number)
        item = _ITEM.fullmatch(line)
        return bool(item and self._name and self._item(item, number))

    def _field(self, field: re.Match[str], number: int) -> bool:
        name, words = field["name"], _words(field)
        if name in self._values or name in _NULLS:
            return False
        self._values[name] = None if words in _NULLS and field["plain"] else words
        self._lines[(name,)] = number
        self._name = name if words is None else ""
        return True

    def _listed(self, listed: re.Match[str], number: int) -> bool:
        """A list in one line: `[one, two]`."""
        name = listed["name"]
        if name in self._values or name in _NULLS:
            return False
        inside = listed[0][listed[0].index("[") + 1 :]
        items = [s or d or plain.rstrip(" ") for s, d, plain in _ITEM_IN_LINE.findall(inside)]
        self._values[name] = items
        self._lines[(name,)] = number
        for place in range(len(items)):
            self._lines[name, place] = number
        self._name = ""
        return True

    def _item(self, item: re.Match[str], number: int) -> bool:
        items = self._values[self._name]
        if items is None:
            items = self._values[self._name] = []
            self._indent = item["indent"]
        self._lines[(self._name, len(items))] = number
        items.append(_words(item))
        return item["indent"] == self._indent


def _words(match: re.Match[str]) -> str | None:
    plain = match["plain"]
    if plain is not None:
        return plain.rstrip(" ")
    return match["single"] if match["single"] is not None else match["double"]
