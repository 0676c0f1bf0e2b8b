"""What a body needs of the outside: where links lead and which files a picture has."""

from __future__ import annotations

from typing import Protocol

from broadsheet.domain.pictures import Picture


class Resolver(Protocol):
    """Turns the references of a body into what the page shows."""

    def link(self, href: str) -> str | None:
        """The address for a relative link; None: show the words without a link."""

    def picture(self, src: str) -> Picture | None:
        """The files of a picture; None: leave the picture out."""


class Unresolved:
    """Knows no file and no picture, as long as nobody has looked. Addresses of the site are what they are."""

    def link(self, href: str) -> str | None:
        return href if href.startswith("/") else None

    def picture(self, src: str) -> Picture | None:
        return None
