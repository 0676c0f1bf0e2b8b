"""What a takedown records before a story goes, and how it judges what is seen afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, object_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Page
from broadsheet_cli.main import main
from broadsheet_cli.newsroom import Newsroom
from broadsheet_cli.operating.inspection import Inspector, Seen
from broadsheet_cli.operating.takedown_report import begin, report_file
from broadsheet_cli.operating.traces import Traces, traces_of
from broadsheet_cli.target import Target

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="{}" height="30"/></svg>'
WORDS = "The tide gate of the harbour was shut by the council before the ferry sailed."
KEY = "articles/town/a.md"


def story(title: str, *lines: str, body: str = WORDS) -> str:
    head = "\n".join((f"title: {title}", "date: 2026-11-22T10:00:00Z", *lines))
    return f"---\n{head}\n---\n\n{body}\n"


class Reader(BaseHTTPRequestHandler):
    """The site of a newsroom as the edge would show it."""

    room: Newsroom

    def do_GET(self) -> None:
        page = self.room.site.pages.get(object_key(unquote(self.path)))
        self.send_response(301 if page and page.location else 200 if page else 404)
        if page and page.location:
            self.send_header("Location", page.location)
        self.end_headers()
        self.wfile.write(page.body if page else b"nothing")

    def log_message(self, *_: Any) -> None:
        """A test says enough itself."""


@dataclass
class Desk:
    """A newsroom whose site can be fetched."""

    room: Newsroom
    site_url: str
    stack: str = "broadsheet"
    dynamodb: Any = None
    comments_table: str = ""
    published: list[str] = field(default_factory=list)

    @property
    def catalogue(self) -> Any:
        return self.room.catalogue

    @property
    def uploads(self) -> Any:
        return self.room.uploads

    @property
    def target(self) -> Target:
        return cast(Target, self)

    def publish(self, key: str, text: str) -> None:
        self.room.uploads.put(key, text.encode())
        self.room.settle()

    def withdraw(self, *keys: str) -> None:
        for key in keys:
            self.room.uploads.remove(key)
        self.room.settle()

    def traces(self, key: str = KEY) -> Traces:
        return traces_of(self.target, self.record(key))

    def record(self, key: str = KEY) -> ArticleRecord:
        row = self.room.catalogue.get(*rows.article_key(article_id(key)))
        assert row is not None
        return rows.article_from(row)

    def inspect(self, traces: Traces) -> dict[str, Seen]:
        return {seen.address.path: seen for seen in Inspector(self.target, traces).inspect(0)}


@pytest.fixture
def desk() -> Iterator[Desk]:
    room = Newsroom()
    handler = type("Handler", (Reader,), {"room": room})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        room.tick()
        room.settle()
        yield Desk(room, f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()


@pytest.fixture
def two_stories(desk: Desk) -> Desk:
    """One story with a picture of its own, and one that shares its other picture and links to it."""
    desk.publish("images/own.svg", SVG.format(10))
    desk.publish("images/shared.svg", SVG.format(20))
    picture = "image: {src: ../../images/own.svg, alt: a}"
    text = f"{WORDS} ![b](../../images/shared.svg)"
    desk.publish(KEY, story("The ledger", "aliases: [/2019/ledger/]", "tags: [Sums]", picture, body=text))
    follow_up = f"[Before](a.md), ![b](../../images/shared.svg) {WORDS}"
    desk.publish("articles/town/b.md", story("The sequel", body=follow_up))
    return desk


def test_every_address_of_a_story_is_recorded_with_its_kind(two_stories: Desk) -> None:
    traces = two_stories.traces()

    kinds = {address.path: address.kind for address in traces.addresses}
    assert (kinds["/town/a/"], kinds["/2019/ledger/"]) == ("page", "redirect")
    assert {kinds[path] for path in ("/", "/town/", "/town/archive/2026-11/", "/tags/sums/")} == {"list"}
    assert {kinds[path] for path in ("/rss.xml", "/town/feed.json")} == {"feed"}
    assert {kinds[path] for path in ("/sitemaps/2026-11-22.xml", "/news-sitemap.xml")} == {"sitemap"}
    assert kinds["/town/b/"] == "related"
    assert traces.linking == ("articles/town/b.md",)


def test_a_picture_that_another_story_shows_stays(two_stories: Desk) -> None:
    pictures = two_stories.traces().pictures

    assert list(pictures.sole) == ["images/own.svg"]
    assert pictures.shared == {"images/shared.svg": ("articles/town/b.md",)}
    assert all(object_key(path) in two_stories.room.site.pages for path in pictures.files)


def test_before_it_is_withdrawn_a_story_is_seen_everywhere_it_was_recorded(two_stories: Desk) -> None:
    seen = two_stories.inspect(two_stories.traces())

    expected = {
        "/",
        "/town/",
        "/town/a/",
        "/2019/ledger/",
        "/rss.xml",
        "/news-sitemap.xml",
        "/town/b/",
    }
    assert {path for path, one in seen.items() if one.verdict == "still seen"} >= expected


def test_a_story_that_is_withdrawn_is_seen_nowhere(two_stories: Desk) -> None:
    traces = two_stories.traces()

    two_stories.withdraw(KEY, *traces.pictures.sole)

    seen = two_stories.inspect(traces)
    assert [one for one in seen.values() if not one.good] == []
    assert seen["/town/a/"].verdict == seen["/2019/ledger/"].verdict == "gone"
    assert seen["/"].verdict == "clean"


def test_a_page_that_was_left_behind_is_named_with_what_was_found(two_stories: Desk) -> None:
    traces = two_stories.traces()
    left = two_stories.room.site.pages["tags/sums/index.html"]
    two_stories.withdraw(KEY, *traces.pictures.sole)
    two_stories.room.site.pages["tags/sums/index.html"] = left
    old = Page(b"x", "text/html", "", 1, "d", location="/town/a/")
    two_stories.room.site.pages["2019/ledger/index.html"] = old

    seen = two_stories.inspect(traces)

    assert {path for path, one in seen.items() if not one.good} == {"/tags/sums/", "/2019/ledger/"}
    assert "its title “The ledger”" in seen["/tags/sums/"].found
    assert seen["/2019/ledger/"].note == "leads to /town/a/"


def test_a_link_that_another_story_has_in_its_own_text_is_information(two_stories: Desk) -> None:
    words = f"[Before](a.md), and [here](/town/a/). {WORDS}"
    two_stories.publish("articles/town/b.md", story("The sequel", body=words))
    traces = two_stories.traces()

    two_stories.withdraw(KEY)

    seen = two_stories.inspect(traces)["/town/b/"]
    assert (seen.verdict, seen.good) == ("in its own text", True)
    assert "articles/town/b.md" in seen.note


def test_an_address_that_another_story_has_taken_over_is_told_apart(two_stories: Desk) -> None:
    traces = two_stories.traces()
    two_stories.withdraw(KEY, *traces.pictures.sole)

    two_stories.publish("articles/town/new.md", story("Something else", "slug: a"))

    seen = two_stories.inspect(traces)
    assert (seen["/town/a/"].verdict, seen["/"].verdict) == ("another page", "clean")
    assert "articles/town/new.md" in seen["/town/a/"].note


def test_a_namesake_is_not_taken_for_the_story(two_stories: Desk) -> None:
    two_stories.publish("articles/town/c.md", story("The ledger", "slug: other-ledger"))
    traces = two_stories.traces()

    two_stories.withdraw(KEY, *traces.pictures.sole)

    assert two_stories.inspect(traces)["/"].verdict == "clean"


def test_a_site_that_does_not_answer_proves_nothing(desk: Desk) -> None:
    desk.publish(KEY, story("The ledger"))
    traces = desk.traces()
    desk.withdraw(KEY)
    desk.site_url = "http://127.0.0.1:9"  # nobody is there

    assert {seen.verdict for seen in desk.inspect(traces).values()} == {"not reached"}


def test_the_report_says_what_is_not_known_yet(two_stories: Desk) -> None:
    report = begin(two_stories.target, two_stories.traces(), "A court order")

    found = report.as_json()

    assert (found["verdict"], found["reason"]) == ("under way", "A court order")
    assert {address["verdict"] for address in found["addresses"]} == {"not looked at yet"}
    assert found["kept_pictures"] == {"images/shared.svg": ["articles/town/b.md"]}
    assert any("comments" in remark for remark in found["remarks"])


def test_a_report_is_never_written_over(
    two_stories: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = begin(two_stories.target, two_stories.traces(), "")
    first = report_file(report.traces, report.started)
    report.write(first)

    second = report_file(report.traces, report.started)

    assert first.name == f"takedown-a-{report.started:%Y-%m-%d}.json"
    assert second.name == f"takedown-a-{report.started:%Y-%m-%d}-2.json"


def test_a_report_file_that_is_there_already_is_refused_before_anything_else(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("evidence")

    result = CliRunner().invoke(
        main, ["takedown", "/a/b/", "--reason", "x", "--report", str(tmp_path / "old.json")]
    )

    assert result.exit_code == 1
    assert "exists already" in result.output
