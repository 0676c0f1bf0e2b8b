"""Which days, months, sections and sitemaps have stories: an entry stands as long as there are any.

INDEX#days           2026-11-26     INDEX#section/world  2026-11     INDEX#sections  world
INDEX#archive        2026-11        INDEX#sitemaps       2026-11-24
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.pages import lists_of
from broadsheet.domain.record import ArticleRecord
from broadsheet.errors import Conflict
from broadsheet.ports import Absent, Check, Delete, Matches, Put, Row, Span, Table


class Entry(NamedTuple):
    """An entry of an index, and where to see whether it should stand: the partition `of`, from sort keys
    that begin with `under`."""

    scope: str
    name: str
    of: str
    under: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return f"INDEX#{self.scope}", self.name

    @property
    def row(self) -> Row:
        return {"pk": self.key[0], "sk": self.name, "of": self.of}


def index_lists(record: ArticleRecord, *, catalogue: Table) -> None:
    """See to the entries of the lists that a story has come into, and of those that it has left."""
    new = {*record.new_lists}.intersection(lists_of(record.live) if record.live else ())
    standing = {entry for name in new for entry in entries(name)}
    left = {entry for name in record.left_lists for entry in entries(name)}
    if not standing | left:
        return
    # A month is looked at when its days are as they should be.
    ordered = sorted(standing | left, key=lambda entry: (entry.scope == "archive", entry.key))
    there = {(row["pk"], row["sk"]): row for row in catalogue.get_many([entry.key for entry in ordered])}
    unsure = _unsure(standing, there.keys())
    added = unsure and _are_there(unsure, there, record, catalogue)
    for entry in ordered:
        if entry not in standing or (entry in unsure and not added):
            first = [] if entry in unsure else [there.get(entry.key)]
            converge(partial(_see_to, entry, first, record, catalogue), what=entry.key[0])


def _unsure(standing: Set[Entry], there: Collection[tuple[str, str]]) -> Set[Entry]:
    """What a story stands in is not empty, so that an entry needs a look only where it is missing. A month is
    found to be empty by others as long as its day is missing from it."""
    missing = {entry for entry in standing if entry.key not in there}
    new_day = any(entry.scope == "days" for entry in missing)
    return missing | {entry for entry in standing if new_day and entry.scope == "archive"}


def entries(name: str) -> Iterator[Entry]:
    """The entries that speak of a list; a month is there as long as one of its days is."""
    kind, _, rest = name.partition("/")
    section, _, month = rest.partition("/")
    if kind == "archive":
        yield Entry("days", rest, f"LIST#{name}")
        yield Entry("archive", rest[:7], "INDEX#days", under=rest[:7])
    elif kind == "sitemap":
        yield Entry("sitemaps", rest, f"LIST#{name}")
    elif kind == "section" and month:
        yield Entry(f"section/{section}", month, f"LIST#{name}")
    elif kind == "section":
        yield Entry("sections", section, f"LIST#{name}")


def stands(row: Row, catalogue: Table) -> bool:
    """Whether the entry in this row should stand."""
    return _first_of(_entry(row), catalogue) is not None


def settle_entry(row: Row, catalogue: Table) -> None:
    entry = _entry(row)
    converge(lambda: _settle(entry, [], (), catalogue), what=entry.key[0])


def _entry(row: Row) -> Entry:
    scope, name = row["pk"].removeprefix("INDEX#"), row["sk"]
    return Entry(scope, name, row["of"], under=name if scope == "archive" else "")


def _first_of(entry: Entry, catalogue: Table) -> Row | None:
    return next(iter(catalogue.query(entry.of, Span(prefix=entry.under), limit=1)), None)


def _are_there(
    unsure: Set[Entry], there: Mapping[tuple[str, str], Row], record: ArticleRecord, catalogue: Table
) -> bool:
    """Add those that are missing together while the story stands in their lists: whoever takes it out of one
    finds the entry. Not, where that has been decided anew, somebody else has come first with one of them, or
    one that was there is gone."""
    standing = [_standing(entry, there.get(entry.key)) for entry in sorted(unsure)]
    try:
        catalogue.write([_decided(record), *standing])
    except Conflict:
        return False
    return True


def _standing(entry: Entry, seen: Row | None) -> Check | Put:
    return Check(*entry.key, Matches({"of": entry.of})) if seen else Put(entry.row, Absent())


def _see_to(entry: Entry, seen: list[Row | None], record: ArticleRecord, catalogue: Table) -> Pass:
    """Not, where that has been decided anew: whoever did so looks at this entry, too. Were it taken away
    after that by somebody who dies then, nobody would look again."""
    try:
        return _settle(entry, seen, [_decided(record)], catalogue)
    except Conflict:
        there = catalogue.get(*rows.article_key(record.id))
        if there and there["rev"] == record.rev:
            raise
    return Pass.SETTLED


def _decided(record: ArticleRecord) -> Check:
    return Check(*rows.article_key(record.id), Matches({"rev": record.rev}))


def _settle(entry: Entry, seen: list[Row | None], so_far: Sequence[Check], catalogue: Table) -> Pass:
    """`seen` is the entry as it was read for the first round: before its list, in any case."""
    there = seen.pop() if seen else catalogue.get(*entry.key)
    first = _first_of(entry, catalogue)
    if bool(first) == bool(there):
        return Pass.SETTLED
    if first:
        # Only while that is still there: whoever takes it away finds the entry.
        filled = Check(first["pk"], first["sk"], Matches({}))
        catalogue.write([filled, Put(entry.row, Absent())])
        return Pass.SETTLED
    catalogue.write([*so_far, Delete(*entry.key, Matches({"of": entry.of}))])
    return Pass.MOVED
