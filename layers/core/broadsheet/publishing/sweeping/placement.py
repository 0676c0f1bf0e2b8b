"""A key of the site bucket -> the name of the page whose place it is: `Editions.paths` read back."""

from __future__ import annotations

import re

from broadsheet.domain.addresses import object_key
from broadsheet.publishing.editions import FEEDS, STANDING

INDEX = "index.html"
MEDIA = "media/"  # files there belong to images and not to pages
_FILES = {object_key(path): name for name, path in STANDING.items()} | dict.fromkeys(FEEDS, "feed")
_FEED = "|".join(re.escape(file) for file in FEEDS)
_SHAPES = tuple(
    (re.compile(shape), name)
    for shape, name in (
        (r"assets/.+", "assets"),
        (r"archive/(\d{4}-\d{2}(?:-\d{2})?)/index\.html", r"archive/\1"),
        (r"sitemaps/(\d{4}-\d{2}-\d{2})\.xml", r"sitemap/\1"),
        (r"tags/([^/]+)/index\.html", r"tag/\1"),
        (r"authors/([^/]+)/index\.html", r"author/\1"),
        (rf"([^/]+)/(?:{_FEED})", r"feed/\1"),
        (r"([^/]+)/archive/(\d{4}-\d{2})/index\.html", r"section/\1/\2"),
        (r"([^/]+)/index\.html", r"section/\1"),
    )
)


def name_at(key: str) -> str:
    """The name under which the object at `key` is printed. What has no place of its own among the site's
    pages is an address of a story, or nobody's: `at/...`."""
    if key in _FILES:
        return _FILES[key]
    shapes = ((shape.fullmatch(key), name) for shape, name in _SHAPES)
    return next((found.expand(name) for found, name in shapes if found), f"at{path_at(key)}")


def path_at(key: str) -> str:
    """The path of the page at that key; of a folder's index the folder."""
    return f"/{key.removesuffix(INDEX)}" if key == INDEX or key.endswith("/" + INDEX) else f"/{key}"
