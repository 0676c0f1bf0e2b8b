"""What happens between a reading and the write that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.publishing.conftest import Desk, story

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.ports import Action, Page, Put
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.press import Press
from broadsheet.publishing.sheets import Sheet


class OneStory(Editions):
    """A story that can be withdrawn at any moment."""

    def __init__(self) -> None:
        self.__dict__["shown"] = [Sheet("a story")]

    def paths(self, name: str) -> tuple[str, ...]:
        return ("/world/story/",)

    def sheet(self, name: str, path: str) -> Sheet | None:
        shown: list[Sheet] = self.__dict__["shown"]
        return shown[0] if shown else None


class SlowSite(MemorySite):
    """Lets something happen right before its first write."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile = [meanwhile]

    def write(self, key: str, page: Page, *, etag: str | None) -> None:
        if self._meanwhile:
            self._meanwhile.pop()()
        super().write(key, page, etag=etag)


def test_a_story_withdrawn_while_its_first_page_is_written_is_not_left_standing() -> None:
    editions = OneStory()
    site = SlowSite(editions.__dict__["shown"].clear)

    Press(editions, site).print("at/world/story/", set())

    assert site.pages == {}


def test_an_address_that_comes_free_while_a_claim_is_refused_is_not_missed(desk: Desk) -> None:
    first, second = "articles/world/first.md", "articles/world/second.md"
    desk.upload(first, story("First", slug="wanted"))
    room, write, pending = desk.room, desk.room.catalogue.write, ["the owner goes"]

    def slow_write(actions: Sequence[Action]) -> None:
        waits = any(isinstance(a, Put) and a.row["sk"].startswith("WAITING#") for a in actions)
        if waits and pending:
            pending.clear()
            room.uploads.remove(first)
            room._ingest.key(first)
            room._invalidate.changes(list(room.changes))  # whoever waits is woken now, and nobody does yet
            room.changes.clear()
        write(actions)

    room.catalogue.write = slow_write  # type: ignore[method-assign]
    receipt = desk.upload(second, story("Second", slug="wanted"))

    assert pending == []
    assert receipt["state"] == "published"
