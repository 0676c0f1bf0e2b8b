"""A newsroom that never saw a fault nor two things at once, with the same uploads and comments.

What is history and not in the bucket is laid in it first: which addresses a story has had and who of
several holds one that leads on, when a file was first seen, which good file stands below a refused one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.simulation.newsroom import PICTURE
from tests.simulation.world import BASE, World

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.comment_rows import some_row
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Put, Row
from broadsheet_cli.newsroom import Newsroom

PAGES = 10_000  # messages of a batch: nothing comes in between


def clean_room(world: World) -> Newsroom:
    """What came of the uploads, one after the other."""
    room = Newsroom(
        now=world.clock.moment, base_url=BASE, pages_batch=PAGES, templates=world.templates["render"]
    )
    _remember(world, room)
    room.tick()
    room.settle()
    for key in ("site.toml", PICTURE):
        _upload(world, room, key, None)
    records = {key: record_of(world, key) for key in world.watch.history}
    # Who holds an address comes first, with what is public of it where that was replaced by something
    # that is refused. Then comes what was refused.
    for key, record in sorted(records.items()):
        if record.live or record.state == "scheduled":
            _upload(world, room, key, record.live.version if record.live else None)
    for key in sorted(records):
        _upload(world, room, key, None)
    return room


def record_of(world: World, key: str) -> ArticleRecord:
    row = world.catalogue.get(*rows.article_key(article_id(key)))
    return rows.article_from(row) if row else ArticleRecord(article_id(key), key)


def _remember(world: World, room: Newsroom) -> None:
    for row in world.comments.rows():
        if row["sk"].startswith("C#"):
            room.comments.write([Put(row), Put(some_row(row["article"]))])
    for row in _history(world):
        room.catalogue.write([Put(row)])
    room.changes.clear()


def _history(world: World) -> Iterator[Row]:
    """Tombstones that know the former addresses, and what of these leads on."""
    for key in world.watch.history:
        record = record_of(world, key)
        if record.rev:
            known = ArticleRecord(record.id, key, record.rev, former=record.former, first=record.first)
            yield rows.article_row(known if world.uploads.head(key) else replace(known, first=None))
        for path, kind in rows.paths_of(record).items():
            owner = world.catalogue.get(*rows.path_key(path))
            if owner and record.live and (owner["owner"], kind) == (record.id, "redirect"):
                yield owner


def _upload(world: World, room: Newsroom, key: str, version: str | None) -> None:
    there = world.uploads.read(key, version) if world.uploads.head(key) else None
    if there and there.body:
        room.uploads.put(key, there.body, there.modified)
        room.settle()
