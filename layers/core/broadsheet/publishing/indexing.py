"""Which days, months and sections have stories: an entry stands as long as there are any.

INDEX#days           2026-11-26     INDEX#section/world  2026-11     INDEX#sections  world
INDEX#archive        2026-11
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.converge import Pass, converge
from broadsheet.domain.pages import lists_of
from broadsheet.domain.record import ArticleRecord
from broadsheet.errors import Conflict
from broadsheet.ports import Absent, Delete, Matches, Put, Row, Span, Table


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
    """See to the entries of the lists that a story stands in, and of those that it has left."""
    standing = {entry for name in (lists_of(record.live) if record.live else ()) for entry in entries(name)}
    left = {entry for name in record.left_lists for entry in entries(name)}
    # A month is looked at when its days are as they should be.
    ordered = sorted(standing | left, key=lambda entry: (entry.scope == "archive", entry.key))
    there = {(row["pk"], row["sk"]) for row in catalogue.get_many([entry.key for entry in ordered])}
    # What this story stands in is not empty: its entry needs a look only where it is missing.
    added = _added([entry for entry in ordered if entry in standing and entry.key not in there], catalogue)
    for entry in ordered:
        if entry in added and _is_filled(entry, catalogue):
            continue  # still so: whoever emptied its list before it was added had no entry to take away
        if entry.key not in there or entry not in standing:
            converge(lambda entry=entry: _settle(entry, catalogue), what=entry.key[0])  # type: ignore[misc]


def entries(name: str) -> Iterator[Entry]:
    """The entries that speak of a list; a month is there as long as one of its days is."""
    kind, _, rest = name.partition("/")
    section, _, month = rest.partition("/")
    if kind == "archive":
        yield Entry("days", rest, f"LIST#{name}")
        yield Entry("archive", rest[:7], "INDEX#days", under=rest[:7])
    elif kind == "section" and month:
        yield Entry(f"section/{section}", month, f"LIST#{name}")
    elif kind == "section":
        yield Entry("sections", section, f"LIST#{name}")


def stands(row: Row, catalogue: Table) -> bool:
    """Whether the entry in this row should stand."""
    return _is_filled(_entry(row), catalogue)


def settle_entry(row: Row, catalogue: Table) -> None:
    entry = _entry(row)
    converge(lambda: _settle(entry, catalogue), what=entry.key[0])


def _entry(row: Row) -> Entry:
    scope, name = row["pk"].removeprefix("INDEX#"), row["sk"]
    return Entry(scope, name, row["of"], under=name if scope == "archive" else "")


def _is_filled(entry: Entry, catalogue: Table) -> bool:
    return bool(catalogue.query(entry.of, Span(prefix=entry.under), limit=1))


def _added(missing: list[Entry], catalogue: Table) -> list[Entry]:
    """Add these together; none is added where somebody else has come first with one."""
    try:
        if missing:
            catalogue.write([Put(entry.row, Absent()) for entry in missing])
    except Conflict:
        return []
    return missing


def _settle(entry: Entry, catalogue: Table) -> Pass:
    there = catalogue.get(*entry.key)
    wanted = _is_filled(entry, catalogue)
    if wanted == bool(there):
        return Pass.SETTLED
    catalogue.write([Put(entry.row, Absent()) if wanted else Delete(*entry.key, Matches({"of": entry.of}))])
    return Pass.MOVED
