"""The catalogue's records: what has been decided about each upload."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from broadsheet.domain.pictures import Picture
from broadsheet.domain.problems import Problem
from broadsheet.domain.site import Comments, Site

State = Literal["published", "scheduled", "draft", "withdrawn", "refused"]


@dataclass(frozen=True)
class Photo:
    """The lead image of a story with all its files."""

    picture: Picture
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Author:
    """Who wrote a story. `slug` is the name in addresses."""

    slug: str
    name: str


@dataclass(frozen=True)
class Tag:
    """What a story is about. `slug` is the word in addresses."""

    slug: str
    title: str


@dataclass(frozen=True)
class Teaser:
    """What other pages show of a story. Datetimes are in UTC. `opening` is how its text begins, where its
    editor has not summed it up."""

    id: str
    title: str
    path: str
    section: str
    published: datetime
    summary: str = ""
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    image: Photo | None = None
    opening: str = ""

    @property
    def listed(self) -> Teaser:
        """As most lists and other stories show it: without what may change with every edit of the text."""
        return replace(self, updated=None, opening="") if self.updated or self.opening else self


@dataclass(frozen=True)
class Live:
    """The public content of an article: a teaser for other pages, and what its own page is made of.

    `version` names the upload that holds the text; `etag` stands for its content, so that the same
    bytes uploaded again change nothing. `pictures` are the images its body shows, by upload key.
    `cites` are the ids of the articles its body links to, by upload key.
    `terms` are the words it is known by, with weights: related stories share them.
    """

    teaser: Teaser
    version: str
    etag: str
    tags: tuple[Tag, ...] = ()
    aliases: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()  # ids of related stories that the editor picked, in order
    cites: tuple[str, ...] = ()
    images: tuple[str, ...] = ()  # upload keys of all pictures it shows, lead image included
    pictures: tuple[tuple[str, Picture], ...] = ()
    terms: tuple[tuple[str, int], ...] = ()
    comments: Comments | None = None
    expires: datetime | None = None
    in_news: bool = False  # young enough for the news sitemap


@dataclass(frozen=True)
class Handled:
    """The version of the file that was answered last. None in a record: the file is gone."""

    version: str
    etag: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Heard:
    """A receipt: its ETag, and the version of the file that it answers, "" after a deletion."""

    etag: str
    version: str = ""


@dataclass(frozen=True)
class ArticleRecord:
    """Everything decided about one file under `articles/`. Withdrawn ones stay as tombstones.

    `rev` grows by one with every accepted change. `live` is None unless the story is public.
    `path` is the address it holds; `former` are addresses it had, newest first. `wants` are
    addresses whose fate would change it: one that another story holds, or one that is empty.
    `first` is when the file was first uploaded, since it was deleted last: the date of a story that gives
    none. `due` is when time alone will change it.

    `unsettled`: what follows from the record elsewhere in the tables is not worked out yet. Until it
    is, `left_terms` (sort key, term) and `left_lists` are where it stood before, `new_lists` are where it did
    not, and `relinks` says that its links to other stories may change; `disturbs`: whom others pick as well,
    for what it is known by or its place in time is another. `pages` are the names of the pages to print when
    all that is done; `joins`: none of them can show the story yet. `heard` is the receipt that the last
    decision found, where it had to look for one.
    `told`: the story's thread knows all that it is to know of it.
    `marked`: readers' comments have left a mark since it was first seen (domain/comment_rows.py), so that
    where there is no mark there are none.
    """

    id: str
    key: str
    rev: int = 0
    state: State = "withdrawn"
    handled: Handled | None = None
    first: datetime | None = None
    live: Live | None = None
    path: str = ""
    wants: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    due: datetime | None = None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    left_terms: tuple[tuple[str, str], ...] = ()
    left_lists: tuple[str, ...] = ()
    new_lists: tuple[str, ...] = ()
    unsettled: bool = False
    relinks: bool = False
    disturbs: bool = True
    pages: tuple[str, ...] = ()
    joins: bool = False
    heard: Heard | None = None
    marked: bool = False
    told: bool = False


@dataclass(frozen=True)
class ShownLive:
    """Of what is public of a story, what others show."""

    teaser: Teaser


@dataclass(frozen=True)
class Shown:
    """Of an article's record, what other stories' links hang on: the rest of the document is not read."""

    id: str
    rev: int = 0
    live: ShownLive | None = None
    path: str = ""


@dataclass(frozen=True)
class SiteRecord:
    """What has been decided about `site.toml`. `templates` is the version that pages are printed with,
    and `outdated` are those before it, newest first."""

    rev: int = 0
    state: State = "published"
    handled: Handled | None = None
    site: Site = field(default_factory=Site)
    templates: str = ""
    outdated: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
