"""Feeds and sitemaps.

A story's id in every feed is a tag URI (RFC 4151): `tag:<host of the site>,2026:<article id>`. The host
makes it unique in the world, as Atom demands; the article's id stays when title, section or address change.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from broadsheet.domain.site import Site
from broadsheet.rendering import views
from broadsheet.rendering.dates import revised, rfc3339
from broadsheet.rendering.engine import fill
from broadsheet.rendering.jsontext import as_json, stated

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom demands a date even of an empty feed
NEWS = 1000  # stories of a news sitemap that are marked as news: Google takes no more
NAMES = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


def stable_id(site: Site, name: str) -> str:
    """The id of a story, or of a feed by its address."""
    return f"tag:{urlsplit(site.base_url).hostname or 'localhost'},2026:{name}"


def feed(view: views.FeedView, form: str) -> str:
    """The feed in one of three forms: rss, atom or json."""
    own = view.site.url(view.path + NAMES[form])
    if form == "json":
        return as_json(_json_feed(view, own)) + "\n"
    return fill(
        f"{form}.xml",
        view=view,
        site=view.site,
        own=own,
        newest=max((changed(teaser) for teaser in view.teasers), default=None),
        never=NEVER,
        changed=changed,
        stable_id=stable_id,
    )


def changed(teaser: views.Teaser) -> datetime:
    """When the story last became what it is."""
    return revised(teaser.published, teaser.updated) or teaser.published


def sitemap_index(view: views.SitemapIndexView) -> str:
    return fill("sitemap_index.xml", site=view.site, entries=view.sitemaps)


def sitemap(view: views.SitemapView) -> str:
    return fill("sitemap.xml", site=view.site, entries=view.entries)


def news_sitemap(view: views.NewsSitemapView) -> str:
    language = _news(view.site.language)
    return fill("news_sitemap.xml", site=view.site, teasers=view.teasers, most=NEWS, language=language)


def robots(view: views.RobotsView) -> str:
    maps = "".join(f"Sitemap: {view.site.url(path)}\n" for path in ("/sitemap.xml", "/news-sitemap.xml"))
    return f"User-agent: *\nDisallow: /api/\n\n{maps}"


def _news(language: str) -> str:
    """Google wants the bare language, but for Chinese."""
    low = language.lower()
    return low if low in ("zh-cn", "zh-tw") else low.split("-")[0]


def _json_feed(view: views.FeedView, own: str) -> dict[str, Any]:
    site = view.site
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title or site.name,
        "home_page_url": site.url(view.path),
        "feed_url": own,
        "description": view.description,
        "language": site.language,
        "authors": [{"name": site.name, "url": site.url("/")}],
    }
    return {**stated(head), "items": [stated(_item(site, teaser)) for teaser in view.teasers]}


def _item(site: Site, teaser: views.Teaser) -> dict[str, Any]:
    changed_at = revised(teaser.published, teaser.updated)
    return {
        "id": stable_id(site, teaser.id),
        "url": site.url(teaser.path),
        "title": teaser.title,
        "summary": teaser.summary,
        "content_text": teaser.summary or teaser.title,
        "image": site.url(teaser.image.picture.fallback.path) if teaser.image else None,
        "date_published": rfc3339(teaser.published),
        "date_modified": rfc3339(changed_at) if changed_at else None,
        "authors": [_author(site, author) for author in teaser.authors],
        "tags": [teaser.section.title] if teaser.section else [],
        "language": site.language,
    }


def _author(site: Site, author: views.Link) -> dict[str, Any]:
    return stated({"name": author.title, "url": site.url(author.path) if author.path else None})
