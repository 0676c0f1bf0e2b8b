"""A copy of each public file beside its record, so that the stories of many pages are read in one request."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.ports import Action, Delete, Put, Row, Table, Upload

LONGEST = 16 * 1024  # bytes, compressed: about 6,000 words. What is longer is read from the bucket
WINDOW = 13  # 8 KB: no file is larger for it, and to lay out more memory takes a third longer
MOST = 256 * 1024  # bytes of a file: of none that is longer it is tried


def copied(old: ArticleRecord, new: ArticleRecord, upload: Upload | None) -> list[Action]:
    """What brings the copy up to date with a decision, in the same transaction; `upload` is what was decided
    about. Where nothing is public no copy may be, whoever has left it."""
    before, after = old.live, new.live
    if after is None:
        return [Delete(*rows.copy_key(new.id))]
    if before and (before.version, before.etag) == (after.version, after.etag):
        return []
    row = _copy(new.id, after, upload) if upload else None
    return [Put(row) if row else Delete(*rows.copy_key(new.id))]


def copy_row(id_: str, upload: Upload) -> Row | None:
    """None for a file that is too long."""
    pk, sk = rows.copy_key(id_)
    if upload.body is None or len(upload.body) > MOST:
        return None
    body = zlib.compress(upload.body, wbits=WINDOW)
    file = b64encode(body).decode()
    return {"pk": pk, "sk": sk, "version": upload.version, "file": file} if len(body) <= LONGEST else None


def copy_of(id_: str, version: str, catalogue: Table) -> bytes | None:
    """The file in that version; None where nobody has a copy of it."""
    row = catalogue.get(*rows.copy_key(id_))
    return zlib.decompress(b64decode(row["file"])) if row and row["version"] == version else None


def _copy(id_: str, live: Live, upload: Upload) -> Row | None:
    """The same bytes may have come again since, in a version that made no difference."""
    return copy_row(id_, upload._replace(version=live.version)) if upload.etag == live.etag else None
