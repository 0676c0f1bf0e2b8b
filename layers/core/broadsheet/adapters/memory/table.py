"""A DynamoDB table in memory, with its stream."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.adapters.memory.rules import bounds, copied, demand, refuse_what_dynamodb_refuses
from broadsheet.ports import Action, Change, Check, Delete, Put, Row, Span, key_of


class MemoryTable:
    """Rows in dictionaries. `stream` receives every change that altered something, in order."""

    def __init__(
        self,
        stream: Callable[[Change], None] | None = None,
        *,
        ledger: Ledger | None = None,
        name: str = "table",
    ) -> None:
        self._partitions: dict[str, dict[str, Row]] = {}
        self._order: dict[str, list[str]] = {}
        self._stream = stream
        self._ledger = ledger or Ledger()
        self._name = name
        self._lock = threading.RLock()

    def get(self, pk: str, sk: str) -> Row | None:
        with self._lock:
            row = self._partitions.get(pk, {}).get(sk)
            self._count("get", 0 if row is None else 1)
            return None if row is None else copied(row)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        with self._lock:
            found = [self._partitions.get(pk, {}).get(sk) for pk, sk in dict.fromkeys(keys)]
            rows = [copied(row) for row in found if row is not None]
            if keys:
                self._count("batch_get", len(rows))
            return rows

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        with self._lock:
            partition = self._partitions.get(pk, {})
            order = self._order.get(pk, [])
            begin, end = bounds(order, span or Span())
            most = end - begin if limit is None else min(limit, end - begin)
            names = order[end - most : end][::-1] if newest_first else order[begin : begin + most]
            rows = [copied(partition[sk]) for sk in names]
            self._count("query", len(rows))
            return rows

    def write(self, actions: Sequence[Action]) -> None:
        refuse_what_dynamodb_refuses(actions)
        with self._lock:
            self._count("write", len(actions))
            for action in actions:
                demand(action, self._row(*key_of(action)), self._name)
            changes = [self._apply(action) for action in actions if not isinstance(action, Check)]
            for change in changes:
                if self._stream and change.old != change.new:
                    self._stream(change)

    def load(self, rows: Iterable[Row]) -> None:
        """Begin with these rows, of which nobody hears. They are not copied; the last of a key counts."""
        with self._lock:
            for row in rows:
                self._partitions.setdefault(row["pk"], {})[row["sk"]] = row
            self._order = {pk: sorted(partition) for pk, partition in self._partitions.items()}

    def rows(self) -> list[Row]:
        """Everything, for assertions and exports."""
        with self._lock:
            return [copied(row) for part in self._partitions.values() for row in part.values()]

    def _row(self, pk: str, sk: str) -> Row | None:
        return self._partitions.get(pk, {}).get(sk)

    def _apply(self, action: Put | Delete) -> Change:
        pk, sk = key_of(action)
        partition = self._partitions.setdefault(pk, {})
        old = partition.pop(sk, None)
        order = self._order.setdefault(pk, [])
        if isinstance(action, Delete):
            if old is not None:
                del order[bisect_left(order, sk)]
            return Change(old, None, (pk, sk))
        if old is None:
            insort(order, sk)
        partition[sk] = new = copied(action.row)
        return Change(old, copied(new), (pk, sk))

    def _count(self, operation: str, rows: int) -> None:
        self._ledger.count(f"{self._name}.{operation}", rows)
