"""A page's name -> the paths it stands at, and what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from broadsheet.domain.addresses import section_at
from broadsheet.domain.site import Site
from broadsheet.errors import Outdated
from broadsheet.publishing.article_edition import ArticleEdition
from broadsheet.publishing.list_editions import ListEditions
from broadsheet.publishing.sheets import ASSET_CACHE, FEED_CACHE, Sheet, tombstone
from broadsheet.publishing.sources import Sources
from broadsheet.rendering import assets, render, views
from broadsheet.rendering.views import View

FEEDS = {
    "rss.xml": ("rss", "application/rss+xml; charset=utf-8"),
    "atom.xml": ("atom", "application/atom+xml; charset=utf-8"),
    "feed.json": ("json", "application/feed+json; charset=utf-8"),
}
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
STANDING = {
    "front": "/",
    "missing": "/404.html",
    "robots": "/robots.txt",
    "archive": "/archive/",
    "sitemap": "/sitemap.xml",
    "news-sitemap": "/news-sitemap.xml",
}


@dataclass(frozen=True)
class Editions:
    """`base_url` is the deployment's own address, for a site whose settings name none. `templates` is the
    version that pages are printed with.
    """

    sources: Sources
    base_url: str
    templates: str = ""

    def foresee(self, pages: Iterable[tuple[str, str]]) -> None:
        """Read at once what these names, and the paths that are known of them, will want to know."""
        self.sources.foresee(pages)

    def paths(self, name: str) -> tuple[str, ...]:
        """Where the page of that name stands: one path, or one for each form of a feed."""
        kind, _, rest = name.partition("/")
        if kind == "article":
            record = self.sources.record(rest)
            return (record.path,) if record and record.live else ()
        if kind == "feed":
            return tuple(f"/{rest}/{file}" if rest else f"/{file}" for file in FEEDS)
        if kind == "assets":
            return tuple(assets())
        return (STANDING[name],) if name in STANDING else (_path(kind, rest),)

    def sheet(self, name: str, path: str) -> Sheet | None:
        """What should stand at `path`, one of the paths of that name; None: nothing.

        Raises Outdated where newer templates have been noted: while they are being deployed, code that
        brings the old ones must not print over pages that are new already.
        """
        kind, _, rest = name.partition("/")
        if kind == "assets":
            asset = assets()[path]
            return Sheet(asset.body.decode(), asset.content_type, ASSET_CACHE)
        site = self.site()
        lists = ListEditions(self.sources)
        if kind in ("article", "at", "section") and (section := section_at(path)):
            return _html(lists.section(section, site)) or self._at(path, site)
        if kind in ("article", "at"):
            return self._at(path, site)
        return _SHEETS[kind](lists, rest, path, site)

    def tombstone(self) -> Sheet:
        """What stands where nothing should. Raises Outdated."""
        return tombstone(render(views.MissingView(self.site())))

    def is_below(self, name: str, rows: Iterable[tuple[str, str]]) -> bool:
        """Whether all these rows, by their keys, stand below what the page of that name shows of their
        partitions."""
        lists = ListEditions(self.sources)
        # Sections come before the list of all, which asks for more.
        return all(lists.is_below(name, *row) for row in sorted(rows, reverse=True))

    def site(self) -> Site:
        """The settings, with an address in any case. Raises Outdated."""
        record = self.sources.site()
        if self.templates in record.outdated:
            raise Outdated(f"templates {self.templates} were replaced by {record.templates}")
        return _addressed(record.site, self.base_url)

    def _at(self, path: str, site: Site) -> Sheet | None:
        record = self.sources.record_at(path)
        if record is None or record.live is None:
            return None
        if record.path != path:
            view = views.RedirectView(site, record.path)
            return Sheet(render(view), location=record.path)
        return Sheet(render(ArticleEdition(self.sources).view(record, record.live, site)))


@lru_cache(maxsize=4)
def _addressed(site: Site, base_url: str) -> Site:
    """The same object for equal settings: what is kept under it is found at once."""
    return site if site.base_url else replace(site, base_url=base_url)


def _path(kind: str, rest: str) -> str:
    if kind == "at":
        return f"/{rest}"
    if kind == "section":
        slug, _, month = rest.partition("/")
        return f"/{slug}/archive/{month}/" if month else f"/{slug}/"
    folder = {
        "tag": "/tags/{}/",
        "author": "/authors/{}/",
        "archive": "/archive/{}/",
        "sitemap": "/sitemaps/{}.xml",
    }
    return folder[kind].format(rest)


def _html(view: View | None) -> Sheet | None:
    return Sheet(render(view)) if view else None


def _xml(view: View | None) -> Sheet | None:
    return Sheet(render(view), XML, FEED_CACHE) if view else None


def _month_of_section(lists: ListEditions, rest: str, path: str, site: Site) -> Sheet | None:
    slug, _, month = rest.partition("/")
    return _html(lists.section_month(slug, month, site))


def _archive(lists: ListEditions, rest: str, path: str, site: Site) -> Sheet | None:
    if not rest:
        return _html(lists.archive(site))
    return _html(lists.day(rest, site) if len(rest) > len("yyyy-mm") else lists.month(rest, site))


def _feed(lists: ListEditions, rest: str, path: str, site: Site) -> Sheet | None:
    view = lists.feed(rest, site)
    form, content_type = FEEDS[path.rsplit("/", 1)[1]]
    return Sheet(render(view, form), content_type, FEED_CACHE) if view else None


def _sitemap(lists: ListEditions, rest: str, path: str, site: Site) -> Sheet | None:
    return _xml(lists.sitemap(rest, site) if rest else lists.sitemap_index(site))


_SHEETS: dict[str, Callable[[ListEditions, str, str, Site], Sheet | None]] = {
    "front": lambda lists, rest, path, site: _html(lists.front(site)),
    "missing": lambda lists, rest, path, site: _html(views.MissingView(site)),
    "robots": lambda lists, rest, path, site: Sheet(render(views.RobotsView(site)), TEXT, FEED_CACHE),
    "section": _month_of_section,
    "tag": lambda lists, rest, path, site: _html(lists.tag(rest, site)),
    "author": lambda lists, rest, path, site: _html(lists.author(rest, site)),
    "archive": _archive,
    "feed": _feed,
    "sitemap": _sitemap,
    "news-sitemap": lambda lists, rest, path, site: _xml(lists.news_sitemap(site)),
}
