"""What a page shows: plain values, all decisions made. Templates read these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from broadsheet.domain.pictures import Picture
from broadsheet.domain.site import Site


class Link(NamedTuple):
    """Somewhere to go. `path` begins with a slash; "" where the words stand without a link."""

    title: str
    path: str = ""


def titles(links: Iterable[Link]) -> str:
    """Their words, with commas between them."""
    return ", ".join(link.title for link in links)


class Image(NamedTuple):
    """A picture with the words around it."""

    picture: Picture
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, eq=False)
class Teaser:
    """A story as lists show it. Datetimes are aware, in UTC; pages show them in the site's time zone.

    Compared by identity, which costs nothing: what is printed of it is kept under it.
    """

    id: str
    title: str
    path: str
    published: datetime
    summary: str = ""
    section: Link | None = None
    authors: tuple[Link, ...] = ()
    updated: datetime | None = None
    image: Image | None = None


class Note(NamedTuple):
    """A correction as readers see it."""

    text: str
    date: datetime | None


class Remark(NamedTuple):
    """A reader's comment: plain text, to be escaped. `replies` are one level deep, oldest first."""

    id: str
    name: str
    text: str
    posted: datetime
    answers: str = ""  # the name of whom a reply answers
    replies: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Thread:
    """The comments below a story. `policy`: open (form shown), closed (read only), off (nothing)."""

    policy: str
    count: int = 0
    remarks: tuple[Remark, ...] = ()
    shown: int = 0  # fewer than `count` on a very long thread: the newest are shown


class ArticleView(NamedTuple):
    """One story, ready to print. `body` is sanitised HTML; everything else is plain text."""

    site: Site
    id: str
    title: str
    path: str
    body: str
    published: datetime
    section: Link
    standfirst: str = ""
    summary: str = ""
    updated: datetime | None = None
    authors: tuple[Link, ...] = ()
    source: str = ""
    tags: tuple[Link, ...] = ()
    image: Image | None = None
    corrections: tuple[Note, ...] = ()
    boxed: Teaser | None = None  # the related story inside the body, where the body is long enough
    related: tuple[Teaser, ...] = ()
    thread: Thread = Thread("off")
    lang: str = ""
    canonical: str = ""  # absolute; "" where the page is its own


class SectionBlock(NamedTuple):
    """A section's newest stories on the front page."""

    section: Link
    teasers: tuple[Teaser, ...]


class FrontView(NamedTuple):
    """`latest` newest first; its first story leads. A block for each section with stories, in order."""

    site: Site
    latest: tuple[Teaser, ...]
    blocks: tuple[SectionBlock, ...] = ()

    @property
    def title(self) -> str:
        return self.site.name


class ListView(NamedTuple):
    """Stories of a section, tag, author or day, or of a section's month; `kind` is one of these words."""

    site: Site
    kind: str
    title: str
    path: str
    teasers: tuple[Teaser, ...]
    description: str = ""
    breadcrumb: tuple[Link, ...] = ()  # without Home and without this page
    months: tuple[Link, ...] = ()  # pages with the older stories, newest first
    feeds: bool = False  # section pages have their own feeds, at <path>rss.xml and so on


class ArchiveView(NamedTuple):
    """An index of the archive: links to months in groups by year, or to the days of one month."""

    site: Site
    title: str
    path: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    standfirst: str = ""
    breadcrumb: tuple[Link, ...] = ()  # without Home and without this page


class MissingView(NamedTuple):
    """The 404 page."""

    site: Site


class RedirectView(NamedTuple):
    """The page at an address that a story has left, for readers whose browser got no 301. It names nothing
    of the story, and so does not change with it."""

    site: Site
    path: str


class RejectedCommentView(NamedTuple):
    """The answer to a form that could not be accepted; it keeps what the reader wrote.

    `errors` maps a field (name, comment, email, parent, or "" for the whole) to its message.
    `path` is the article's, "" where there is none.
    """

    site: Site
    article: str
    path: str
    title: str
    errors: dict[str, str]
    name: str = ""
    comment: str = ""
    email: str = ""
    parent: str = ""
    idempotency_key: str = ""


class FeedView(NamedTuple):
    """A feed of the site (`path` "/") or of a section (its path), newest first."""

    site: Site
    title: str
    path: str
    teasers: tuple[Teaser, ...]
    description: str = ""


class SitemapEntry(NamedTuple):
    path: str
    modified: datetime | None = None


class SitemapIndexView(NamedTuple):
    """`sitemaps`: that of the news, and those of days, newest first."""

    site: Site
    sitemaps: tuple[SitemapEntry, ...]


class SitemapView(NamedTuple):
    site: Site
    entries: tuple[SitemapEntry, ...]


class NewsSitemapView(NamedTuple):
    """Stories of the last two days, newest first."""

    site: Site
    teasers: tuple[Teaser, ...]


class RobotsView(NamedTuple):
    site: Site


View = (
    ArticleView
    | FrontView
    | ListView
    | ArchiveView
    | MissingView
    | RedirectView
    | RejectedCommentView
    | FeedView
    | SitemapIndexView
    | SitemapView
    | NewsSitemapView
    | RobotsView
)
