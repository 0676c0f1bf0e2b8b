"""What happens between a reading and the write that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from tests.publishing.conftest import Desk, story

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.ports import Action, Page, Put
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.press import Press
from broadsheet.publishing.sheets import Sheet

NAME = "at/world/story/"


class OneStory(Editions):
    """A story that can be edited and withdrawn at any moment."""

    def __init__(self, text: str = "a story") -> None:
        self.__dict__["shown"] = [Sheet(text)]

    def gather(self, names: Iterable[str]) -> None: ...

    def foresee(self, pages: Iterable[tuple[str, str]]) -> None: ...

    def paths(self, name: str) -> tuple[str, ...]:
        return ("/world/story/",)

    def stands(self, name: str, path: str) -> bool:
        return self.sheet(name, path) is not None

    def sheet(self, name: str, path: str) -> Sheet | None:
        shown: list[Sheet] = self.__dict__["shown"]
        return shown[0] if shown else None

    def show(self, *text: str) -> None:
        self.__dict__["shown"][:] = [Sheet(words) for words in text]


class SlowSite(MemorySite):
    """Lets things happen right before its next writes."""

    def __init__(self, *meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = list(meanwhile)

    def write(self, key: str, page: Page, *, etag: str | None) -> str:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return super().write(key, page, etag=etag)

    def texts(self) -> list[str]:
        return [page.body.decode().strip() for page in self.pages.values()]


def press(editions: Editions, site: MemorySite) -> Press:
    return Press(lambda: editions, site, SetClock(), pause=lambda round_: None)


def test_a_story_withdrawn_while_its_first_page_is_written_is_not_left_standing() -> None:
    editions = OneStory()
    site = SlowSite(editions.show)

    press(editions, site).print({NAME: True})

    assert site.pages == {}


def test_a_story_withdrawn_right_before_its_page_is_put_is_never_public() -> None:
    editions, quick = OneStory(), MemorySite()
    site = SlowSite()
    quick.pages = site.pages

    def withdraw() -> None:
        editions.show()
        press(editions, quick).print({NAME: True})

    site.meanwhile = [lambda: None, withdraw]  # the second write is the page itself
    press(editions, site).print({NAME: True})

    assert site.pages == {}


def test_a_change_that_is_taken_back_still_makes_slower_work_lose() -> None:
    editions, quick = OneStory("first"), MemorySite()
    site = SlowSite()
    quick.pages = site.pages
    press(editions, quick).print({NAME: True})

    def take_back() -> None:
        editions.show("first")
        press(editions, quick).print({NAME: True})

    editions.show("second")
    site.meanwhile = [take_back]
    press(editions, site).print({NAME: True})

    assert site.texts() == ["first"]


def test_what_only_may_have_changed_is_written_only_where_it_has() -> None:
    editions, site = OneStory(), MemorySite()
    press(editions, site).print({NAME: True})
    before = dict(site.pages)

    runs = press(editions, site).print({NAME: False})

    assert (site.pages, runs[NAME].unchanged) == (before, ["/world/story/"])


def test_the_number_of_a_page_grows_even_where_it_was_withdrawn_in_between() -> None:
    editions, site, clock = OneStory(), MemorySite(), SetClock()
    numbers = []
    for shown in ("a story",), (), ("a story",):
        editions.show(*shown)
        clock.advance(timedelta(seconds=1))
        Press(lambda: editions, site, clock).print({NAME: True})
        numbers += [page.rev for page in site.pages.values()]

    assert numbers == sorted(set(numbers))


def test_a_page_that_cannot_be_made_leaves_the_others_alone() -> None:
    class Faulty(OneStory):
        def paths(self, name: str) -> tuple[str, ...]:
            return ("/world/story/" if name == NAME else "/world/other/",)

        def sheet(self, name: str, path: str) -> Sheet | None:
            return super().sheet(name, path) if name == NAME else Sheet("" + None)  # type: ignore[operator]

    runs = press(Faulty(), site := SlowSite()).print({"at/world/other/": True, NAME: True})

    assert site.texts() == ["a story"]
    assert "TypeError" in str(runs["at/world/other/"].error)


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
