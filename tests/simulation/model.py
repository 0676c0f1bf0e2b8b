"""What the site must be in the end: a pure function of the uploads, the comments and the time.

The pages and the catalogue are those of a newsroom that never saw a fault nor two things at once (clean.py).
What is public, where, and what is listed is worked out a second time, in a few lines that know nothing of
that code (drafts.py).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from tests.simulation.clean import clean_room, record_of
from tests.simulation.derived import differences
from tests.simulation.drafts import Paper
from tests.simulation.files import PICTURES
from tests.simulation.plain import printing_with
from tests.simulation.telling import apart
from tests.simulation.world import World

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.domain.addresses import receipt_key
from broadsheet.domain.media import is_image, media_from, media_key
from broadsheet_cli.newsroom import Newsroom


def faults(world: World) -> list[str]:
    """Everything in which the site differs from what it must be."""
    printing_with(world.templates["render"])
    try:
        clean = clean_room(world)
    except Exception as error:
        return [f"without any fault: {error!r}"]
    return [
        *_pages(world, clean.site),
        *_receipts(world, clean),
        *differences(world, clean),
        *_edge(world),
        *_comments(world),
        *_left(world),
        *Paper(world).faults(),
    ]


def _pages(world: World, clean: MemorySite) -> list[str]:
    found = []
    older = _older_pictures(world)
    for key in sorted({*world.site.pages, *clean.pages}):
        here, there = world.site.pages.get(key), clean.pages.get(key)
        if there is None and key in older:
            continue
        if (here and here.body.rstrip()) != (there and there.body.rstrip()):
            found.append(f"{key} {apart(here and here.body.rstrip(), there and there.body.rstrip())}")
    return found


def _older_pictures(world: World) -> set[str]:
    """Files of a picture's former versions: a page that a reader has open may show them."""
    found = [world.catalogue.get(*media_key(key)) for key in PICTURES]
    records = [media_from(row) for row in found if row]
    return {file for record in records if record.picture for file in record.former}


def _receipts(world: World, clean: Newsroom) -> list[str]:
    found = []
    for key in (*world.watch.history, *PICTURES):
        told, current = world.uploads.read_receipt(receipt_key(key)), world.uploads.head(key)
        if told is None and current is None:
            continue
        receipt, rev = json.loads(told[0]) if told else {}, _rev(world, key)
        if receipt.get("etag") != (current and current.etag) or receipt.get("rev", 0) > rev:
            found.append(f"the receipt of {key} does not answer its last upload: {receipt}")
        elif receipt["rev"] != rev and not is_image(key):
            found.append(f"the receipt of {key} has number {receipt['rev']} and not {rev}")
        elif other := clean.uploads.read_receipt(receipt_key(key)):
            is_, should = _said(receipt), _said(json.loads(other[0]))
            found += [f"the receipt of {key} {apart(is_, should)}"] if is_ != should else []
    return found


def _rev(world: World, key: str) -> int:
    if not is_image(key):
        return record_of(world, key).rev
    row = world.catalogue.get(*media_key(key))
    return media_from(row).rev if row else 0


def _said(receipt: dict[str, Any]) -> dict[str, Any]:
    """What of a receipt follows from the uploads. It is not written anew where the site gets another name."""
    same = ("state", "errors", "warnings", "published")
    return {name: receipt.get(name) for name in same} | {"url": urlsplit(receipt["url"] or "").path}


def _edge(world: World) -> list[str]:
    found = []
    for key in sorted({*world.site.pages, *world.edge.cache}):
        page = world.site.pages.get(key)
        shown = world.edge.shows(key)
        # The number alone may be older: whoever wrote the same content once more may have died since.
        if (shown and shown.rstrip()) != (page.body.rstrip() if page else None):
            found.append(f"the edge shows an old {key}")
    return found


def _comments(world: World) -> list[str]:
    found = []
    stored = [row["text"] for row in world.comments.rows() if row["sk"].startswith("C#")]
    for words, article in world.readers.posted.items():
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
