"""What the use cases need of the outside world. Every port has an AWS and an in-memory adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

Row = dict[str, Any]
"""One item of a table: `pk`, `sk`, and values of str, int, bool, None, list or dict of these."""


class Upload(NamedTuple):
    """One version of an uploaded file. `body` is None where only the head was asked for. `modified` is a
    whole second, here and in what follows: the same wherever it was read."""

    key: str
    version: str
    etag: str
    size: int
    modified: datetime
    body: bytes | None = None


class Listed(NamedTuple):
    """An uploaded file as a listing shows it."""

    key: str
    etag: str
    size: int
    modified: datetime


class Spell(NamedTuple):
    """A time through which there has been a file under a key. It has `begun` with its oldest version, and it
    comes `after` a deletion, where one is known. `etags` are those of its versions."""

    begun: datetime
    after: datetime | None
    etags: frozenset[str]

    def is_after(self, etag: str) -> bool:
        """Whether the file that had this ETag was deleted before."""
        return self.after is not None and etag not in self.etags


class Uploads(Protocol):
    """The bucket that editors write to: versioned, strongly consistent."""

    def head(self, key: str) -> Upload | None:
        """The current version without its body; None where there is none or it is deleted."""

    def read(self, key: str, version: str | None = None, *, most: int | None = None) -> Upload | None:
        """The current version with its body, or the version named; None where it is gone. A body of more
        than `most` bytes is left where it is, and None."""

    def spell(self, key: str) -> Spell | None:
        """Since when there has been a file without a break; None where there is none."""

    def read_receipt(self, key: str) -> tuple[bytes, str] | None:
        """A receipt's bytes and ETag by its own key."""

    def write_receipt(self, key: str, body: bytes, *, etag: str | None) -> None:
        """Write a receipt if its ETag is still `etag` (None: if there is none). Raises Conflict."""

    def keys(self, prefix: str, *, after: str = "", limit: int) -> list[Listed]:
        """What is there now under keys that begin with `prefix` and come after `after`, in the order of
        their UTF-8 bytes; fewer than `limit` only where there are no more. Receipts are listed too."""


class Found(NamedTuple):
    """What stands at a key of the site bucket. `digest` is "" for what is no page of ours, and `rev` is 0 for
    what a hand has put there."""

    etag: str
    rev: int
    digest: str

    @property
    def is_tombstone(self) -> bool:
        """Whether it stands for nothing: a page was here, or could have been."""
        return bool(self.rev) and not self.digest


class Page(NamedTuple):
    """An object of the site: `body` ends with its rev (see docs/contracts.md). Without a digest it is a
    tombstone: nothing stands there."""

    body: bytes
    content_type: str
    cache_control: str
    rev: int
    digest: str
    location: str = ""  # where a redirect leads, as a path


class SiteStore(Protocol):
    """The bucket that readers read from. All writes are conditional."""

    def find(self, key: str) -> Found | None: ...

    def write(self, key: str, page: Page, *, etag: str | None) -> str:
        """Write if the ETag is still `etag` (None: if the key is absent); the new ETag. Raises Conflict."""

    def delete(self, key: str, *, etag: str) -> None:
        """Delete if the ETag is still `etag`; a key already gone is fine. Raises Conflict."""

    def keys(self, *, after: str = "", limit: int) -> list[str]:
        """What is there now, after the key `after`, in the order of their UTF-8 bytes; fewer than `limit`
        only where there are no more."""


class Guards(Protocol):
    """What stands at keys of the site bucket, as whoever printed there last has noted it: at hand in one
    request, and never more than a hint. A write on condition of an old note fails, and then one looks."""

    def recall(self, keys: Sequence[str]) -> dict[str, Found]:
        """The notes that there are."""

    def note(self, found: Mapping[str, Found | None]) -> None:
        """Note what stands at these keys now; None: nothing."""


class Edge(Protocol):
    """The caches between bucket and reader."""

    def purge(self, paths: Sequence[str]) -> None:
        """Make the edge fetch these paths again. Paths begin with a slash."""


@dataclass(frozen=True)
class Absent:
    """The row does not exist."""


class Matches(NamedTuple):
    """The row exists and these attributes have these values."""

    values: Mapping[str, Any]


class Below(NamedTuple):
    """The row does not exist, or its `rev` is lower than this one."""

    rev: int


Condition = Absent | Matches | Below
"""What a write can carry: it holds for the row as it is at commit."""


class Put(NamedTuple):
    row: Row
    condition: Condition | None = None


class Delete(NamedTuple):
    pk: str
    sk: str
    condition: Condition | None = None


class Check(NamedTuple):
    pk: str
    sk: str
    condition: Condition


Action = Put | Delete | Check


def key_of(action: Action) -> tuple[str, str]:
    return (action.row["pk"], action.row["sk"]) if isinstance(action, Put) else (action.pk, action.sk)


class Span(NamedTuple):
    """Which sort keys a query reads: those that begin with `prefix`, those from `low` and up to `high`."""

    prefix: str = ""
    low: str = ""
    high: str = ""


class Table(Protocol):
    """A DynamoDB table, single-table design: `pk` and `sk` are strings. Reads are consistent."""

    def get(self, pk: str, sk: str) -> Row | None: ...

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        """The rows that exist, in no order."""

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        """Rows of one partition in the order of their sort keys; all of them without a limit."""

    def write(self, actions: Sequence[Action]) -> None:
        """All of the actions or none, at most 100 on distinct rows. Raises Conflict."""


class Queue(Protocol):
    """Hints that something may have changed."""

    def send(self, messages: Sequence[Mapping[str, Any]]) -> None: ...


class Hint(NamedTuple):
    """A message as it arrived: uploads that may have changed. `again` asks for all that follows."""

    id: str
    keys: tuple[str, ...]
    again: bool = False


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, aware, in UTC."""


class Change(NamedTuple):
    """One record of a table's stream: the row before and after."""

    old: Row | None
    new: Row | None
    keys: tuple[str, str] = ("", "")
