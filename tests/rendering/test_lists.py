"""The front page and the lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.rendering.parsing import linked_data, one, parsed, words
from tests.rendering.samples import AUTHOR, FRONT, PAGES, SECTION, SITE, TAG, TEASERS, WORLD

from broadsheet.rendering import render
from broadsheet.rendering.views import FrontView, ListView, SectionBlock, Teaser


def paths(teasers: tuple[Teaser, ...]) -> list[str]:
    return [teaser.path for teaser in teasers]


def headlines(html: str, within: str = "main") -> list[str | None]:
    selector = f"{within} :is(h2, h3) a[href*=story]"
    return [node.attributes["href"] for node in parsed(html).css(selector)]


@pytest.mark.parametrize("count", range(15))
def test_the_front_page_shows_every_latest_story_once_newest_first(count: int) -> None:
    assert headlines(render(FrontView(SITE, TEASERS[:count]))) == paths(TEASERS[:count])


@pytest.mark.parametrize("count", range(1, 8))
def test_a_section_block_shows_all_its_stories(count: int) -> None:
    html = render(FrontView(SITE, (), (SectionBlock(WORLD, TEASERS[:count]),)))
    assert headlines(html, ".block") == paths(TEASERS[:count])


def test_the_name_of_the_paper_is_the_front_pages_heading() -> None:
    tree = parsed(render(FRONT))
    assert words(one(tree, "h1")) == SITE.name
    assert linked_data(tree)["WebSite"]["name"] == SITE.name


def test_only_the_lead_picture_of_the_front_page_is_hurried() -> None:
    images = parsed(render(FRONT)).css("img")
    assert [img.attributes.get("fetchpriority") for img in images] == ["high"] + [None] * (len(images) - 1)


@pytest.mark.parametrize("view", [SECTION, TAG, AUTHOR], ids=lambda view: str(view.kind))
def test_a_list_shows_its_stories_in_order(view: ListView) -> None:
    assert headlines(render(view)) == paths(view.teasers)


def test_a_section_page_leads_to_older_stories_and_to_its_feeds() -> None:
    tree = parsed(render(SECTION))
    assert [a.attributes["href"] for a in tree.css(".months a")] == [month.path for month in SECTION.months]
    feeds = [link.attributes["href"] for link in tree.css("link[rel=alternate]")]
    assert feeds[3:] == ["/harbour/rss.xml", "/harbour/atom.xml", "/harbour/feed.json"]
    assert one(tree, "nav.sections [aria-current=page]").attributes["href"] == "/harbour/"


def test_a_list_without_feeds_of_its_own_offers_the_sites() -> None:
    assert len(parsed(render(TAG)).css("link[rel=alternate]")) == 3


def test_the_page_of_a_day_stands_below_its_month_and_the_archive() -> None:
    for name, above in (("day", ["Home", "Archive", "November 2026"]), ("days", ["Home", "Archive"])):
        items = parsed(render(PAGES[name])).css('nav[aria-label="Breadcrumb"] li')
        assert [words(item) for item in items][:-1] == above


def test_an_old_list_is_headlines_and_times() -> None:
    for name in ("month", "day"):
        tree = parsed(render(PAGES[name]))
        assert [a.attributes["href"] for a in tree.css(".headlines a")] == [t.path for t in TEASERS]
        assert len(tree.css(".headlines time")) == len(TEASERS)
        assert tree.css("main img") == []


def test_the_archive_lists_the_months_by_year() -> None:
    tree = parsed(render(PAGES["archive"]))
    assert [words(node) for node in tree.css("main h2")] == ["2026", "2025"]
    assert len(tree.css(".months a")) == 6


def test_a_page_names_its_own_absolute_address() -> None:
    for name in ("front", "section", "tag", "author", "month", "day", "days", "archive"):
        href = one(parsed(render(PAGES[name])), "link[rel=canonical]").attributes["href"]
        assert str(href).startswith("https://courier.example/")


def test_a_teaser_without_anything_but_a_title_is_enough() -> None:
    bare = replace(TEASERS[0], summary="", section=None, authors=(), image=None)
    assert headlines(render(FrontView(SITE, (bare,)))) == [bare.path]
