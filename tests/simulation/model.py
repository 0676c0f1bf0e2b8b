"""What the site must be in the end: a pure function of the uploads, the comments and the time.

The pages and the catalogue are those of a newsroom that never saw a fault nor two things at once (clean.py).
What is public, where, and what is listed is worked out a second time, in a few lines that know nothing of
that code (drafts.py).
"""

from __future__ import annotations

import json

from tests.simulation.clean import clean_room, record_of
from tests.simulation.derived import differences
from tests.simulation.drafts import Paper
from tests.simulation.files import PICTURES
from tests.simulation.plain import printing_with
from tests.simulation.stories import marks
from tests.simulation.world import World

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.domain.addresses import receipt_key
from broadsheet.domain.media import media_from, media_key
from broadsheet.errors import BroadsheetError
from broadsheet_cli.newsroom import Newsroom


def faults(world: World) -> list[str]:
    """Everything in which the site differs from what it must be."""
    printing_with(world.templates["render"])
    try:
        clean = clean_room(world)
    except BroadsheetError as error:
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
            is_, should = _brief(here.body if here else None), _brief(there.body if there else None)
            found.append(f"{key} is {is_} and should be {should}")
    return found


def _older_pictures(world: World) -> set[str]:
    """Files of a picture's former versions: a page that a reader has open may show them."""
    found = [world.catalogue.get(*media_key(key)) for key in PICTURES]
    records = [media_from(row) for row in found if row]
    return {file for record in records if record.picture for file in record.former}


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
