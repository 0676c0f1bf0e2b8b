"""The stories next to a place in time, looked up for one place or for many together."""

from __future__ import annotations

from random import Random

import pytest

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.relatedness import SIGHT, WINDOW
from broadsheet.ports import Put
from broadsheet.publishing.windows import FEW, around, before, before_each, later
from broadsheet.together import in_turn


def place(number: int) -> str:
    return f"2026-01-01T00:00:{number:09.6f}+00:00#{number:04}"


def shelf(places: list[str], ledger: Ledger | None = None) -> MemoryTable:
    table = MemoryTable(ledger=ledger)
    for at in places:
        table.write([Put({"pk": "TERM#flood", "sk": at, "weight": 1})])
    return table


@pytest.mark.parametrize("seed", range(60))
def test_many_places_together_have_the_windows_that_each_has_alone(seed: int) -> None:
    chance = Random(seed)
    numbers = chance.sample(range(400), chance.choice((0, 1, 12, 13, 25, 60, 300)))
    table = shelf([place(number) for number in numbers])
    asked = [place(chance.randrange(400)) for _ in range(chance.choice((1, 2, 9, 40)))]

    together = before_each({"flood": asked, "empty": asked[:1]}, table, in_turn)

    alone = {at: before(at, ["flood"], table, in_turn)["flood"].before for at in asked}
    assert together == {"flood": alone, "empty": {asked[0]: ()}}


def test_neighbours_are_read_at_once() -> None:
    ledger = Ledger()
    table = shelf([place(number) for number in range(100)], ledger)
    ledger.clear()

    before_each({"flood": [place(number) for number in range(50, 50 + WINDOW)]}, table, in_turn)

    assert ledger.requests["table.query"] == 1


@pytest.mark.parametrize("seed", range(60))
def test_both_sides_of_a_place_are_seen_at_once_where_few_are_after_it(seed: int) -> None:
    chance = Random(seed)
    numbers = chance.sample(range(400), chance.choice((0, 1, 5, 25, 60)))
    places = sorted(place(number) for number in numbers)
    here = chance.choice([*places, place(chance.randrange(400))])
    ledger = Ledger()
    table = shelf(places, ledger)
    before_, after = [p for p in places if p < here][::-1][:SIGHT], [p for p in places if p > here]
    ledger.clear()

    few = around(here, ["flood"], len(after), table, in_turn)["flood"]
    assert ledger.requests["table.query"] == 1
    many = around(here, ["flood"], None, table, in_turn)["flood"]
    others_came = around(here, ["flood"], max(1, len(after) - 3), table, in_turn)["flood"]

    assert [p.place for p in few.before] == before_[: SIGHT if after else WINDOW]
    assert [[p.place for p in near.before] for near in (many, others_came)] == [before_] * 2
    assert [p.place for p in few.after] == [p.place for p in many.after] == after[:SIGHT]


def test_later_stories_are_counted_as_long_as_they_are_few() -> None:
    table = MemoryTable()
    for number in range(FEW + 2):
        table.write([Put({"pk": "LIST#front", "sk": place(number)})])

    assert later(place(FEW + 1), table) == 0
    assert later(place(1), table) == FEW
    assert later(place(0), table) is None
