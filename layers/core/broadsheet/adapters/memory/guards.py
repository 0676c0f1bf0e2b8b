"""Notes of guards in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.ports import Found


class MemoryGuards:
    def __init__(self, *, ledger: Ledger | None = None) -> None:
        self.notes: dict[str, Found] = {}
        self._ledger = ledger or Ledger()

    def recall(self, keys: Sequence[str]) -> dict[str, Found]:
        if keys:
            self._ledger.count("guards.batch_get", len(keys))
        return {key: self.notes[key] for key in keys if key in self.notes}

    def note(self, found: Mapping[str, Found | None]) -> None:
        if found:
            self._ledger.count("guards.batch_write", len(found))
        self.notes |= {key: there for key, there in found.items() if there}
        for key in (key for key, there in found.items() if not there):
            self.notes.pop(key, None)
