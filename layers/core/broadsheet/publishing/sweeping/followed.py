"""Whether all that follows from a decision within the tables is there: lists, terms, links, threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.comment_rows import thread_key
from broadsheet.domain.media import media_key
from broadsheet.domain.pages import lists_of
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.domain.relatedness import is_beginning
from broadsheet.ports import Row, Table
from broadsheet.publishing.indexing import entries
from broadsheet.publishing.links import Picks, keys_of, others_of, picks_from, picks_key, rows_of
from broadsheet.publishing.relating import due_picks
from broadsheet.publishing.threads import site_row, thread_row

Key = tuple[str, str]
TURNS = 16  # days until it is every story's turn


class Followed(NamedTuple):
    """Reads both tables, which should be snapshots. What a story has picked is worked out anew where it is
    its turn at that `moment`: that takes as many requests as a story has terms that it is filed under."""

    catalogue: Table
    comments: Table
    moment: datetime

    def foresee(self, ids: Iterable[str]) -> None:
        """Read at once what looks at these articles will want to know: a hundred rows are one request."""
        found = self.catalogue.get_many([rows.article_key(id_) for id_ in ids])
        records = [rows.article_from(row) for row in found]
        self.catalogue.get_many([key for record in records for key in _keys(record)])
        picked = {record.id: self._picks(record) for record in records}
        linked = [key for id_, picks in picked.items() for key in keys_of(id_, picks)]
        others = [rows.article_key(other) for picks in picked.values() for other in others_of(picks)]
        self.catalogue.get_many([*linked, *others])
        self.catalogue.get_many([key for record in records for key in self._links(record)])
        self.comments.get_many([thread_key(record.id) for record in records])

    def objection(self, record: ArticleRecord) -> str:
        """The first row that is not as it should be, "" where all are. Picks that stay open under the same
        number are nobody's work any more."""
        picks = self._picks(record)
        if picks.open:
            return f"picks {picks.rev} are open"
        wanted = rows.derived_rows(record) | self._links(record)
        there = self._there(self.catalogue, [*wanted, *_needed(record)])
        wrong = [key for key, row in wanted.items() if there.get(key) != row]
        wrong += [key for key in _needed(record) if key not in there]
        if wrong:
            return "{} {}".format(*min(wrong))
        if is_turn(record.id, self.moment) and not self._has_picked(record):
            return "picks"
        thread = self.comments.get(*thread_key(record.id))
        # Of what was deleted before it was read nobody has told the comments function, which takes none then.
        return _told(thread_row(record), thread) if thread or record.live else ""

    def objection_to_site(self, record: SiteRecord) -> str:
        """The settings, as the comments function knows them; none are known before there is a file."""
        return _told(site_row(record), self.comments.get(*rows.SITE)) if record.handled else ""

    def _links(self, record: ArticleRecord) -> dict[Key, Row]:
        """What follows from a story's picks."""
        picks = self._picks(record)
        found = self.catalogue.get_many([rows.article_key(other) for other in sorted(others_of(picks))])
        others = {other.id: other for other in map(rows.shown_from, found)}
        return {(row["pk"], row["sk"]): row for _, row in rows_of(record, picks, others)}

    def _has_picked(self, record: ArticleRecord) -> bool:
        there, wanted = self._picks(record), due_picks(record, self.catalogue)
        same = (there.related, there.cites) == (wanted.related, wanted.cites)
        return same and is_beginning(there.ranking, wanted.ranking)

    def _picks(self, record: ArticleRecord) -> Picks:
        return picks_from(self.catalogue.get(*picks_key(record.id)))

    def _there(self, table: Table, keys: Iterable[Key]) -> Mapping[Key, Row]:
        return {(row["pk"], row["sk"]): row for row in table.get_many([*keys])}


def is_turn(id_: str, moment: datetime) -> bool:
    """Whether the day is one of this article's."""
    return int(id_[:4], 16) % TURNS == moment.toordinal() % TURNS


def _keys(record: ArticleRecord) -> Iterator[Key]:
    """Rows that are known from the record alone, and those that its decision was made from."""
    yield from rows.derived_rows(record)
    yield from _needed(record)
    yield picks_key(record.id)
    yield from map(rows.path_key, {*rows.paths_of(record), *record.former, *record.wants})
    yield from map(media_key, record.live.images if record.live else ())


def _needed(record: ArticleRecord) -> list[Key]:
    """Rows that must be there, whatever else is in them."""
    lists = lists_of(record.live) if record.live else ()
    index = [entry.key for name in lists for entry in entries(name)]
    return [picks_key(record.id), *index] if record.live else index


def _told(wanted: Row, there: Row | None) -> str:
    """Numbers may be older: not every decision is one about comments."""
    told = there or {}
    wrong = [name for name, value in wanted.items() if name != "rev" and told.get(name) != value]
    return f"{wanted['pk']} {wrong[0]}" if wrong else ""
