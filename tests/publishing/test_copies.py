"""Pages are made from the copies of files that lie beside their records, as far as there are any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from tests.publishing.conftest import Desk, story

from broadsheet.domain.addresses import article_id
from broadsheet.domain.rows import article_from, article_key, copy_key
from broadsheet.ports import Delete, Put, Row
from broadsheet.publishing.copies import copied

KEY = "articles/world/harbour.md"
COPY = copy_key(article_id(KEY))
PATH = "/world/harbour/"


def long_text() -> str:
    """Words that cannot be made short."""
    chance = Random(1)
    return " ".join(f"{chance.getrandbits(64):x}" for _ in range(2000))


def copy(desk: Desk) -> Row | None:
    return desk.room.catalogue.get(*COPY)


def leave_a_copy(desk: Desk, withdraw: Callable[[], object]) -> None:
    """As a release would that knows of none."""
    desk.upload(KEY, story())
    left = copy(desk)
    assert left
    withdraw()
    desk.room.catalogue.write([Put(left)])


def test_the_pages_of_a_story_and_its_neighbours_are_printed_without_asking_for_their_files() -> None:
    desk = Desk()
    for number in range(8):
        desk.upload(f"articles/world/n{number}.md", story(f"Number {number}", "Ferries and harbours."))
    desk.room.ledger.clear()

    desk.upload(KEY, story("Harbour", "Ferries and harbours."))

    assert "Harbour" in str(desk.page("/world/n7/"))
    assert desk.room.ledger.requests["uploads.get"] == 2  # by who decides about it, and who answers


def test_what_is_too_long_for_a_copy_is_printed_from_its_file() -> None:
    desk = Desk()
    desk.upload(KEY, story(body="Short."))

    desk.upload(KEY, story(body=long_text()))

    assert copy(desk) is None
    assert long_text()[-40:] in str(desk.page(PATH))


def test_a_copy_of_another_version_is_not_printed() -> None:
    desk = Desk()
    desk.upload(KEY, story(body="As it was."))
    as_it_was = copy(desk)
    assert as_it_was
    desk.upload(KEY, story(body="As it is."))
    desk.room.catalogue.write([Put(as_it_was)])

    desk.room.pages_queue.send([{"pages": [f"at{PATH}"], "change": True}])
    desk.room.settle()

    assert "As it was." not in str(desk.page(PATH))


def test_a_file_that_is_refused_leaves_the_copy_of_what_is_public() -> None:
    desk = Desk()
    desk.upload(KEY, story(body="As it stands."))
    before = copy(desk)

    desk.upload(KEY, "---\ntitle: Harbour\ndate: yesterday\n---\n")

    assert copy(desk) == before


def test_no_copy_is_left_of_a_story_that_goes() -> None:
    desk = Desk()
    desk.upload(KEY, story())
    assert copy(desk)

    desk.delete(KEY)

    assert copy(desk) is None


def test_what_is_not_public_yet_has_no_copy() -> None:
    desk = Desk()

    desk.upload(KEY, story(embargo="2026-11-23T13:00:00Z"))
    assert copy(desk) is None

    desk.wait(hours=2)
    assert copy(desk)


@pytest.mark.parametrize("again", [True, False])
def test_a_copy_that_somebody_has_left_of_a_withdrawn_story_goes_with_the_next_look(again: bool) -> None:
    desk = Desk()
    leave_a_copy(desk, lambda: desk.delete(KEY))

    desk.room.uploads_queue.send([{"keys": [KEY], "again": again}])
    desk.room.settle()

    assert copy(desk) is None


def test_a_copy_that_somebody_has_left_of_a_draft_goes_when_it_is_worked_out_again() -> None:
    desk = Desk()
    leave_a_copy(desk, lambda: desk.upload(KEY, story(draft="true")))

    desk.room.uploads_queue.send([{"keys": [KEY], "again": True}])
    desk.room.settle()

    assert copy(desk) is None


def test_no_copy_is_made_of_other_bytes_than_those_that_are_public() -> None:
    desk = Desk()
    desk.upload(KEY, story())
    record = article_from(desk.room.catalogue.get(*article_key(article_id(KEY))) or {})
    other = desk.room.uploads.read(KEY)
    assert other

    actions = copied(replace(record, live=None), record, other._replace(etag="of other bytes"))

    assert actions == [Delete(*COPY)]


def test_a_refused_file_over_a_public_story_writes_nothing_when_it_comes_again() -> None:
    desk = Desk()
    desk.upload(KEY, story())
    wrong = "---\ntitle: Harbour\ndate: yesterday\n---\n"
    desk.upload(KEY, wrong)
    desk.room.ledger.clear()

    desk.upload(KEY, wrong)

    assert desk.receipt(KEY)["state"] == "refused"
    assert not [kind for kind in desk.room.ledger.requests if kind.endswith((".write", ".put"))]
