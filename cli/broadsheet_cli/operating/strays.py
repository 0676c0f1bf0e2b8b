"""Objects of the site that no page speaks for any more: their names, so that they are looked at too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from broadsheet.ports import SiteStore
from broadsheet.publishing.sweeping.placement import MEDIA, name_at, path_at

LISTED = 1000  # keys of one listing

Paths = Callable[[str], tuple[str, ...]]


def strays(site: SiteStore, known: Iterable[str], paths: Paths) -> Iterator[str]:
    """Names of pages for what stands in the site bucket at no path that is known.

    Pictures belong to their images, and what a hand has put there, a search engine's proof for one, to
    that hand: it has no number.
    """
    places = set(known)
    for key in _keys(site):
        path, name = path_at(key), name_at(key)
        if key.startswith(MEDIA) or path in places or f"/{key}" in places:
            continue
        if path in paths(name) and (path.endswith("/") or _is_ours(site, key)):
            yield name


def _is_ours(site: SiteStore, key: str) -> bool:
    found = site.find(key)
    return found is not None and found.rev > 0


def _keys(site: SiteStore) -> Iterator[str]:
    found = site.keys(limit=LISTED)
    while found:
        yield from found
        found = site.keys(after=found[-1], limit=LISTED) if len(found) == LISTED else []
