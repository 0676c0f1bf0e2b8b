"""Which stories are shown with a story, and which are shown by it: worked out as stories come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import WINDOW, Around, Posting
from broadsheet.domain.terms import filed
from broadsheet.ports import Row, Table
from broadsheet.publishing import windows
from broadsheet.publishing.disturbing import disturbed, stale_owners
from broadsheet.publishing.links import SHOWN, Picks, opened, picks_from, picks_key
from broadsheet.publishing.picking import Pick, changes, concerned, picked, shown, write
from broadsheet.publishing.reconsidering import reconsider, refresh
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.together import Together, in_turn

_Read = Callable[[ArticleRecord, Table, Together], dict[str, Around]]


class _Known(NamedTuple):
    """A story's record, and its picks as they were opened with that: nobody has decided about it since.
    `linked` are all rows of its links."""

    record: ArticleRecord
    picks: Picks
    linked: list[Row]


def settle_links(record: ArticleRecord, *, opened: int, catalogue: Table, together: Together) -> None:
    """See to the story's own links, to those of others that lead to it, and to what it pushes aside.

    `opened`: the number under which its picks were opened together with this record, 0 for none.
    """
    linked = catalogue.query(f"RELATED#{record.id}")  # after the record: who links to it from now on sees it
    picks = picks_from(next((row for row in linked if row["sk"] == "PICKS"), None))
    known = _Known(record, picks, linked) if picks.open and picks.rev == opened else None
    settling, seen = _Settling(catalogue, together), Snapshot(catalogue)
    own = settling.picks(record.id, known, seen if record.disturbs else None)
    anew = {}
    if record.disturbs:
        anew = disturbed(record, own, linked, catalogue=seen, together=together)
    stale = stale_owners(record, linked, seen) - anew.keys()
    for other in sorted(reconsider(anew, record.id, catalogue=catalogue, together=together)):
        settling.picks(other)
    for owner in sorted(refresh(stale, catalogue=catalogue)):
        settling.picks(owner)


def due_picks(record: ArticleRecord, catalogue: Table) -> Picks:
    """What the story should have picked, as things stand; without a number."""
    return picked(record, _met(_before(record, catalogue, in_turn)))


class _Settling(NamedTuple):
    catalogue: Table
    together: Together

    def picks(self, id_: str, known: _Known | None = None, seen: Snapshot | None = None) -> dict[str, Around]:
        """Let the story pick anew, and bring the rows that follow up to date; returns what it picked from,
        and what stands after it where whether anything does is to be `seen`."""
        own: dict[str, Around] = {}
        knowing = [known] if known else []  # for the first round
        read = partial(_around, seen) if seen else _before

        def pick() -> Pass:
            return self._pick(id_, knowing.pop() if knowing else None, read, own)

        converge(pick, what=f"links of {id_}")
        return own

    def _pick(self, id_: str, known: _Known | None, read: _Read, own: dict[str, Around]) -> Pass:
        old = known.picks if known else _opened(id_, self.catalogue)
        record = known.record if known else _record(id_, self.catalogue)
        own.clear()
        own.update(read(record, self.catalogue, self.together))
        pick = Pick(record, old, picked(record, _met(own)))
        now = Snapshot(self.catalogue)
        if known:
            now.know(f"RELATED#{id_}", known.linked)
        now.get_many(concerned(pick))
        (groups,) = changes([pick], shown(pick.others, now), now)
        write(pick, groups, self.catalogue)
        return Pass.SETTLED


def _opened(id_: str, catalogue: Table) -> Picks:
    row = catalogue.get(*picks_key(id_))
    if not picks_from(row).open:
        put = opened(id_, row)
        catalogue.write([put])
        row = put.row
    return picks_from(row)


def _before(record: ArticleRecord, catalogue: Table, together: Together) -> dict[str, Around]:
    """Under each term that a story is filed under, the stories before it."""
    terms = filed(record.live.terms) if record.live else ()
    return windows.before(rows.place(record), terms, catalogue, together)


def _around(seen: Snapshot, record: ArticleRecord, catalogue: Table, together: Together) -> dict[str, Around]:
    """The same, with those after it."""
    if record.live is None:
        return {}
    place = rows.place(record)
    later = windows.later(place, seen)
    return windows.around(place, filed(record.live.terms), later, catalogue, together)


def _met(own: Mapping[str, Around]) -> list[Posting]:
    return windows.met(near.before[:WINDOW] for near in own.values())


def pages_showing(id_: str, *, catalogue: Table) -> list[str]:
    """Names of the pages of other stories that show this one or lead to it, or have done so."""
    names = [_page_of(row) for row in catalogue.query(f"RELATED#{id_}")]
    return sorted({name for name in names if name})


def _page_of(row: Row) -> str:
    sk = row["sk"]
    if sk.startswith(SHOWN):
        return f"at{sk.removeprefix(SHOWN)}"
    return f"article/{row['other']}" if sk.startswith(("SHOW#", "CITED#")) else ""


def _record(id_: str, catalogue: Table) -> ArticleRecord:
    row = catalogue.get(*rows.article_key(id_))
    return rows.article_from(row) if row else ArticleRecord(id_, "")
