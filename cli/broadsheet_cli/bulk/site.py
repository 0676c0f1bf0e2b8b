"""Files of a content folder -> a whole site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.messages import MemoryQueue
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain import rows
from broadsheet.domain.addresses import is_hidden, object_key
from broadsheet.domain.media import MediaRecord, is_image
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.site_settings import KEY, ingest_site, note_templates
from broadsheet.rendering import templates_version
from broadsheet_cli.bulk.archive import Archive
from broadsheet_cli.bulk.decisions import Decisions
from broadsheet_cli.bulk.drafts import drafts_of, upload_of
from broadsheet_cli.bulk.printing import Outlet, paths_of, print_pages

Record = ArticleRecord | MediaRecord | SiteRecord
PAGES = 50  # of a site beside its stories, to begin with


@dataclass
class BulkSite:
    """`steps` builds it. After that `records` tell what became of each file, by key, and `catalogue` has the
    rows of settings and images."""

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
        self.catalogue, self._uploads = MemoryTable(), MemoryUploads()
        self.total = 2 * len(self.files) + PAGES  # steps, as far as that can be known

    def steps(self) -> Iterator[str]:
        """Yields the name of each thing that was just worked on."""
        settings = self._settings()
        keys: list[str] = []
        media: dict[str, MediaRecord] = {}
        for key in filter(is_image, sorted(self.files)):
            media[key], files = self._picture(key)
            keys += files
            yield key
        articles = {k: f for k, f in self.files.items() if k.startswith("articles/") and not is_hidden(k)}
        drafts = {}
        for draft in drafts_of(articles, site=settings.site, now=self.now, jobs=self.jobs):
            drafts[draft.upload.key] = draft
            yield draft.upload.key
        decisions = Decisions(self.now, media)
        decisions.take(drafts)
        self.records |= {**decisions.records, **media}
        self.archive = Archive(settings, drafts, decisions, self.comments, self.jobs)
        editions = Editions(self.archive, self.base_url, settings.templates)
        paths = paths_of(self.archive.names(), editions)
        self.total = len(self.files) + len(paths)
        self.outlet.expect(object_key(path) for path, _ in paths)
        for key in print_pages(paths, editions, self.outlet, jobs=self.jobs):
            keys += [key] if key else []
            yield key
        self.count = self.outlet.finish(keys)

    def _settings(self) -> SiteRecord:
        if KEY in self.files:
            self._upload(KEY)
            ingest_site(uploads=self._uploads, catalogue=self.catalogue, comments=self.comments)
        note_templates(templates_version(), catalogue=self.catalogue)
        record = rows.site_from(self.catalogue.get(*rows.SITE))
        if KEY in self.files:
            self.records[KEY] = record
        return record

    def _picture(self, key: str) -> tuple[MediaRecord, Iterable[str]]:
        """An image's record, and the keys of its files, which are written at once."""
        from broadsheet.publishing.media import refresh_image  # noqa: PLC0415  not every site has pictures

        self._upload(key)
        site = MemorySite()
        record = refresh_image(
            key, uploads=self._uploads, catalogue=self.catalogue, site=site, queue=MemoryQueue(), edge=None
        )
        self._uploads.forget(key)
        self.outlet.expect(site.pages)
        for name, page in site.pages.items():
            self.outlet.picture(name, page)
        return record, site.pages

    def _upload(self, key: str) -> None:
        upload = upload_of(key, self.files[key])
        self._uploads.put(key, upload.body or b"", upload.modified)
