"""A site that was built before -> the same site with what has changed since.

The use cases of the functions do the work, on the tables that the last build has left. They remember what a
story was before, which a whole build cannot know: where such a memory would show, it is left to one.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.adapters.memory.messages import MemoryQueue, SetClock
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, object_key
from broadsheet.domain.media import is_image, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Change, Span
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.invalidating import Invalidate
from broadsheet.publishing.media import refresh_image
from broadsheet.publishing.site_settings import KEY
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.publishing.sources import TableSources
from broadsheet.publishing.ticking import MOST, tick
from broadsheet_cli.bulk.folder import Folder, bytes_of
from broadsheet_cli.kept.table import KeptTable
from broadsheet_cli.kept.uploads import FolderUploads


class NeedsWholeBuild(Exception):
    """What has changed hangs on more than the kept state tells."""


@dataclass
class KeptSite:
    """`update` brings it up to date. After that `records` are those of stories that were decided anew, by
    key, and `more` is how many more files the site has."""

    database: sqlite3.Connection
    uploads: FolderUploads
    folder: Folder
    now: datetime
    base_url: str
    records: dict[str, ArticleRecord] = field(default_factory=dict)
    more: int = 0

    def __post_init__(self) -> None:
        self._changes: deque[Change] = deque()
        self.catalogue = KeptTable(self.database, "catalogue", self._changes.append)
        self._comments = KeptTable(self.database, "comments", self._changes.append)
        self._pages, self._hints = MemoryQueue(), MemoryQueue()
        self._ingest = Ingest(self.uploads, self.catalogue, self._comments, SetClock(self.now))
        self._invalidate = Invalidate(self.catalogue, self._pages, self._hints)
        self._settings = rows.site_from(self.catalogue.get(*rows.SITE))

    def update(self, changed: Iterable[str]) -> Iterator[str]:
        """See to the files of these keys, and to what time has done. Yields the key of each file that was
        written, or looked at. Raises NeedsWholeBuild before any page is touched."""
        for key in sorted(changed, key=lambda key: (not is_image(key), key)):
            self._take(key)
        while self._tick() == MOST:
            self._settle()
        self._settle()
        for record in self.records.values():
            self._demand_no_memory(record)
        yield from self._print()

    def _tick(self) -> int:
        templates = self._settings.templates
        return tick(self.now, catalogue=self.catalogue, uploads=self._hints, templates=templates)

    def keep(self) -> None:
        self.catalogue.keep()
        self._comments.keep()

    # -- decisions

    def _take(self, key: str) -> None:
        if key == KEY:
            raise NeedsWholeBuild("all pages hang on the settings")
        if is_image(key):
            self._take_image(key)
        elif self._forget(key):
            self._hints.send([{"keys": [key]}])

    def _take_image(self, key: str) -> None:
        if self.catalogue.get(*media_key(key)):
            raise NeedsWholeBuild("the files of an image that was there before may be anywhere")
        site = MemorySite()
        refresh_image(key, uploads=self.uploads, catalogue=self.catalogue, site=site, queue=self._hints)
        for name, page in site.pages.items():
            self.more += self.folder.replace(name, page.body)

    def _forget(self, key: str) -> bool:
        """A file that was written anew begins anew, as far as it goes. Says whether it was."""
        row = self.catalogue.get(*rows.article_key(article_id(key)))
        if row is None:
            return True
        record, head = rows.article_from(row), self.uploads.head(key)
        seen = record.handled
        if seen and head and (seen.etag, seen.modified) == (head.etag, head.modified):
            return False
        record = replace(record, former=(), first=None, handled=None, pages=(), joins=False)
        self.catalogue.load([rows.article_row(record)])
        return True

    def _settle(self) -> None:
        while self._hints.messages or self._changes:
            for message in self._hints.take(len(self._hints.messages)):
                for key in message["keys"]:
                    self._decide(key)
            changes = [*self._changes]
            self._changes.clear()
            self._invalidate.changes(changes)

    def _decide(self, key: str) -> None:
        record = self._ingest.key(key)
        if isinstance(record, ArticleRecord):
            self.records[key] = record

    def _demand_no_memory(self, record: ArticleRecord) -> None:
        if record.path and record.former:
            raise NeedsWholeBuild("a story has had another address")
        if record.state == "refused" and record.live:
            raise NeedsWholeBuild("an earlier version is public")
        wanted = any(self.catalogue.get(*rows.path_key(path)) for path in record.wants)
        if wanted or any(self._is_contested(path) for path in rows.paths_of(record)):
            raise NeedsWholeBuild("who has an address that several want is settled among all")

    def _is_contested(self, path: str) -> bool:
        waiting = self.catalogue.query(rows.path_key(path)[0], Span(prefix="WAITING#"))
        keys = [rows.article_key(article_id(row["upload"])) for row in waiting]
        return any(rows.article_from(row).state == "refused" for row in self.catalogue.get_many(keys))

    # -- pages

    def _print(self) -> Iterator[str]:
        editions = self._editions()
        names = dict.fromkeys(name for message in self._pages.messages for name in message["pages"])
        paths = {path: name for name in names for path in editions.paths(name)}
        for path, name in paths.items():
            sheet = editions.sheet(name, path)
            key = object_key(path)
            self.more += self.folder.replace(key, bytes_of(sheet) if sheet else None)
            yield key

    def _editions(self) -> Editions:
        sources = TableSources(self.uploads, Snapshot(self.catalogue), Snapshot(self._comments))
        return Editions(sources, self.base_url, self._settings.templates)
