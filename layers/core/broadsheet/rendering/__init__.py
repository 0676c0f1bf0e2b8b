"""Views to text: pages, feeds and sitemaps. The same view always gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broadsheet.rendering import feeds, pages, views
from broadsheet.rendering.assets import Asset, assets, templates_version
from broadsheet.rendering.views import View

__all__ = ["Asset", "assets", "render", "templates_version"]

WRITERS: dict[type, Callable[[Any], str]] = {
    views.ArticleView: pages.article,
    views.FrontView: pages.front,
    views.ListView: pages.listing,
    views.ArchiveView: pages.archive,
    views.MissingView: pages.missing,
    views.RedirectView: pages.redirect,
    views.RejectedCommentView: pages.rejected_comment,
    views.SitemapIndexView: feeds.sitemap_index,
    views.SitemapView: feeds.sitemap,
    views.NewsSitemapView: feeds.news_sitemap,
    views.RobotsView: feeds.robots,
}


def render(view: View, form: str = "html") -> str:
    """The text of any view: HTML, XML for sitemaps, plain text for robots.

    A FeedView needs `form`: rss, atom or json. Any other view has one form only and ignores it.
    """
    if isinstance(view, views.FeedView):
        if form not in feeds.NAMES:
            raise ValueError(f"a feed is rss, atom or json, not {form!r}")
        return feeds.feed(view, form)
    return WRITERS[type(view)](view)
