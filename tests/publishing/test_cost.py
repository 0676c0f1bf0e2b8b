"""Publishing costs the same in a small archive and in a large one: shown by counting requests."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from tests.publishing.conftest import Desk

WORDS = [
    f"{a}{b}"
    for a in ("har", "fer", "coun", "bud", "sta", "mus")
    for b in ("bour", "ry", "cil", "get", "dium")
]
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def text(number: int, *, extra: str = "") -> str:
    chance = random.Random(number)
    moment = (BEGIN + timedelta(hours=3 * number)).isoformat()
    words = " ".join(chance.choices(WORDS, k=120))
    tags = ", ".join(chance.sample(WORDS[:12], 3))
    fields = f"title: Number {number}\ndate: {moment}\ntags: [{tags}]\nauthor: Ana Luz"
    return f"---\n{fields}\n---\n\n{words} {extra}\n"


def archive(size: int) -> Desk:
    desk = Desk()
    for number in range(size):
        desk.put(f"articles/s{number % 5}/n{number}.md", text(number))
    desk.room.settle()
    return desk


def requests(desk: Desk, number: int, body: str | None) -> Counter[str]:
    desk.room.ledger.clear()
    key = f"articles/s0/n{number}.md"
    desk.upload(key, body) if body else desk.delete(key)
    return Counter(desk.room.ledger.requests)


@pytest.fixture(scope="module")
def archives() -> tuple[Desk, Desk]:
    return archive(40), archive(400)


def test_a_new_story_costs_the_same_requests_in_an_archive_ten_times_the_size(
    archives: tuple[Desk, Desk],
) -> None:
    costs = [requests(desk, 5000, text(5000)) for desk in archives]

    assert costs[0] == costs[1]


def test_an_edit_of_the_newest_story_costs_the_same(archives: tuple[Desk, Desk]) -> None:
    for desk in archives:
        requests(desk, 5001, text(5001))

    costs = [requests(desk, 5001, text(5001, extra="More.")) for desk in archives]

    assert costs[0] == costs[1]


def test_withdrawing_the_newest_story_costs_the_same(archives: tuple[Desk, Desk]) -> None:
    for desk in archives:
        requests(desk, 5002, text(5002))

    costs = [requests(desk, 5002, None) for desk in archives]

    assert costs[0] == costs[1]


def test_many_files_at_once_have_each_index_page_rendered_once_for_a_batch() -> None:
    desk = archive(0)
    for number in range(200):
        desk.put(f"articles/s{number % 5}/n{number}.md", text(number))
    desk.room.ledger.clear()

    desk.room.settle()

    # Fifty messages make a batch (benchmarks/burst.py has the counts of a thousand files).
    assert 4 <= desk.room.ledger.requests["edge.invalidation"] <= 10
    assert desk.page("/") is not None


def test_a_file_that_cannot_be_read_is_answered_at_once_and_holds_up_nobody() -> None:
    desk = Desk()
    for number in range(30):
        desk.put(f"articles/world/n{number}.md", text(number) if number % 3 else b"\xff\xfe\x00 ---")

    desk.room.settle()  # would raise what a message failed with

    receipts = [desk.receipt(f"articles/world/n{number}.md") for number in range(30)]
    assert [receipt["state"] for receipt in receipts] == ["refused", "published", "published"] * 10
    assert {receipt["rev"] for receipt in receipts} == {1}
