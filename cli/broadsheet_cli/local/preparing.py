"""A content folder -> the journal of a stack that has published it already.

To publish thousands of files one by one through a local AWS takes long, and a fresh stack has nobody to
compete with: so its site is built at once, and the stack begins as one that is started again.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from broadsheet.adapters.aws.buckets import metadata_of
from broadsheet.adapters.aws.items import item_from
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.addresses import object_key, receipt_key
from broadsheet.domain.documents import stamp
from broadsheet.domain.media import MediaRecord
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Page, Row, Upload
from broadsheet.publishing.copies import copy_row
from broadsheet.publishing.numbering import page_of
from broadsheet.publishing.receipts import said_of
from broadsheet.publishing.sheets import Sheet
from broadsheet_cli.bulk.drafts import upload_of
from broadsheet_cli.bulk.site import BulkSite, Record
from broadsheet_cli.bulk.tables import catalogue_rows, thread_rows
from broadsheet_cli.local.journal import Entry, Journal
from broadsheet_cli.reporting import Report


@dataclass
class Preparation:
    """`steps` fills the journal; `reports` tell what became of each file."""

    files: Mapping[str, Path]
    journal: Journal
    url: str
    comments: MemoryTable

    def __post_init__(self) -> None:
        self._now = datetime.now(UTC)
        self._outlet = JournalOutlet(self.journal, self._now)
        jobs = len(os.sched_getaffinity(0))
        self.site = BulkSite(self.files, self._outlet, self._now, self.url, jobs, self.comments)

    def steps(self) -> Iterator[str]:
        with self.journal.beginning():
            yield from self.site.steps()
            for key, record in self.site.records.items():
                self._keep_upload(key, record)
            self._keep_rows("catalogue", self._catalogue())
            self._keep_rows("comments", self._threads())

    def reports(self) -> list[Report]:
        found = ((file, self.site.records.get(key)) for key, file in sorted(self.files.items()))
        return [Report(file, said_of(record, self.url) if record else None) for file, record in found]

    def _catalogue(self) -> Iterator[Row]:
        yield from self.site.catalogue.rows()
        yield from catalogue_rows(self.site.archive) if self.site.archive else ()

    def _threads(self) -> Iterator[Row]:
        yield from self.comments.rows()
        yield from thread_rows(self.site.archive) if self.site.archive else ()

    def _keep_rows(self, table: str, rows: Iterable[Row]) -> None:
        for row in rows:
            self.journal.keep_item(table, row["pk"], row["sk"], item_from(row))

    def _keep_upload(self, key: str, record: Record) -> None:
        """The file under the version that the record names, and the answer to it."""
        upload = upload_of(key, self.files[key])
        kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
        version, body = _version(record) or upload.version, upload.body or b""
        self.journal.keep_version("uploads", key, entry(version, body, kind, upload.modified), alone=False)
        self._keep_copy(record, upload._replace(version=version))
        self._keep_receipt(key, record)

    def _keep_copy(self, record: Record, upload: Upload) -> None:
        if isinstance(record, ArticleRecord) and record.live and (row := copy_row(record.id, upload)):
            self._keep_rows("catalogue", [row])

    def _keep_receipt(self, key: str, record: Record) -> None:
        told = said_of(record, self.url)
        written = [record.path] if isinstance(record, ArticleRecord) and record.live else []
        receipt = told | {"written": written, "answered": stamp(self._now)}
        body = (json.dumps(receipt, ensure_ascii=False, indent=2) + "\n").encode()
        kept = entry(str(uuid4()), body, "application/json; charset=utf-8", self._now, cache="no-store")
        self.journal.keep_version("uploads", receipt_key(key), kept, alone=True)


@dataclass(frozen=True)
class JournalOutlet:
    """The site bucket as it will be read back."""

    shared: ClassVar[bool] = False  # a database has one connection in one process
    journal: Journal
    now: datetime

    def expect(self, keys: Iterable[str]) -> None:
        """A journal that was not ended is no beginning."""

    def page(self, path: str, sheet: Sheet) -> str:
        key = object_key(path)
        self.picture(key, page_of(sheet, rev=int(self.now.timestamp() * 1000)))
        return key

    def picture(self, key: str, page: Page) -> None:
        told = {f"x-amz-meta-{name}": value for name, value in metadata_of(page).items()}
        kept = entry(
            str(uuid4()), page.body, page.content_type, self.now, cache=page.cache_control, metadata=told
        )
        self.journal.keep_version("site", key, kept, alone=True)

    def finish(self, keys: Iterable[str]) -> int:
        return len(set(keys))


def entry(
    version: str,
    body: bytes,
    content_type: str,
    modified: datetime,
    *,
    cache: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> Entry:
    """A version of an object as ministack keeps it."""
    return {
        "version_id": version,
        "last_modified": modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "etag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"',
        "size": len(body),
        "is_latest": True,
        "content_type": content_type,
        "content_encoding": None,
        "metadata": metadata or {},
        "preserved_headers": {"cache-control": cache} if cache else {},
        "storage_class": "STANDARD",
        "checksums": {},
        "parts": None,
        "replication_status": None,
        "data": body,
    }


def _version(record: Record) -> str:
    if isinstance(record, MediaRecord):
        return record.version
    return record.handled.version if record.handled else ""
