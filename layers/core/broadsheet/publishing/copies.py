"""A copy of each public file beside its record, so that the stories of many pages are read in one request."""

from __future__ import annotations

import zlib

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.ports import Action, Delete, Put, Row, Table, Upload

LONGEST = 16 * 1024  # bytes, compressed: about 7,000 words. What is longer is read from the bucket


def copied(old: ArticleRecord, new: ArticleRecord, upload: Upload | None) -> list[Action]:
    """What brings the copy up to date with a decision, in the same transaction; `upload` is what was decided
    about."""
    before, after = _version(old), _version(new)
    if before == after:
        return []
    row = _copy(new.id, new.live, upload) if new.live and upload else None
    if row:
        return [Put(row)]
    return [Delete(*rows.copy_key(old.id))] if before else []


def _copy(id_: str, live: Live, upload: Upload) -> Row | None:
    """The same bytes may have come again since, in a version that made no difference."""
    return copy_row(id_, upload._replace(version=live.version)) if upload.etag == live.etag else None


def copy_row(id_: str, upload: Upload) -> Row | None:
    """None for a file that is too long."""
    pk, sk = rows.copy_key(id_)
    body = zlib.compress(upload.body or b"")
    return {"pk": pk, "sk": sk, "version": upload.version, "body": body} if len(body) <= LONGEST else None


def copy_of(id_: str, version: str, catalogue: Table) -> bytes | None:
    """The file in that version; None where nobody has a copy of it."""
    row = catalogue.get(*rows.copy_key(id_))
    return zlib.decompress(row["body"]) if row and row["version"] == version else None


def _version(record: ArticleRecord) -> str:
    return record.live.version if record.live else ""
