"""The Table port on a file: what one change needs is read, and no more."""

from __future__ import annotations

import marshal
import sqlite3
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from broadsheet.adapters.memory.rules import (
    HIGHEST,
    bounds,
    copied,
    demand,
    refuse_what_dynamodb_refuses,
)
from broadsheet.ports import Action, Change, Check, Put, Row, Span, key_of

LEAF = 64  # rows that are read and written together

TABLE = "CREATE TABLE IF NOT EXISTS leaves (name TEXT, pk TEXT, first TEXT, rows BLOB)"
INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS places ON leaves (name, pk, first)"
FIRSTS = "SELECT first FROM leaves WHERE name = ? AND pk = ? ORDER BY first"
READ = "SELECT rows FROM leaves WHERE name = ? AND pk = ? AND first = ?"
INSERT = "INSERT INTO leaves VALUES (?, ?, ?, ?)"
DELETE = "DELETE FROM leaves WHERE name = ? AND pk = ? AND first = ?"


@dataclass
class Leaf:
    """Neighbouring rows of a partition, by sort key. `order` is in step with `rows`."""

    rows: dict[str, Row] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Leaf:
        """Of rows that are in order."""
        return cls({row["sk"]: row for row in rows}, [row["sk"] for row in rows])

    def put(self, row: Row) -> None:
        if row["sk"] not in self.rows:
            insort(self.order, row["sk"])
        self.rows[row["sk"]] = row

    def remove(self, sk: str) -> None:
        if self.rows.pop(sk, None) is not None:
            self.order.remove(sk)

    def parts(self) -> Iterator[list[Row]]:
        """In pieces of a size that is quick to read."""
        for start in range(0, len(self.order) or 1, LEAF):
            yield [self.rows[sk] for sk in self.order[start : start + LEAF]]


class KeptTable:
    """Rows in leaves of neighbours, which are read when first asked for and written by `keep`.

    A leaf is stored under the sort key that it begins from, a partition's first one under "". `stream`
    receives every change that altered something, in order.
    """

    def __init__(
        self, database: sqlite3.Connection, name: str, stream: Callable[[Change], None] | None = None
    ) -> None:
        self._database, self._name, self._stream = database, name, stream
        self._firsts: dict[str, list[str]] = {}
        self._leaves: dict[tuple[str, str], Leaf] = {}
        self._changed: set[tuple[str, str]] = set()

    @staticmethod
    def create(database: sqlite3.Connection, name: str, rows: Iterable[Row]) -> None:
        """Begin a table with these rows, of which nobody hears; the last of a key counts."""
        partitions: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in rows:
            partitions[row["pk"]][row["sk"]] = row
        database.execute(TABLE)
        leaves = ((name, *leaf) for pk, partition in partitions.items() for leaf in _leaves(pk, partition))
        database.executemany(INSERT, leaves)
        database.execute(INDEX)

    # -- as a table

    def get(self, pk: str, sk: str) -> Row | None:
        row = self._row(pk, sk)
        return None if row is None else copied(row)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        found = (self._row(pk, sk) for pk, sk in dict.fromkeys(keys))
        return [copied(row) for row in found if row is not None]

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        rows = self._span(pk, span or Span(), -1 if newest_first else 1)
        return [copied(row) for row in islice(rows, limit)]

    def write(self, actions: Sequence[Action]) -> None:
        refuse_what_dynamodb_refuses(actions)
        for action in actions:
            demand(action, self._row(*key_of(action)), self._name)
        changes = [self._apply(action) for action in actions if not isinstance(action, Check)]
        for change in changes:
            if self._stream and change.old != change.new:
                self._stream(change)

    # -- beside that

    def load(self, rows: Iterable[Row]) -> None:
        """Put rows of which nobody hears."""
        for row in rows:
            self._apply(Put(row))

    def keep(self) -> None:
        """Write what has changed to the file, within the transaction that is under way."""
        for pk, first in self._changed:
            self._database.execute(DELETE, (self._name, pk, first))
            stored = _stored(pk, first, self._leaves[pk, first].parts())
            self._database.executemany(INSERT, ((self._name, *leaf) for leaf in stored))
        self._changed.clear()

    # -- inside

    def _span(self, pk: str, span: Span, step: int) -> Iterator[Row]:
        firsts = self._firsts_of(pk)
        begin = _at(firsts, max(span.prefix, span.low))
        ends = [end for end in (span.high, span.prefix + HIGHEST if span.prefix else "") if end]
        end = bisect_right(firsts, min(ends)) if ends else len(firsts)
        for first in firsts[begin:end][::step]:
            leaf = self._leaf(pk, first)
            low, high = bounds(leaf.order, span)
            yield from (leaf.rows[sk] for sk in leaf.order[low:high][::step])

    def _row(self, pk: str, sk: str) -> Row | None:
        firsts = self._firsts_of(pk)
        return self._leaf(pk, firsts[_at(firsts, sk)]).rows.get(sk) if firsts else None

    def _firsts_of(self, pk: str) -> list[str]:
        firsts = self._firsts.get(pk)
        if firsts is None:
            found = self._database.execute(FIRSTS, (self._name, pk))
            firsts = self._firsts[pk] = [first for (first,) in found]
        return firsts

    def _leaf(self, pk: str, first: str) -> Leaf:
        leaf = self._leaves.get((pk, first))
        if leaf is None:
            (stored,) = self._database.execute(READ, (self._name, pk, first)).fetchone()
            leaf = self._leaves[pk, first] = Leaf.of(marshal.loads(stored))  # noqa: S302  # nosec B302
        return leaf

    def _apply(self, action: Action) -> Change:
        pk, sk = key_of(action)
        leaf, old = self._changing(pk, sk), self._row(pk, sk)
        if not isinstance(action, Put):
            leaf.remove(sk)
            return Change(old, None, (pk, sk))
        leaf.put(copied(action.row))
        return Change(old, action.row, (pk, sk))

    def _changing(self, pk: str, sk: str) -> Leaf:
        firsts = self._firsts_of(pk)
        if not firsts:
            firsts.append("")
            self._leaves[pk, ""] = Leaf()
        first = firsts[_at(firsts, sk)]
        self._changed.add((pk, first))
        return self._leaf(pk, first)


def _at(firsts: Sequence[str], sk: str) -> int:
    """Which leaf a sort key belongs to."""
    return bisect_right(firsts, sk) - 1


def _leaves(pk: str, partition: dict[str, Row]) -> Iterator[tuple[str, str, bytes]]:
    rows = [partition[sk] for sk in sorted(partition)]
    return _stored(pk, "", Leaf.of(rows).parts())


def _stored(pk: str, first: str, parts: Iterable[list[Row]]) -> Iterator[tuple[str, str, bytes]]:
    """A leaf that has grown goes on as several, of which the first keeps its place, be it empty."""
    for number, rows in enumerate(parts):
        yield pk, rows[0]["sk"] if number else first, marshal.dumps(rows)
