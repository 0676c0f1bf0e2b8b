"""Many files at once share what they have in common; tests/benchmarks/test_scale.py counts one at a time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from tests.publishing.conftest import Desk

from broadsheet.domain.addresses import article_id

WORDS = [
    f"{a}{b}"
    for a in ("har", "fer", "coun", "bud", "sta", "mus")
    for b in ("bour", "ry", "cil", "get", "dium")
]
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def text(number: int) -> str:
    chance = random.Random(number)
    moment = (BEGIN + timedelta(hours=3 * number)).isoformat()
    words = " ".join(chance.choices(WORDS, k=120))
    tags = ", ".join(chance.sample(WORDS[:12], 3))
    fields = f"title: Number {number}\ndate: {moment}\ntags: [{tags}]\nauthor: Ana Luz"
    return f"---\n{fields}\n---\n\n{words}\n"


def settled(count: int) -> Desk:
    """A newsroom with so many stories, whose requests are counted from now on."""
    desk = Desk()
    for number in range(count):
        desk.put(f"articles/s{number % 5}/n{number}.md", text(number))
    desk.room.settle()
    desk.room.ledger.clear()
    return desk


def test_many_files_at_once_have_each_index_page_rendered_once_for_a_batch() -> None:
    desk = Desk()
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


def test_a_withdrawal_lets_only_those_pick_anew_who_may_come_to_another_choice() -> None:
    desk = settled(120)

    desk.delete("articles/s0/n60.md")

    # Each shares words with most of the others, and few of those look at all that they meet.
    assert sum(desk.room.ledger.requests.values()) < 170
    assert desk.room.ledger.requests["site.put"] <= 34


def test_a_story_among_old_ones_lets_the_later_ones_look_together_and_only_where_it_stands() -> None:
    desk = Desk()
    for number in range(0, 240, 2):
        desk.put(f"articles/s{number % 5}/n{number}.md", text(number))
    desk.room.settle()
    desk.room.ledger.clear()

    desk.upload("articles/s0/n121.md", text(121))

    # Of three dozen that meet it a dozen rank anew, under the six terms that it is filed under.
    assert sum(desk.room.ledger.requests.values()) < 140
    assert desk.room.ledger.requests["site.put"] <= 28


MOVED = "\n\nSee [three](../s0/n115.md), [one](../s1/n1.md), [two](../s2/n62.md).\n"
LINKS = "\n\nSee [one](../s1/n1.md), [two](../s2/n62.md), [three](../s0/n115.md).\n"


@pytest.mark.parametrize("number", [0, 60, 118, 119])
@pytest.mark.parametrize(
    ("before", "after", "most"), [("", "", 18), ("", LINKS, 29), (LINKS, "", 29), (LINKS, MOVED, 19)]
)
def test_all_other_words_in_a_story_cost_few_requests_however_old_it_is(
    before: str, after: str, most: int, number: int
) -> None:
    desk = Desk()
    for other in range(120):
        if other != number:
            desk.put(f"articles/s{other % 5}/n{other}.md", text(other))
    head, _, words = text(number).rpartition("---")
    head += "standfirst: What has happened\n---"
    desk.upload("articles/s0/edited.md", head + words + before)
    desk.room.ledger.clear()

    desk.upload("articles/s0/edited.md", head + text(200).rpartition("---")[2] + after)

    # With the queue and the edge.
    assert sum(desk.room.ledger.requests.values()) <= most
    assert desk.room.ledger.requests["site.put"] == 1


def test_other_words_at_the_beginning_of_a_story_without_a_standfirst_reach_the_pages_of_the_newest() -> None:
    desk, story = settled(60), text(55)
    tag = story.partition("tags: [")[2].partition(",")[0]
    begins = story.partition("\n\n")[2][:60]
    assert begins in str(desk.page("/"))
    assert begins not in str(desk.page(f"/tags/{tag}/"))

    desk.upload("articles/s0/n55.md", story.replace("\n\n", "\n\nAnew "))

    assert desk.room.ledger.requests["site.put"] == 9
    assert sum(desk.room.ledger.requests.values()) <= 30
    lists = ("/", "/s0/", f"/tags/{tag}/", "/authors/ana-luz/")
    assert [path for path in lists if "Anew" in str(desk.page(path))] == ["/", "/s0/"]
    assert all("Anew" in str(desk.page(f"/s0/{feed}")) for feed in ("rss.xml", "atom.xml", "feed.json"))


def test_a_correction_with_a_date_is_told_by_the_story_its_feeds_and_its_sitemap() -> None:
    desk = settled(60)

    dated = "corrections: [{date: 2024-02-01, text: It was the other one.}]"
    desk.upload("articles/s0/n55.md", text(55).replace("author:", f"{dated}\nauthor:"))

    assert desk.room.ledger.requests["site.put"] == 8
    assert sum(desk.room.ledger.requests.values()) <= 30
    assert "It was the other one." in str(desk.page("/s0/n55/"))
    assert "2024-02-01" in str(desk.page("/s0/atom.xml"))


def printed_together(text_of: Callable[[int], str]) -> Counter[str]:
    """What it takes to print the pages of eight stories at once."""
    desk, keys = Desk(), [f"articles/world/n{number}.md" for number in range(8)]
    for number, key in enumerate(keys):
        desk.put(key, text_of(number))
    desk.room.settle()
    desk.room.ledger.clear()
    pages = [f"article/{article_id(key)}" for key in keys]
    desk.room.pages_queue.send([{"pages": pages, "change": True}])
    desk.room.settle()
    return Counter(desk.room.ledger.requests)


def test_stories_that_are_printed_together_ask_together_where_those_stand_to_which_they_link() -> None:
    def linking(number: int) -> str:
        return f"{text(number)}\nSee [one](n{(number + 1) % 8}.md), [two](n{(number + 2) % 8}.md).\n"

    assert printed_together(linking) - printed_together(text) == {"catalogue.batch_get": 1}


def test_a_page_that_is_new_has_its_list_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    query = Mock(wraps=desk.room.catalogue.query)
    monkeypatch.setattr(desk.room.catalogue, "query", query)

    desk.upload("articles/world/first.md", "---\ntitle: First\ntags: [tides]\n---\n\nWords.\n")

    assert desk.page("/tags/tides/") is not None
    assert [call.args[0] for call in query.call_args_list].count("LIST#tag/tides") == 1


def test_many_sections_do_not_make_a_publication_dear() -> None:
    desk = Desk()
    for number in range(100):
        desk.put(f"articles/s{number % 40}/n{number}.md", text(number))
    desk.room.settle()
    desk.room.ledger.clear()

    desk.upload("articles/s3/new.md", text(300))

    assert sum(desk.room.ledger.requests.values()) < 95
    assert "/s39/" in (desk.page("/") or "")  # among the latest
    assert "/s11/" in (desk.page("/") or "")


def test_a_new_title_is_noted_together_by_all_who_show_it() -> None:
    desk = settled(120)

    desk.upload("articles/s0/n60.md", text(60).replace("Number 60", "Number sixty"))

    shown = desk.anywhere("Number sixty")
    assert len(shown) > 5
    assert desk.room.ledger.requests["catalogue.get"] <= 4


@pytest.mark.parametrize(("days", "moment", "most"), [(0, "2026-11-23", 23), (8, "2026-12-01", 24)])
def test_the_first_story_of_a_day_or_a_month_writes_few_pages(days: int, moment: str, most: int) -> None:
    desk = Desk()
    for number in range(120):
        again = text(number).replace("date: 2024-01-", "date: 2026-11-").replace("tags: [", "tags: [sea, ")
        desk.put(f"articles/s{number % 5}/n{number}.md", again)
    desk.room.settle()
    desk.wait(days=days)
    desk.room.ledger.clear()

    tags = f"sea, {', '.join(WORDS[:3])}"
    words = text(3).rpartition("---")[2]
    fields = f"title: First\ndate: {moment}\ntags: [{tags}]\nauthor: Ana Luz"
    desk.upload("articles/s1/new.md", f"---\n{fields}\n---\n{words}")

    assert desk.page("/s1/new/") is not None
    assert desk.room.ledger.requests["site.put"] <= most
