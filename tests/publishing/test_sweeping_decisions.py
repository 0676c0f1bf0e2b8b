"""The sweep finds decisions that would be others now, and answers that were never given."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.publishing.conftest import Desk, story
from tests.publishing.test_sweeping import lose, notes, png, sweep, swept

from broadsheet.domain.addresses import receipt_key
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Upload
from broadsheet.publishing.sweeping import SETTLING
from broadsheet.publishing.sweeping.notes import EVERY

KEY, RIVAL = "articles/world/harbour.md", "articles/world/rival.md"
PIER = "images/pier.png"


def take_one(desk: Desk, key: str) -> None:
    """Ingest or media take an upload; the change of its record is not announced yet."""
    assert next(desk.room.steps()) == key


def test_a_file_that_was_never_told_that_its_address_is_free_gets_it(desk: Desk) -> None:
    desk.upload(KEY, story(slug="ferries"))
    desk.upload(RIVAL, story("Rival", slug="ferries"))
    desk.room.uploads.remove(KEY)
    take_one(desk, KEY)
    desk.room.changes.clear()

    assert swept(desk) >= 1

    assert desk.receipt(RIVAL)["state"] == "published"
    assert "Rival" in (desk.page("/world/ferries/") or "")


def test_a_story_that_was_never_told_of_its_new_picture_shows_it(desk: Desk) -> None:
    desk.upload(PIER, png(1))
    desk.upload(KEY, story(image="../../images/pier.png"))
    desk.put(PIER, png(2))
    take_one(desk, PIER)
    desk.room.uploads_queue.messages.clear()
    desk.room.settle()
    new = desk.receipt(PIER)["url"].rpartition("/media/")[2]
    assert new not in (desk.page("/world/harbour/") or "")

    assert swept(desk) == 1

    assert new in (desk.page("/world/harbour/") or "")


def test_a_story_that_was_never_told_of_the_new_time_zone_is_dated_in_it(desk: Desk) -> None:
    desk.upload(KEY, story().replace("10:00:00Z", "10:00:00"))
    desk.put("site.toml", 'timezone = "Asia/Tokyo"\n')
    take_one(desk, "site.toml")
    room = desk.room
    room._invalidate.changes(list(room.changes))  # what it says to ingest is lost
    room.changes.clear()
    room.uploads_queue.messages.clear()
    room.settle()

    assert swept(desk) == 1

    assert desk.receipt(KEY)["published"] == "2026-11-20T01:00:00Z"


@pytest.mark.parametrize(("key", "text"), [(PIER, png()), ("site.toml", b'name = "Lantern"'), (KEY, story())])
def test_an_upload_that_was_decided_and_never_announced_is_answered(
    desk: Desk, key: str, text: str | bytes
) -> None:
    desk.put(key, text)
    take_one(desk, key)
    desk.room.changes.clear()
    lose(desk)

    assert swept(desk) >= 1
    assert swept(desk) == 0

    assert desk.receipt(key)["state"] == "published"


def test_a_withdrawn_image_whose_answer_was_lost_is_answered(desk: Desk) -> None:
    desk.upload(PIER, png())
    desk.room.uploads.remove(PIER)
    take_one(desk, PIER)
    desk.room.changes.clear()

    assert swept(desk) == 1

    assert desk.receipt(PIER)["state"] == "withdrawn"


def test_a_draft_with_pictures_is_as_it_should_be(desk: Desk) -> None:
    desk.upload(KEY, story(image="../../images/pier.png"))
    desk.upload(KEY, story(image="../../images/pier.png", draft="true"))

    assert swept(desk) == 0


@pytest.mark.parametrize(
    "uploads",
    [
        [(KEY, story(image="../../images/pier.png")), (PIER, b"no picture"), (PIER, png())],
        [(KEY, story(slug="x")), (RIVAL, story("Rival", slug="x")), (KEY, story(slug="y"))],
        [(KEY, story(aliases="[/old/]")), (RIVAL, story("Rival", aliases="[/old/]")), (KEY, story())],
        [(KEY, story(slug="x")), (RIVAL, story("Rival", related="[/world/x/]")), (KEY, story(slug="y"))],
        [(KEY, story(embargo="2026-11-23T13:00:00Z", expires="2026-11-23T14:00:00Z"))],
        [(KEY, story().replace("10:00:00Z", "10:00:00")), ("site.toml", 'timezone = "Asia/Tokyo"')],
    ],
    ids=["a refused picture", "an address", "an alias", "a pick", "a short life", "a time zone"],
)
def test_a_decision_that_others_have_changed_is_right_without_the_sweep(
    desk: Desk, uploads: list[tuple[str, str | bytes]]
) -> None:
    for key, text in uploads:
        desk.upload(key, text)
        desk.wait(hours=3)
        assert swept(desk) == 0


# -- what cannot be looked at holds up nothing else


def test_a_file_that_breaks_ingest_does_not_stop_the_sweep(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.upload(KEY, story())
    desk.upload(RIVAL, story("Rival"))
    monkeypatch.setattr("broadsheet.publishing.files.decide", _broken_for(KEY))
    desk.room.clock.advance(EVERY)

    assert sweep(desk).suspects == 1
    assert notes(desk).finished


def _broken_for(key: str) -> Callable[..., object]:
    def decide(old: object, *_: object, **__: object) -> object:
        if getattr(old, "key", "") == key:
            raise ZeroDivisionError
        return old

    return decide


def test_a_receipt_that_a_hand_has_overwritten_does_not_stop_the_sweep(desk: Desk) -> None:
    desk.upload(KEY, story())
    there = desk.room.uploads.read_receipt(receipt_key(KEY))
    assert there
    desk.room.uploads.write_receipt(receipt_key(KEY), b"not ours", etag=there[1])
    desk.room.clock.advance(EVERY)

    assert sweep(desk).suspects == 1
    assert notes(desk).finished


def test_a_bucket_that_does_not_answer_is_no_difference(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.upload(KEY, story())
    desk.room.clock.advance(EVERY)
    with monkeypatch.context() as broken:
        broken.setattr(desk.room.uploads, "read", _unavailable)
        with pytest.raises(StoreUnavailable):
            sweep(desk)

    assert sweep(desk).suspects == 0
    desk.room.clock.advance(SETTLING)
    assert sweep(desk).repairs == 0


def _unavailable(*_: object, **__: object) -> Upload | None:
    raise StoreUnavailable("the bucket")
