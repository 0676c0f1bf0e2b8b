"""Front page, lists, feeds and sitemaps: each from a bounded part of the catalogue."""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.domain.site import Site
from broadsheet.publishing.reach import LATEST, LIST
from broadsheet.publishing.sources import Sources
from broadsheet.publishing.teasers import section_link
from broadsheet.rendering import views

# Pages that show the same list ask the same (reach.py), so that they share one answer.
FRONT, BLOCK = 13, 4
ASKED = 12  # sections, the first of all, that are on the front page even if they have nothing new
ARCHIVE = views.Link("Archive", "/archive/")
NEWS_SITEMAP = "/news-sitemap.xml"
MONTHS = "January February March April May June July August September October November December".split()


class ListEditions(NamedTuple):
    """Views of lists; None where there is nothing to show and so no page."""

    sources: Sources

    def front(self, site: Site) -> views.FrontView:
        latest = self._latest(site)
        blocks = (
            self._block(slug, latest, site, ask=n < ASKED) for n, slug in enumerate(self._sections(site))
        )
        return views.FrontView(site, latest[:FRONT], tuple(block for block in blocks if block.teasers))

    def is_below(self, name: str, pk: str, sk: str) -> bool:
        """Whether a row stands below all that the page of that name shows of its partition."""
        if name != "front":
            return self.sources.is_below(pk, sk, LIST)
        if pk != "LIST#front":
            return self.sources.is_below(pk, sk, BLOCK)
        if self.sources.is_below(pk, sk, LATEST):
            return True
        # Sections that are not asked show what is among the latest, and lose what is pushed out of these.
        all_asked = len(self._sections(self.sources.site().site)) <= ASKED
        return all_asked and self.sources.is_below(pk, sk, FRONT)

    def _sections(self, site: Site) -> list[str]:
        """Those that may be on the front page, by their slugs, in the order that they have there."""
        slugs = [section.slug for section in site.sections]
        return slugs + [slug for slug in self.sources.index("sections") if slug not in slugs]

    def _block(
        self, slug: str, latest: tuple[views.Teaser, ...], site: Site, *, ask: bool
    ) -> views.SectionBlock:
        """A section is asked for its stories only where too few of them are among the latest of all."""
        section = section_link(site, slug)
        among = tuple(teaser for teaser in latest if teaser.section == section)[:BLOCK]
        complete = len(among) == BLOCK or len(latest) < LATEST or not ask
        return views.SectionBlock(
            section, among if complete else self._teasers(f"section/{slug}", site, LIST)[:BLOCK]
        )

    def _latest(self, site: Site) -> tuple[views.Teaser, ...]:
        return self._teasers("front", site, LATEST)

    def section(self, slug: str, site: Site) -> views.ListView | None:
        teasers = self._teasers(f"section/{slug}", site, LIST)
        if not teasers and slug not in {section.slug for section in site.sections}:
            return None
        section = site.section(slug)
        months = reversed(self.sources.index(f"section/{slug}"))
        return views.ListView(
            site,
            "section",
            section.title,
            f"/{slug}/",
            teasers,
            description=section.description,
            months=tuple(views.Link(month_title(m), f"/{slug}/archive/{m}/") for m in months),
            feeds=True,
        )

    def section_month(self, slug: str, month: str, site: Site) -> views.ListView | None:
        title = f"{site.section(slug).title}, {month_title(month)}"
        path = f"/{slug}/archive/{month}/"
        found = self._teasers(f"section/{slug}/{month}", site)
        return self._page("month", title, path, found, site, section_link(site, slug))

    def day(self, day: str, site: Site) -> views.ListView | None:
        month = views.Link(month_title(day[:7]), f"/archive/{day[:7]}/")
        found = self._teasers(f"archive/{day}", site)
        return self._page("day", day_title(day), f"/archive/{day}/", found, site, ARCHIVE, month)

    def month(self, month: str, site: Site) -> views.ArchiveView | None:
        days = reversed(self.sources.index("days", under=month))
        links = tuple(views.Link(day_title(day), f"/archive/{day}/") for day in days)
        title = month_title(month)
        groups = ((title, links),)
        standfirst = f"All stories of {title}, day by day."
        view = views.ArchiveView(site, title, f"/archive/{month}/", groups, standfirst, (ARCHIVE,))
        return view if links else None

    def tag(self, slug: str, site: Site) -> views.ListView | None:
        found = self.sources.newest(f"tag/{slug}", site, LIST)
        return self._page("tag", found.title or slug, f"/tags/{slug}/", found.teasers, site)

    def author(self, slug: str, site: Site) -> views.ListView | None:
        found, path = self._teasers(f"author/{slug}", site, LIST), f"/authors/{slug}/"
        names = (author.title for teaser in found[:1] for author in teaser.authors if author.path == path)
        return self._page("author", next(names, slug), path, found, site)

    def archive(self, site: Site) -> views.ArchiveView:
        years: dict[str, list[views.Link]] = {}
        for month in reversed(self.sources.index("archive")):
            years.setdefault(month[:4], []).append(views.Link(month_title(month), f"/archive/{month}/"))
        groups = tuple((year, tuple(links)) for year, links in years.items())
        standfirst = f"All stories of {site.name}, month by month."
        return views.ArchiveView(site, ARCHIVE.title, ARCHIVE.path, groups, standfirst)

    def feed(self, section: str, site: Site) -> views.FeedView | None:
        """The site's feed where `section` is ""."""
        if not section:
            return views.FeedView(site, site.name, "/", self._latest(site)[:LIST], site.tagline)
        teasers = self._teasers(f"section/{section}", site, LIST)
        if not teasers and section not in {configured.slug for configured in site.sections}:
            return None
        named = site.section(section)
        return views.FeedView(
            site, f"{named.title} – {site.name}", f"/{section}/", teasers, named.description
        )

    def sitemap_index(self, site: Site) -> views.SitemapIndexView:
        days = reversed(self.sources.index("sitemaps"))
        paths = (NEWS_SITEMAP, *(f"/sitemaps/{day}.xml" for day in days))
        return views.SitemapIndexView(site, tuple(map(views.SitemapEntry, paths)))

    def sitemap(self, day: str, site: Site) -> views.SitemapView | None:
        teasers = self._teasers(f"sitemap/{day}", site)
        entries = tuple(views.SitemapEntry(t.path, t.updated or t.published) for t in teasers)
        return views.SitemapView(site, entries) if entries else None

    def news_sitemap(self, site: Site) -> views.NewsSitemapView:
        """Stories that the catalogue counts as news: age is decided there, so no clock is asked."""
        return views.NewsSitemapView(site, self._teasers("news-sitemap", site))

    def _page(
        self,
        kind: str,
        title: str,
        path: str,
        found: tuple[views.Teaser, ...],
        site: Site,
        *above: views.Link,
    ) -> views.ListView | None:
        return views.ListView(site, kind, title, path, found, breadcrumb=above) if found else None

    def _teasers(self, name: str, site: Site, limit: int | None = None) -> tuple[views.Teaser, ...]:
        return self.sources.newest(name, site, limit).teasers


def day_title(day: str) -> str:
    return f"{int(day[8:])} {month_title(day[:7])}"


def month_title(month: str) -> str:
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"
