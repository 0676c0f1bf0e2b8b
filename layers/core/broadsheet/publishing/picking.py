"""What a story picks -> the rows that follow from it, at both ends of each link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Shown
from broadsheet.domain.relatedness import Posting, Ranking, picks, ranking, spare
from broadsheet.ports import Action, Delete, Put, Row, Table
from broadsheet.publishing.links import (
    Others,
    Picks,
    guard,
    keys_of,
    others_of,
    picks_from,
    picks_key,
    rows_of,
    shown_at,
    unchanged,
)

CHUNK = 90  # actions of one transaction, with room for the guard

Groups = list[list[Action]]  # those of one group belong together


class Pick(NamedTuple):
    """A story with the picks that it has and with those that it should have."""

    record: ArticleRecord
    old: Picks
    new: Picks

    @property
    def others(self) -> set[str]:
        return others_of(self.old) | others_of(self.new)


def picked(record: ArticleRecord, met: Iterable[Posting]) -> Picks:
    """What the story picks from these, without a number."""
    live = record.live
    return picked_from(record, ranking(rows.posting(live), met, live.chosen)) if live else Picks()


def picked_from(record: ArticleRecord, ranked: Ranking) -> Picks:
    if record.live is None:
        return Picks()
    related = picks(ranked, record.live.chosen)
    return Picks(related=related, cites=record.live.cites, spare=spare(ranked), whole=ranked.whole)


def write(pick: Pick, groups: Groups, catalogue: Table) -> None:
    """The rows that `changes` names, with their guard.

    Where they need several transactions, the guard names the rows of both states until the last, so that a
    crash in between leaves none without an owner.
    """
    old, new = pick.old, pick.new
    both = Picks(related=(*old.related, *new.related), cites=(*old.cites, *new.cites), open=True)
    chunks = list(_chunks(groups))
    for rev, chunk in enumerate(chunks, old.rev + 1):
        last = rev == old.rev + len(chunks)
        catalogue.write([guard(pick.record.id, (new if last else both)._replace(rev=rev)), *chunk])


def changes(told: list[Pick], others: Others, catalogue: Table) -> list[Groups]:
    """For each of these: what is to be written, in one group what concerns one other story."""
    wanted = [_wanted(pick, others) for pick in told]
    there = _there(told, wanted, catalogue)
    return [_groups(pick, rows_, there, others) for pick, rows_ in zip(told, wanted, strict=True)]


def concerned(pick: Pick) -> list[tuple[str, str]]:
    """What is read for `changes`, to be read at once: the others' records, and rows of links to them as far
    as these are known before the records are."""
    id_, links = pick.record.id, set[tuple[str, str]]()
    if others_of(pick.old):
        links = {*keys_of(id_, pick.old), *keys_of(id_, pick.new), *shown_at(pick.record, pick.new)}
    return [*map(rows.article_key, sorted(pick.others)), *sorted(links)]


def picks_of(ids: Iterable[str], catalogue: Table) -> dict[str, Picks]:
    """What these have picked, as far as they have ever picked."""
    found = catalogue.get_many([picks_key(id_) for id_ in sorted(ids)])
    return {row["pk"].removeprefix("RELATED#"): picks_from(row) for row in found}


def records(ids: Iterable[str], catalogue: Table) -> dict[str, ArticleRecord]:
    found = catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    return {record.id: record for record in map(rows.article_from, found)}


def shown(ids: Iterable[str], catalogue: Table) -> dict[str, Shown]:
    found = catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    return {record.id: record for record in map(rows.shown_from, found)}


_Wanted = dict[tuple[str, str], tuple[str, Row]]  # by key: the other story, and the row
_Found = dict[tuple[str, str], Row]


def _wanted(pick: Pick, others: Others) -> _Wanted:
    return {(row["pk"], row["sk"]): (other, row) for other, row in rows_of(pick.record, pick.new, others)}


def _there(told: list[Pick], wanted: list[_Wanted], catalogue: Table) -> _Found:
    """Which of these rows there are; who has never picked anything has none."""
    keys = {
        key
        for pick, rows_ in zip(told, wanted, strict=True)
        if others_of(pick.old)
        for key in (*rows_, *keys_of(pick.record.id, pick.old))
    }
    return {(row["pk"], row["sk"]): row for row in catalogue.get_many(sorted(keys))}


def _groups(pick: Pick, wanted: _Wanted, there: _Found, others: Others) -> Groups:
    puts: dict[str, list[Action]] = {}
    for key, (other, row) in wanted.items():
        if there.get(key) != row:
            puts.setdefault(other, []).append(Put(row))
    groups = [[*rows_, unchanged(other, others.get(other))] for other, rows_ in puts.items()]
    left = keys_of(pick.record.id, pick.old)
    return groups + [[Delete(*key)] for key in left if key in there and key not in wanted]


def _chunks(groups: Groups) -> Iterator[list[Action]]:
    """Groups that belong together, as many as fit one transaction; one chunk at least."""
    chunk: list[Action] = []
    for group in groups:
        if len(chunk) + len(group) > CHUNK:
            yield chunk
            chunk = []
        chunk += group
    yield chunk
