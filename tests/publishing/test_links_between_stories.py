"""Related stories and links in the text: on both ends, and whatever the order of arrival."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from tests.publishing.conftest import Desk, story

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.terms import filed
from broadsheet.ports import Row
from broadsheet.publishing.disturbing import disturbed
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.publishing.windows import around
from broadsheet.together import in_turn

WORDS = (
    "ferry harbour council budget stadium museum festival railway teacher hospital drought orchard".split()
)


def dated(day: int, title: str, body: str, **fields: str) -> str:
    return story(title, body, **fields).replace(
        "2026-11-20T10", f"2026-{1 + day // 28:02}-{1 + day % 28:02}T10"
    )


def library(count: int) -> dict[str, str]:
    chance = random.Random(7)
    return {
        f"articles/news/s{n:02}.md": dated(n, f"Story {n}", " ".join(chance.choices(WORDS, k=30)))
        for n in range(count)
    }


def pages(desk: Desk) -> dict[str, str]:
    return {key: page.body.decode().rstrip() for key, page in desk.room.site.pages.items()}


def links(desk: Desk) -> list[Row]:
    """All rows from which it follows what is related to what."""
    return [row for row in desk.room.catalogue.rows() if row["pk"].startswith(("TERM#", "RELATED#"))]


def built(uploads: dict[str, str]) -> dict[str, str]:
    desk = Desk()
    for key, text in uploads.items():
        desk.put(key, text)
    desk.room.settle()
    return pages(desk)


@pytest.mark.parametrize("seed", range(4))
def test_the_site_is_the_same_in_whatever_order_an_archive_arrives(seed: int) -> None:
    uploads = library(40)
    shuffled = list(uploads.items())
    random.Random(seed).shuffle(shuffled)

    desk = Desk()
    for key, text in shuffled:
        desk.upload(key, text)

    assert pages(desk) == built(uploads)


@pytest.mark.parametrize("seed", range(4))
def test_edits_and_withdrawals_leave_what_a_fresh_build_would_make(seed: int) -> None:
    chance = random.Random(seed)
    uploads = library(30)
    desk = Desk()
    for key, text in uploads.items():
        desk.upload(key, text)

    for key in chance.sample(sorted(uploads), 12):
        change: Any = chance.choice([None, "edit", "edit"])
        if change is None:
            del uploads[key]
            desk.delete(key)
        else:
            day = chance.randrange(60)
            uploads[key] = dated(day, f"Edited {key[-5:-3]}", " ".join(chance.choices(WORDS, k=30)))
            desk.upload(key, uploads[key])

    assert pages(desk) == built(uploads)


@pytest.mark.parametrize("seed", range(4))
def test_an_edit_of_the_text_alone_writes_no_other_page_and_moves_no_row(seed: int) -> None:
    chance = random.Random(seed)
    uploads = library(30)
    for number, (key, text) in enumerate(uploads.items()):
        uploads[key] = text.replace("title:", f"standfirst: {WORDS[number % 12]} {WORDS[seed]}\ntitle:", 1)
    desk = Desk()
    for key, text in uploads.items():
        desk.upload(key, text)
    before = pages(desk), links(desk)

    for key in chance.sample(sorted(uploads), 4):
        head = uploads[key].rpartition("---")[0]
        uploads[key] = f"{head}---\n\n{' '.join(chance.choices(WORDS, k=300))}\n"
        desk.upload(key, uploads[key])

    edited = {key for key, page in pages(desk).items() if page != before[0][key]}
    assert len(edited) == 4
    assert links(desk) == before[1]
    assert pages(desk) == built(uploads)


def test_an_older_story_gains_a_link_to_a_new_one_that_is_near_to_it(desk: Desk) -> None:
    desk.upload("articles/news/old.md", dated(1, "Lighthouse keeper retires", "The lighthouse keeper."))

    desk.upload("articles/news/new.md", dated(2, "Lighthouse lamp replaced", "The lighthouse lamp."))

    assert "/news/new/" in (desk.page("/news/old/") or "")
    assert "/news/old/" in (desk.page("/news/new/") or "")


def test_the_same_subject_comes_before_the_same_author(desk: Desk) -> None:
    told = {"standfirst": "As told.", "tags": "[city]"}
    desk.upload("articles/news/old.md", dated(1, "Zeebrugge tunnel flooded", "Bob.", author="Bob", **told))
    for day, title in enumerate(
        ("Pool opens late", "Library gets carpets", "Choir sings on", "Bells rung"), 2
    ):
        desk.upload(f"articles/news/n{day}.md", dated(day, title, "Ana.", author="Ana", **told))

    desk.upload("articles/news/new.md", dated(9, "Zeebrugge tunnel reopened", "Ana.", author="Ana", **told))

    page = desk.page("/news/new/") or ""
    assert 0 < page.index("/news/old/") < page.index("/news/n4/")


def test_a_related_story_shows_its_new_title_everywhere(desk: Desk) -> None:
    desk.upload("articles/news/old.md", dated(1, "Lighthouse keeper retires", "The lighthouse keeper."))
    desk.upload("articles/news/new.md", dated(2, "Lighthouse lamp replaced", "The lighthouse lamp."))

    desk.upload("articles/news/old.md", dated(1, "Keeper of the lighthouse stays", "The lighthouse keeper."))

    page = desk.page("/news/new/") or ""
    assert "Keeper of the lighthouse stays" in page
    assert "Lighthouse keeper retires" not in page


def test_who_has_picked_a_story_that_goes_picks_anew_even_if_others_have_come_between(desk: Desk) -> None:
    desk.upload("articles/news/old.md", dated(1, "Lighthouse keeper retires", "The lighthouse keeper."))
    desk.upload("articles/news/new.md", dated(2, "Lighthouse lamp replaced", "The lighthouse lamp."))
    catalogue, old = desk.room.catalogue, article_id("articles/news/old.md")
    record = rows.article_from(catalogue.get(*rows.article_key(old)) or {})
    gone = replace(record, state="withdrawn", live=None, left_terms=())  # under no term is anything after it

    linked = catalogue.query(f"RELATED#{old}")
    found = disturbed(gone, {}, linked, catalogue=Snapshot(catalogue), together=in_turn)

    assert found.keys() == {article_id("articles/news/new.md")}


def test_what_a_story_has_picked_from_since_it_went_says_nothing_about_its_going(desk: Desk) -> None:
    """A slow run that withdraws it may find it public again: that is seen to by whoever brought it back."""
    desk.upload("articles/news/old.md", dated(1, "Lighthouse keeper retires", "The lighthouse keeper."))
    desk.upload("articles/news/new.md", dated(2, "Lighthouse lamp replaced", "The lighthouse lamp."))
    catalogue, old = desk.room.catalogue, article_id("articles/news/old.md")
    record = rows.article_from(catalogue.get(*rows.article_key(old)) or {})
    own = around(
        rows.place(record), filed(record.live.terms if record.live else ()), None, catalogue, in_turn
    )
    gone, linked = replace(record, live=None), catalogue.query(f"RELATED#{old}")

    found = disturbed(gone, own, linked, catalogue=Snapshot(catalogue), together=in_turn)

    assert found.keys() == {article_id("articles/news/new.md")}


def test_the_editors_choice_comes_first(desk: Desk) -> None:
    desk.upload("articles/sport/chosen.md", dated(1, "Chess club wins", "Pawns and rooks."))
    for n in range(5):
        desk.upload(f"articles/news/n{n}.md", dated(2 + n, f"Lighthouse {n}", "The lighthouse lamp."))

    desk.upload(
        "articles/news/new.md", dated(9, "Lighthouse", "The lighthouse.", related="[../sport/chosen.md]")
    )

    page = desk.page("/news/new/") or ""
    assert page.index("/sport/chosen/") < page.index("/news/n4/")


def test_the_editors_choice_comes_before_those_who_have_chosen_the_story(desk: Desk) -> None:
    desk.upload("articles/sport/chosen.md", dated(1, "Chess club wins", "Pawns and rooks."))
    desk.upload("articles/news/known.md", dated(2, "Lighthouse", "The lamp.", related="[../sport/chosen.md]"))

    for n in range(8):
        desk.upload(f"articles/news/n{n}.md", dated(3 + n, f"Number {n}", f"Word{n}.", related="[known.md]"))

    page = desk.page("/news/known/") or ""
    assert page.index("/sport/chosen/") < page.index("/news/n")
    assert "/news/known/" in (desk.page("/news/n7/") or "")


@pytest.mark.parametrize(
    "reference", ["articles/sport/chess.md", "sport/chess.md", "../sport/chess.md", "/sport/chess/"]
)
def test_a_story_is_chosen_by_any_of_its_names(desk: Desk, reference: str) -> None:
    desk.upload("articles/sport/chess.md", dated(1, "Chess club wins", "Pawns and rooks."))

    receipt = desk.upload("articles/news/new.md", dated(9, "Lighthouse", "Lamp.", related=f"[{reference}]"))

    assert "/sport/chess/" in (desk.page("/news/new/") or "")
    assert receipt["warnings"] == []


def test_a_choice_that_names_no_story_is_warned_of(desk: Desk) -> None:
    receipt = desk.upload("articles/news/new.md", dated(9, "Lighthouse", "Lamp.", related="[chess]"))

    assert receipt["warnings"][0]["field"] == "related"


def test_a_story_chosen_by_address_is_shown_once_it_exists(desk: Desk) -> None:
    receipt = desk.upload("articles/news/new.md", dated(9, "Lighthouse", "Lamp.", related="[/sport/chess/]"))
    assert receipt["warnings"][0]["field"] == "related"

    desk.upload("articles/sport/chess.md", dated(1, "Chess club wins", "Pawns and rooks."))

    assert "/sport/chess/" in (desk.page("/news/new/") or "")
    assert desk.receipt("articles/news/new.md")["warnings"] == []


def test_a_link_to_a_file_leads_to_the_page_of_its_story(desk: Desk) -> None:
    desk.upload("articles/news/a.md", dated(1, "First", "See [the other](../sport/b.md#score)."))
    assert "the other" in (desk.page("/news/a/") or "")
    assert "b.md" not in (desk.page("/news/a/") or "")

    desk.upload("articles/sport/b.md", dated(2, "Second", "Words."))

    assert 'href="/sport/b/#score"' in (desk.page("/news/a/") or "")


def test_a_link_may_have_its_dot_escaped(desk: Desk) -> None:
    desk.upload("articles/news/b.md", dated(2, "Second", "Words."))
    desk.upload("articles/news/a.md", dated(1, "First", "See [the other](b%2Emd)."))

    assert 'href="/news/b/"' in (desk.page("/news/a/") or "")


def test_a_link_follows_the_story_when_it_moves_and_ends_when_it_goes(desk: Desk) -> None:
    desk.upload("articles/news/a.md", dated(1, "First", "See [the other](../sport/b.md)."))
    desk.upload("articles/sport/b.md", dated(2, "Second", "Words."))

    desk.upload("articles/sport/b.md", dated(2, "Second", "Words.", slug="moved"))
    assert 'href="/sport/moved/"' in (desk.page("/news/a/") or "")
    desk.delete("articles/sport/b.md")

    assert "/sport/" not in (desk.page("/news/a/") or "")


def test_a_story_picked_by_its_address_gives_way_to_whoever_stands_there_next(desk: Desk) -> None:
    desk.upload("articles/world/first.md", story("The first", "One.", slug="ferries"))
    desk.upload("articles/world/picks.md", story("It picks", "Two.", related="[/world/ferries/]"))
    desk.delete("articles/world/first.md")
    answer = desk.receipt("articles/world/picks.md")
    assert "there is no story at /world/ferries/ yet" in str(answer["warnings"])

    desk.upload("articles/world/second.md", story("The second", "Three.", slug="ferries"))

    assert "The second" in (desk.page("/world/picks/") or "")
    assert desk.receipt("articles/world/picks.md")["warnings"] == []
