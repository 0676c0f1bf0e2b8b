"""A newsroom that never saw a fault nor two things at once, with the same uploads and comments.

What is history and not in the bucket is laid in it first: which addresses a story has had and who of
several holds one that leads on, when a file was first seen, which good file stands below a refused one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from tests.simulation.files import BROKEN, PICTURES, SHADES, SITES
from tests.simulation.functions import BASE
from tests.simulation.plain import prints_of
from tests.simulation.world import World

from broadsheet.adapters.memory.buckets import EPOCH
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.comment_rows import some_row
from broadsheet.domain.media import media_from, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.formats.site_toml import read_site
from broadsheet.ports import Put, Row
from broadsheet_cli.newsroom import Newsroom

PAGES = 10_000  # messages of a batch: nothing comes in between
KEPT = 256  # newsrooms: many drills come to the same


@dataclass(frozen=True)
class Past:
    """All that a newsroom follows from. Uploads come in this order, each with the time it was made."""

    now: datetime
    templates: str
    comments: tuple[str, ...]
    catalogue: tuple[str, ...]
    uploads: tuple[tuple[str, bytes, datetime], ...]


def clean_room(world: World) -> Newsroom:
    """What came of the uploads, one after the other. Not to be changed."""
    return _made(
        Past(
            world.clock.moment.replace(microsecond=0),  # nothing falls due within a second
            world.templates["render"],
            tuple(json.dumps(row) for row in world.comments.rows() if row["sk"].startswith("C#")),
            tuple(json.dumps(row) for row in _history(world)),
            tuple(_uploads(world)),
        )
    )


@lru_cache(maxsize=KEPT)
def _made(past: Past) -> Newsroom:
    room = Newsroom(now=past.now, base_url=BASE, pages_batch=PAGES, templates=past.templates)
    for row in map(json.loads, past.comments):
        room.comments.write([Put(row), Put(some_row(row["article"]))])
    for row in map(json.loads, past.catalogue):
        room.catalogue.write([Put(row)])
    room.changes.clear()
    room.tick()
    room.settle()
    for upload in past.uploads:
        room.uploads.put(*upload)
        room.settle()
    return room


def record_of(world: World, key: str) -> ArticleRecord:
    row = world.catalogue.get(*rows.article_key(article_id(key)))
    return rows.article_from(row) if row else ArticleRecord(article_id(key), key)


def _history(world: World) -> Iterator[Row]:
    """Tombstones that know the former addresses, and what of these leads on. A file that is refused keeps
    the address that it held for later."""
    for key in world.watch.history:
        record = record_of(world, key)
        holds = record.state == "refused" and not record.live
        first = (_told(world, key) or record.first) if world.uploads.head(key) else None
        path = record.path if holds else ""
        if record.rev:
            known = ArticleRecord(record.id, key, 1, first=first, path=path, former=record.former)
            yield rows.article_row(replace(known, marked=record.marked))
        for address, kind in rows.paths_of(record).items():
            owner = world.catalogue.get(*rows.path_key(address))
            if owner and owner["owner"] == record.id and (kind == "redirect" or holds):
                yield owner


def _told(world: World, key: str) -> datetime | None:
    """Since when there has been a file, where a date hangs on it: that is in the bucket, and no history."""
    history = world.watch.history[key]
    live = record_of(world, key).live
    at = {len(history), history.index(live.version) + 1 if live else 0}
    versions = [world.watch.versions.get((world.watch.names[key], number)) for number in at]
    return world.watch.begun[key] if any(found and found.draft.by_upload for found in versions) else None


def _uploads(world: World) -> Iterator[tuple[str, bytes, datetime]]:
    """What stands beneath refused files; then the last versions. Of the stories, who holds an address comes
    first, with what is public of it where that was replaced by something that is refused."""
    yield from _standing(world)
    for key in ("site.toml", *PICTURES):
        yield from _upload(world, key, None)
    records = {key: record_of(world, key) for key in world.watch.history}
    for key, record in sorted(records.items()):
        if record.live or record.state == "scheduled":
            yield from _upload(world, key, record.live.version if record.live else None)
    for key in sorted(records):
        yield from _upload(world, key, None)


def _standing(world: World) -> Iterator[tuple[str, bytes, datetime]]:
    """What is in use of files whose last version is refused."""
    site = world.uploads.read("site.toml")
    if site and site.body == BROKEN:
        used = rows.site_from(world.catalogue.get(*rows.SITE)).site
        yield from [("site.toml", body, EPOCH) for body in SITES if read_site(body).site == used][:1]
    for key in PICTURES:
        row = world.catalogue.get(*media_key(key))
        picture = media_from(row).picture if row else None
        bodies = _since_deleted(world, key) if picture else ()
        yield from [(key, body, EPOCH) for body in bodies if prints_of(body, key).picture == picture]


def _since_deleted(world: World, key: str) -> list[bytes]:
    """The good pictures that may stand: what had been deleted before the file is there anew may not."""
    spell = world.uploads.spell(key)
    etags = {hashlib.md5(body, usedforsecurity=False).hexdigest(): body for body in SHADES}
    return [body for etag, body in etags.items() if spell and (not spell.after or etag in spell.etags)]


def _upload(world: World, key: str, version: str | None) -> Iterator[tuple[str, bytes, datetime]]:
    there = world.uploads.read(key, version) if world.uploads.head(key) else None
    if there and there.body:
        # The same bytes may have been there before the file was deleted.
        yield key, there.body, max(there.modified, world.watch.begun.get(key, there.modified))
