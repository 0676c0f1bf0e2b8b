"""A resolver with a picture for every path, and short ways to read a file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.domain.article import Article
from broadsheet.domain.pictures import Picture, Variant
from broadsheet.formats import Reading, read

Read = Callable[..., Reading]
Accept = Callable[..., Article]

JPEG = Variant("/media/bridge.jpg", 640, 480, "image/jpeg")
WEBP = (
    Variant("/media/bridge-320.webp", 320, 240, "image/webp"),
    Variant("/media/bridge.webp", 640, 480, "image/webp"),
)


class Newsroom:
    """Knows every story and picture but those whose name begins with `missing`."""

    def link(self, href: str) -> str | None:
        return None if href.startswith("missing") else "/stories/" + href.removesuffix(".md")

    def picture(self, src: str) -> Picture | None:
        return None if src.startswith("missing") else Picture(640, 480, JPEG, WEBP)


@pytest.fixture
def reading() -> Read:
    """Reads a file and gives all that is said about it."""

    def call(content: str | bytes, key: str = "articles/world/story.md", timezone: str = "UTC") -> Reading:
        body = content if isinstance(content, bytes) else content.encode()
        return read(key, body, resolver=Newsroom(), timezone=timezone)

    return call


@pytest.fixture
def article(reading: Read) -> Accept:
    """Reads a file that has no error and gives its article."""

    def call(content: str | bytes, key: str = "articles/world/story.md", timezone: str = "UTC") -> Article:
        result = reading(content, key, timezone)
        assert result.errors == ()
        assert result.article is not None
        return result.article

    return call


@pytest.fixture
def body(article: Accept) -> Callable[[str], str]:
    """The HTML of a Markdown body."""
    return lambda markdown: article(f"---\ntitle: A story\n---\n{markdown}").body


@pytest.fixture
def field(article: Accept) -> Callable[[str], Article]:
    """The article that some lines of YAML make."""
    return lambda lines: article(f"---\ntitle: A story\n{lines}\n---\nText.")


@pytest.fixture
def complaint(reading: Read) -> Callable[[str], tuple[str, int | None, str]]:
    """Field, line and message of the one error that some lines of YAML cause; they begin on line 3."""

    def call(lines: str) -> tuple[str, int | None, str]:
        result = reading(f"---\ntitle: A story\n{lines}\n---\nText.")
        assert result.article is None
        (error,) = result.errors
        return error.field, error.line, error.message

    return call
