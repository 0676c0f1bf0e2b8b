"""What happens between a reading and the write that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.publishing.conftest import Desk, story

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.adapters.memory.guards import MemoryGuards
from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.addresses import article_id
from broadsheet.domain.comment_rows import thread_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.rows import article_from, article_key, article_row
from broadsheet.errors import Conflict, StoreUnavailable
from broadsheet.ports import Action, Delete, Found, Page, Put
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.numbering import STANDS
from broadsheet.publishing.press import Press
from broadsheet.publishing.sheets import Sheet, tombstone
from broadsheet.publishing.threads import settle_thread
from broadsheet.together import side_by_side

NAME = "at/world/story/"


class OneStory(Editions):
    """A story that can be edited and withdrawn at any moment."""

    def __init__(self, text: str = "a story") -> None:
        self.__dict__["shown"] = [Sheet(text)]

    def foresee(self, pages: Iterable[tuple[str, str]]) -> None: ...

    def paths(self, name: str) -> tuple[str, ...]:
        return ("/world/story/",)

    def sheet(self, name: str, path: str) -> Sheet | None:
        shown: list[Sheet] = self.__dict__["shown"]
        return shown[0] if shown else None

    def tombstone(self) -> Sheet:
        return tombstone("Not here.")

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
    return Press(lambda: editions, site, MemoryGuards(), SetClock(), pause=lambda round_: None)


def test_a_story_withdrawn_right_before_its_first_page_is_put_is_never_public() -> None:
    editions, quick = OneStory(), MemorySite()
    site = SlowSite()
    quick.pages, quick.tombstones = site.pages, site.tombstones

    def withdraw() -> None:
        editions.show()
        press(editions, quick).print({NAME: True})

    site.meanwhile = [withdraw]
    press(editions, site).print({NAME: True})

    assert site.pages == {}


def test_a_story_that_came_and_went_while_its_first_page_is_put_is_never_public() -> None:
    """Where its page was a tombstone is left: nobody finds the place as empty as before."""
    editions, quick = OneStory(), MemorySite()
    site = SlowSite()
    quick.pages, quick.tombstones = site.pages, site.tombstones

    def come_and_go() -> None:
        press(editions, quick).print({NAME: True})
        editions.show()
        press(editions, quick).print({NAME: True})

    site.meanwhile = [come_and_go]
    press(editions, site).print({NAME: True})

    assert site.pages == {}


def test_a_tombstone_goes_when_nobody_can_know_of_an_absence_before_it() -> None:
    editions, site, clock = OneStory(), MemorySite(), SetClock()
    working = Press(lambda: editions, site, MemoryGuards(), clock)
    working.print({NAME: True})
    editions.show()
    working.print({NAME: True})
    clock.advance(STANDS - timedelta(minutes=1))
    working.print({NAME: False})
    assert [*site.tombstones] == ["world/story/index.html"]

    clock.advance(timedelta(minutes=2))
    working.print({NAME: False})

    assert site.tombstones == {}


def test_a_thread_is_told_of_a_decision_that_lost_its_turn_to_a_comment() -> None:
    comments = BusyTable()

    settle_thread(ArticleRecord("1", "articles/one.md", rev=3), comments=comments)
    settle_thread(ArticleRecord("1", "articles/one.md", rev=2), comments=comments)

    assert [row["rev"] for row in comments.rows()] == [3]


def test_a_decision_that_an_earlier_release_took_is_followed_and_its_thread_told(desk: Desk) -> None:
    desk.upload("articles/world/one.md", story())
    id_ = article_id("articles/world/one.md")
    record = article_from(desk.room.catalogue.get(*article_key(id_)) or {})
    early = replace(record, rev=record.rev + 1, unsettled=True, told=False)  # it knew of no such note
    desk.room.catalogue.write([Put(article_row(early))])
    desk.room.comments.write([Delete(*thread_key(id_))])

    desk.room.uploads_queue.send([{"keys": ["articles/world/one.md"]}])
    desk.room.settle()

    assert (desk.room.comments.get(*thread_key(id_)) or {})["live"]


def test_an_edit_tells_its_thread_nothing_unless_that_has_changed(desk: Desk) -> None:
    desk.upload("articles/world/one.md", story())
    told = desk.room.comments.rows()

    desk.upload("articles/world/one.md", story(body="More."))
    same = desk.room.comments.rows()
    desk.upload("articles/world/one.md", story(body="More.", comments="closed"))

    assert same == told
    assert desk.room.comments.rows() != told


class BusyTable(MemoryTable):
    """The first write meets another, as transactions of DynamoDB do."""

    met = False

    def write(self, actions: Sequence[Action]) -> None:
        if not self.met:
            self.met = True
            raise Conflict("TransactionConflict")
        super().write(actions)


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
        Press(lambda: editions, site, MemoryGuards(), clock).print({NAME: True})
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


FIRST, SECOND = "articles/world/first.md", "articles/world/second.md"


def first_goes_while_another_begins_to_wait(desk: Desk) -> list[str]:
    """What is returned is empty when that has happened."""
    room, write, pending = desk.room, desk.room.catalogue.write, ["the owner goes"]

    def slow_write(actions: Sequence[Action]) -> None:
        waits = any(isinstance(a, Put) and a.row["sk"].startswith("WAITING#") for a in actions)
        if waits and pending:
            pending.clear()
            room.uploads.remove(FIRST)
            room._ingest.key(FIRST)
            room._invalidate.changes(list(room.changes))  # whoever waits is woken now, and nobody does yet
            room.changes.clear()
        write(actions)

    room.catalogue.write = slow_write  # type: ignore[method-assign]
    return pending


def test_an_address_that_comes_free_while_a_claim_is_refused_is_not_missed(desk: Desk) -> None:
    desk.upload(FIRST, story("First", slug="wanted"))

    pending = first_goes_while_another_begins_to_wait(desk)
    receipt = desk.upload(SECOND, story("Second", slug="wanted"))

    assert pending == []
    assert receipt["state"] == "published"


def test_a_former_address_that_comes_free_while_its_loss_is_noted_leads_on_again(desk: Desk) -> None:
    desk.upload(SECOND, story("Second", slug="wanted"))
    desk.upload(SECOND, story("Second", slug="mine"))

    pending = first_goes_while_another_begins_to_wait(desk)
    desk.upload(FIRST, story("First", slug="wanted"))

    assert pending == []
    assert desk.leads_to("/world/wanted/") == "/world/mine/"


def test_an_alias_that_becomes_a_related_address_is_released_and_waited_for_at_once(desk: Desk) -> None:
    desk.upload(FIRST, story("First", aliases="[/old/first/]"))

    receipt = desk.upload(FIRST, story("First", related="[/old/first/]"))

    assert receipt["state"] == "published"
    assert desk.page("/old/first/") is None


def test_a_story_that_is_decided_anew_while_it_is_worked_out_again_is_worked_out_as_it_is_then(
    desk: Desk,
) -> None:
    desk.upload(FIRST, story("First"))
    write = desk.room.catalogue.write

    def slow_write(actions: Sequence[Action]) -> None:
        desk.room.catalogue.write = write  # type: ignore[method-assign]
        desk.upload(FIRST, story("Second"))
        write(actions)

    desk.room.catalogue.write = slow_write  # type: ignore[method-assign]
    record = desk.room._ingest.key(FIRST, again=True)
    desk.room.settle()

    assert isinstance(record, ArticleRecord)
    assert record.rev == desk.receipt(FIRST)["rev"] == 3
    assert "Second" in (desk.page("/world/first/") or "")


class Forgetful(MemoryGuards):
    """Its table does not answer."""

    def recall(self, keys: Sequence[str]) -> dict[str, Found]:
        raise StoreUnavailable("guards")

    def note(self, found: Mapping[str, Found | None]) -> None:
        raise StoreUnavailable("guards")


def test_a_guard_that_was_noted_saves_looking() -> None:
    editions, site, guards = OneStory("first"), MemorySite(ledger=(ledger := Ledger())), MemoryGuards()
    working = Press(lambda: editions, site, guards, SetClock())
    working.print({NAME: True})
    editions.show("second")
    ledger.clear()

    runs = working.print({NAME: True})

    assert (dict(ledger.requests), runs[NAME].written) == ({"site.put": 1}, ["/world/story/"])


@pytest.mark.parametrize("noted", [Found("old", 1, "old"), None])
def test_a_note_that_is_wrong_costs_a_look_and_nothing_else(noted: Found | None) -> None:
    editions, site, guards = OneStory("first"), MemorySite(), MemoryGuards()
    working = Press(lambda: editions, site, guards, SetClock(), pause=lambda round_: None)
    working.print({NAME: True})
    [key] = site.pages
    guards.note({key: noted})
    editions.show("second")

    working.print({NAME: True})

    assert site.pages[key].body.startswith(b"second")
    assert guards.recall([key])[key].rev == site.pages[key].rev


def test_what_should_be_gone_is_deleted_though_nobody_has_noted_it() -> None:
    editions, site = OneStory("first"), MemorySite()
    press(editions, site).print({NAME: True})
    editions.show()

    runs = press(editions, site).print({NAME: True})

    assert (site.pages, runs[NAME].deleted) == ({}, ["/world/story/"])


def test_pages_are_printed_where_no_guard_can_be_recalled_or_noted() -> None:
    editions, site = OneStory("first"), MemorySite()

    runs = Press(lambda: editions, site, Forgetful(), SetClock()).print({NAME: True})

    assert runs[NAME].written == ["/world/story/"]


def test_pages_come_out_the_same_side_by_side(desk: Desk) -> None:
    for number in range(12):
        desk.put(f"articles/world/n{number}.md", story(f"Number {number}", tags="[sea]"))
    desk.room.settle()
    other = Desk()
    with ThreadPoolExecutor(8) as pool:
        other.room._rendering = other.room._rendering._replace(together=side_by_side(pool))
        for number in range(12):
            other.put(f"articles/world/n{number}.md", story(f"Number {number}", tags="[sea]"))
        other.room.settle()

    assert other.room.site.pages.keys() == desk.room.site.pages.keys()
    assert {k: p.digest for k, p in other.room.site.pages.items()} == {
        k: p.digest for k, p in desk.room.site.pages.items()
    }
