"""The one door into this package: `read`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from broadsheet.domain.article import Article
from broadsheet.domain.pictures import Picture
from broadsheet.domain.problems import Problem


class Resolver(Protocol):
    """Turns the references of a body into what the page shows."""

    def link(self, href: str) -> str | None:
        """The address for a relative link; None: show the words without a link."""

    def picture(self, src: str) -> Picture | None:
        """The files of a picture; None: leave the picture out."""


class Unresolved:
    """Knows no file and no picture: for reading the fields, before anything is rendered."""

    def link(self, href: str) -> str | None:
        return None

    def picture(self, src: str) -> Picture | None:
        return None


@dataclass(frozen=True)
class Reading:
    """An article with warnings, or no article and at least one error."""

    article: Article | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read(key: str, body: bytes, *, resolver: Resolver, timezone: str = "UTC") -> Reading:
    """Read an upload by the kind its key ends in: .md .markdown .html .htm .txt .json.

    `timezone` (IANA name) is where a date without an offset was written.
    Never raises for bad input.
    """
    raise NotImplementedError
