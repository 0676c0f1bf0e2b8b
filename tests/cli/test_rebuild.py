"""What a rebuild looks at, and when it says that it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.conftest import Deployed

from broadsheet.publishing.editions import Editions
from broadsheet.publishing.sources import TableSources
from broadsheet_cli.check import edit
from broadsheet_cli.newsroom import Newsroom
from broadsheet_cli.operating.draining import Draining, NotDrained
from broadsheet_cli.operating.inventory import Standing
from broadsheet_cli.operating.selection import Pattern, Register, hints, page_hints
from broadsheet_cli.operating.strays import strays

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FILES = {
    "articles/world/harbour.md": "title: Harbour\ndate: 2026-11-20\ntags: [ferry]\naliases: [/old/harbour/]",
    "articles/town/market.md": "title: Market\ndate: 2026-10-20\nsection: world",
    "articles/town/fair.md": "title: Fair\ndate: 2026-10-21",
}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(now=NOW)
    for key, fields in FILES.items():
        file = tmp_path / key
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{fields}\n---\nSome words.\n")
    edit(room, {key: tmp_path / key for key in FILES})
    return room


@pytest.fixture
def register(room: Newsroom) -> Register:
    return Register(room.catalogue.query("LIST#front"), ["sport"])


@pytest.fixture
def paths(room: Newsroom) -> Callable[[str], tuple[str, ...]]:
    return Editions(TableSources(room.uploads, room.catalogue, room.comments), "https://news.example").paths


def there(keys: Iterable[str]) -> dict[str, Standing]:
    return {key: Standing(key, "v1", NOW) for key in keys}


def test_without_a_pattern_everything_is_looked_at(
    room: Newsroom, register: Register, paths: Callable[[str], tuple[str, ...]]
) -> None:
    names = Pattern().pages(register, paths)

    assert Pattern().uploads(there(FILES), register) == sorted(FILES)
    built = {path for name in names for path in paths(name)}
    assert {f"/{key.removesuffix('index.html')}" for key in room.site.pages} <= built


def test_settings_and_pictures_are_looked_at_before_the_stories_that_need_them() -> None:
    found = there(["articles/a.md", "images/a.jpg", "site.toml"])

    keys = Pattern().uploads(found, Register((), ()))

    assert keys == ["site.toml", "images/a.jpg", "articles/a.md"]


def test_what_is_deleted_is_no_upload() -> None:
    found = {"articles/a.md": Standing("articles/a.md", None, NOW)}

    assert Pattern().uploads(found, Register((), ())) == []


def test_a_pattern_over_files_brings_the_pages_that_follow_from_their_stories(
    register: Register, paths: Callable[[str], tuple[str, ...]]
) -> None:
    pattern = Pattern("articles/world/*")

    names = pattern.pages(register, paths)

    assert pattern.uploads(there(FILES), register) == ["articles/world/harbour.md"]
    assert {"at/world/harbour/", "at/old/harbour/", "front", "tag/ferry", "feed/world"} <= set(names)
    assert not {"at/town/fair/", "feed/sport", "archive/2026-10"} & set(names)


def test_a_pattern_over_addresses_brings_the_files_of_the_stories_there(
    register: Register, paths: Callable[[str], tuple[str, ...]]
) -> None:
    pattern = Pattern("/world/*")

    assert pattern.uploads(there(FILES), register) == ["articles/town/market.md", "articles/world/harbour.md"]
    names = pattern.pages(register, paths)
    assert {"at/world/harbour/", "at/world/market/", "section/world", "feed/world"} <= set(names)
    assert not {"front", "at/old/harbour/", "at/town/fair/"} & set(names)


def test_an_upload_that_was_never_answered_has_all_that_follows_worked_out_again() -> None:
    lost = [Standing("articles/b.md", "v1", NOW), Standing("articles/gone.md", None, NOW)]

    messages = list(hints(["articles/a.md", "articles/b.md"], lost))

    assert messages == [
        {"keys": ["articles/a.md"]},
        {"keys": ["articles/b.md"], "again": True},
        {"keys": ["articles/gone.md"], "again": True},
    ]


def test_pages_are_asked_for_by_forty_and_are_no_changes() -> None:
    messages = page_hints([f"tag/{number}" for number in range(41)])

    assert [len(message["pages"]) for message in messages] == [40, 1]
    assert {tuple(message) for message in messages} == {("pages",)}


def looks(*counts: int) -> Callable[[], dict[str, int]]:
    """A queue that holds these numbers of messages, one after the other, and then the last for ever."""
    left = list(counts)
    return lambda: {"pages": left.pop(0) if len(left) > 1 else left[0]}


def test_queues_count_as_empty_only_when_they_stay_so() -> None:
    seen = list(Draining(looks(0, 3, 1, 0), patience=5, quiet=0.05, poll=0.01).steps())

    assert seen[:4] == [0, 3, 1, 0]
    assert set(seen[4:]) == {0}


def test_queues_that_do_not_get_shorter_are_given_up_with_what_is_in_them() -> None:
    draining = Draining(looks(5, 4, 4), patience=0.05, quiet=0, poll=0.01)

    with pytest.raises(NotDrained, match="pages 4 messages"):
        list(draining.steps())


def test_a_pattern_that_matches_nothing_is_an_error_that_says_what_it_is_compared_with(
    deployed: Deployed,
) -> None:
    result = deployed.run("rebuild", "--only", "*.docx")

    assert result.exit_code == 1
    assert "no upload and no page matches “*.docx”" in result.output


def test_what_stands_on_the_site_and_follows_from_nothing_is_looked_at_too(
    room: Newsroom, register: Register, paths: Callable[[str], tuple[str, ...]]
) -> None:
    known = [path for name in Pattern().pages(register, paths) for path in paths(name)]
    page = room.site.pages["world/harbour/index.html"]
    for key in ("world/gone/index.html", "tags/gone/index.html", "gone/rss.xml", "old/page.php"):
        room.site.write(key, page, etag=None)
    room.site.write("google123.html", page._replace(rev=0), etag=None)
    room.site.write("media/0123/a.jpg", page, etag=None)

    found = list(strays(room.site, known, paths))

    assert found == ["feed/gone", "at/old/page.php", "tag/gone", "at/world/gone/"]
