"""Views to HTML: which template, and what it needs beside the view."""

from __future__ import annotations

from typing import Any

from broadsheet.domain.site import Site
from broadsheet.rendering import structured, views
from broadsheet.rendering.body import SafeHtml, around_box
from broadsheet.rendering.engine import fill
from broadsheet.rendering.head import (
    Head,
    article_head,
    direction,
    front_head,
    list_head,
    locale,
    site_feeds,
)

Link = views.Link
HOME = Link("Home", "/")
ARCHIVE = Link("Archive", "/archive/")


def article(view: views.ArticleView) -> str:
    crumbs = (HOME, view.section, Link(view.title))
    before, after = around_box(view.body) if view.boxed else (SafeHtml(view.body), SafeHtml(""))
    language = view.lang or view.site.language
    return _page(
        "article.html",
        view,
        article_head(view),
        crumbs=crumbs,
        ld=structured.article_graph(view, crumbs),
        before=before,
        after=after,
        language=language,
        language_direction=direction(language),
    )


def front(view: views.FrontView) -> str:
    end = 1 + beside_the_lead(view.latest)
    top, rail = view.latest[1:end], view.latest[end:]
    ld = structured.front_graph(view.site)
    return _page("front.html", view, front_head(view), ld=ld, top=top, rail=rail)


def beside_the_lead(latest: tuple[views.Teaser, ...]) -> int:
    """How many stories stand below the lead, in rows of three, so that they and the list of the
    others beside them end at about the same height. A row without pictures is less than half as high."""
    others = len(latest) - 1
    rows = (others - 7) / 7 if latest and latest[0].image else (others - 1) / 4.6
    return 3 * max(1, round(rows))


def listing(view: views.ListView) -> str:
    crumbs = (HOME, *view.breadcrumb, Link(view.title))
    ld = structured.list_graph(view.site, crumbs)
    return _page("list.html", view, list_head(view), crumbs=crumbs, ld=ld)


def archive(view: views.ArchiveView) -> str:
    site = view.site
    crumbs = (HOME, *view.breadcrumb, Link(view.title))
    head = Head(
        title=f"{view.title} – {site.name}",
        description=view.standfirst,
        canonical=site.url(view.path),
        feeds=site_feeds(site),
        current=ARCHIVE.path,
    )
    return _page("archive.html", view, head, crumbs=crumbs, ld=structured.list_graph(site, crumbs))


def missing(view: views.MissingView) -> str:
    return _page("missing.html", view, _aside(view.site, "Page not found"))


def redirect(view: views.RedirectView) -> str:
    head = Head(f"Moved – {view.site.name}", canonical=view.site.url(view.path), indexed=False)
    return _page("redirect.html", view, head)


def rejected_comment(view: views.RejectedCommentView) -> str:
    return _page("rejected_comment.html", view, _aside(view.site, "Error: your comment was not sent"))


def _aside(site: Site, title: str) -> Head:
    return Head(f"{title} – {site.name}", indexed=False)


def _page(template: str, view: Any, head: Head, **values: Any) -> str:
    site = view.site
    around = {"crumbs": (), "ld": None, "archive": ARCHIVE, **values}
    return fill(
        template,
        view=view,
        site=site,
        head=head,
        locale=locale(site.language),
        page_direction=direction(site.language),
        **around,
    )
