"""Rows that pages are made of and that follow from nothing: a story in a list that it has left, a link that
nobody has picked, a day without stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from broadsheet.domain import rows
from broadsheet.ports import Absent, Check, Delete, Matches, Row, Span, Table
from broadsheet.publishing.indexing import settle_entry, stands
from broadsheet.publishing.links import keys_of, picks_from, picks_key
from broadsheet.publishing.snapshot import Snapshot

OF_RECORDS = ("LIST#", "TERM#")
WHOLE = "sitemap"  # shows an entry for every day that ever was; each month's page shows its own


class Noting(Snapshot):
    """A snapshot that notes what it was asked for, until that is taken."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.noted: list[Row] = []

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        found = super().query(pk, span, limit=limit, newest_first=newest_first)
        self.noted += found
        return found

    def take(self) -> list[Row]:
        seen, self.noted = self.noted, []
        return seen


@dataclass(frozen=True)
class Strays:
    """`found` are the names of those that were met."""

    catalogue: Noting
    found: set[str] = field(default_factory=set)

    def look(self, name: str) -> None:
        """At what the page was made of, or the upload compared with."""
        made_of = [
            row for row in self.catalogue.take() if name != WHOLE or not row["pk"].startswith("INDEX#")
        ]
        self._read_sources(made_of)
        self.found.update(name_of(row) for row in made_of if not self._follows(row))
        self.catalogue.take()  # what was only asked to see that

    def take(self) -> list[str]:
        found = sorted(self.found)
        self.found.clear()
        return found

    def difference(self, name: str) -> str:
        """What stands for the row and for what it would follow from; "" where it is gone, or right."""
        row = self.catalogue.get(*_key_of(name))
        if row is None or self._follows(row):
            return ""
        there = _there(row, self.catalogue)
        return f"{there and there['rev']} {row}"

    def foresee(self) -> None:
        """Read at once what tells of all that was read and not yet looked at."""
        self._read_sources(self.catalogue.noted)

    def _read_sources(self, candidates: Iterable[Row]) -> None:
        self.catalogue.get_many([key for row in candidates if (key := _source(row))])

    def _follows(self, row: Row) -> bool:
        if row["pk"].startswith("INDEX#"):
            return stands(row, self.catalogue)
        return _follows_from(row, _there(row, self.catalogue))


def name_of(row: Row) -> str:
    """No name of a partition that pages are made of has a space in it."""
    return f"{row['pk']} {row['sk']}"


def page_of(name: str) -> str:
    """The page of the list in which the row stands; changes of other rows name their pages themselves."""
    list_ = name.split(" ", 1)[0]
    return list_.removeprefix("LIST#") if "LIST#" in list_ else ""


def remove(name: str, catalogue: Table) -> None:
    """If it still follows from nothing. Raises Conflict where somebody is at work there."""
    key = _key_of(name)
    row = catalogue.get(*key)
    if row and row["pk"].startswith("INDEX#"):
        settle_entry(row, catalogue)
        return
    source = _source(row) if row else None
    there = catalogue.get(*source) if source else None
    if row and source and not _follows_from(row, there):
        unchanged = Check(*source, Matches({"rev": there["rev"]}) if there else Absent())
        catalogue.write([unchanged, Delete(*key)])


def _key_of(name: str) -> tuple[str, str]:
    pk, _, sk = name.partition(" ")
    return pk, sk


def _source(row: Row) -> tuple[str, str] | None:
    """The row that it follows from, where that is one; the two are written together."""
    if row["pk"].startswith(OF_RECORDS):
        return rows.article_key(row["sk"].rpartition("#")[2])
    return picks_key(row["owner"]) if "owner" in row and row["pk"].startswith("RELATED#") else None


def _there(row: Row, catalogue: Table) -> Row | None:
    source = _source(row)
    return catalogue.get(*source) if source else None


def _follows_from(row: Row, source: Row | None) -> bool:
    key = (row["pk"], row["sk"])
    if row["pk"].startswith(OF_RECORDS):
        return source is not None and key in rows.derived_rows(rows.article_from(source))
    picks = picks_from(source)
    # Where picks are missing they are found again first: nobody knows what follows from them.
    return source is None or picks.open or key in keys_of(row["owner"], picks)
