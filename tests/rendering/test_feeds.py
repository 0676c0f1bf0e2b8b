"""Feeds and sitemaps, read by others' parsers."""

from __future__ import annotations

import json
import time
from calendar import timegm
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from tests.rendering.samples import FEED, MACHINE, NEWS_SITEMAP, NOON, SITE, SITEMAP, SITEMAP_INDEX, TEASERS

from broadsheet.rendering import render
from broadsheet.rendering.views import FeedView

ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
xml_forms = pytest.mark.parametrize("form", ["rss", "atom"])


def read(form: str, view: FeedView = FEED) -> Any:
    found = feedparser.parse(render(view, form))
    assert not found.bozo, found.get("bozo_exception")
    return found


@xml_forms
def test_feed_readers_find_every_story_with_its_address_and_date(form: str) -> None:
    entries = read(form).entries
    assert [entry.title for entry in entries] == [teaser.title for teaser in TEASERS]
    assert [entry.link for entry in entries] == [SITE.url(teaser.path) for teaser in TEASERS]
    dates = [datetime.fromtimestamp(timegm(entry.published_parsed), UTC) for entry in entries]
    assert dates == [teaser.published.replace(microsecond=0) for teaser in TEASERS]


def test_a_story_has_one_id_in_all_feeds() -> None:
    ids = [f"tag:courier.example,2026:{teaser.id}" for teaser in TEASERS]
    assert [entry.id for entry in read("rss").entries] == ids
    assert [entry.id for entry in read("atom").entries] == ids
    assert [item["id"] for item in json.loads(render(FEED, "json"))["items"]] == ids


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_story_that_moves_keeps_its_id(form: str) -> None:
    moved = replace(TEASERS[0], path="/world/another-address/", title="Another title")
    old, new = (render(FEED._replace(teasers=(teaser,)), form) for teaser in (TEASERS[0], moved))
    identity = f"tag:courier.example,2026:{moved.id}"
    assert identity in old
    assert identity in new


def test_rss_does_not_call_the_id_an_address() -> None:
    channel = ElementTree.fromstring(render(FEED, "rss"))
    assert {guid.attrib["isPermaLink"] for guid in channel.iter("guid")} == {"false"}


@xml_forms
def test_a_feed_says_where_it_lives_and_which_page_it_follows(form: str) -> None:
    section = FEED._replace(path="/harbour/", title="Harbour")
    channel = read(form, section).feed
    links = {link.rel: link.href for link in channel.links}
    assert links["self"] == f"https://courier.example/harbour/{form}.xml"
    assert links["alternate"] == "https://courier.example/harbour/"
    assert channel.title == "Harbour"


def test_the_newest_change_dates_the_feed() -> None:
    updated = NOON + timedelta(days=3)
    view = FEED._replace(teasers=(TEASERS[0], replace(TEASERS[1], updated=updated)))
    built = ElementTree.fromstring(render(view, "rss")).findtext("channel/lastBuildDate")
    assert built == "Thu, 26 Nov 2026 13:05:07 +0000"
    feed = ElementTree.fromstring(render(view, "atom"))
    assert feed.findtext(f"{ATOM}updated") == "2026-11-26T13:05:07Z"
    assert feed.findall(f"{ATOM}entry")[1].findtext(f"{ATOM}updated") == "2026-11-26T13:05:07Z"


def test_an_empty_feed_is_a_feed() -> None:
    empty = FEED._replace(teasers=())
    assert ElementTree.fromstring(render(empty, "atom")).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert ElementTree.fromstring(render(empty, "rss")).find("channel/lastBuildDate") is None
    assert json.loads(render(empty, "json"))["items"] == []


def test_the_json_feed_has_what_version_1_1_asks_for() -> None:
    feed = json.loads(render(FEED, "json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://courier.example/feed.json"
    item = feed["items"][0]
    assert item["content_text"] == TEASERS[0].summary
    assert item["date_published"] == "2026-11-23T13:05:07Z"
    assert item["authors"][0] == {
        "name": "Jonas Achterberg",
        "url": "https://courier.example/author/jonas-achterberg/",
    }
    assert item["image"].startswith("https://")


def test_a_feed_does_not_hang_on_the_newsrooms_time_zone() -> None:
    elsewhere = FEED._replace(site=replace(SITE, timezone="Asia/Tokyo"))
    assert [render(elsewhere, form) for form in ("rss", "atom", "json")] == [
        render(FEED, form) for form in ("rss", "atom", "json")
    ]


def test_dates_do_not_hang_on_the_machines_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(FEED, "rss")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert render(FEED, "rss") == before
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_sitemap_index_lists_the_days_absolutely() -> None:
    tree = ElementTree.fromstring(render(SITEMAP_INDEX))
    assert tree.tag == f"{MAPS}sitemapindex"
    assert [loc.text for loc in tree.iter(f"{MAPS}loc")] == [
        "https://courier.example/sitemaps/2026-11-23.xml",
        "https://courier.example/sitemaps/2026-11-21.xml",
    ]
    assert [mod.text for mod in tree.iter(f"{MAPS}lastmod")] == ["2026-11-23T13:05:07Z"]


def test_a_sitemap_lists_pages_with_the_date_of_their_content() -> None:
    urls = list(ElementTree.fromstring(render(SITEMAP)).iter(f"{MAPS}url"))
    assert [url.findtext(f"{MAPS}lastmod") for url in urls] == ["2026-11-23T13:05:07Z", None]


def test_the_news_sitemap_has_what_google_requires() -> None:
    news = list(ElementTree.fromstring(render(NEWS_SITEMAP)).iter(f"{NEWS}news"))
    assert len(news) == 3
    assert news[0].findtext(f"{NEWS}publication/{NEWS}name") == "The Harbour Courier"
    assert news[0].findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news[0].findtext(f"{NEWS}publication_date") == "2026-11-23T13:05:07Z"
    assert news[0].findtext(f"{NEWS}title") == TEASERS[0].title


def test_the_news_sitemap_does_not_say_what_a_story_is_about() -> None:
    """Else another beginning of a text would have to be printed (`_told_in_full` in domain/pages.py)."""
    others = tuple(replace(teaser, summary="Something else.") for teaser in NEWS_SITEMAP.teasers)
    assert render(NEWS_SITEMAP._replace(teasers=others)) == render(NEWS_SITEMAP)


def test_the_thousandth_story_of_the_news_is_the_last_that_is_marked_as_news() -> None:
    many = tuple(replace(TEASERS[0], path=f"/world/n{number}/") for number in range(1002))
    urls = list(ElementTree.fromstring(render(NEWS_SITEMAP._replace(teasers=many))).iter(f"{MAPS}url"))

    assert [url.find(f"{NEWS}news") is not None for url in urls] == [True] * 1000 + [False] * 2
    assert all(url.findtext(f"{MAPS}lastmod") for url in urls)


@pytest.mark.parametrize(("language", "shown"), [("de-AT", "de"), ("zh-TW", "zh-tw"), ("zh-Hans", "zh")])
def test_the_news_language_is_bare_but_for_chinese(language: str, shown: str) -> None:
    text = render(NEWS_SITEMAP._replace(site=replace(SITE, language=language)))
    assert f"<news:language>{shown}</news:language>" in text


def test_robots_finds_both_sitemaps_and_leaves_the_api_alone() -> None:
    assert render(MACHINE["robots"]).splitlines() == [
        "User-agent: *",
        "Disallow: /api/",
        "",
        "Sitemap: https://courier.example/sitemap.xml",
        "Sitemap: https://courier.example/news-sitemap.xml",
    ]
