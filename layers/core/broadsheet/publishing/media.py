"""An uploaded image -> its files in the site bucket and its record in the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from broadsheet.converge import Pass, converge
from broadsheet.domain.media import (
    USED,
    MediaRecord,
    claiming,
    files_of,
    is_outworn,
    media_from,
    media_key,
    media_row,
    published,
    refused,
    surplus,
    withdrawn,
)
from broadsheet.domain.problems import Problem
from broadsheet.errors import Conflict
from broadsheet.imaging import MAX_BYTES, ImageRefused, Print, Prints, too_heavy, variants
from broadsheet.ports import Absent, Edge, Matches, Page, Put, Queue, SiteStore, Span, Table, Upload, Uploads

FOREVER = "public, max-age=31536000, immutable"  # an address never changes its content


def refresh_image(
    key: str,
    *,
    uploads: Uploads,
    catalogue: Table,
    site: SiteStore,
    queue: Queue,
    edge: Edge | None = None,
    again: bool = False,
    now: datetime | None = None,
    pause: Callable[[int], None] | None = None,
) -> MediaRecord:
    """Bring the files and the record of the image at `key` up to date with its upload.

    Files are written before the record names them, and deleted after it has let go of them. Articles
    that show the image are put on `queue` when what they show has changed, and in any case when the
    message came `again`. Files of a picture that was replaced go when they have had their time, where what is
    `now` is told. Safe to repeat and to race. Raises NotConverged, StoreUnavailable.
    """
    work = _Work(key, uploads, catalogue, site, queue, edge, again, now)
    converge(work.round, what=f"the image {key}", pause=pause)
    return work.seen


@dataclass
class _Work:
    """One look at one image, with the collaborators of this use case."""

    key: str
    uploads: Uploads
    catalogue: Table
    site: SiteStore
    queue: Queue
    edge: Edge | None
    again: bool
    now: datetime | None
    seen: MediaRecord = field(init=False)  # the record as this work has read or written it last
    prints: tuple[str, Prints] | None = None  # of the last ETag: rounds do not repeat the labour
    placed: bool = False  # every file of these prints, by this work
    own: int = 0  # the record's number that this work has written last
    deleted: bool = False  # in this round

    def round(self) -> Pass:
        self.deleted = False
        found = before = self.seen = self._record()
        upload = self.uploads.head(self.key) if before.etag else self.uploads.read(self.key, most=MAX_BYTES)
        if upload and before.state == "withdrawn" and before.unsettled:
            self._clear(before.former)  # whoever withdrew it may have died over that
        if upload is None or self._was_deleted(before, upload):
            before = self._withdraw(before)
        after = self._show(before, upload) if upload else before
        if after.unsettled or self.again:
            after = self._settle(after)
        after = self._tidied(after)
        # One more look after any write: what was absent may have come and gone, and what was
        # deleted may have been wanted again.
        return Pass.MOVED if self.deleted or after.rev != found.rev else Pass.SETTLED

    def _record(self) -> MediaRecord:
        row = self.catalogue.get(*media_key(self.key))
        return media_from(row) if row else MediaRecord(self.key)

    def _was_deleted(self, record: MediaRecord, head: Upload) -> bool:
        """Whether the picture's file was deleted, and another took its name before anybody heard of that."""
        asked = record.picture and head.version != record.version and head.etag != record.shown
        spell = self.uploads.spell(self.key) if asked else None
        return bool(spell and spell.is_after(record.shown))

    def _swap(self, before: MediaRecord, after: MediaRecord) -> MediaRecord:
        """Write the record on condition that it is still `before`. Nothing is written for no change."""
        return before if after == before else self._write_record(before, after)

    def _write_record(self, before: MediaRecord, after: MediaRecord) -> MediaRecord:
        condition = Matches({"rev": before.rev}) if before.rev else Absent()
        after = replace(after, rev=before.rev + 1)
        self.catalogue.write([Put(media_row(after), condition)])
        self.seen, self.own = after, after.rev
        return after

    def _show(self, record: MediaRecord, head: Upload) -> MediaRecord:
        if record.etag == head.etag and self._complete(record):
            return self._without_files(record)  # the same bytes, be it under a new version
        try:
            upload, prints = self._printed(head)
        except ImageRefused as error:
            return self._without_files(self._swap(record, refused(record, head, Problem(str(error)))))
        return self._publish(record, upload, prints)

    def _without_files(self, record: MediaRecord) -> MediaRecord:
        """Where there is no picture there are no files: somebody slower may have put them there since."""
        if not record.picture:
            self._delete(record.former)
            self._purge(record.former if self.deleted else ())
        return record

    def _complete(self, record: MediaRecord) -> bool:
        """Whether every file is where the record says: a withdrawal that raced may have taken some. Where
        that comes after this work has placed them, it looks for them itself."""
        if self.placed and record.rev == self.own:
            return True
        return all(self.site.find(key) for key in files_of(record.picture))

    def _printed(self, head: Upload) -> tuple[Upload, Prints]:
        if self.prints and self.prints[0] == head.etag:
            return head, self.prints[1]
        if head.size > MAX_BYTES:
            raise ImageRefused(too_heavy(head.size))
        upload = self.uploads.read(self.key) if head.body is None else head
        if upload is None or upload.body is None:
            raise Conflict(f"{self.key} went away while it was read")
        self.prints, self.placed = (upload.etag, variants(upload.body, self.key)), False
        return upload._replace(body=None), self.prints[1]

    def _publish(self, record: MediaRecord, upload: Upload, prints: Prints) -> MediaRecord:
        warnings = tuple(Problem(words) for words in prints.warnings)
        # Written even where the record names these files already: it may be withdrawn by now.
        claimed = self._write_record(record, claiming(record, tuple(prints.files)))
        for key, print_ in prints.files.items():
            self._write(key, print_)
        self.placed = True
        return self._swap(claimed, self._trimmed(published(claimed, upload, prints.picture, warnings)))

    def _write(self, key: str, print_: Print) -> None:
        digest = hashlib.sha256(print_.body).hexdigest()[:16]
        page = Page(print_.body, print_.type, FOREVER, 1, digest)
        try:
            self.site.write(key, page, etag=None)
        except Conflict:
            if not self.site.find(key):
                raise  # somebody was in the way; an address has one content, so what is there is right

    def _trimmed(self, record: MediaRecord) -> MediaRecord:
        """Without its oldest former files, which are gone from bucket and edge before they are forgotten."""
        oldest = surplus(record)
        self._clear(oldest)
        return replace(record, former=record.former[len(oldest) :])

    def _tidied(self, record: MediaRecord) -> MediaRecord:
        """Without the files of pictures that were replaced long ago."""
        if self.now is None or not is_outworn(record, self.now):
            return record
        self._clear(record.former)
        return self._swap(record, replace(record, former=()))

    def _clear(self, files: Sequence[str]) -> None:
        """From bucket and edge, whoever may have taken them out of the bucket before."""
        self._delete(files)
        self._purge(files)

    def _purge(self, files: Sequence[str]) -> None:
        if self.edge and files:
            self.edge.purge([f"/{key}" for key in files])

    def _withdraw(self, record: MediaRecord) -> MediaRecord:
        """The record lets go first. On every later delivery the files are looked for once more."""
        tombstone = self._swap(record, withdrawn(record))
        self._delete(tombstone.former)
        if self.deleted or self.again or tombstone.unsettled:
            self._purge(tombstone.former)
        return tombstone

    def _delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            there = self.site.find(key)
            if there:
                self.site.delete(key, etag=there.etag)
                self.deleted = True

    def _settle(self, record: MediaRecord) -> MediaRecord:
        """Have the articles that show the image ingested again, then note that it is done."""
        rows = self.catalogue.query(media_key(self.key)[0], Span(prefix=USED))
        messages = [{"keys": [row["upload"]]} for row in rows]
        if messages:
            self.queue.send(messages)
        self.again = False
        return self._swap(record, replace(record, unsettled=False))
