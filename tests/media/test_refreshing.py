"""The life of an image, in whatever order its messages arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from tests.media.pictures_for_tests import photo, svg

from broadsheet import imaging
from broadsheet.adapters.memory.buckets import EPOCH, MemorySite, MemoryUploads
from broadsheet.adapters.memory.messages import MemoryEdge, MemoryQueue
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.media import OUTWORN, MediaRecord, files_of, media_from, media_key
from broadsheet.ports import Page, Put
from broadsheet.publishing.media import refresh_image

KEY = "images/ferry.jpg"


class HauntedSite(MemorySite):
    """Something happens once, right after the first file is written or before the first is deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.after_write: Callable[[], None] | None = None
        self.after_delete: Callable[[], None] | None = None

    def write(self, key: str, page: Page, *, etag: str | None) -> str:
        written = super().write(key, page, etag=etag)
        event, self.after_write = self.after_write, None
        if event:
            event()
        return written

    def delete(self, key: str, *, etag: str) -> None:
        super().delete(key, etag=etag)
        event, self.after_delete = self.after_delete, None
        if event:
            event()


@dataclass
class House:
    uploads: MemoryUploads = field(default_factory=MemoryUploads)
    catalogue: MemoryTable = field(default_factory=MemoryTable)
    site: HauntedSite = field(default_factory=HauntedSite)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    edge: MemoryEdge = field(default_factory=MemoryEdge)

    def refresh(self, *, again: bool = False, now: datetime | None = None) -> MediaRecord:
        return refresh_image(
            KEY,
            uploads=self.uploads,
            catalogue=self.catalogue,
            site=self.site,
            queue=self.queue,
            edge=self.edge,
            again=again,
            now=now,
            pause=lambda round_: None,
        )

    def record(self) -> MediaRecord:
        row = self.catalogue.get(*media_key(KEY))
        assert row
        return media_from(row)

    def shown_by(self, *articles: str) -> None:
        for article in articles:
            row = {"pk": f"MEDIA#{KEY}", "sk": f"USED#{article}", "upload": article}
            self.catalogue.write([Put(row)])

    def told(self) -> list[str]:
        return [key for message in self.queue.take(100) for key in message["keys"]]


@pytest.fixture
def house() -> House:
    return House()


def test_an_uploaded_image_is_published_with_all_its_files(house: House) -> None:
    house.uploads.put(KEY, photo(1000, 500))
    record = house.refresh()
    assert record.state == "published"
    assert record.url.startswith("/media/")
    assert record.url.endswith("/ferry-1000.jpg")
    assert set(house.site.pages) == set(files_of(record.picture))
    for page in house.site.pages.values():
        assert page.cache_control == "public, max-age=31536000, immutable"
        assert page.rev == 1
    assert house.record() == record


def test_the_articles_that_wait_for_an_image_are_told_once(house: House) -> None:
    house.shown_by("articles/a.md", "articles/b.md")
    house.uploads.put(KEY, photo(100, 50))
    house.refresh()
    assert house.told() == ["articles/a.md", "articles/b.md"]
    house.refresh()
    assert house.told() == []


def test_a_message_that_comes_again_tells_them_again(house: House) -> None:
    house.shown_by("articles/a.md")
    house.uploads.put(KEY, photo(100, 50))
    house.refresh()
    house.refresh(again=True)
    assert house.told() == ["articles/a.md"] * 2


def test_each_article_is_told_in_a_message_of_its_own(house: House) -> None:
    house.shown_by(*(f"articles/{number:03}.md" for number in range(120)))
    house.uploads.put(KEY, photo(100, 50))
    house.refresh()
    assert [len(message["keys"]) for message in house.queue.messages] == [1] * 120


