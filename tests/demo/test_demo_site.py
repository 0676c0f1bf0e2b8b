"""The demo newspaper as a site: nothing on it leads nowhere."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from broadsheet.domain.addresses import object_key
from broadsheet_cli.check import edit
from broadsheet_cli.content import uploads_of
from broadsheet_cli.newsroom import Newsroom

DEMO = Path(__file__).parents[2] / "demo"
BASE = "https://lantern.example"
REFERENCE = re.compile(r'(?:href|src|action)="([^"]+)"|srcset="([^"]+)"')


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    room = Newsroom(now=datetime(2026, 11, 23, 12, tzinfo=UTC), base_url=BASE)
    reports = edit(room, uploads_of([DEMO]))
    assert [report for report in reports if report.refused] == []
    return {key: page.body for key, page in room.site.pages.items()}


def references(page: bytes) -> set[str]:
    found: set[str] = set()
    for one, many in REFERENCE.findall(page.decode()):
        found |= {one} if one else {entry.split()[0] for entry in many.split(", ")}
    return {reference.removeprefix(BASE) for reference in found}


def test_every_reference_on_every_page_leads_somewhere(site: dict[str, bytes]) -> None:
    pages = {key: body for key, body in site.items() if key.endswith(".html")}

    dead = {
        (key, reference)
        for key, body in pages.items()
        for reference in references(body)
        if reference.startswith("/") and not reference.startswith("/api/")
        if object_key(reference.split("#")[0]) not in site
    }
    assert dead == set()


def test_every_fragment_leads_to_a_place_on_its_page(site: dict[str, bytes]) -> None:
    dead = {
        (key, reference)
        for key, body in site.items()
        if key.endswith(".html")
        for reference in references(body)
        if reference.startswith("#") and f'id="{reference[1:]}"'.encode() not in body
    }
    assert dead == set()


def test_every_address_in_a_sitemap_is_a_page(site: dict[str, bytes]) -> None:
    maps = [key for key in site if "sitemap" in key]
    locations = [
        element.text or ""
        for key in maps
        for element in ET.fromstring(site[key].strip()).iter(
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        )
    ]

    assert len(locations) > 10
    assert [loc for loc in locations if object_key(loc.removeprefix(BASE)) not in site] == []


@pytest.mark.parametrize("path", ["rss.xml", "atom.xml", "harbour/rss.xml", "harbour/atom.xml"])
def test_an_independent_reader_finds_nothing_wrong_with_a_feed(site: dict[str, bytes], path: str) -> None:
    feed = feedparser.parse(site[path])

    assert not feed.bozo
    assert feed.entries
    assert all(object_key(entry.link.removeprefix(BASE)) in site for entry in feed.entries)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_a_json_feed_names_the_same_stories(site: dict[str, bytes]) -> None:
    items = json.loads(site["feed.json"])["items"]

    assert [item["url"] for item in items] == [
        entry.link for entry in feedparser.parse(site["rss.xml"]).entries
    ]


def test_the_scheduled_story_is_nowhere(site: dict[str, bytes]) -> None:
    assert [key for key, body in site.items() if b"the-time-capsule" in body] == []
