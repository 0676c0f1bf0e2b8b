"""What has been read once is not asked for again."""

from __future__ import annotations

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.ports import Put
from broadsheet.publishing.snapshot import Snapshot


def test_of_a_partition_that_was_read_whole_nothing_is_asked_for() -> None:
    ledger = Ledger()
    table = MemoryTable(ledger=ledger)
    table.write([Put({"pk": "a", "sk": "1"}), Put({"pk": "b", "sk": "1"})])
    snapshot = Snapshot(table)
    snapshot.know("a", table.query("a"))
    ledger.clear()

    assert snapshot.get_many([("a", "1"), ("a", "2")]) == [{"pk": "a", "sk": "1"}]
    assert sum(ledger.requests.values()) == 0

    assert snapshot.get_many([("a", "2"), ("b", "1"), ("b", "2")]) == [{"pk": "b", "sk": "1"}]
    assert snapshot.get_many([("b", "1"), ("b", "2")]) == [{"pk": "b", "sk": "1"}]
    assert sum(ledger.requests.values()) == 1
