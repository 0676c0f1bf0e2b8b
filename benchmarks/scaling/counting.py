"""Ports with somebody beside them who notes every request: what kind, how many items, how many bytes."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from broadsheet.ports import Action, Check, Found, Listed, Page, Put, Row, Span, Spell, Table, Upload
from scaling.prices import read_units, write_units

BATCH = 100  # keys of one BatchGetItem


@dataclass
class Account:
    """By kinds such as `catalogue.query`. `units` are DynamoDB's (scaling/prices.py)."""

    requests: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    _later: list[Callable[[], None]] = field(default_factory=list)

    def later(self, note: Callable[[], None]) -> None:
        """What takes time to count is counted when the clock stands still."""
        self._later.append(note)

    def reckon(self) -> None:
        while self._later:
            self._later.pop()()

    def note(self, kind: str, items: int, size: int, units: int = 0, requests: int = 1) -> None:
        self.requests[kind] += requests
        self.items[kind] += items
        self.bytes[kind] += size
        self.units[kind] += units

    def around(self, name: str, port: Any) -> Any:
        """The port with every request noted under its name."""
        kinds: dict[str, Callable[[str, Any, Account], Any]] = {
            "catalogue": CountedTable,
            "comments": CountedTable,
            "uploads": CountedUploads,
            "site": CountedSite,
            "guards": CountedGuards,
            "edge": CountedEdge,
        }
        return kinds.get(name, CountedQueue)(name, port, self)


@dataclass
class Counted:
    name: str
    port: Any
    account: Account

    def _tell(self, request: str, items: int, size: int, units: int = 0, requests: int = 1) -> None:
        self.account.note(f"{self.name}.{request}", items, size, units, requests)


def size_of(row: Row) -> int:
    """About what DynamoDB counts: the names and values as UTF-8."""
    return sum(len(name) + len(str(value).encode()) for name, value in row.items())


class CountedTable(Counted):
    port: Table

    def get(self, pk: str, sk: str) -> Row | None:
        row = self.port.get(pk, sk)
        self.account.later(lambda: self._read("get", [row] if row else [], 1))
        return row

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        rows = self.port.get_many(keys)
        if keys:
            self.account.later(lambda: self._read("batch_get", rows, len(set(keys))))
        return rows

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        rows = self.port.query(pk, span, limit=limit, newest_first=newest_first)
        self.account.later(lambda: self._queried(rows))
        return rows

    def write(self, actions: Sequence[Action]) -> None:
        self.port.write(actions)
        self.account.later(lambda: self._written(actions))

    def _queried(self, rows: list[Row]) -> None:
        size = sum(map(size_of, rows))
        self._tell("query", len(rows), size, read_units(size))

    def _written(self, actions: Sequence[Action]) -> None:
        sizes = [size_of(action.row) if isinstance(action, Put) else 0 for action in actions]
        written = sum(not isinstance(action, Check) for action in actions)
        self._tell("write", written, sum(sizes), sum(map(write_units, sizes)))

    def _read(self, request: str, rows: list[Row], asked: int) -> None:
        sizes = [size_of(row) for row in rows]
        units = sum(map(read_units, sizes)) + asked - len(rows)  # looking for what is not there costs one
        self._tell(request, len(rows), sum(sizes), units, math.ceil(asked / BATCH))


class CountedUploads(Counted):
    def head(self, key: str) -> Upload | None:
        self._tell("head", 1, 0)
        return self.port.head(key)  # type: ignore[no-any-return]

    def read(self, key: str, version: str | None = None, *, most: int | None = None) -> Upload | None:
        found: Upload | None = self.port.read(key, version, most=most)
        self._tell("get", 1 if found else 0, found.size if found else 0)
        return found

    def spell(self, key: str) -> Spell | None:
        self._tell("list", 1, 0)
        return self.port.spell(key)  # type: ignore[no-any-return]

    def read_receipt(self, key: str) -> tuple[bytes, str] | None:
        found: tuple[bytes, str] | None = self.port.read_receipt(key)
        self._tell("get", 1 if found else 0, len(found[0]) if found else 0)
        return found

    def write_receipt(self, key: str, body: bytes, *, etag: str | None) -> None:
        self.port.write_receipt(key, body, etag=etag)
        self._tell("put", 1, len(body))

    def keys(self, prefix: str, *, after: str = "", limit: int) -> list[Listed]:
        found: list[Listed] = self.port.keys(prefix, after=after, limit=limit)
        self._tell("list", len(found), 0)
        return found


class CountedSite(Counted):
    def find(self, key: str) -> Found | None:
        self._tell("head", 1, 0)
        return self.port.find(key)  # type: ignore[no-any-return]

    def write(self, key: str, page: Page, *, etag: str | None) -> str:
        self._tell("put", 1, len(page.body))
        return str(self.port.write(key, page, etag=etag))

    def delete(self, key: str, *, etag: str) -> None:
        self._tell("delete", 1, 0)
        self.port.delete(key, etag=etag)

    def keys(self, *, after: str = "", limit: int) -> list[str]:
        found: list[str] = self.port.keys(after=after, limit=limit)
        self._tell("list", len(found), 0)
        return found


class CountedGuards(Counted):
    def recall(self, keys: Sequence[str]) -> dict[str, Found]:
        found: dict[str, Found] = self.port.recall(keys)
        if keys:
            self._tell("batch_get", len(found), 100 * len(found), len(keys))
        return found

    def note(self, found: Mapping[str, Found | None]) -> None:
        if found:
            self.account.note(f"{self.name}.batch_write", len(found), 100 * len(found), len(found))
        self.port.note(found)


class CountedQueue(Counted):
    def send(self, messages: Iterable[Mapping[str, Any]]) -> None:
        """Ten messages a request, as SQS takes them."""
        sent = list(messages)
        for start in range(0, len(sent), 10):
            part = sent[start : start + 10]
            self._tell("send", len(part), sum(len(json.dumps(message)) for message in part))
        self.port.send(sent)


class CountedEdge(Counted):
    def purge(self, paths: Sequence[str]) -> None:
        self._tell("invalidation", 1, 0)
        self.port.purge(paths)
