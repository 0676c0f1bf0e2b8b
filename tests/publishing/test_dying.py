"""One dies right after another has gone past it: what it has begun is nobody's work any more."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.publishing.conftest import NOW, Desk

from broadsheet.domain.addresses import article_id
from broadsheet.ports import Action, Delete, Put
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.links import picks_key

SHOWN, OTHER, THIRD = (f"articles/world/{name}.md" for name in ("shown", "other", "third"))
PICKS = picks_key(article_id(OTHER))


class Killed(Exception):
    """The process ends here."""


class Dying:
    """A table whose user dies at the first write that is `last`; what comes to pass then is told by `end`."""

    def __init__(
        self,
        table: Any,
        last: Callable[[Sequence[Action]], bool],
        end: Callable[[Sequence[Action]], object],
    ) -> None:
        self._table, self._last, self._end = table, last, end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def write(self, actions: Sequence[Action]) -> None:
        if self._last(actions):
            self._end(actions)
            raise Killed
        self._table.write(actions)


class Beside:
    """A table that tells of the second reading of another story's picks, before it is answered."""

    def __init__(self, table: Any, second: Callable[[], None]) -> None:
        self._table, self._second, self._readings = table, second, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> Any:
        self._readings += PICKS in keys
        if self._readings == 2 and PICKS in keys:
            self._second()
        return self._table.get_many(keys)


def ingest(desk: Desk, catalogue: Any) -> Ingest:
    return Ingest(desk.room.uploads, catalogue, desk.room.comments, desk.room.clock)


def text(title: str, day: int, tags: str, related: str = "", body: str = "Lighthouse keeper lamp.") -> str:
    fields = f"title: {title}\ndate: 2026-11-{day}T10:00:00Z\ntags: [{tags}]\n{related}"
    return f"---\n{fields}---\n\n{body}\n"


def opens_the_others_picks(actions: Sequence[Action]) -> bool:
    puts = [action.row for action in actions if isinstance(action, Put)]
    return any((row["pk"], row["sk"]) == PICKS and json.loads(row["doc"])["open"] for row in puts)


def adds_an_entry(actions: Sequence[Action]) -> bool:
    return any(isinstance(action, Put) and action.row["pk"].startswith("INDEX#") for action in actions)


def test_picks_that_a_dead_one_left_open_hide_no_withdrawal() -> None:
    desk = Desk()
    desk.upload(SHOWN, text("Keeper retires", 10, "alpha"))
    desk.upload(OTHER, text("Lamp replaced", 11, "alpha, beta", "related: [shown.md]\n"))
    assert "Keeper retires" in (desk.page("/world/other/") or "")
    opening: list[Sequence[Action]] = []

    def opened_in_between() -> None:
        if opening:
            desk.room.catalogue.write(opening.pop())

    def withdrawn(actions: Sequence[Action]) -> None:
        opening.append(actions)
        desk.room.uploads.remove(SHOWN, NOW)
        ingest(desk, Beside(desk.room.catalogue, opened_in_between)).key(SHOWN)

    desk.put(THIRD, text("Council votes", 9, "beta", body="Budget."))
    with pytest.raises(Killed):
        ingest(desk, Dying(desk.room.catalogue, opens_the_others_picks, withdrawn)).key(THIRD)
    assert not opening
    desk.room.settle()

    assert "Keeper retires" not in (desk.page("/world/other/") or "")
    assert not json.loads((desk.room.catalogue.get(*PICKS) or {})["doc"])["open"]


def test_entries_are_not_added_for_a_story_that_has_gone() -> None:
    desk = Desk()

    def withdrawn(actions: Sequence[Action]) -> None:
        desk.room.uploads.remove(SHOWN, NOW)
        ingest(desk, desk.room.catalogue).key(SHOWN)
        desk.room.catalogue.write(actions)

    desk.put(SHOWN, text("Keeper retires", 10, "alpha"))
    ingest(desk, Dying(desk.room.catalogue, adds_an_entry, withdrawn)).key(SHOWN)
    desk.room.settle()

    assert [row["pk"] for row in desk.room.catalogue.rows() if row["pk"].startswith("INDEX#")] == []
    assert desk.page("/archive/2026-11/") is None


def removes_an_entry(actions: Sequence[Action]) -> bool:
    return any(isinstance(action, Delete) and action.pk.startswith("INDEX#") for action in actions)


def test_no_entry_is_removed_of_a_day_to_which_the_story_has_come_back() -> None:
    desk = Desk()
    desk.upload(SHOWN, text("Keeper retires", 10, "alpha"))

    def restored(actions: Sequence[Action]) -> None:
        desk.put(SHOWN, text("Keeper stays", 10, "alpha"))
        ingest(desk, desk.room.catalogue).key(SHOWN)
        desk.room.catalogue.write(actions)

    desk.room.uploads.remove(SHOWN, NOW)
    ingest(desk, Dying(desk.room.catalogue, removes_an_entry, restored)).key(SHOWN)
    desk.room.settle()

    assert "10 November 2026" in (desk.page("/archive/2026-11/") or "")
