"""What stands in the head of a page: title, description, address, share picture, feeds."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from broadsheet.domain.site import Site
from broadsheet.rendering.views import ArticleView, FrontView, Image, Link, ListView

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ps sd ug ur yi".split())


class Head(NamedTuple):
    """`canonical` is absolute, "" for a page that has no address of its own.

    `feeds` are the folders with rss.xml, atom.xml and feed.json, each with the feed's title.
    """

    title: str
    description: str = ""
    canonical: str = ""
    image: Image | None = None
    feeds: tuple[Link, ...] = ()
    indexed: bool = True
    current: str = ""  # the address that the navigation marks


def article_head(view: ArticleView) -> Head:
    section = (Link(f"{view.site.name}: {view.section.title}", view.section.path),)
    return Head(
        title=f"{view.title} – {view.site.name}",
        description=view.summary or view.standfirst,
        canonical=view.canonical or view.site.url(view.path),
        image=view.image,
        feeds=(*site_feeds(view.site), *(link for link in section if link.path)),
        current=view.section.path,
    )


def front_head(view: FrontView) -> Head:
    site = view.site
    title = f"{site.name} – {site.tagline}" if site.tagline else site.name
    image = view.latest[0].image if view.latest else None
    return Head(title, site.tagline, site.url("/"), image, site_feeds(site), current="/")


def list_head(view: ListView) -> Head:
    site = view.site
    own = (Link(f"{site.name}: {view.title}", view.path),) if view.feeds else ()
    return Head(
        title=f"{view.title} – {site.name}",
        description=view.description,
        canonical=site.url(view.path),
        feeds=(*site_feeds(site), *own),
        current=view.path,
    )


def site_feeds(site: Site) -> tuple[Link, ...]:
    return (Link(site.name, "/"),)


@cache
def direction(language: str) -> str:
    """`rtl` for languages written from right to left."""
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


@cache
def locale(language: str) -> str:
    """Open Graph's form, as in "en_GB"; "" where the language names no territory."""
    parts = language.replace("_", "-").split("-")
    found = [part for part in parts[1:] if len(part) == 2]
    return f"{parts[0].lower()}_{found[0].upper()}" if found else ""
