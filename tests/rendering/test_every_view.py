"""What holds for whatever is rendered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.rendering.parsing import one, parsed, words
from tests.rendering.samples import ARTICLE, FEED, MACHINE, PAGES, SITE

import broadsheet_templates
from broadsheet import rendering
from broadsheet.rendering import render, views
from broadsheet.rendering.views import Teaser, View

EVERYTHING = {**PAGES, **MACHINE}
TEMPLATES = Path(broadsheet_templates.__file__).parent
SOURCES = sorted(Path(rendering.__file__).parent.glob("*.py"))
pages = pytest.mark.parametrize("name", PAGES)


def test_there_is_a_sample_of_every_view() -> None:
    assert {type(view) for view in (*EVERYTHING.values(), FEED)} == set(get_args(View))


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_same_view_gives_the_same_text(name: str) -> None:
    first = render(EVERYTHING[name])
    rendering.engine.environment.cache_clear()
    assert render(EVERYTHING[name]) == first


@pages
def test_a_page_is_complete_and_needs_no_script_or_inline_style(name: str) -> None:
    html = render(PAGES[name])
    tree = parsed(html)
    assert html.startswith("<!DOCTYPE html>")
    assert one(tree, "html").attributes["lang"]
    assert words(one(tree, "title"))
    assert not tree.css("style, [style], iframe, link[rel=preload]")
    assert all(node.attributes["type"] == "application/ld+json" for node in tree.css("script"))
    assert not re.search(r"\son[a-z]+=", html)


@pages
def test_a_page_takes_nothing_from_third_parties(name: str) -> None:
    for node in parsed(render(PAGES[name])).css("[src], link[rel=stylesheet], link[rel=icon]"):
        assert str(node.attributes.get("src") or node.attributes["href"]).startswith("/")


@pages
def test_headings_begin_with_one_h1_and_skip_no_level(name: str) -> None:
    levels = [int(str(node.tag)[1]) for node in parsed(render(PAGES[name])).css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pages
def test_ids_are_unique_and_references_lead_somewhere(name: str) -> None:
    tree = parsed(render(PAGES[name]))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        for node in tree.css(f"[{attribute}]"):
            assert set(str(node.attributes[attribute]).split()) <= set(ids)
    assert {str(n.attributes["href"])[1:] for n in tree.css('a[href^="#"]')} <= set(ids)


@pages
def test_a_keyboard_reader_can_skip_to_the_content(name: str) -> None:
    tree = parsed(render(PAGES[name]))
    assert one(tree, "a.skip").attributes["href"] == "#main"
    assert one(tree, "main").attributes["id"] == "main"


@pages
def test_the_navigation_has_home_the_sections_in_order_and_the_archive(name: str) -> None:
    titles = [words(node) for node in parsed(render(PAGES[name])).css("nav.sections a")]
    assert titles == ["Home", *(section.title for section in PAGES[name].site.sections), "Archive"]


@pytest.mark.parametrize("name", ["missing", "redirect", "rejected"])
def test_pages_that_are_no_content_are_not_indexed(name: str) -> None:
    assert one(parsed(render(PAGES[name])), "meta[name=robots]").attributes["content"] == "noindex"


@pages
def test_no_page_says_of_another_story_when_it_was_updated(name: str) -> None:
    """Else an update would have to be printed on all of them (`_told_in_full` in domain/pages.py)."""
    assert render(with_updates(PAGES[name])) == render(PAGES[name])


def with_updates(value: Any) -> Any:
    """The view, with another update of every story in it but the one whose page it is."""
    if isinstance(value, Teaser):
        return replace(value, updated=datetime(2031, 5, 4, 3, 2, tzinfo=UTC))
    if isinstance(value, tuple):
        parts = [with_updates(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


@pytest.mark.parametrize("name", ["empty-front", "empty-list", "empty-archive"])
def test_an_empty_list_says_so(name: str) -> None:
    assert "No stories yet." in render(PAGES[name])


def test_a_moved_story_leads_on_without_script() -> None:
    tree = parsed(render(PAGES["redirect"]))
    assert one(tree, "meta[http-equiv=refresh]").attributes["content"] == f"0; url={ARTICLE.path}"
    assert one(tree, "link[rel=canonical]").attributes["href"] == SITE.url(ARTICLE.path)
    assert one(tree, "main a").attributes["href"] == ARTICLE.path


def test_a_long_story_without_comments_is_a_light_page() -> None:
    text = "<p>" + "</p><p>".join(["A plain paragraph of fifty-five words or so. " * 7] * 10) + "</p>"
    page = render(ARTICLE._replace(body=text, thread=views.Thread("open")))
    assert len(page.encode()) < 20_000


def test_text_is_taken_for_markup_in_one_place_only() -> None:
    unescaping = re.compile(r"\|\s*safe\b|Markup\(|autoescape false|autoescape=False|__html__")
    files = [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.xml"), *SOURCES]
    assert [file.name for file in files if unescaping.search(file.read_text())] == ["body.py"]
    assert rendering.engine.environment().autoescape is True


def test_nothing_looks_at_the_clock() -> None:
    clock = re.compile(r"\bnow\(|utcnow|today\(|time\.time")
    assert not [file.name for file in SOURCES if clock.search(file.read_text())]


def test_a_feed_without_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="rss, atom or json"):
        render(FEED)
