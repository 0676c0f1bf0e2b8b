"""An article as its file gives it: every field read, checked and typed; nothing yet decided."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from broadsheet.domain.prose import prose
from broadsheet.domain.site import Comments


class LeadImage(NamedTuple):
    """The picture on top of a story. `src` is as the editor wrote it."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Correction(NamedTuple):
    """What was wrong and is now right; `date` is None where the editor gave none."""

    text: str
    date: datetime | None = None


class Article(NamedTuple):
    """The content of one uploaded file. Datetimes are aware.

    `title`, `standfirst`, names and captions are plain text, entities decoded, one line each.
    `body` is sanitised HTML; its links and pictures have been through the resolver that the
    reader was given. `links` and `images` are the references in the body as written, each once,
    in order of appearance: relative links to other files, and sources of pictures.
    """

    title: str
    body: str
    date: datetime | None = None
    updated: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    standfirst: str = ""
    image: LeadImage | None = None
    slug: str | None = None
    draft: bool = False
    embargo: datetime | None = None
    expires: datetime | None = None
    aliases: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    related: tuple[str, ...] = ()
    comments: Comments | None = None
    lang: str | None = None
    canonical: str | None = None
    source: str = ""  # the masthead line that some plain-text stories carry above their headline
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body without markup: worked out each time, as few stories are asked for it."""
        return prose(self.body)
