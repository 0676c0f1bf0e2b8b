"""A table that is kept in a file, beside the one in memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.ports import Change, Delete, Put, Row, Span
from broadsheet_cli.kept import table as kept
from broadsheet_cli.kept.table import KeptTable


@pytest.mark.parametrize("seed", range(20))
def test_it_answers_as_the_one_in_memory_whenever_it_is_put_down_and_taken_up_again(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LEAF", 3)
    chance, database = Random(seed), sqlite3.connect(tmp_path / "state")
    begun = [row(chance) for _ in range(chance.choice((0, 30)))]
    KeptTable.create(database, "rows", begun)
    memory = MemoryTable()
    memory.load(map(dict, begun))
    for _ in range(12):
        table = KeptTable(database, "rows")
        for _ in range(10):
            change(chance, memory, table)
            for span, limit, newest_first in asked(chance):
                expected = memory.query("A", span, limit=limit, newest_first=newest_first)
                assert table.query("A", span, limit=limit, newest_first=newest_first) == expected
        table.keep()


def row(chance: Random) -> Row:
    return {"pk": chance.choice("AB"), "sk": f"{chance.randrange(60):02}", "rev": chance.randrange(9)}


def change(chance: Random, *tables: MemoryTable | KeptTable) -> None:
    made = row(chance)
    gone = chance.random() < 0.45
    for table in tables:
        table.write([Delete(made["pk"], made["sk"]) if gone else Put(dict(made))])
        assert table.get(made["pk"], made["sk"]) == (None if gone else made)


def asked(chance: Random) -> list[tuple[Span, int | None, bool]]:
    low, high = sorted((f"{chance.randrange(60):02}", f"{chance.randrange(60):02}"))
    spans = (Span(), Span(prefix=low[0]), Span(low=low, high=high), Span(high=high), Span(prefix="9"))
    return [(span, chance.choice((None, 1, 4)), chance.random() < 0.5) for span in spans]


def test_what_is_loaded_is_heard_of_by_nobody() -> None:
    database, heard = sqlite3.connect(":memory:"), list[Change]()
    KeptTable.create(database, "rows", [])
    table = KeptTable(database, "rows", heard.append)

    table.load([{"pk": "A", "sk": "1"}])
    table.write([Put({"pk": "A", "sk": "1"}), Put({"pk": "A", "sk": "2"})])

    assert [change.keys for change in heard] == [("A", "2")]
