"""A newsroom that never saw a fault nor two things at once, with the same uploads and comments.

What is history and not in the bucket is laid in it first: which addresses a story has had and who of
several holds one that leads on, when a file was first seen, which good file stands below a refused one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.simulation.files import BROKEN, PICTURES, SHADES, SITES
from tests.simulation.plain import prints_of
from tests.simulation.world import BASE, World

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.comment_rows import some_row
from broadsheet.domain.media import media_from, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.formats.site_toml import read_site
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
    for key, body in _standing(world):
        room.uploads.put(key, body)
        room.settle()
    for key in ("site.toml", *PICTURES):
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
    """Tombstones that know the former addresses, and what of these leads on. A file that is refused keeps
    the address that it held for later."""
    for key in world.watch.history:
        record = record_of(world, key)
        holds = record.state == "refused" and not record.live
        first = record.first if world.uploads.head(key) else None
        path = record.path if holds else ""
        if record.rev:
            known = ArticleRecord(record.id, key, record.rev, first=first, path=path, former=record.former)
            yield rows.article_row(replace(known, marked=record.marked))
        for address, kind in rows.paths_of(record).items():
            owner = world.catalogue.get(*rows.path_key(address))
            if owner and owner["owner"] == record.id and (kind == "redirect" or holds):
                yield owner


def _standing(world: World) -> Iterator[tuple[str, bytes]]:
    """What is in use of files whose last version is refused."""
    site = world.uploads.read("site.toml")
    if site and site.body == BROKEN:
        used = rows.site_from(world.catalogue.get(*rows.SITE)).site
        yield from [("site.toml", body) for body in SITES if read_site(body).site == used][:1]
    for key in PICTURES:
        row = world.catalogue.get(*media_key(key))
        picture = media_from(row).picture if row else None
        if picture and world.uploads.head(key):
            yield from [(key, body) for body in SHADES if prints_of(body, key).picture == picture]


def _upload(world: World, room: Newsroom, key: str, version: str | None) -> None:
    there = world.uploads.read(key, version) if world.uploads.head(key) else None
    if there and there.body:
        room.uploads.put(key, there.body, there.modified)
        room.settle()
