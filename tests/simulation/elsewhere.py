"""What no editor or reader does: time goes by, things get lost, hands touch what is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.simulation.newsroom import KEYS
from tests.simulation.stories import marks, story_of

from broadsheet.domain.addresses import article_id, receipt_key
from broadsheet.domain.rows import SITE
from broadsheet.ports import Delete, Row

if TYPE_CHECKING:
    from tests.simulation.floor import Floor


def _is_filed(row: Row, key: str) -> bool:
    placed = str(row["pk"]).startswith(("LIST#", "TERM#")) and str(row["sk"]).endswith(article_id(key))
    linked = str(row["sk"]).startswith(("SHOW#", "CITES#", "CITED#")) and row["owner"] == article_id(key)
    return placed or linked


def _lose_rows(floor: Floor, key: str) -> None:
    """Of what follows from the story: its place in lists and under terms, the entries of these lists, their
    pages, and its links."""
    catalogue, pages = floor.world.catalogue, floor.world.site.pages
    gone = [(row["pk"], row["sk"]) for row in catalogue.rows() if _is_filed(row, key)]
    lists = {pk for pk, _ in gone}
    gone += [(row["pk"], row["sk"]) for row in catalogue.rows() if row.get("of") in lists]
    catalogue.write([Delete(*name) for name in gone])
    own = KEYS[key]
    for at, page in list(pages.items()):
        if own in {who for who, _ in marks(page.body)} and story_of(page.body) in ("", own):
            floor.world.erase(at)


def _print_half(floor: Floor, key: str) -> None:
    """An edit of which no page is printed but those that its answer waits for."""
    floor.editor.edit("edit", key)
    pages = floor.world.queues["pages"].messages
    for invocation in floor.moves():
        invocation.finish()
        pages[:] = [message for message in pages if message.held or message.body.get("receipt")]


def _sweep_twice(floor: Floor, _: str) -> None:
    """In so short a time that whatever is amiss may be under way."""
    for minutes in (6, 6):
        floor.world.clock.jump(minutes=minutes)
        floor.world.sweep(1000).finish()
    if floor.world.swept:
        floor.world.watch.found.append("the sweep repaired what had not had its time")


def _forget_settings(floor: Floor, _: str) -> None:
    """Who was to tell them to the comments function has died, and his message is gone."""
    floor.world.comments.write([Delete(*SITE)])


def _ask_twice(floor: Floor, key: str) -> None:
    """One batch brings both an event of the file and somebody's wish to have all of it once more."""
    floor.world.queues["uploads"].send([{"keys": [key]}, {"keys": [key], "again": True}])


def _change_all(floor: Floor, _: str) -> None:
    """Every story and a picture, and half of the pages get lost."""
    for key in KEYS:
        floor.editor.edit("edit", key)
    floor.editor.act_as("fresh picture")
    _erase(floor, "")


def _put_stray(floor: Floor, _: str) -> None:
    pages = floor.world.site.pages
    pages["world/stray/index.html"] = pages["world/b/index.html"]


def _scribble(floor: Floor, key: str) -> None:
    """A hand writes over an answer."""
    uploads, answer = floor.world.uploads, receipt_key(key)
    if told := uploads.read_receipt(answer):
        uploads.write_receipt(answer, b"{}", etag=told[1])


def _erase(floor: Floor, _: str) -> None:
    for at in [at for at in floor.world.site.pages if not at.startswith("media/")][::2]:
        floor.world.erase(at)


def _nearly_come(floor: Floor, _: str) -> None:
    """Nothing may be due, where what was to be due has not been read yet."""
    for moment in floor.world.due()[:1]:
        floor.world.clock.reach(moment, -10)


ELSEWHERE: dict[str, Callable[[Floor, str], None]] = {  # what happens before the clock strikes
    "time passes": lambda floor, _: floor.world.clock.jump(minutes=45),
    "days pass": lambda floor, _: floor.world.clock.jump(days=3),
    "time nearly comes": _nearly_come,
    "clock first": lambda floor, _: floor.world.templates.update(clock="t2", render="t1"),
    "deployed": lambda floor, _: floor.editor.finish_deployment(),
    "lose rows": _lose_rows,
    "half printed": _print_half,
    "two sweeps": _sweep_twice,
    "stray": _put_stray,
    "erased": _erase,
    "ask twice": _ask_twice,
    "forgotten settings": _forget_settings,
    "unanswered": _scribble,
    "all at once": _change_all,
}
