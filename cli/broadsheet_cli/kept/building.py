"""A build that goes on from the last one."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from sqlite3 import DatabaseError

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.media import is_image, media_from, media_key
from broadsheet.errors import BroadsheetError
from broadsheet.ports import Row, Table
from broadsheet.publishing.site_settings import KEY
from broadsheet_cli.bulk.folder import Folder
from broadsheet_cli.bulk.site import BulkSite, Record
from broadsheet_cli.bulk.tables import catalogue_rows, thread_rows
from broadsheet_cli.content import keys_below
from broadsheet_cli.kept.site import KeptSite, NeedsWholeBuild
from broadsheet_cli.kept.state import Notes, OpenState, State
from broadsheet_cli.kept.uploads import FolderUploads
from broadsheet_cli.scan import changed, distrust, is_in, paths_in, scan

MANY = 20  # files of which one that has changed is worked out alone in less time than all of them at once


@dataclass
class KeptBuild:
    """`steps` does it, after which it is known how many `pages` there are, and from how many `files`.
    `refused` are the records of those that are wrong, None for what is neither article nor image."""

    state: State
    content: Path
    folder: Folder
    basis: str
    now: datetime
    base_url: str
    pages: int = 0
    files: int = 0
    refused: dict[Path, Record | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = time.time_ns()
        self._scan = scan(self.content)

    def steps(self) -> Iterator[str]:
        """Yields the key of each page that is looked at. Raises NeedsWholeBuild."""
        try:
            with self.state.opened() as opened:
                if (
                    opened is None
                    or opened.notes.basis != self.basis
                    or opened.notes.build != self.folder.build
                ):
                    raise NeedsWholeBuild("there is no state of this site")
                yield from self._go_on(opened)
        except DatabaseError as error:
            raise NeedsWholeBuild(f"the state cannot be used ({error})") from error
        except BroadsheetError as error:
            raise NeedsWholeBuild(f"a file has changed in the meantime ({error})") from error

    def _go_on(self, opened: OpenState) -> Iterator[str]:
        found = self._changed(opened)
        if len(found) > MANY + opened.notes.files // MANY:
            raise NeedsWholeBuild(f"{len(found)} files have changed")
        uploads = self._uploads(opened, found)
        opened.begin()
        self.folder.begin()
        site = KeptSite(opened.database, uploads, self.folder, self.now, self.base_url)
        yield from site.update(found)
        self._note(opened, site, found)

    def keep(self, site: BulkSite) -> None:
        """Keep what a whole build knows. Of a folder in which files contend for a key, nothing is kept."""
        self.state.forget()
        pairs = [*keys_below(self.content, paths_in(self._scan))]
        files = dict(pairs)
        if len(files) == len(pairs) and site.archive:
            tables = {
                "catalogue": _both(site.catalogue.rows(), catalogue_rows(site.archive)),
                "comments": _both(site.comments.rows(), thread_rows(site.archive)),
            }
            refused = tuple(key for key in files if _is_refused(site.records.get(key)))
            notes = Notes(self.basis, self.folder.build, refused, len(files), site.count)
            distrust(self._scan, paths_in(self._scan), self._began)
            self.state.create(notes, self._scan, files, tables)

    def _changed(self, opened: OpenState) -> dict[str, str | None]:
        """The path of each file that has changed, by its key; None for one that has gone."""
        found: dict[str, str | None] = {}
        for key, path in keys_below(self.content, changed(opened.scan, self._scan)):
            if found.get(key) or opened.file_of(key) not in (None, path):
                raise NeedsWholeBuild(f"files contend for the key {key}")
            found[key] = path if is_in(self._scan, path) else None
        return found

    def _uploads(self, opened: OpenState, found: Mapping[str, str | None]) -> FolderUploads:
        def file_of(key: str) -> Path | None:
            path = found[key] if key in found else opened.file_of(key)
            return self.content / path if path else None

        return FolderUploads(file_of)

    def _note(self, opened: OpenState, site: KeptSite, found: Mapping[str, str | None]) -> None:
        site.keep()
        before = sum(1 for key in found if opened.file_of(key))
        self.files = opened.notes.files - before + sum(1 for path in found.values() if path)
        self.pages = opened.notes.pages + site.more
        opened.note_files(found)
        suspects = sorted({*opened.notes.refused, *found, *site.records})
        there = {key: path for key in suspects if (path := opened.file_of(key))}
        records = {key: _record_of(key, site.catalogue) for key in there}
        refused = {key: record for key, record in records.items() if _is_refused(record)}
        self.refused = {self.content / there[key]: record for key, record in refused.items()}
        distrust(self._scan, changed(opened.scan, self._scan), self._began)
        notes = Notes(self.basis, self.folder.end(), tuple(refused), self.files, self.pages)
        opened.note(notes, self._scan)


def _both(*parts: Iterable[Row]) -> Iterator[Row]:
    for part in parts:
        yield from part


def _is_refused(record: Record | None) -> bool:
    return record is None or record.state == "refused"


def _record_of(key: str, catalogue: Table) -> Record | None:
    if key == KEY:
        return rows.site_from(catalogue.get(*rows.SITE))
    if is_image(key):
        row = catalogue.get(*media_key(key))
        return media_from(row) if row else None
    row = catalogue.get(*rows.article_key(article_id(key)))
    return rows.article_from(row) if row else None
