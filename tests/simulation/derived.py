"""The rows that follow from what is public: those of a clean room, history apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tests.simulation.telling import apart
from tests.simulation.world import World

from broadsheet.adapters.memory.buckets import EPOCH
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain import rows
from broadsheet.domain.comment_rows import site_from
from broadsheet.domain.media import media_from
from broadsheet.domain.record import ArticleRecord, Handled
from broadsheet.domain.relatedness import Ranking, is_beginning
from broadsheet.ports import Row
from broadsheet.publishing.links import picks_from, picks_key
from broadsheet.publishing.relating import due_picks
from broadsheet_cli.newsroom import Newsroom

Key = tuple[str, str]


def differences(world: World, clean: Newsroom) -> list[str]:
    return [
        *_differences(_derived(world.catalogue), _derived(clean.catalogue)),
        *_contradictions(_rankings(world.catalogue), _due(world.catalogue)),
        *_differences(_threads(world.comments), _threads(clean.comments)),
    ]


def _differences(here: dict[Key, Any], there: dict[Key, Any]) -> Iterable[str]:
    for key in sorted(here.keys() | there.keys()):
        # That a story shows a picture is said before it does, and may have come to nothing.
        needless = key[1].startswith("USED#") and key not in there
        if here.get(key) != there.get(key) and not needless:
            yield f"the row {' / '.join(key)} {apart(here.get(key), there.get(key))}"


def _contradictions(here: dict[Key, Ranking], there: dict[Key, Ranking]) -> Iterable[str]:
    """How far a ranking is known is history, and not who comes first: `there` is known as far as can be."""
    for key in sorted(here.keys() & there.keys()):
        if not is_beginning(here[key], there[key]):
            yield f"the ranking {key[0]} {apart(here[key], there[key])}"


def _rankings(catalogue: MemoryTable) -> dict[Key, Ranking]:
    picked = {(row["pk"], row["sk"]): picks_from(row) for row in catalogue.rows() if row["sk"] == "PICKS"}
    return {key: picks.ranking for key, picks in picked.items() if not picks.open}


def _due(catalogue: MemoryTable) -> dict[Key, Ranking]:
    """By a look at all that a story meets: a clean room has come there step by step as well."""
    records = [rows.article_from(row) for row in catalogue.rows() if row["sk"] == rows.ARTICLE]
    return {picks_key(record.id): due_picks(record, catalogue).ranking for record in records}


def _derived(catalogue: MemoryTable) -> dict[Key, Any]:
    found = {(row["pk"], row["sk"]): _without_history(row) for row in catalogue.rows()}
    return {key: known for key, known in found.items() if known is not None}


def _without_history(row: Row) -> Any:
    """What of a row follows from the bucket; None where nothing does."""
    kind, sk = row["pk"].partition("#")[0], row["sk"]
    if sk == "COPY":
        return row["file"]  # the bytes may have come in several versions
    if kind == "ARTICLE":
        return _decision(rows.article_from(row))
    if kind == "MEDIA" and sk == "MEDIA":
        record = media_from(row)
        told = (record.state, record.picture, record.errors, record.unsettled)
        return None if record.state == "withdrawn" and not record.unsettled else told
    if kind == "SITE":
        site = rows.site_from(row)
        return (site.site, site.templates, site.errors)
    if sk == "PICKS":
        picks = json.loads(row["doc"])  # who died over them leaves them open, which costs others a look
        return (picks["related"], picks["cites"]) if picks["related"] or picks["cites"] else None
    return None if sk.startswith("SHOWN#") or kind == "SWEEP" else row


def _decision(record: ArticleRecord) -> ArticleRecord | None:
    """Which of several versions with the same bytes was handled, and so when, nobody needs to know."""
    if record.handled is None and not record.unsettled and not record.live:
        return None
    handled = record.handled and Handled("", record.handled.etag, record.handled.size, EPOCH)
    live = record.live and replace(record.live, version="")
    return replace(record, rev=0, pages=(), joins=False, heard=None, handled=handled, live=live)


def _threads(comments: MemoryTable) -> dict[Key, Any]:
    """A thread that was never opened is as one that is closed because its story has gone."""
    found: dict[Key, Any] = {}
    for row in comments.rows():
        if row["sk"] == "THREAD" and row["live"]:
            found[row["pk"], row["sk"]] = {name: row[name] for name in row if name != "rev"}
    return found | {rows.SITE: site_from(comments.get(*rows.SITE))}
