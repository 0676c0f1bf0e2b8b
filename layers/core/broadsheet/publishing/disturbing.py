"""Whose picks a story may change, as it comes, changes or goes: later stories that have it in a window."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import CHOSEN, Around, may_change, may_gain
from broadsheet.ports import Row, Table
from broadsheet.publishing import windows
from broadsheet.publishing.links import Picks, doc_of, mirror
from broadsheet.publishing.picking import picks_of
from broadsheet.together import Together

Computed = Mapping[str, tuple[tuple[str, int], ...]]


def disturbed(
    record: ArticleRecord,
    own: Mapping[str, Around],
    owners: Iterable[str],
    *,
    catalogue: Table,
    together: Together,
) -> dict[str, Picks]:
    """Later stories whose picks this one may change, by what it is now or by what it was before, with what
    they have picked.

    `own` is what the story itself picked from; `owners` are those who link to it. Everything is read
    after the record was written. So of several stories that change at once, the last to be written
    sees the others as they have become.
    """
    place = rows.place(record)
    here = _around(place, own, catalogue, together) if record.live else {}
    gone = [_left(at, terms, catalogue, together) for at, terms in _terms_left(record).items()]
    known = picks_of({*owners, *_later(here), *chain.from_iterable(map(_later, gone))}, catalogue)
    computed = {id_: _computed(picked) for id_, picked in known.items()}
    changed = {id_ for id_, picked in known.items() if picked.open}
    changed |= {id_ for id_, picked in computed.items() if record.id in dict(picked)} - _later(here)
    changed |= set(may_change(place, here, computed)) if here else set()
    for around in gone:
        changed |= may_gain(around, _terms_of(around, catalogue), computed)
    return {id_: known.get(id_, Picks()) for id_ in changed - {record.id}}


def owners_of(linked: Iterable[Row]) -> set[str]:
    """Stories that the rows under a story follow from."""
    return {row["owner"] for row in linked if "owner" in row}


def stale_owners(record: ArticleRecord, linked: Iterable[Row], catalogue: Table) -> set[str]:
    """Stories that link to this one and do not show it as it is now."""
    inbound = [row for row in linked if row.get("owner", record.id) != record.id]
    theirs = {(f"RELATED#{row['owner']}", mirror(row["sk"], record.id)): row["owner"] for row in inbound}
    fresh = {
        (row["pk"], row["sk"])
        for row in catalogue.get_many(sorted(theirs))
        if row["doc"] == doc_of(row["sk"], record)
    }
    return {owner for key, owner in theirs.items() if key not in fresh}


def _terms_left(record: ArticleRecord) -> dict[str, list[str]]:
    """By place, the terms that the story has left there; where it has another weight, it still is there."""
    there = {(rows.place(record), term) for term, _ in record.live.terms} if record.live else set()
    left = defaultdict(list)
    for place, term in record.left_terms:
        if (place, term) not in there:
            left[place].append(term)
    return left


def _around(place: str, own: Mapping[str, Around], catalogue: Table, together: Together) -> dict[str, Around]:
    after = {} if windows.is_latest(place, catalogue) else windows.after(place, own, catalogue, together)
    return {term: near._replace(after=after.get(term, ())) for term, near in own.items()}


def _left(place: str, terms: list[str], catalogue: Table, together: Together) -> dict[str, Around]:
    if windows.is_latest(place, catalogue):
        return {}
    after = windows.after(place, terms, catalogue, together)
    before = windows.before(place, [term for term in terms if after[term]], catalogue, together)
    return {term: Around(0, before[term], after[term]) for term in before}


def _later(around: Mapping[str, Around]) -> set[str]:
    return {posting.id for term in around.values() for posting in term.after}


def _computed(picked: Picks) -> tuple[tuple[str, int], ...]:
    return tuple((id_, points) for id_, points in picked.related if points < CHOSEN // 2)


def _terms_of(around: Mapping[str, Around], catalogue: Table) -> dict[str, dict[str, int]]:
    """The terms of all stories in these windows, with weights."""
    ids = {posting.id for term in around.values() for posting in (*term.before, *term.after)}
    found = catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    lives = ((row["pk"].removeprefix("ARTICLE#"), json.loads(row["doc"]).get("live")) for row in found)
    return {id_: dict(live.get("terms", ())) for id_, live in lives if live}
