"""What the site must be in the end: a pure function of the uploads, the comments and the time.

The pages are those of a newsroom that never saw a fault nor two things at once. What is public, where, and
what is listed is worked out a second time, in a few lines that know nothing of that code.
"""

from __future__ import annotations

import json
from datetime import datetime

from tests.simulation.newsroom import PICTURE
from tests.simulation.plain import printing_with
from tests.simulation.stories import marks
from tests.simulation.world import BASE, World

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, object_key, receipt_key
from broadsheet.domain.comment_rows import some_row
from broadsheet.domain.media import media_from, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Put
from broadsheet_cli.newsroom import Newsroom

PAGES = 10_000  # messages of a batch: nothing comes in between


def faults(world: World) -> list[str]:
    """Everything in which the site differs from what it must be."""
    printing_with(world.templates["render"])
    clean = _clean(world)
    return [
        *_pages(world, clean.site),
        *_receipts(world, clean),
        *_edge(world),
        *_public(world),
        *_comments(world),
        *_left(world),
    ]


def _clean(world: World) -> Newsroom:
    """The same uploads and comments, one after the other."""
    room = Newsroom(
        now=world.clock.moment, base_url=BASE, pages_batch=PAGES, templates=world.templates["render"]
    )
    for row in world.comments.rows():
        if row["sk"].startswith("C#"):
            room.comments.write([Put(row), Put(some_row(row["article"]))])
    room.tick()
    for key in ("site.toml", PICTURE):
        if current := world.uploads.read(key):
            room.uploads.put(key, current.body or b"", current.modified)
    room.settle()
    records = {key: record_of(world, key) for key in world.watch.history}
    # Who holds an address comes first, with what is public of it where that was replaced by something
    # that is refused. Then comes what was refused.
    for key, record in sorted(records.items()):
        if record.live or record.state == "scheduled":
            _upload(world, room, key, record.live.version if record.live else None)
    for key in sorted(records):
        _upload(world, room, key, None)
    return room


def _upload(world: World, room: Newsroom, key: str, version: str | None) -> None:
    there = world.uploads.read(key, version) if world.uploads.head(key) else None
    if there and there.body:
        room.uploads.put(key, there.body, there.modified)
        room.settle()


def record_of(world: World, key: str) -> ArticleRecord:
    row = world.catalogue.get(*rows.article_key(article_id(key)))
    return rows.article_from(row) if row else ArticleRecord(article_id(key), key)


def _pages(world: World, clean: MemorySite) -> list[str]:
    found = []
    redirects, older = dict(_redirects(world)), _older_pictures(world)
    for key in sorted({*world.site.pages, *clean.pages}):
        here, there = world.site.pages.get(key), clean.pages.get(key)
        if there is None and here is not None and (redirects.get(key) == here.location or key in older):
            continue
        if (here and here.body.rstrip()) != (there and there.body.rstrip()):
            is_, should = _brief(here.body if here else None), _brief(there.body if there else None)
            found.append(f"{key} is {is_} and should be {should}")
    missing = [key for key, location in redirects.items() if key not in world.site.pages]
    return found + [f"{key} leads nowhere" for key in missing]


def _redirects(world: World) -> list[tuple[str, str]]:
    """Addresses that stories had before, and that nobody else has taken: history is not in the bucket."""
    found = []
    for key in world.watch.history:
        record = record_of(world, key)
        for path in record.former if record.live else ():
            owner = world.catalogue.get(*rows.path_key(path))
            if owner is None or owner["owner"] == record.id:
                found.append((object_key(path), record.path))
    return found


def _older_pictures(world: World) -> set[str]:
    """Files of a picture's former versions: a page that a reader has open may show them."""
    row = world.catalogue.get(*media_key(PICTURE))
    record = media_from(row) if row else None
    return set(record.former) if record and record.picture else set()


def _receipts(world: World, clean: Newsroom) -> list[str]:
    found = []
    for key in world.watch.history:
        told, record = world.uploads.read_receipt(receipt_key(key)), record_of(world, key)
        receipt = json.loads(told[0]) if told else {}
        current = world.uploads.head(key)
        if receipt.get("etag") != (current and current.etag) or receipt.get("rev") != record.rev:
            found.append(f"the receipt of {key} does not answer its last upload: {receipt}")
            continue
        other = clean.uploads.read_receipt(receipt_key(key))
        if other:
            same = ("state", "url", "errors", "warnings", "published")
            expected = {name: json.loads(other[0]).get(name) for name in same}
            if expected != {name: receipt.get(name) for name in same}:
                found.append(f"the receipt of {key} is {receipt} and should say {expected}")
    return found


def _edge(world: World) -> list[str]:
    found = []
    for key in sorted({*world.site.pages, *world.edge.cache}):
        page = world.site.pages.get(key)
        shown = world.edge.shows(key)
        # The number alone may be older: whoever wrote the same content once more may have died since.
        if (shown and shown.rstrip()) != (page.body.rstrip() if page else None):
            found.append(f"the edge shows an old {key}")
    return found


def _public(world: World) -> list[str]:
    """Which version of each story is public, by the bucket and the time alone."""
    found = []
    for key in world.watch.history:
        name = world.watch.names[key]
        number = _public_number(world, key, name, world.clock.moment)
        if number is None:
            continue  # what was public before a file that cannot be read is told by the record only
        shown = {n for page in world.site.pages.values() for who, n in marks(page.body) if who == name}
        if shown != ({number} if number else set()):
            found.append(f"{key} shows versions {shown} and should show {number or 'nothing'}")
    return found


def _public_number(world: World, key: str, name: str, now: datetime) -> int | None:
    """0 for nothing; None where that hangs on what was there before."""
    history = world.watch.history[key]
    number = len(history)
    if history[-1] is None:
        return 0
    version = world.watch.versions[name, number]
    if version.broken or version.contested:
        return None
    early = version.since is not None and now < version.since
    late = version.until is not None and version.until <= now
    return version.number if version.shown and not early and not late else 0


def _comments(world: World) -> list[str]:
    found = []
    stored = [row["text"] for row in world.comments.rows() if row["sk"].startswith("C#")]
    for words, article in world.posted.items():
        if stored.count(words) != 1:
            found.append(f"the comment {words} on {article} is stored {stored.count(words)} times")
    twice = {words for words in stored if stored.count(words) > 1}
    return found + [f"the comment {words} is stored twice" for words in twice]


def _left(world: World) -> list[str]:
    return [
        f"{len(queue.messages)} messages and {len(queue.dead)} dead letters are left in {name}"
        for name, queue in world.queues.items()
        if queue.messages or queue.dead
    ]


def _brief(body: bytes | None) -> str:
    return "absent" if body is None else f"{body[:40]!r} with {sorted(marks(body))}"
