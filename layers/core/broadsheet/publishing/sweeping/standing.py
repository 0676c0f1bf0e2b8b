"""Which lists have their pages: asked for once a run, and for many at a time where they lie together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.domain.addresses import object_key
from broadsheet.domain.pages import STANDING
from broadsheet.ports import SiteStore

if TYPE_CHECKING:
    from broadsheet.publishing.editions import Editions

AROUND = 1000  # keys of one request
NEIGHBOURS = ("tags/", "authors/", "archive/", "sitemaps/")  # other lists stand among stories
HIGHEST = "\U0010ffff"


class _Part(NamedTuple):
    """All the keys there are after `low` and up to `high`."""

    low: str
    high: str
    keys: frozenset[str]


@dataclass
class Standing:
    """`names` are those that were found to be there, and those of pages that are a stage of their own.
    `asked` counts requests."""

    names: set[str] = field(default_factory=lambda: set(STANDING))
    asked: int = 0
    _parts: list[_Part] = field(default_factory=list)

    def missing(self, names: Iterable[str], site: SiteStore, editions: Editions) -> list[str]:
        unknown = [name for name in names if name not in self.names]
        missing = [name for name in unknown if not self._stands(editions.paths(name), site)]
        self.names.update(set(unknown) - set(missing))
        return missing

    def _stands(self, paths: Iterable[str], site: SiteStore) -> bool:
        return all(self._is_there(object_key(path), site) for path in paths)

    def _is_there(self, key: str, site: SiteStore) -> bool:
        if not key.startswith(NEIGHBOURS):
            self.asked += 1
            found = site.find(key)
            return found is not None and not found.is_tombstone
        part = next((part for part in self._parts if part.low < key <= part.high), None)
        return key in (part or self._around(key, site)).keys

    def _around(self, key: str, site: SiteStore) -> _Part:
        self.asked += 1
        low = key[:-1]
        keys = site.keys(after=low, limit=AROUND)
        self._parts.append(_Part(low, keys[-1] if len(keys) == AROUND else HIGHEST, frozenset(keys)))
        return self._parts[-1]
