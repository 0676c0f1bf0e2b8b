"""Front page, lists, feeds and sitemaps: each from a bounded part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.domain import rows
from broadsheet.domain.site import Site
from broadsheet.ports import Row, Span, Table
from broadsheet.publishing.teasers import section_link, teaser_view
from broadsheet.rendering import views

# Pages that show the same list ask the same of the catalogue, so that they share one answer.
LIST = 30  # stories of a list page and of a feed
FRONT, BLOCK, NEWS = 13, 4, 1000
ARCHIVE = views.Link("Archive", "/archive/")
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class ListEditions:
    """Views of lists; None where there is nothing to show and so no page."""

    catalogue: Table

    def front(self, site: Site) -> views.FrontView:
        slugs = [section.slug for section in site.sections]
        slugs += [slug for slug in self._index("sections") if slug not in slugs]
        blocks = (
            views.SectionBlock(section_link(site, slug), self._teasers(f"section/{slug}", site, BLOCK))
            for slug in slugs
        )
        return views.FrontView(
            site, self._teasers("front", site, LIST)[:FRONT], tuple(b for b in blocks if b.teasers)
        )

    def section(self, slug: str, site: Site) -> views.ListView | None:
        teasers = self._teasers(f"section/{slug}", site, LIST)
        if not teasers and slug not in {section.slug for section in site.sections}:
            return None
        section = site.section(slug)
        months = reversed(self._index(f"section/{slug}"))
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
        found = self._newest(f"section/{slug}/{month}", None)
        return self._page("month", title, path, found, site, section_link(site, slug))

    def day(self, day: str, site: Site) -> views.ListView | None:
        month = views.Link(month_title(day[:7]), f"/archive/{day[:7]}/")
        found = self._newest(f"archive/{day}", None)
        return self._page("day", day_title(day), f"/archive/{day}/", found, site, ARCHIVE, month)

    def month(self, month: str, site: Site) -> views.ArchiveView | None:
        days = reversed(self._index("days", under=month))
        links = tuple(views.Link(day_title(day), f"/archive/{day}/") for day in days)
        title = month_title(month)
        groups = ((title, links),)
        standfirst = f"All stories of {title}, day by day."
        view = views.ArchiveView(site, title, f"/archive/{month}/", groups, standfirst, (ARCHIVE,))
        return view if links else None

    def tag(self, slug: str, site: Site) -> views.ListView | None:
        found = self._newest(f"tag/{slug}", LIST)
        title = found[0].get("title", slug) if found else slug
        return self._page("tag", title, f"/tags/{slug}/", found, site)

    def author(self, slug: str, site: Site) -> views.ListView | None:
        found = self._newest(f"author/{slug}", LIST)
        names = (
            author.name
            for row in found[:1]
            for author in rows.teaser_from(row).authors
            if author.slug == slug
        )
        return self._page("author", next(names, slug), f"/authors/{slug}/", found, site)

    def archive(self, site: Site) -> views.ArchiveView:
        years: dict[str, list[views.Link]] = {}
        for month in reversed(self._index("archive")):
            years.setdefault(month[:4], []).append(views.Link(month_title(month), f"/archive/{month}/"))
        groups = tuple((year, tuple(links)) for year, links in years.items())
        standfirst = f"All stories of {site.name}, month by month."
        return views.ArchiveView(site, ARCHIVE.title, ARCHIVE.path, groups, standfirst)

    def feed(self, section: str, site: Site) -> views.FeedView | None:
        """The site's feed where `section` is ""."""
        if not section:
            return views.FeedView(site, site.name, "/", self._teasers("front", site, LIST), site.tagline)
        teasers = self._teasers(f"section/{section}", site, LIST)
        if not teasers and section not in {configured.slug for configured in site.sections}:
            return None
        named = site.section(section)
        return views.FeedView(
            site, f"{named.title} – {site.name}", f"/{section}/", teasers, named.description
        )

    def sitemap_index(self, site: Site) -> views.SitemapIndexView:
        days = reversed(self._index("days"))
        return views.SitemapIndexView(site, tuple(views.SitemapEntry(f"/sitemaps/{day}.xml") for day in days))

    def sitemap(self, day: str, site: Site) -> views.SitemapView | None:
        teasers = [rows.teaser_from(row) for row in self._newest(f"archive/{day}", None)]
        entries = tuple(views.SitemapEntry(t.path, t.updated or t.published) for t in teasers)
        return views.SitemapView(site, entries) if entries else None

    def news_sitemap(self, site: Site) -> views.NewsSitemapView:
        """Stories that the catalogue counts as news: age is decided there, so no clock is asked."""
        return views.NewsSitemapView(site, self._teasers("news", site, NEWS))

    def _page(
        self, kind: str, title: str, path: str, found: list[Row], site: Site, *above: views.Link
    ) -> views.ListView | None:
        if not found:
            return None
        return views.ListView(site, kind, title, path, self._views(found, site), breadcrumb=above)

    def _teasers(self, name: str, site: Site, limit: int) -> tuple[views.Teaser, ...]:
        return self._views(self._newest(name, limit), site)

    def _views(self, found: list[Row], site: Site) -> tuple[views.Teaser, ...]:
        return tuple(teaser_view(rows.teaser_from(row), site) for row in found)

    def _newest(self, name: str, limit: int | None) -> list[Row]:
        return self.catalogue.query(f"LIST#{name}", limit=limit, newest_first=True)

    def _index(self, scope: str, *, under: str = "") -> list[str]:
        return [str(row["sk"]) for row in self.catalogue.query(f"INDEX#{scope}", Span(prefix=under))]


def day_title(day: str) -> str:
    return f"{int(day[8:])} {month_title(day[:7])}"


def month_title(month: str) -> str:
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"
