"""The catalogue, and what the site shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.ports import Row, Span
from broadsheet.publishing.invalidating import every_page
from broadsheet.publishing.sources import record_at
from broadsheet.publishing.sweeping.items import ENTRIES, ENTRY, LIST, PAGE, REQUEST, STORIES, Item, Stretch
from broadsheet.publishing.sweeping.looks import Looks
from broadsheet.publishing.sweeping.notes import Kind
from broadsheet.publishing.sweeping.placement import MEDIA, name_at, path_at
from broadsheet.publishing.sweeping.standing import Standing


class Shown(NamedTuple):
    """Stages that go through the register of public stories and the site bucket."""

    looks: Looks
    standing: Standing

    def standing_pages(self, cursor: str) -> Stretch:
        """The pages that are there in any case."""
        site = rows.site_from(self.looks.catalogue.get(*rows.SITE)).site
        names = list(every_page([], sections=[section.slug for section in site.sections]))
        item = Item("", tuple(("page", name) for name in names), LIST * len(names))
        return Stretch([item], last=True)

    def register(self, cursor: str) -> Stretch:
        # "!" sorts right after the place of a story, which is never the beginning of another.
        span = Span(low=cursor + "!") if cursor else None
        found = self.looks.catalogue.query("LIST#front", span, limit=STORIES)
        self._foresee(found)
        return Stretch((self._story(row) for row in found), len(found) < STORIES)

    def _story(self, row: Row) -> Item:
        own, before = [f"at{path}" for path in _paths_of(row)], self.standing.asked
        lists = [name for name in every_page([row], sections=()) if name not in own]
        missing = self.standing.missing(lists, self.looks.site, self.looks.editions)
        looks: list[tuple[Kind, str]] = [("page", name) for name in (*own, *missing)]
        if not self.looks.uploads.head(row["upload"]):
            looks.append(("upload", row["upload"]))
        requests = 1 + self.standing.asked - before
        cost = ENTRY + REQUEST * requests + PAGE * len(own) + LIST * len(missing)
        return Item(row["sk"], tuple(looks), cost)

    def _foresee(self, found: Iterable[Row]) -> None:
        """Read at once what looks at these stories will want to know."""
        paths = [path for row in found for path in _paths_of(row)]
        self.looks.editions.foresee([(f"at{path}", path) for path in paths])
        ids = [article_id(row["upload"]) for row in found]
        self.looks.catalogue.get_many([rows.article_key(id_) for id_ in ids])
        site = self.looks.editions.sources.site().site
        for id_ in ids:
            self.looks.editions.sources.related(id_, site)
        self.looks.strays.foresee()

    def site(self, cursor: str) -> Stretch:
        keys = self.looks.site.keys(after=cursor, limit=ENTRIES)
        paths = {p for key in keys if not key.startswith(MEDIA) for p in (f"/{key}", path_at(key))}
        owners = self.looks.catalogue.get_many([rows.path_key(path) for path in sorted(paths)])
        self.looks.catalogue.get_many([rows.article_key(row["owner"]) for row in owners])
        return Stretch(self._objects(keys), len(keys) < ENTRIES)

    def _objects(self, keys: Iterable[str]) -> Iterator[Item]:
        for key in keys:
            if not key.startswith(MEDIA):
                yield self._object(key)
            elif key == next(k for k in keys if k.startswith(MEDIA)):
                yield Item(MEDIA + "~~~")  # pictures were seen with their uploads: on to what follows them

    def _object(self, key: str) -> Item:
        name = self._doubted(key)
        if not name:
            return Item(key)
        return Item(key, (("page", name),), PAGE if name.startswith("at/") else LIST)

    def _doubted(self, key: str) -> str:
        """The page to compare with what stands there; "" where nothing is to be found that was not seen
        with its story, or that is no page."""
        if record_at(f"/{key}", self.looks.catalogue):
            return ""
        name, path = name_at(key), path_at(key)
        if not name.startswith("at/"):
            return name if path in self.looks.editions.paths(name) else ""
        if record_at(path, self.looks.catalogue):
            return ""
        # What has no number was put there by a hand: a file for a search engine, say.
        found = self.looks.site.find(key)
        return name if path.endswith("/") or (found and found.rev) else ""


def _paths_of(row: Row) -> tuple[str, ...]:
    """Where the story stands and what leads there."""
    return (rows.teaser_from(row).path, *row["leads"])
