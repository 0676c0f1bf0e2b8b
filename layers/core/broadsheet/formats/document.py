"""JSON documents -> fields and HTML."""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.formats.given import Given, Value
from broadsheet.formats.jsonblock import parse_json
from broadsheet.formats.markdown import markdown_story
from broadsheet.formats.notes import Notes, Refused
from broadsheet.formats.plaintext import paragraphs
from broadsheet.formats.story import Story

Body = Callable[[Given, str, Notes], Story]


def read_document(text: str, notes: Notes) -> Story:
    """Take a JSON document apart. Of several bodies the first of `BODIES` counts."""
    given = parse_json(text)
    names = {name.lower(): name for name in given.values}
    body = next((names[name] for name in BODIES if given.values.get(names.get(name, "")) is not None), None)
    fields = {name: value for name, value in given.values.items() if name.lower() not in BODIES}
    rest = Given(fields, given.line_of)
    if body is None:
        return Story(rest, "")
    return BODIES[body.lower()](rest, _text(given, body), notes)


def _text(given: Given, name: str) -> str:
    value: Value = given.values[name]
    if isinstance(value, dict):
        value = value.get("rendered")  # WordPress wraps its texts
    if not isinstance(value, str):
        raise Refused("the body must be one text in quotes", name, given.line_of((name,)))
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _markdown(given: Given, body: str, notes: Notes) -> Story:
    return markdown_story(given, body, None, notes)


def _html(given: Given, body: str, notes: Notes) -> Story:
    return Story(given, body)


def _plain(given: Given, body: str, notes: Notes) -> Story:
    return Story(given, paragraphs(body))


BODIES: dict[str, Body] = {
    "body_markdown": _markdown,
    "markdown": _markdown,
    "body_html": _html,
    "html": _html,
    "content_html": _html,
    "body": _markdown,
    "content": _markdown,
    "text": _plain,
    "content_text": _plain,
}
