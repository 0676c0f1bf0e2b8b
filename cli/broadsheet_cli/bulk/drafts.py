"""Files -> what each of them says, and what would become of it if it were alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.domain.addresses import article_id
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.site import Site
from broadsheet.formats import Reading
from broadsheet.ports import Upload
from broadsheet.publishing.claims import Claims, Shelf, claims_of
from broadsheet.publishing.deciding import decide
from broadsheet.publishing.ingesting import reading_of
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
    """A draft of each file, in the order of their keys."""

    def some(part: Iterable[tuple[str, Path]]) -> list[Draft]:
        return [_draft(key, file, site, now) for key, file in part]

    return share_out(some, sorted(files.items()), jobs)


def _draft(key: str, file: Path, site: Site, now: datetime) -> Draft:
    full = upload_of(key, file)
    reading, upload = reading_of(full, site), replace(full, body=None)
    claims = claims_of(key, reading.article)
    nobody = ArticleRecord(article_id(key), key)
    return Draft(file, upload, reading, claims, decide(nobody, upload, reading, shelf=Shelf(), now=now))


def upload_of(key: str, file: Path) -> Upload:
    """A file as if it had been uploaded. Its content is its version: a folder remembers no others."""
    with file.open("rb") as stream:
        body, stat = stream.read(), Path(file).stat()
    etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
    return Upload(key, etag, etag, len(body), datetime.fromtimestamp(stat.st_mtime, UTC), body)
