"""What a story says to machines: JSON-LD in the vocabulary of schema.org.

Every date is written as the page's visible `time` elements write it.
"""

from __future__ import annotations

from typing import Any

from broadsheet.domain.site import Site
from broadsheet.rendering.dates import machine, revised
from broadsheet.rendering.jsontext import stated
from broadsheet.rendering.views import ArticleView, Image, Link, Note

Node = dict[str, Any]


def article_graph(view: ArticleView, breadcrumb: tuple[Link, ...]) -> Node:
    """The story and its place in the site."""
    return graph(_article(view), _breadcrumb(view.site, breadcrumb))


def list_graph(site: Site, breadcrumb: tuple[Link, ...]) -> Node:
    return graph(_breadcrumb(site, breadcrumb))


def front_graph(site: Site) -> Node:
    named = {"@type": "WebSite", "name": site.name, "url": site.url("/"), "description": site.tagline}
    return graph(stated(named))


def graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def _article(view: ArticleView) -> Node:
    site = view.site
    published = machine(view.published, site)
    changed = revised(view.published, view.updated)
    story = {
        "@type": "NewsArticle",
        "headline": view.title,
        "description": view.summary or view.standfirst,
        "url": site.url(view.path),
        "mainEntityOfPage": view.canonical or site.url(view.path),
        "image": _images(site, view.image),
        "datePublished": published,
        "dateModified": machine(changed, site) if changed else published,
        "author": [_person(site, author) for author in view.authors] or _publisher(site),
        "publisher": _publisher(site),
        "articleSection": view.section.title,
        "keywords": [tag.title for tag in view.tags],
        "inLanguage": view.lang or site.language,
        "isAccessibleForFree": True,
        "commentCount": view.thread.count if view.thread.policy != "off" else None,
        "correction": [_correction(site, note) for note in view.corrections],
    }
    return stated(story)


def _images(site: Site, image: Image | None) -> list[Node]:
    """The widest file of each type that every crawler reads: the fallback's."""
    if image is None:
        return []
    file = image.picture.fallback
    words = {"caption": image.caption or image.alt, "creditText": image.credit}
    size = {"width": file.width or None, "height": file.height or None}
    return [stated({"@type": "ImageObject", "url": site.url(file.path), **size, **words})]


def _person(site: Site, author: Link) -> Node:
    url = site.url(author.path) if author.path else None
    return stated({"@type": "Person", "name": author.title, "url": url})


def _publisher(site: Site) -> Node:
    return {"@type": "NewsMediaOrganization", "name": site.name, "url": site.url("/")}


def _correction(site: Site, note: Note) -> Node:
    date = machine(note.date, site) if note.date else None
    return stated({"@type": "CorrectionComment", "text": note.text, "datePublished": date})


def _breadcrumb(site: Site, links: tuple[Link, ...]) -> Node:
    items = [_item(site, position, link) for position, link in enumerate(links, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _item(site: Site, position: int, link: Link) -> Node:
    url = site.url(link.path) if link.path else None
    return stated({"@type": "ListItem", "position": position, "name": link.title, "item": url})
