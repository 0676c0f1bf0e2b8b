"""What time alone changes is released by the tick, whatever else goes wrong with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.publishing.conftest import NOW, Desk, story

from broadsheet.errors import NotConverged
from broadsheet.publishing import ticking

KEY, PATH = "articles/world/harbour.md", "/world/harbour/"


def test_a_scheduled_story_is_out_within_one_tick(desk: Desk) -> None:
    desk.upload(KEY, story(embargo="2026-11-23T12:05:00Z"))
    desk.wait(minutes=4)
    assert desk.page(PATH) is None

    desk.wait(minutes=1)

    assert desk.page(PATH)


def test_a_tick_whose_messages_are_lost_is_made_good_by_the_next(desk: Desk) -> None:
    desk.upload(KEY, story(embargo="2026-11-23T12:05:00Z"))
    desk.room.clock.advance(timedelta(minutes=5))
    desk.room.tick()
    desk.room.uploads_queue.messages.clear()

    desk.wait(minutes=1)

    assert desk.page(PATH)


def test_a_clock_that_is_put_back_takes_nothing_back_and_releases_nothing_early(desk: Desk) -> None:
    desk.upload(KEY, story(embargo="2026-11-23T12:05:00Z"))
    desk.upload("articles/world/later.md", story("Later", embargo="2026-11-23T12:10:00Z"))
    desk.wait(minutes=6)
    desk.wait(minutes=-30)
    assert desk.page(PATH)

    desk.wait(minutes=33)
    assert desk.page("/world/later/") is None
    desk.wait(minutes=1)
    assert desk.page("/world/later/")


def test_what_is_due_does_not_wait_for_the_templates(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.upload(KEY, story(embargo="2026-11-23T12:05:00Z"))
    desk.room.clock.advance(timedelta(minutes=5))
    monkeypatch.setattr(ticking, "note_templates", _fails)

    with pytest.raises(NotConverged):
        desk.room.tick()
    desk.room.settle()

    assert desk.page(PATH)


def _fails(*_: object, **__: object) -> None:
    raise NotConverged("templates")


def test_more_than_one_tick_can_take_is_left_to_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "MOST", 2)
    for number in range(5):
        desk.upload(f"articles/world/n{number}.md", story(embargo="2026-11-23T12:05:00Z"))

    published = []
    for minutes in (5, 0, 0):
        desk.wait(minutes=minutes)
        published.append(sum(desk.page(f"/world/n{number}/") is not None for number in range(5)))

    assert published == [2, 4, 5]
    assert desk.room.clock.now() == NOW + timedelta(minutes=5)
