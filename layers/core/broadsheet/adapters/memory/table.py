"""A DynamoDB table in memory, with its stream."""

from __future__ import annotations

import copy
import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.errors import Conflict
from broadsheet.ports import Absent, Action, Below, Change, Check, Condition, Delete, Matches, Put, Row, Span

MAX_ACTIONS = 100  # of one TransactWriteItems
HIGHEST = "\U0010ffff"


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
            return None if row is None else _copied(row)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        with self._lock:
            found = [self._partitions.get(pk, {}).get(sk) for pk, sk in dict.fromkeys(keys)]
            rows = [_copied(row) for row in found if row is not None]
            if keys:
                self._count("batch_get", len(rows))
            return rows

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        with self._lock:
            partition = self._partitions.get(pk, {})
            order = self._order.get(pk, [])
            begin, end = _bounds(order, span or Span())
            most = end - begin if limit is None else min(limit, end - begin)
            names = order[end - most : end][::-1] if newest_first else order[begin : begin + most]
            rows = [_copied(partition[sk]) for sk in names]
            self._count("query", len(rows))
            return rows

    def write(self, actions: Sequence[Action]) -> None:
        _refuse_what_dynamodb_refuses(actions)
        with self._lock:
            self._count("write", len(actions))
            for action in actions:
                self._demand(action)
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
            return [_copied(row) for part in self._partitions.values() for row in part.values()]

    def _demand(self, action: Action) -> None:
        pk, sk = _key(action)
        row = self._partitions.get(pk, {}).get(sk)
        if action.condition is not None and not _holds(action.condition, row):
            raise Conflict(f"{self._name}: {pk} / {sk} is not as it was read")

    def _apply(self, action: Put | Delete) -> Change:
        pk, sk = _key(action)
        partition = self._partitions.setdefault(pk, {})
        old = partition.pop(sk, None)
        order = self._order.setdefault(pk, [])
        if isinstance(action, Delete):
            if old is not None:
                del order[bisect_left(order, sk)]
            return Change(old, None, (pk, sk))
        if old is None:
            insort(order, sk)
        partition[sk] = new = _copied(action.row)
        return Change(old, _copied(new), (pk, sk))

    def _count(self, operation: str, rows: int) -> None:
        self._ledger.count(f"{self._name}.{operation}", rows)


def _copied(row: Row) -> Row:
    """A row that can be changed without changing this one: most values cannot be changed anyway."""
    return {k: copy.deepcopy(v) if isinstance(v, list | dict) else v for k, v in row.items()}


def _key(action: Action) -> tuple[str, str]:
    return (action.row["pk"], action.row["sk"]) if isinstance(action, Put) else (action.pk, action.sk)


def _bounds(order: list[str], span: Span) -> tuple[int, int]:
    """Where in a partition's sort keys a span begins and ends."""
    begin = bisect_left(order, max(span.prefix, span.low))
    end = bisect_right(order, span.prefix + HIGHEST) if span.prefix else len(order)
    if span.high:
        end = min(end, bisect_right(order, span.high))
    return begin, max(begin, end)


def _holds(condition: Condition, row: Row | None) -> bool:
    if isinstance(condition, Absent):
        return row is None
    if isinstance(condition, Matches):
        return row is not None and all(row.get(k) == v for k, v in condition.values.items())
    if isinstance(condition, Below):
        return row is None or row["rev"] < condition.rev
    raise TypeError(f"no such condition: {condition!r}")


def _refuse_what_dynamodb_refuses(actions: Sequence[Action]) -> None:
    keys = [_key(action) for action in actions]
    if not keys or len(keys) > MAX_ACTIONS:
        raise ValueError(f"a transaction takes 1 to {MAX_ACTIONS} actions, not {len(keys)}")
    if len(set(keys)) != len(keys):
        raise ValueError(f"a transaction names each row once: {keys}")
