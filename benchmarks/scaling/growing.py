"""An archive of any size, with everything in the tables that a site of that size holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.addresses import object_key
from broadsheet.domain.record import SiteRecord
from broadsheet.formats import Reading
from broadsheet.ports import Page, Row
from broadsheet.publishing.copies import copy_row
from broadsheet.publishing.editions import Editions
from broadsheet.rendering import templates_version
from broadsheet_cli.bulk.archive import Archive as Worked
from broadsheet_cli.bulk.decisions import Decisions
from broadsheet_cli.bulk.drafts import Draft, draft_of
from broadsheet_cli.bulk.tables import catalogue_rows, thread_rows
from broadsheet_cli.newsroom import Newsroom
from peering.archive import BEGIN, EVERY, Archive, Story
from peering.files import front_matter

LAST = 110_000  # a story's number, beyond all archives: new stories begin there
NOW = BEGIN + EVERY * (LAST + 50)
READ = Reading(None)  # a draft that has been decided about needs its text no longer
STANDING = Page(b"", "text/html", "", 1, "as it stands")


def text_of(story: Story) -> bytes:
    return (front_matter(story) + "\n" + story.body).encode()


def key_of(story: Story) -> str:
    return f"articles/{story.section}/{story.slug}.md"


def grown(archive: Archive, size: int, around: Callable[[str, Any], Any]) -> Newsroom:
    """The last so many stories before now: however many there are, the newest are the same."""
    room = Newsroom(now=NOW, around=around)
    settings = SiteRecord(rev=1, templates=templates_version())
    drafts = dict(_drafts(archive, size, room, settings))
    decisions = Decisions(NOW, {})
    decisions.take(drafts)
    worked = Worked(settings, drafts, decisions, MemoryTable())
    room.catalogue.load(chain(catalogue_rows(worked), _copies(drafts, room)))
    room.comments.load(thread_rows(worked))
    editions = Editions(worked, "http://127.0.0.1:8000")
    for path in {path for name in worked.names() for path in editions.paths(name)}:
        room.site.pages[object_key(path)] = STANDING
    for key in room.site.pages:
        if found := room.site.find(key):
            room.guards.note({key: found})
    return room


def _copies(drafts: Mapping[str, Draft], room: Newsroom) -> Iterator[Row]:
    for key, draft in drafts.items():
        upload = room.uploads.read(key)
        if upload and (row := copy_row(draft.alone.id, upload)):
            yield row


def _drafts(archive: Archive, size: int, room: Newsroom, settings: SiteRecord) -> Iterator[tuple[str, Draft]]:
    for number in range(LAST - size, LAST):
        story = archive.story(number)
        key, body = key_of(story), text_of(story)
        room.uploads.put(key, body, story.published)
        if upload := room.uploads.read(key):
            draft = draft_of(Path(key), upload, site=settings.site, now=NOW)
            yield key, replace(draft, reading=READ)
    room.uploads_queue.messages.clear()
