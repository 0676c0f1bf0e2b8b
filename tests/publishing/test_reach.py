"""What has changed below all that a page shows is not printed there, and nothing is missing for it."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

import pytest
from tests.publishing.conftest import Desk
from tests.publishing.test_races import NAME, OneStory, SlowSite

from broadsheet.adapters.memory.guards import MemoryGuards
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.ports import Put
from broadsheet.publishing import list_editions, reach, sources
from broadsheet.publishing.list_editions import ASKED, FRONT
from broadsheet.publishing.press import Press
from broadsheet.publishing.reach import LATEST, LIST, is_below
from broadsheet.publishing.rendering import Message

BEGIN = datetime(2026, 1, 1, 10, tzinfo=UTC)
WORDS = "harbour ferry council budget museum stadium".split()


def text(number: int, *, title: str = "", tags: str = "sea", words: str = "", author: str = "Ana Luz") -> str:
    date = f"{BEGIN + timedelta(days=number):%Y-%m-%dT%H:%M:%SZ}"
    fields = f"title: {title or f'Number {number}'}\ndate: {date}\ntags: [{tags}]\nauthor: {author}"
    return f"---\n{fields}\n---\n\n{words or f'word{number}'}\n"


def written(desk: Desk, before: dict[str, int]) -> set[str]:
    return {key for key, rev in desk.revs().items() if before.get(key) != rev}


@pytest.fixture
def paper(desk: Desk) -> Desk:
    """Seventy-five stories of one section and three of another, every second day."""
    for number in range(LATEST + 15):
        desk.put(f"articles/world/n{number}.md", text(2 * number))
    for number in range(3):
        desk.put(f"articles/local/n{number}.md", text(2 * number, tags="land", author="Ben"))
    desk.room.settle()
    return desk


def test_a_story_among_old_ones_is_printed_only_where_it_can_be_seen(paper: Desk) -> None:
    before = paper.revs()

    paper.upload("articles/world/late.md", text(21, title="Found in a drawer", tags="box", author="Cleo"))

    assert written(paper, before) == {
        "world/late/index.html",
        "tags/box/index.html",
        "authors/cleo/index.html",
        "archive/2026-01/index.html",
        "archive/2026-01-22/index.html",
        "world/archive/2026-01/index.html",
        "sitemaps/2026-01-22.xml",
        "sitemap.xml",
    }


def test_a_story_that_is_old_for_the_site_and_new_for_its_section_is_on_the_front_page(paper: Desk) -> None:
    paper.upload("articles/local/late.md", text(-1, title="Found in a drawer"))  # the fourth there

    shown = paper.anywhere("Found in a drawer")
    assert {"index.html", "local/index.html", "local/rss.xml"} <= set(shown)
    assert not {"rss.xml", "world/index.html", "tags/sea/index.html"} & set(shown)


@pytest.mark.parametrize(
    ("below", "feeds", "front"),
    [
        (1, True, True),
        (FRONT - 1, True, True),
        (FRONT, True, False),
        (LIST - 1, True, False),
        (LIST, False, False),
    ],
)
def test_each_page_is_asked_how_much_it_shows_of_a_list_that_it_shares(
    paper: Desk, below: int, feeds: bool, front: bool
) -> None:
    before = paper.revs()

    paper.upload("articles/world/late.md", text(2 * (LATEST + 15 - below) - 1, title="Found in a drawer"))

    shown = written(paper, before)
    assert ({"rss.xml", "atom.xml", "feed.json"} <= shown, "index.html" in shown) == (feeds, front)
    assert ("index.html" in paper.anywhere("Found in a drawer")) == front


def test_a_story_that_pushes_another_out_of_the_latest_is_printed_where_that_was_seen(desk: Desk) -> None:
    for number in range(LATEST):
        section = "zoo" if number == 0 else f"s{number % ASKED}"
        desk.put(f"articles/{section}/n{number:02}.md", text(2 * number, title=f"About number {number:02}"))
    desk.room.settle()
    assert "index.html" in desk.anywhere("About number 00")

    desk.upload("articles/s1/late.md", text(2 * 4 + 1, title="Found in a drawer"))

    assert not {"index.html"} & {*desk.anywhere("About number 00"), *desk.anywhere("Found in a drawer")}


def test_a_withdrawn_story_that_comes_back_further_down_is_taken_off_the_front_page(paper: Desk) -> None:
    key = f"articles/world/n{LATEST + 14}.md"
    paper.room.uploads.remove(key)
    for _ in islice(paper.room.steps(), 1):  # decided, and not printed
        pass

    paper.upload(key, text(21, title=f"Number {2 * LATEST + 28}"))

    assert "index.html" not in paper.anywhere(f"Number {2 * LATEST + 28}")


def test_a_page_that_somebody_took_away_is_printed_whatever_has_changed() -> None:
    class Unseen(OneStory):
        def is_below(self, name: str, rows: object) -> bool:
            return True

    site, clock = SlowSite(), SetClock()
    working = Press(Unseen, site, MemoryGuards(), clock)

    first = working.print({NAME: frozenset({("LIST#front", "1")})})
    again = working.print({NAME: frozenset({("LIST#front", "1")})})

    assert (first[NAME].written, again[NAME].untouched) == (["/world/story/"], ["/world/story/"])
    assert site.texts() == ["a story"]


def test_links_that_say_nothing_leave_room_for_those_behind_them() -> None:
    table = MemoryTable()
    for number in range(10):
        doc = "" if number > 7 else "a teaser"
        row = {"pk": "RELATED#a", "sk": f"SHOW#{number}#b{number}#own", "other": f"b{number}", "doc": doc}
        table.write([Put(row)])

    below = [
        number for number in range(10) if is_below("RELATED#a", f"SHOW#{number}#b{number}#own", 0, table)
    ]

    assert below == [0, 1]


def test_a_story_that_is_there_from_both_ends_is_shown_once() -> None:
    table = MemoryTable()
    for number in range(reach.RELATED):
        for end in ("own", "in"):
            row = {
                "pk": "RELATED#a",
                "sk": f"SHOW#{number}#b{number}#{end}",
                "other": f"b{number}",
                "doc": "t",
            }
            table.write([Put(row)])

    assert not is_below("RELATED#a", "SHOW#0#b0#own", 0, table)


def test_the_end_of_a_list_that_is_not_full_is_nowhere() -> None:
    table = MemoryTable()
    for number in range(LIST):
        assert not is_below("LIST#tag/sea", "0", LIST, table)
        table.write([Put({"pk": "LIST#tag/sea", "sk": f"{number:03}"})])

    assert is_below("LIST#tag/sea", "", LIST, table)
    assert not is_below("LIST#tag/sea", "000", LIST, table)


def test_a_message_tells_of_rows_only_when_it_comes_first() -> None:
    body = {"pages": ["front", "feed"], "change": True, "rows": {"front": [["LIST#front", "1"]]}}

    first, again = Message.parse("", body), Message.parse("", body, again=True)

    assert (first.cause("front"), first.cause("feed")) == (frozenset({("LIST#front", "1")}), True)
    assert again.cause("front") is True


@pytest.mark.parametrize("rows", [["front"], {"front": ["LIST#front"]}, {"front": [["LIST#front", 1]]}])
def test_rows_that_are_none_make_no_message(rows: object) -> None:
    with pytest.raises((ValueError, AttributeError, TypeError)):
        Message.parse("", {"pages": ["front"], "change": True, "rows": rows})


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"LIST": 2, "LATEST": 4, "RELATED": 2, "NEAR": 6, "FRONT": 2, "BLOCK": 1, "ASKED": 1}
    for limit, value in limits.items():
        for module in (reach, list_editions, sources):
            monkeypatch.setattr(module, limit, value, raising=False)


@pytest.mark.usefixtures("short_lists")
@pytest.mark.parametrize("seed", range(10))
def test_whatever_comes_and_goes_the_site_is_that_of_a_newsroom_that_got_the_rest_at_once(
    seed: int,
) -> None:
    chance, desk, files = Random(seed), Desk(), dict[str, str]()
    steps = desk.room.steps()

    for _ in range(50):
        key = f"articles/{chance.choice(('world', 'local'))}/n{chance.randrange(8)}.md"
        if key in files and chance.random() < 0.4:
            del files[key]
            desk.room.uploads.remove(key)
        else:
            number, tags = chance.randrange(60), ", ".join(chance.sample(WORDS, 2))
            words = " ".join(chance.choices(WORDS, k=12))
            files[key] = text(number, title=f"Of {chance.randrange(99)}", tags=tags, words=words)
            desk.put(key, files[key])
        if len([*islice(steps, many := chance.choice((0, 1, 3, 100)))]) < many:
            steps = desk.room.steps()
    deque(steps, maxlen=0)  # what it has taken by now
    desk.room.settle()

    fresh = Desk()
    for key, body in files.items():
        fresh.put(key, body)
    fresh.room.settle()
    assert pages(desk) == pages(fresh)


def pages(desk: Desk) -> dict[str, bytes]:
    """Without their numbers."""
    return {key: page.body.rstrip() for key, page in desk.room.site.pages.items()}
