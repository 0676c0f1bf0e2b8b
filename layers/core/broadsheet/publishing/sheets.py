"""A page as it should be, before it has a number."""

from __future__ import annotations

from typing import NamedTuple

HTML = "text/html; charset=utf-8"
# A browser asks again each time; the edge keeps a page until it is purged, and goes on serving it
# for a day while the bucket cannot be reached.
PAGE_CACHE = "public, max-age=0, s-maxage=31536000, stale-while-revalidate=60, stale-if-error=86400"
FEED_CACHE = "public, max-age=300, s-maxage=31536000, stale-while-revalidate=60, stale-if-error=86400"
ASSET_CACHE = "public, max-age=31536000, immutable"


class Sheet(NamedTuple):
    """`location` is where a redirect leads, as a path. A `tombstone` stands where nothing should: the edge
    shows it as missing and does not keep it."""

    text: str
    content_type: str = HTML
    cache_control: str = PAGE_CACHE
    location: str = ""
    tombstone: bool = False


def tombstone(text: str) -> Sheet:
    return Sheet(text, HTML, "no-store", tombstone=True)
