"""YAML front matter, read by hand from the parser's tree.

Nothing is converted: every scalar stays the text that the editor wrote, so `title: 2024-01-01`
is a title and the tag `no` is not False. Only what a newspaper needs is accepted: no anchors, no
merge keys, no tags of its own; each can blow up a few hundred bytes or stands for a program.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from broadsheet.formats.given import Given, Path, Value, nearest_line
from broadsheet.formats.limits import MAX_LEVELS, too_deep
from broadsheet.formats.notes import Refused

_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "map", "seq")
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_NULLS = {"", "~", "null", "Null", "NULL"}
_TAB_BEFORE_VALUE = re.compile(r"^([ -]*[\w-]+:)[ ]*\t[ \t]*")
_OTHER_LINE_ENDS = str.maketrans({"\u2028": " ", "\u2029": " ", "\x85": " "})


class _Loader(yaml.SafeLoader):
    """Composes nodes and constructs nothing; stops at anchors, aliases and depth."""

    def __init__(self, block: str) -> None:
        super().__init__(block)
        self._level = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(
                "anchors (&) and aliases (*) are not allowed; write the value out, or put it in quotes", event
            )
        self._level += 1
        if self._level > MAX_LEVELS:
            raise _Stop(too_deep(None).problem.message, event)
        node = super().compose_node(parent, index)
        self._level -= 1
        return node


class _Stop(Exception):
    def __init__(self, message: str, at: yaml.Event | yaml.Node) -> None:
        super().__init__(message)
        self.line: int = at.start_mark.line if at.start_mark else 0


def parse_yaml(block: str, first_line: int) -> Given:
    """The fields of a YAML block whose first line is line `first_line` of the file."""
    lines: dict[Path, int] = {}
    try:
        values = _fields(_tidy(block), lines)
    except _Stop as stop:
        raise Refused(str(stop), line=first_line + stop.line) from stop
    except yaml.MarkedYAMLError as error:
        raise _explained(error, block, first_line) from error
    except Exception as error:  # PyYAML also fails with ValueError, RecursionError, AttributeError
        raise Refused("the front matter is not valid YAML", line=first_line) from error
    return Given(values, nearest_line({path: first_line + line for path, line in lines.items()}))


def _tidy(block: str) -> str:
    """Tabs around a value mean nothing to an editor; PyYAML stops at them."""
    if "\t" in block:
        block = "\n".join(_TAB_BEFORE_VALUE.sub(r"\1 ", line.rstrip(" \t")) for line in block.split("\n"))
    return block.translate(_OTHER_LINE_ENDS)


def _fields(block: str, lines: dict[Path, int]) -> dict[str, Value]:
    loader = _Loader(block)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise _Stop("front matter consists of lines such as “title: A headline”", node)
    return _mapping(node, (), lines)


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, value in node.value:
        name = _key(key)
        if name in values:
            raise _Stop(f"“{name}” is given twice; keep one of the two", key)
        lines[(*path, name)] = key.start_mark.line
        values[name] = _value(value, (*path, name), lines)
    return values


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _Stop("the name of a field must be a word, not a list or a table", node)
    if node.tag == "tag:yaml.org,2002:merge":
        raise _Stop("merge keys (<<) are not allowed; write the fields out", node)
    return str(node.value)


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Value:
    if isinstance(node, yaml.ScalarNode) and _SURROGATE.search(node.value):
        raise _Stop("the text holds half a character (\\ud800 to \\udfff)", node)
    if node.tag not in _PLAIN_TAGS:
        raise _Stop(f"the type {_short(node.tag)} is not allowed; write plain text, a list or a table", node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_item(item, (*path, place), lines) for place, item in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if plain and node.value in _NULLS else node.value


def _item(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Value:
    """An item of a list; here a plain `null` is a word."""
    lines[path] = node.start_mark.line
    value = _value(node, path, lines)
    return node.value or None if value is None else value


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _explained(error: yaml.MarkedYAMLError, block: str, first_line: int) -> Refused:
    """A syntax error in an editor's words, with the line that is to be changed."""
    problem, context = error.problem or "", error.context or ""
    here = error.problem_mark.line if error.problem_mark else 0
    begun = error.context_mark.line if error.context_mark else here
    for sign, begins, message in _EXPLANATIONS:
        if sign in problem or sign in context:
            line = begun if begins else here
            return Refused(message.format(_quoted(block, line)), _field_at(block, line), first_line + line)
    if "mapping values are not allowed" in problem:
        return _colon(block, here, error.problem_mark.column if error.problem_mark else 0, first_line)
    return Refused(f"the front matter is not valid YAML: {problem or context}", line=first_line + here)


# Words of PyYAML, whether the line to change is where the trouble began, and our words.
_EXPLANATIONS = (
    ("quoted scalar", True, "a quotation mark is opened here and never closed"),
    ("flow sequence", True, "a list is opened with [ and not closed: [one, two]"),
    ("flow mapping", True, "a table is opened with {{ and not closed: {{src: a.jpg, alt: A bridge}}"),
    ("cannot start any token", False, "a value must not begin with this character unless quoted: {}"),
    ("could not find expected ':'", True, "this line is not of the form “field: value”"),
    ("expected <block end>", False, "the indentation differs, or a value goes on after its closing quote"),
    ("expected a single document", False, "front matter ends at its first closing ---; here is another"),
)


def _colon(block: str, line: int, column: int, first_line: int) -> Refused:
    """A colon where none can be: a second one on its line, or after a line that has none."""
    if ":" in block.split("\n")[line][:column]:
        message = f"a value with “: ” in it must stand in quotes: {_quoted(block, line)}"
    else:
        message = (
            "this line does not fit the one before: check its indentation, and that both read “field: value”"
        )
    return Refused(message, _field_at(block, line), first_line + line)


_LINE = re.compile(r"^[ -]*([\w-]+):[ ]+(.*?)[ ]*$")


def _line(block: str, line: int) -> re.Match[str] | None:
    rows = block.split("\n")
    return _LINE.match(rows[line][:400]) if line < len(rows) else None


def _field_at(block: str, line: int) -> str:
    match = _line(block, line)
    return match[1] if match else ""


def _quoted(block: str, line: int) -> str:
    match = _line(block, line)
    if not match:
        return 'title: "A headline: with a colon"'
    value = match[2].replace('"', "'")
    return f'{match[1]}: "{value}"'
