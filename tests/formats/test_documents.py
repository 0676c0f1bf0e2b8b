"""JSON documents."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from broadsheet.domain.article import Article
from broadsheet.formats import Reading

Read = Callable[..., Reading]
Accept = Callable[..., Article]


def document(**fields: object) -> str:
    return json.dumps({"title": "A bridge", **fields}, indent=1)


@pytest.mark.parametrize(
    ("name", "body", "html"),
    [
        ("body", "One *two*.", "<p>One <em>two</em>.</p>"),
        ("content", "One *two*.", "<p>One <em>two</em>.</p>"),
        ("body_markdown", "One *two*.", "<p>One <em>two</em>.</p>"),
        ("body_html", "<p>One *two*.", "<p>One *two*.</p>"),
        ("content_html", "<p>One</p>", "<p>One</p>"),
        ("text", "One *two*\nthree.\n\n<Four>", "<p>One *two* three.</p>\n<p>&lt;Four&gt;</p>"),
        ("content", {"rendered": "x"}, "<p>x</p>"),
    ],
)
def test_the_body_goes_by_many_names(article: Accept, name: str, body: object, html: str) -> None:
    assert article(document(**{name: body}), "a.json").body == html


def test_a_document_has_the_fields_of_any_article(article: Accept) -> None:
    text = document(
        id="x",
        date="2024-03-15",
        section="World",
        tags=["a", 7],
        author=["Ann"],
        comments=False,
        draft=True,
        body="x",
    )

    found = article(text, "a.json")

    assert (found.title, found.section, found.tags, found.authors) == (
        "A bridge",
        "World",
        ("a", "7"),
        ("Ann",),
    )
    assert (found.comments, found.draft) == ("off", True)


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        (document(date="2024-02-30"), 3, "date", "February"),
        (document(body=7), 3, "body", "one text"),
        ("[]", 1, "", "one JSON object"),
        ('{"title": "x",\n "title": "y"}', 2, "title", "twice"),
        ('{"title": "x",\n "tags": [1,,]}', 2, "", "not valid JSON"),
        ('{"title": "x",\n "a": -Infinity}', 2, "", "-Infinity"),
        ('{"title": "x",\n "a": "\\udc00"}', 2, "a", "half a character"),
        ('{"title": "x",\n "a": ' + "[" * 50 + "]" * 50 + "}", 2, "", "20 levels"),
        ('{"title": true, "body": ""}', 1, "title", "text is expected"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    reading: Read, text: str, line: int, field: str, message: str
) -> None:
    error = next(error for error in reading(text, "a.json").errors if message in error.message)

    assert (error.line, error.field) == (line, field)


def test_a_document_without_body_is_warned_of(reading: Read) -> None:
    (warning,) = reading(document(), "a.json").warnings

    assert "no text" in warning.message
