"""Whatever editors do, in an archive where many words are shared: every story ranks as by a look at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from broadsheet.adapters.memory.buckets import MemoryUploads
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain import rows
from broadsheet.domain.relatedness import PICKS, WINDOW, is_beginning
from broadsheet.ports import Action, Put, Row
from broadsheet.publishing import picking, reconsidering
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.links import picks_from, picks_key
from broadsheet.publishing.relating import due_picks

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
WORDS = "anchor barge cutter dinghy ferry galley hulk ketch lugger trawler".split()


class Archive:
    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.clock = SetClock(NOW)
        self.uploads, self.catalogue = MemoryUploads(lambda key: None), MemoryTable()
        self.ingest = Ingest(self.uploads, self.catalogue, MemoryTable(), self.clock)
        self.take_in: Callable[[str], object] = self.ingest.key
        self.stories: dict[str, tuple[int, list[str]]] = {}  # by key: hours ago, and words

    def write(
        self, name: str, hours: int, words: str, meanwhile: Callable[[], object] = lambda: None
    ) -> None:
        """Have a story like this taken in; without words it goes."""
        key = f"articles/world/{name}.md"
        if words:
            self.uploads.put(key, self._text(hours, words.split()), modified=self.clock.now())
        else:
            self.uploads.remove(key, self.clock.now())
        self.ingest._replace(catalogue=Between(self.catalogue, meanwhile)).key(key)

    def change(self) -> None:
        """A story comes, moves, has other words, or goes."""
        key = f"articles/world/{self.chance.randrange(30)}.md"
        hours, words = self.stories.get(key, self._new())
        if key in self.stories and self.chance.random() < 0.25:
            del self.stories[key]
            self.uploads.remove(key, self.clock.now())
        else:
            again = self._new()
            moved, changed = self.chance.choice([(again[0], words), (hours, again[1]), again])
            self.stories[key] = moved, changed
            self.uploads.put(key, self._text(moved, changed), modified=self.clock.now())
        self.take_in(key)

    def _new(self) -> tuple[int, list[str]]:
        return self.chance.randrange(1, 9000), self.chance.sample(WORDS, self.chance.randint(2, 8))

    def _text(self, hours: int, words: list[str]) -> bytes:
        fields = f"title: The {words[0]}\ndate: {NOW - timedelta(hours=hours):%Y-%m-%dT%H:%MZ}"
        return f"---\n{fields}\n---\n\n{' '.join(words)}.\n".encode()

    def expect_rankings_of_a_look_at_all(self) -> None:
        for row in self.catalogue.rows():
            if row["sk"] == rows.ARTICLE:
                record = rows.article_from(row)
                there = picks_from(self.catalogue.get(*picks_key(record.id)))
                due = due_picks(record, self.catalogue)
                assert (there.related, there.cites, there.open) == (due.related, due.cites, False)
                assert is_beginning(there.ranking, due.ranking)
                assert len(there.ranking.near) >= min(PICKS, len(due.ranking.near))


@pytest.mark.parametrize("seed", range(8))
def test_every_story_ranks_as_by_a_look_at_all(seed: int) -> None:
    archive = Archive(seed)

    for _ in range(60):
        archive.change()
        archive.expect_rankings_of_a_look_at_all()


class Killed(Exception):
    """The process ends here."""


class Mortal:
    """A table whose user dies right after a write, now and then."""

    def __init__(self, table: MemoryTable, chance: Random) -> None:
        self._table, self._chance = table, chance

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def write(self, actions: Sequence[Action]) -> None:
        self._table.write(actions)
        if self._chance.random() < 0.1:
            raise Killed


@pytest.mark.parametrize("seed", range(4))
def test_what_one_who_died_has_half_written_is_made_once_more(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picking, "CHUNK", 5)  # the rows of one link
    monkeypatch.setattr(reconsidering, "ACTIONS", 5)  # so that each story picks alone
    archive = Archive(seed)
    mortal = archive.ingest._replace(catalogue=Mortal(archive.catalogue, Random(seed)))
    archive.take_in = lambda key: until_one_survives(mortal, key)

    for _ in range(60):
        archive.change()
        archive.expect_rankings_of_a_look_at_all()


def until_one_survives(ingest: Ingest, key: str) -> None:
    while True:
        with suppress(Killed):
            ingest.key(key)
            return


class Between:
    """A table at which something else is done before picks of others are read for the first time."""

    def __init__(self, table: MemoryTable, meanwhile: Callable[[], object]) -> None:
        self._table, self._meanwhile = table, [meanwhile]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        if self._meanwhile and sum(sk == "PICKS" for _, sk in keys) > 1:
            self._meanwhile.pop()()
        return self._table.get_many(keys)


def test_a_story_that_is_pushed_aside_is_looked_for_under_the_terms_that_it_has_by_then() -> None:
    archive = Archive(1)
    archive.write("pushed", 900, "anchor")
    for number in range(WINDOW - 1):
        archive.write(f"w{number}", 500 - number, "anchor")
    archive.write("later", 100, "anchor ferry")

    archive.write("comes", 600, "anchor", lambda: archive.write("pushed", 900, "ferry"))

    archive.expect_rankings_of_a_look_at_all()


def test_a_story_that_has_come_back_by_then_is_not_taken_for_gone() -> None:
    archive = Archive(1)
    archive.write("back", 900, "anchor")
    archive.write("later", 100, "anchor ferry")
    archive.write("latest", 90, "anchor ferry")

    archive.write("back", 900, "", lambda: archive.write("back", 900, "ferry"))

    archive.expect_rankings_of_a_look_at_all()


def test_what_an_earlier_release_has_picked_is_picked_anew() -> None:
    """Its rows do not know what else a story is known by, nor whom one would pick next."""
    archive = Archive(1)
    for _ in range(60):
        archive.change()
    for row in archive.catalogue.rows():
        archive.catalogue.write([Put(as_of_an_earlier_release(row))])
    archive.change()

    for number in range(30):
        archive.ingest.key(f"articles/world/{number}.md", again=True)

    archive.expect_rankings_of_a_look_at_all()


def as_of_an_earlier_release(row: Row) -> Row:
    if row["sk"] == "PICKS":
        there = json.loads(row["doc"])
        related = [[id_, 5 * points] for id_, points in there["related"]]
        return row | {"doc": json.dumps({"related": related, "cites": [], "open": False})}
    if row["pk"].startswith("TERM#"):
        return {"pk": row["pk"], "sk": row["sk"], "weight": 7}
    return row
