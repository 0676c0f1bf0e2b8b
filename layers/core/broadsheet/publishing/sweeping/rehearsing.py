"""Whether a file would be decided otherwise now: ingest, with tables that cannot be written.

A decision hangs on more than its file: on who holds an address, on pictures, on the time zone. Whoever
changes those has the file looked at again, and that message may be lost as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from broadsheet.domain.rows import is_use
from broadsheet.errors import BroadsheetError, StoreUnavailable
from broadsheet.ports import Action, Put, Row, Span, Table, Upload, Uploads
from broadsheet.publishing.ingesting import Ingest


class _Otherwise(BroadsheetError):
    """Something would be written."""


class Rehearsal(NamedTuple):
    """The collaborators of ingest, at one moment."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def objection(self, file: Upload) -> str:
        """ "" where the file that is there now would be decided as it has been; else why not. A file that
        cannot be decided at all is an objection, too. Raises StoreUnavailable."""
        uploads = cast("Uploads", _Held(self.uploads, file))
        ingest = Ingest(uploads, _Unwritten(self.catalogue), _Unwritten(self.comments), self)
        try:
            ingest.key(file.key)
        except StoreUnavailable:
            raise
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""


@dataclass(frozen=True)
class _Held:
    """The bucket, with one file that has been read already."""

    uploads: Uploads
    file: Upload

    def __getattr__(self, name: str) -> Any:
        return getattr(self.uploads, name)

    def read(self, key: str, version: str | None = None, *, most: int | None = None) -> Upload | None:
        return self.uploads.read(key, version, most=most) if version or key != self.file.key else self.file


class _Unwritten(NamedTuple):
    table: Table

    def get(self, pk: str, sk: str) -> Row | None:
        return self.table.get(pk, sk)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        return self.table.get_many(keys)

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        return self.table.query(pk, span, limit=limit, newest_first=newest_first)

    def write(self, actions: Sequence[Action]) -> None:
        # Which pictures a file that is not public shows is said as it is read, where it has not been.
        if not all(isinstance(action, Put) and is_use(action.row) for action in actions):
            raise _Otherwise("it would be decided otherwise")
