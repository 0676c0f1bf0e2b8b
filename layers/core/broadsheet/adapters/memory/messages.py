"""Queue, edge and clock in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.adapters.memory.ledger import Ledger


class MemoryQueue:
    """Messages in the order they were sent; `take` removes them."""

    def __init__(self, *, ledger: Ledger | None = None, name: str = "queue") -> None:
        self.messages: deque[dict[str, Any]] = deque()
        self._ledger = ledger or Ledger()
        self._name = name

    def send(self, messages: Sequence[Mapping[str, Any]]) -> None:
        for _ in range(0, len(messages), 10):  # SendMessageBatch takes ten
            self._ledger.count(f"{self._name}.send")
        self.messages.extend(dict(message) for message in messages)

    def take(self, limit: int) -> list[dict[str, Any]]:
        return [self.messages.popleft() for _ in range(min(limit, len(self.messages)))]


class MemoryEdge:
    """Remembers what was purged."""

    def __init__(self, *, ledger: Ledger | None = None) -> None:
        self.purged: list[str] = []
        self._ledger = ledger or Ledger()

    def purge(self, paths: Sequence[str]) -> None:
        self._ledger.count("edge.invalidation", len(paths))
        self.purged.extend(paths)


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by
