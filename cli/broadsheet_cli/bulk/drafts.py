"""Files -> what each of them says, and what would become of it if it were alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.domain.addresses import article_id
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.site import Site
from broadsheet.formats import Reading
from broadsheet.ports import Upload
from broadsheet.publishing.claims import Claims, Shelf, claims_of
from broadsheet.publishing.deciding import decide
from broadsheet.publishing.files import reading_of, readings_of
from broadsheet_cli.bulk.labour import share_out


@dataclass(frozen=True)
class Draft:
    """An article's file as it was read. `alone` is the decision where nothing that it refers to is there."""

    file: Path
    upload: Upload  # without its body
    reading: Reading
    claims: Claims
    alone: ArticleRecord


def drafts_of(files: Mapping[str, Path], *, site: Site, now: datetime, jobs: int) -> Iterator[Draft]:
    """A draft of each file, in any order."""

    def some(part: Sequence[tuple[str, Path]]) -> list[Draft]:
        # Step by step for all of them: that is a fifth faster than file by file.
        uploads = [upload_of(key, file) for key, file in part]
        readings = readings_of(uploads, site)
        decided = [_alone(*read, now) for read in zip(uploads, readings, strict=True)]
        files = [file for _, file in part]
        return list(map(_draft, files, uploads, readings, decided))

    return share_out(some, sorted(files.items()), jobs)


def draft_of(file: Path, upload: Upload, *, site: Site, now: datetime) -> Draft:
    """A draft of what is in an upload."""
    reading = reading_of(upload, site)
    return _draft(file, upload, reading, _alone(upload, reading, now))


def _draft(file: Path, upload: Upload, reading: Reading, alone: ArticleRecord) -> Draft:
    claims = claims_of(upload.key, reading.article)
    return Draft(file, upload._replace(body=None), reading, claims, alone)


def _alone(upload: Upload, reading: Reading, now: datetime) -> ArticleRecord:
    nobody = ArticleRecord(article_id(upload.key), upload.key)
    return decide(nobody, upload, reading, shelf=Shelf(), now=now)


def upload_of(key: str, file: Path) -> Upload:
    """A file as if it had been uploaded: its time to the second, as S3 tells it. Its content is its version,
    since a folder remembers no others."""
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123  ten thousand of them
        body, stat = stream.read(), os.fstat(stream.fileno())
    etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
    return Upload(key, etag, etag, len(body), datetime.fromtimestamp(int(stat.st_mtime), UTC), body)
