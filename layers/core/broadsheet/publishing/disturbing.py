"""Whose picks a story may change, as it comes, changes or goes: later stories that have it in a window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.disturbance import Disturbance, Known, disturbances
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import Around, Posting
from broadsheet.domain.terms import filed
from broadsheet.ports import Row, Table
from broadsheet.publishing import windows
from broadsheet.publishing.links import Picks, doc_of, mirror, picks_key
from broadsheet.publishing.picking import picks_of
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.together import Together


class Disturbed(NamedTuple):
    """What a story had picked, and what it is to look at; None: at all that it meets."""

    picks: Picks
    by: Disturbance | None


def disturbed(
    record: ArticleRecord,
    own: Mapping[str, Around],
    linked: Sequence[Row],
    *,
    catalogue: Snapshot,
    together: Together,
) -> dict[str, Disturbed]:
    """Later stories whose picks this one may change, by what it is now or by what it was before.

    `own` is what stands around it, from which it has picked; `linked` are the rows under it.
    Everything is read after the record was written. So of several stories that change at once, the last to
    be written sees the others as they have become.
    """
    left = [_left(at, terms, catalogue, together) for at, terms in _terms_left(record).items()]
    later = chain.from_iterable(map(_later, [own, *left]))
    ids = {*_owners_of(linked), *later} - {record.id}
    catalogue.get_many([*map(picks_key, sorted(ids)), *sorted(_mirrors(record, linked))])  # both at once
    picks = dict.fromkeys(ids, Picks()) | picks_of(ids, catalogue)
    # What it has picked from may be of a newer decision, whose own run then sees to what follows.
    here, moving = (own, rows.posting(record.live)) if record.live else ({}, Posting(f"#{record.id}", {}))
    known = {id_: Known(picked.ranking, picked.chosen) for id_, picked in picks.items() if not picked.open}
    changed = disturbances(moving, here, left, known)
    return {id_: Disturbed(picks[id_], changed.get(id_)) for id_ in ids if id_ in changed or picks[id_].open}


def stale_owners(record: ArticleRecord, linked: Iterable[Row], catalogue: Table) -> set[str]:
    """Stories that link to this one and do not show it as it is now."""
    theirs = _mirrors(record, linked)
    fresh = {
        (row["pk"], row["sk"])
        for row in catalogue.get_many(sorted(theirs))
        if row["doc"] == doc_of(row["sk"], record)
    }
    return {owner for key, owner in theirs.items() if key not in fresh}


def _owners_of(linked: Iterable[Row]) -> set[str]:
    """Stories that the rows under a story follow from."""
    return {row["owner"] for row in linked if "owner" in row}


def _mirrors(record: ArticleRecord, linked: Iterable[Row]) -> dict[tuple[str, str], str]:
    """By the keys of links at those who link to the story, whose they are."""
    inbound = [row for row in linked if row.get("owner", record.id) != record.id]
    return {(f"RELATED#{row['owner']}", mirror(row["sk"], record.id)): row["owner"] for row in inbound}


def _terms_left(record: ArticleRecord) -> dict[str, list[str]]:
    """By place, the terms that the story has left there, and has not come back to since."""
    there = {(rows.place(record), term) for term in filed(record.live.terms)} if record.live else set()
    left = defaultdict(list)
    for place, term in record.left_terms:
        if (place, term) not in there:
            left[place].append(term)
    return left


def _left(place: str, terms: list[str], catalogue: Table, together: Together) -> dict[str, Around]:
    later = windows.later(place, catalogue)
    if later == 0:
        return {term: Around((), ()) for term in terms}
    return windows.around(place, terms, later, catalogue, together)


def _later(around: Mapping[str, Around]) -> set[str]:
    return {posting.id for term in around.values() for posting in term.after}
