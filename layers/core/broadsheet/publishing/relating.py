"""Which stories are shown with a story, and which are shown by it: worked out as stories come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import CHOSEN, Around, picks
from broadsheet.ports import Action, Delete, Put, Row, Table
from broadsheet.publishing import windows
from broadsheet.publishing.disturbing import disturbed, owners_of, stale_owners
from broadsheet.publishing.links import (
    SHOWN,
    Picks,
    guard,
    keys_of,
    opened,
    others_of,
    picks_from,
    picks_key,
    rows_of,
    unchanged,
)
from broadsheet.together import Together, in_turn

CHUNK = 90  # actions of one transaction, with room for the guard


class _Known(NamedTuple):
    """A story's record, and its picks as they were opened with that: nobody has decided about it since."""

    record: ArticleRecord
    picks: Picks


def settle_links(record: ArticleRecord, *, opened: int, catalogue: Table, together: Together) -> None:
    """See to the story's own links, to those of others that lead to it, and to what it pushes aside.

    `opened`: the number under which its picks were opened together with this record, 0 for none.
    """
    linked = catalogue.query(f"RELATED#{record.id}")  # after the record: who links to it from now on sees it
    picks = picks_from(next((row for row in linked if row["sk"] == "PICKS"), None))
    known = _Known(record, picks) if picks.open and picks.rev == opened else None
    settling = _Settling(catalogue, together)
    own = settling.picks(record.id, known)
    anew = disturbed(record, own, owners_of(linked), catalogue=catalogue, together=together)
    for other in sorted(anew):
        settling.picks(other)
    for owner in sorted(stale_owners(record, linked, catalogue) - anew):
        settling.shown(owner)


def picks_of(record: ArticleRecord, catalogue: Table) -> Picks:
    """What the story should have picked, as things stand; without a number."""
    return _pick(record, _before(record, catalogue, in_turn))


class _Settling(NamedTuple):
    catalogue: Table
    together: Together

    def picks(self, id_: str, known: _Known | None = None) -> dict[str, Around]:
        """Let the story pick anew, and bring the rows that follow up to date; returns what it picked from."""
        own: dict[str, Around] = {}
        knowing = [known] if known else []  # for the first round
        converge(lambda: self._pick(id_, knowing.pop() if knowing else None, own), what=f"links of {id_}")
        return own

    def shown(self, id_: str) -> None:
        """Bring the rows that follow from the story's picks up to date, whatever it has picked."""
        converge(lambda: self._show(id_), what=f"links of {id_}")

    def _pick(self, id_: str, known: _Known | None, own: dict[str, Around]) -> Pass:
        old = known.picks if known else _opened(id_, self.catalogue)
        record = known.record if known else _record(id_, self.catalogue)
        own.clear()
        own.update(_before(record, self.catalogue, self.together))
        new = _pick(record, own)
        others = _records(others_of(old) | others_of(new), self.catalogue)
        _write(id_, old, new, self._groups(record, old, new, others), self.catalogue)
        return Pass.SETTLED

    def _show(self, id_: str) -> Pass:
        old = picks_from(self.catalogue.get(*picks_key(id_)))
        if old.open:
            return (
                Pass.SETTLED
            )  # whoever opened them since `disturbed` looked will find the story as it is now
        known = _records({id_} | others_of(old), self.catalogue)
        if groups := self._groups(known[id_], old, old, known):
            _write(id_, old, old, groups, self.catalogue)
        return Pass.SETTLED

    def _groups(
        self, record: ArticleRecord, old: Picks, new: Picks, others: Mapping[str, ArticleRecord]
    ) -> list[list[Action]]:
        """What is to be written where a story has picked these and not those, each other story's together."""
        wanted = {(row["pk"], row["sk"]): (other, row) for other, row in rows_of(record, new, others)}
        there = _there({*wanted, *keys_of(record.id, old)}, old, self.catalogue)
        puts: dict[str, list[Action]] = {}
        for key, (other, row) in wanted.items():
            if there.get(key) != row:
                puts.setdefault(other, []).append(Put(row))
        groups = [[*rows_, unchanged(other, others.get(other))] for other, rows_ in puts.items()]
        return groups + [[Delete(*key)] for key in there if key not in wanted]


def _there(keys: set[tuple[str, str]], old: Picks, catalogue: Table) -> dict[tuple[str, str], Row]:
    """Which of these rows there are; who has never picked anything has none."""
    if not others_of(old):
        return {}
    return {(row["pk"], row["sk"]): row for row in catalogue.get_many(sorted(keys))}


def _opened(id_: str, catalogue: Table) -> Picks:
    row = catalogue.get(*picks_key(id_))
    if not picks_from(row).open:
        put = opened(id_, row)
        catalogue.write([put])
        row = put.row
    return picks_from(row)


def _pick(record: ArticleRecord, before: Mapping[str, Around]) -> Picks:
    if record.live is None:
        return Picks()
    chosen = [(id_, CHOSEN - number) for number, id_ in enumerate(record.live.chosen)]
    near = [
        (id_, points) for id_, points in picks(rows.place(record), before) if id_ not in record.live.chosen
    ]
    return Picks(related=(*chosen, *near), cites=record.live.cites)


def _before(record: ArticleRecord, catalogue: Table, together: Together) -> dict[str, Around]:
    """Under each of a story's terms, the stories before it."""
    terms = dict(record.live.terms) if record.live else {}
    found = windows.before(rows.place(record), terms, catalogue, together)
    return {term: Around(terms[term], before, ()) for term, before in found.items()}


def pages_showing(id_: str, *, catalogue: Table) -> list[str]:
    """Names of the pages of other stories that show this one or lead to it, or have done so."""
    names = [_page_of(row) for row in catalogue.query(f"RELATED#{id_}")]
    return sorted({name for name in names if name})


def _page_of(row: Row) -> str:
    sk = row["sk"]
    if sk.startswith(SHOWN):
        return f"at{sk.removeprefix(SHOWN)}"
    return f"article/{row['other']}" if sk.startswith(("SHOW#", "CITED#")) else ""


def _write(id_: str, old: Picks, new: Picks, groups: list[list[Action]], catalogue: Table) -> None:
    """The rows with their guard. Where they need several transactions, the guard names the rows of
    both states until the last, so that a crash in between leaves none without an owner."""
    both = Picks(related=(*old.related, *new.related), cites=(*old.cites, *new.cites), open=True)
    chunks = list(_chunks(groups))
    for rev, chunk in enumerate(chunks, old.rev + 1):
        last = rev == old.rev + len(chunks)
        catalogue.write([guard(id_, (new if last else both)._replace(rev=rev)), *chunk])


def _chunks(groups: list[list[Action]]) -> Iterator[list[Action]]:
    """Groups that belong together, as many as fit one transaction; one chunk at least."""
    chunk: list[Action] = []
    for group in groups:
        if len(chunk) + len(group) > CHUNK:
            yield chunk
            chunk = []
        chunk += group
    yield chunk


def _record(id_: str, catalogue: Table) -> ArticleRecord:
    row = catalogue.get(*rows.article_key(id_))
    return rows.article_from(row) if row else ArticleRecord(id_, "")


def _records(ids: Iterable[str], catalogue: Table) -> dict[str, ArticleRecord]:
    found = catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    return {record.id: record for record in map(rows.article_from, found)}