def test_a_crash_before_the_articles_are_told_is_made_good(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.shown_by("articles/a.md")
    house.uploads.put(KEY, photo(100, 50))

    def fail(messages: object) -> None:
        raise RuntimeError("the queue is down")

    with monkeypatch.context() as broken:
        broken.setattr(house.queue, "send", fail)
        with pytest.raises(RuntimeError):
            house.refresh()
    house.refresh()  # first delivery of another message: the debt is in the record
    assert house.told() == ["articles/a.md"]


def test_the_same_bytes_again_change_nothing(house: House) -> None:
    house.shown_by("articles/a.md")
    house.uploads.put(KEY, photo(100, 50))
    first = house.refresh()
    house.told()
    house.uploads.put(KEY, photo(100, 50))
    second = house.refresh()
    assert second == first
    assert house.told() == []


def test_nothing_new_writes_nothing(house: House) -> None:
    house.uploads.put(KEY, photo(100, 50))
    assert house.refresh().rev == house.refresh().rev


def test_a_new_version_takes_over_and_open_pages_keep_their_picture(house: House) -> None:
    house.shown_by("articles/a.md")
    house.uploads.put(KEY, photo(100, 50))
    first = house.refresh()
    house.uploads.put(KEY, photo(100, 60))
    second = house.refresh()
    assert second.picture != first.picture
    assert second.former == files_of(first.picture)
    assert set(house.site.pages) == {*files_of(first.picture), *files_of(second.picture)}
    assert house.told() == ["articles/a.md"] * 2


def test_going_back_to_an_older_picture_counts_no_file_twice(house: House) -> None:
    for height in (50, 60, 50):
        house.uploads.put(KEY, photo(100, height))
        record = house.refresh()
    assert not set(record.former) & set(files_of(record.picture))
    assert {*record.former, *files_of(record.picture)} == set(house.site.pages)


def test_a_bad_version_leaves_the_good_one_in_place(house: House) -> None:
    house.shown_by("articles/a.md")
    house.uploads.put(KEY, photo(100, 50))
    good = house.refresh()
    house.told()
    house.uploads.put(KEY, b"not a picture")
    record = house.refresh()
    assert record.state == "refused"
    assert "not a JPEG" in record.errors[0].message
    assert record.picture == good.picture
    assert set(house.site.pages) == set(files_of(good.picture))
    assert house.told() == []


@pytest.mark.parametrize("before", [(), (b"no picture",), (b"no picture", b"none either")], ids=len)
@pytest.mark.parametrize("bad", [b"no picture", b"none at all"])
def test_a_picture_that_was_deleted_does_not_stand_beneath_a_bad_one_that_took_its_name(
    house: House, before: tuple[bytes, ...], bad: bytes
) -> None:
    house.shown_by("articles/a.md")
    for body in (photo(100, 50), *before):
        house.uploads.put(KEY, body)
        house.refresh()
    house.told()

    house.uploads.remove(KEY)
    house.uploads.put(KEY, bad)
    record = house.refresh()

    assert (record.state, record.picture) == ("refused", None)
    assert house.site.pages == {}
    assert house.told() == ["articles/a.md"]


def test_a_picture_that_was_deleted_is_gone_as_soon_as_another_has_taken_its_name(house: House) -> None:
    house.uploads.put(KEY, photo(100, 50))
    old = house.refresh()
    house.uploads.remove(KEY)
    house.uploads.put(KEY, photo(80, 40))

    record = house.refresh()

    assert set(house.site.pages) == set(files_of(record.picture))
    assert {f"/{key}" for key in files_of(old.picture)} <= set(house.edge.purged)


def test_a_picture_that_was_deleted_and_is_back_stands(house: House) -> None:
    house.uploads.put(KEY, photo(100, 50))
    old = house.refresh()
    house.uploads.remove(KEY)
    house.uploads.put(KEY, photo(100, 50))
    house.uploads.put(KEY, b"no picture")

    record = house.refresh()

    assert (record.state, record.picture) == ("refused", old.picture)


def test_stories_without_their_picture_are_told_why_each_time_that_it_changes(house: House) -> None:
    house.shown_by("articles/a.md")
    house.uploads.put(KEY, b"not a picture")
    house.refresh()
    assert house.told() == ["articles/a.md"]
    house.uploads.put(KEY, b"not a picture either")
    house.refresh()
    assert house.told() == []
    house.uploads.remove(KEY)
    house.refresh()
    assert house.told() == ["articles/a.md"]


def test_a_file_that_is_too_large_is_not_even_read(house: House) -> None:
    house.uploads.put(KEY, bytes(20_000_001))
    record = house.refresh()
    assert "20.0 MB" in record.errors[0].message
    assert house.uploads.read(KEY) is not None


def test_a_deleted_image_takes_every_file_it_ever_had_with_it(house: House) -> None:
    house.shown_by("articles/a.md")
    for height in (50, 60, 70):
        house.uploads.put(KEY, photo(100, height))
        house.refresh()
    before = set(house.site.pages)
    house.told()
    house.uploads.remove(KEY)
    record = house.refresh()
    assert record.state == "withdrawn"
    assert record.url == ""
    assert house.site.pages == {}
    assert {path[1:] for path in house.edge.purged} == before
    assert house.told() == ["articles/a.md"]


def test_a_withdrawn_image_can_come_back(house: House) -> None:
    house.uploads.put(KEY, photo(100, 50))
    first = house.refresh()
    house.uploads.remove(KEY)
    gone = house.refresh()
    house.uploads.put(KEY, photo(100, 50))
    back = house.refresh()
    assert first.rev < gone.rev < back.rev
    assert back.picture == first.picture
    assert set(house.site.pages) == set(files_of(first.picture))


def test_deleting_what_was_never_there_leaves_no_trace(house: House) -> None:
    assert house.refresh().rev == 0
    assert house.catalogue.rows() == []


def test_an_image_replaced_often_keeps_a_bounded_past(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.domain.media.FORMER_FILES", 4)
    for height in range(50, 60):
        house.uploads.put(KEY, photo(100, height))
        record = house.refresh()
    assert len(record.former) == 4
    assert set(house.site.pages) == {*record.former, *files_of(record.picture)}


def test_the_files_of_a_picture_that_was_replaced_go_after_a_day(house: House) -> None:
    house.uploads.put(KEY, photo(100, 50))
    house.refresh(now=EPOCH)
    house.uploads.put(KEY, photo(100, 60))
    replaced = house.refresh(now=EPOCH)
    house.edge.purged.clear()

    assert house.refresh(now=EPOCH + OUTWORN - timedelta(seconds=1)) == replaced
    record = house.refresh(now=EPOCH + OUTWORN)

    assert (record.picture, record.former) == (replaced.picture, ())
    assert set(house.site.pages) == {*files_of(record.picture)}
    assert {*house.edge.purged} == {f"/{key}" for key in replaced.former}


def test_a_picture_that_comes_back_while_its_old_files_go_is_there(house: House) -> None:
    old, new = photo(100, 50), photo(100, 60)
    for body in (old, new):
        house.uploads.put(KEY, body)
        house.refresh(now=EPOCH)

    def comes_back() -> None:
        house.uploads.put(KEY, old)
        house.refresh(now=EPOCH)

    house.site.after_delete = comes_back
    record = house.refresh(now=EPOCH + OUTWORN)

    assert {*files_of(record.picture)} <= set(house.site.pages)
    assert house.record().picture == record.picture


def test_an_image_deleted_while_its_files_are_written_leaves_none(house: House) -> None:
    house.uploads.put(KEY, photo(1000, 500))
    house.site.after_write = lambda: house.uploads.remove(KEY)
    assert house.refresh().state == "withdrawn"
    assert house.site.pages == {}


def test_a_withdrawal_that_overtakes_the_writing_wins(house: House) -> None:
    house.uploads.put(KEY, photo(1000, 500))

    def overtake() -> None:
        house.uploads.remove(KEY)
        house.refresh()

    house.site.after_write = overtake
    assert house.refresh().state == "withdrawn"
    assert house.site.pages == {}


def test_a_crash_while_files_are_written_leaves_nothing_once_the_image_is_gone(house: House) -> None:
    house.uploads.put(KEY, photo(1000, 500))

    def crash() -> None:
        raise RuntimeError("out of time")

    house.site.after_write = crash
    with pytest.raises(RuntimeError):
        house.refresh()
    assert house.site.pages
    house.uploads.remove(KEY)
    house.refresh()
    assert house.site.pages == {}


def test_a_slow_withdrawal_does_not_take_the_files_of_an_image_that_came_back(house: House) -> None:
    house.uploads.put(KEY, photo(1000, 500))
    house.refresh()
    house.uploads.remove(KEY)

    def come_back() -> None:
        house.uploads.put(KEY, photo(1000, 500))
        house.refresh()

    house.site.after_delete = come_back
    record = house.refresh()
    assert record.state == "published"
    assert set(house.site.pages) == set(files_of(record.picture))


def test_a_refusal_that_overtakes_the_writing_leaves_no_file(house: House) -> None:
    def withdrawn_and_refused() -> None:
        house.uploads.remove(KEY)
        house.refresh()
        house.uploads.put(KEY, b"no picture")
        house.refresh()

    house.site.after_write = withdrawn_and_refused
    house.uploads.put(KEY, photo(1000, 500))

    record = house.refresh()

    assert (record.state, record.picture) == ("refused", None)
    assert house.site.pages == {}


def test_a_replacement_that_overtakes_the_writing_wins(house: House) -> None:
    house.uploads.put(KEY, photo(1000, 500))

    def overtake() -> None:
        house.uploads.put(KEY, photo(1000, 600))
        house.refresh()

    house.site.after_write = overtake
    record = house.refresh()
    assert record.picture
    assert record.picture.height == 600
    assert set(house.site.pages) == {*record.former, *files_of(record.picture)}


def test_the_pixels_are_worked_through_once_however_many_rounds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(body: bytes, key: str) -> object:
        made.append(key)
        return original(body, key)

    original = imaging.variants
    monkeypatch.setattr("broadsheet.publishing.media.variants", counted)
    house.uploads.put(KEY, photo(1000, 500))
    house.site.after_write = lambda: house.catalogue.write(
        [Put({"pk": f"MEDIA#{KEY}", "sk": "MEDIA", "rev": 9, "doc": '{"key":"images/ferry.jpg","rev":9}'})]
    )
    assert house.refresh().rev > 9
    assert made == [KEY]


def test_a_dangerous_drawing_is_answered_and_not_stored() -> None:
    house = House()
    house.uploads.put("images/map.svg", svg("<script/>"))
    record = refresh_image(
        "images/map.svg", uploads=house.uploads, catalogue=house.catalogue, site=house.site, queue=house.queue
    )
    assert record.state == "refused"
    assert house.site.pages == {}
