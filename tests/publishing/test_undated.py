"""A story without a date has that of its first upload, whatever became of the messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.publishing.conftest import NOW, Desk, story

KEY = "articles/world/harbour.md"
MINUTES = [NOW - timedelta(minutes=60 - number) for number in range(10)]
Step = Callable[[Desk, datetime], None]


def undated(title: str = "Harbour reopens") -> str:
    return f"---\ntitle: {title}\n---\n\nThe ferries sail again.\n"


def uploaded(text: str) -> Step:
    return lambda desk, at: desk.put(KEY, text, at)


def deleted(desk: Desk, at: datetime) -> None:
    desk.room.uploads.remove(KEY, at)


def date_of(desk: Desk) -> str | None:
    published = desk.receipt(KEY)["published"]
    return str(published) if published else None


def at(minute: int) -> str:
    return MINUTES[minute].strftime("%Y-%m-%dT%H:%M:%SZ")


FIRST, EDIT, SAME = uploaded(undated()), uploaded(undated("Harbour closes")), uploaded(undated())
HISTORIES: dict[str, tuple[list[Step], int]] = {
    "an edit": ([FIRST, EDIT], 0),
    "the same bytes": ([FIRST, SAME], 0),
    "a deletion": ([FIRST, deleted, EDIT], 2),
    "a deletion, and the same bytes": ([FIRST, deleted, SAME], 2),
    "an edit after a deletion": ([FIRST, deleted, EDIT, FIRST], 2),
    "a draft first": ([uploaded(story(draft="true")), EDIT], 0),
    "a date that is taken away": ([uploaded(story()), EDIT], 0),
    "a refused file first": ([uploaded("---\ntitle: [\n---\n"), EDIT], 0),
    "two deletions": ([FIRST, deleted, EDIT, deleted, FIRST, EDIT], 4),
}


@pytest.mark.parametrize("lost", [0, 1, 2, 3, 7, 15])
@pytest.mark.parametrize("history", HISTORIES)
def test_the_date_is_that_of_the_first_upload_since_the_last_deletion(history: str, lost: int) -> None:
    desk = Desk()
    steps, minute = HISTORIES[history]

    for number, step in enumerate(steps):
        step(desk, MINUTES[number])
        if lost >> number & 1 and number < len(steps) - 1:
            desk.room.uploads_queue.messages.clear()
        desk.room.settle()

    assert date_of(desk) == at(minute)


def test_a_message_that_comes_late_changes_nothing(desk: Desk) -> None:
    desk.put(KEY, undated(), MINUTES[0])
    desk.put(KEY, undated("Harbour closes"), MINUTES[1])
    desk.room.settle()
    desk.room.uploads_queue.send([{"keys": [KEY]}])
    desk.room.settle()

    assert date_of(desk) == at(0)


def test_what_is_known_outlives_the_versions_that_told_it(desk: Desk) -> None:
    desk.upload(KEY, undated(), MINUTES[0])
    desk.put(KEY, undated("Harbour closes"), MINUTES[1])
    desk.room.uploads.forget_old_versions()
    desk.room.settle()

    assert date_of(desk) == at(0)


@pytest.mark.parametrize("text", [story(), undated()], ids=["dated", "undated"])
def test_the_versions_of_a_file_are_asked_for_once_and_only_for_a_date(desk: Desk, text: str) -> None:
    desk.room.ledger.clear()
    desk.upload(KEY, text, MINUTES[0])
    desk.room.uploads_queue.send([{"keys": [KEY]}])
    desk.room.settle()

    assert desk.room.ledger.requests["uploads.list"] == (text == undated())


def test_what_was_deleted_does_not_stay_because_a_broken_file_came_after_it(desk: Desk) -> None:
    desk.upload(KEY, story(), MINUTES[0])
    deleted(desk, MINUTES[1])
    desk.room.uploads_queue.messages.clear()

    assert desk.upload(KEY, "---\ntitle: [\n---\n", MINUTES[2])["state"] == "refused"
    assert desk.anywhere("Harbour reopens") == []


def test_what_was_uploaded_again_stays_below_a_broken_file(desk: Desk) -> None:
    desk.upload(KEY, story(), MINUTES[0])
    deleted(desk, MINUTES[1])
    desk.put(KEY, story(), MINUTES[2])
    desk.room.uploads_queue.messages.clear()

    assert desk.upload(KEY, "---\ntitle: [\n---\n", MINUTES[3])["state"] == "refused"
    assert desk.page("/world/harbour/")
