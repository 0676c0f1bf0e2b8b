"""Files of a content folder -> a whole site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isqrt
from pathlib import Path
from typing import NamedTuple

from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.messages import MemoryQueue
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain import rows
from broadsheet.domain.addresses import is_hidden, object_key
from broadsheet.domain.media import MediaRecord, is_image
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.domain.site import Site
from broadsheet.ports import Page, Put, Row
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.site_settings import KEY, ingest_site, note_templates
from broadsheet.rendering import templates_version
from broadsheet_cli.bulk.archive import Archive
from broadsheet_cli.bulk.decisions import Decisions
from broadsheet_cli.bulk.drafts import Draft, drafts_of, upload_of
from broadsheet_cli.bulk.labour import share_out
from broadsheet_cli.bulk.printing import Outlet, paths_of, print_pages

Record = ArticleRecord | MediaRecord | SiteRecord
PAGES = 50  # of a site beside its stories, to begin with


class Developed(NamedTuple):
    """What became of an image: its record, its files, and its rows in the catalogue."""

    record: MediaRecord
    files: dict[str, Page]
    rows: list[Row]


@dataclass
class BulkSite:
    """`steps` builds it. After that `records` tell what became of each file, by key, and `catalogue` has the
    rows of settings and images. Meanwhile so much is `done` of a `total` that is known the better, the
    further it has come: one for each text that is read or page that is printed."""

    files: Mapping[str, Path]
    outlet: Outlet
    now: datetime
    base_url: str
    jobs: int = 1
    comments: MemoryTable = field(default_factory=MemoryTable)
    records: dict[str, Record] = field(default_factory=dict)
    count: int = 0  # files of the site
    archive: Archive | None = None

    def __post_init__(self) -> None:
        self.catalogue = MemoryTable()
        self._images = sorted(filter(is_image, self.files))
        self._articles = {
            k: f for k, f in self.files.items() if k.startswith("articles/") and not is_hidden(k)
        }
        self.done = 0
        self.total = sum(map(self._labour, self._images)) + 2 * len(self._articles) + PAGES

    def steps(self) -> Iterator[str]:
        """Yields the name of each thing that was just worked on."""
        settings = self._settings()
        keys: list[str] = []
        media: dict[str, MediaRecord] = {}
        drafts: dict[str, Draft] = {}
        yield from self._take_images(media, keys)
        yield from self._take_articles(drafts, settings.site)
        decisions = Decisions(self.now, media)
        decisions.take(drafts)
        self.records |= {**decisions.records, **media}
        self.archive = Archive(settings, drafts, decisions, self.comments, self.jobs)
        yield from self._print(self.archive, settings.templates, keys)
        self.count = self.outlet.finish(keys)

    def _settings(self) -> SiteRecord:
        if KEY in self.files:
            ingest_site(uploads=self._uploads(KEY), catalogue=self.catalogue, comments=self.comments)
        note_templates(templates_version(), catalogue=self.catalogue)
        record = rows.site_from(self.catalogue.get(*rows.SITE))
        if KEY in self.files:
            self.records[KEY] = record
        return record

    def _take_images(self, media: dict[str, MediaRecord], keys: list[str]) -> Iterator[str]:
        images = share_out(lambda part: [*map(self._develop, part)], self._images, self.jobs, 1)
        for image in images:
            key = image.record.key
            media[key] = image.record
            keys += image.files
            self._put(image)
            self.done += self._labour(key)
            yield key

    def _take_articles(self, drafts: dict[str, Draft], site: Site) -> Iterator[str]:
        for draft in drafts_of(self._articles, site=site, now=self.now, jobs=self.jobs):
            drafts[draft.upload.key] = draft
            self.done += 1
            yield draft.upload.key

    def _print(self, archive: Archive, templates: str, keys: list[str]) -> Iterator[str]:
        editions = Editions(archive, self.base_url, templates)
        paths = paths_of(archive.names(), editions)
        self.total = self.done + len(paths)
        self.outlet.expect(object_key(path) for path, _ in paths)
        for key in print_pages(paths, editions, self.outlet, jobs=self.jobs):
            keys += [key] if key else []
            self.done += 1
            yield key

    def _develop(self, key: str) -> Developed:
        from broadsheet.publishing.media import refresh_image  # noqa: PLC0415  not every site has pictures

        catalogue, site, queue = MemoryTable(), MemorySite(), MemoryQueue()
        record = refresh_image(key, uploads=self._uploads(key), catalogue=catalogue, site=site, queue=queue)
        return Developed(record, site.pages, [*catalogue.rows()])

    def _put(self, image: Developed) -> None:
        self.outlet.expect(image.files)
        for name, page in image.files.items():
            self.outlet.picture(name, page)
        self.catalogue.write([Put(row) for row in image.rows])

    def _labour(self, image: str) -> int:
        """About as many steps as the image takes: a photograph of 400 kB three hundred, one of 4 MB a
        thousand."""
        return isqrt(self.files[image].stat().st_size) // 2 + 1

    def _uploads(self, key: str) -> MemoryUploads:
        """The bucket with this file alone."""
        uploads, upload = MemoryUploads(), upload_of(key, self.files[key])
        uploads.put(key, upload.body or b"", upload.modified)
        return uploads
