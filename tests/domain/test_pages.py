"""Which pages a change can alter: exactly those, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.domain.pages import is_page, pages_affected_by
from broadsheet.domain.record import ArticleRecord, Author, Live, Tag, Teaser

TEASER = Teaser(
    id="a",
    title="Harbour reopens",
    path="/world/harbour/",
    section="world",
    published=datetime(2026, 11, 20, tzinfo=UTC),
    authors=(Author("ana-luz", "Ana Luz"),),
)
LIVE = Live(TEASER, "v1", "e1", tags=(Tag("ferries", "Ferries"),))
RECORD = ArticleRecord(
    "a", "articles/world/harbour.md", rev=1, state="published", live=LIVE, path=TEASER.path
)
LISTS = {
    "front",
    "section/world",
    "section/world/2026-11",
    "archive/2026-11-20",
    "tag/ferries",
    "author/ana-luz",
    "feed",
    "feed/world",
    "sitemap/2026-11-20",
}


def edited(**changes: object) -> ArticleRecord:
    return replace(RECORD, rev=2, live=replace(LIVE, **changes))  # type: ignore[arg-type]


def test_a_new_story_alters_its_own_page_and_every_list_it_stands_in() -> None:
    assert set(pages_affected_by(None, RECORD)) == {"at/world/harbour/", *LISTS}


def test_a_storys_own_page_comes_first() -> None:
    assert pages_affected_by(None, RECORD)[0] == "at/world/harbour/"


def test_a_withdrawn_story_alters_all_that_showed_it() -> None:
    gone = replace(RECORD, rev=2, state="withdrawn", live=None, path="")

    assert set(pages_affected_by(RECORD, gone)) == {"at/world/harbour/", *LISTS}


def test_new_words_in_the_text_alter_the_storys_own_page_alone() -> None:
    assert pages_affected_by(RECORD, edited(etag="e2", version="v2")) == ("at/world/harbour/",)


def test_the_same_bytes_under_a_new_version_alter_nothing() -> None:
    assert pages_affected_by(RECORD, edited(version="v2")) == ()


def test_a_new_title_alters_every_list() -> None:
    retitled = edited(teaser=replace(TEASER, title="Harbour opens"))

    assert set(pages_affected_by(RECORD, retitled)) == {"at/world/harbour/", *LISTS}


def test_an_update_alters_the_story_its_feeds_and_its_sitemap_alone() -> None:
    updated = edited(teaser=replace(TEASER, updated=datetime(2026, 11, 21, tzinfo=UTC)))

    told = {"at/world/harbour/", "feed", "feed/world", "sitemap/2026-11-20"}
    assert set(pages_affected_by(RECORD, updated)) == told


def test_another_opening_alters_the_story_and_the_pages_of_the_newest_alone() -> None:
    reopened = edited(teaser=replace(TEASER, opening="The ferry sails again"))

    told = {"at/world/harbour/", "front", "section/world", "feed", "feed/world"}
    assert set(pages_affected_by(RECORD, reopened)) == told


def test_an_update_with_another_tag_alters_both_tags_too() -> None:
    teaser = replace(TEASER, updated=datetime(2026, 11, 21, tzinfo=UTC))

    names = pages_affected_by(RECORD, edited(teaser=teaser, tags=(Tag("boats", "Boats"),)))

    assert {"feed", "tag/ferries", "tag/boats"} <= set(names)
    assert "front" not in names


def test_another_tag_alters_the_two_tags_and_the_story() -> None:
    retagged = edited(tags=(Tag("boats", "Boats"),))

    assert set(pages_affected_by(RECORD, retagged)) == {"at/world/harbour/", "tag/ferries", "tag/boats"}


def test_a_move_alters_the_old_address_the_new_one_and_all_that_lead_there() -> None:
    teaser = replace(TEASER, path="/world/port/")
    moved = replace(edited(teaser=teaser), path="/world/port/", former=("/world/harbour/", "/world/quay/"))
    before = replace(RECORD, former=("/world/quay/",))

    names = pages_affected_by(before, moved)

    assert {"at/world/port/", "at/world/harbour/", "at/world/quay/"} <= set(names)


def test_growing_old_takes_a_story_from_the_sitemap_of_the_news_to_that_of_its_day() -> None:
    fresh = edited(in_news=True)

    affected = pages_affected_by(fresh, replace(RECORD, rev=3))

    assert set(affected) == {"news-sitemap", "sitemap/2026-11-20"}


def test_a_story_is_in_one_sitemap_at_a_time() -> None:
    fresh = edited(in_news=True)

    assert set(pages_affected_by(None, fresh)) == {"at/world/harbour/", "news-sitemap", *LISTS} - {
        "sitemap/2026-11-20"
    }


def test_a_scheduled_story_alters_nothing() -> None:
    waiting = replace(RECORD, state="scheduled", live=None)

    assert pages_affected_by(None, waiting) == ()


@pytest.mark.parametrize(
    "name", sorted({*LISTS, "front", "assets", "at/", "at/old/page.html", "article/0f3a"})
)
def test_what_a_page_is_called_is_known(name: str) -> None:
    assert is_page(name)


@pytest.mark.parametrize(
    "name",
    ["", "../../x", "at../x", "tag/", "tag/../x", "section/a/b/c", "archive/soon", "front/", "article/"],
)
def test_what_no_page_is_called_is_known(name: str) -> None:
    assert not is_page(name)
