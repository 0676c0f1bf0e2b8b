"""Which stories are shown with a story, and which are shown by it: worked out as stories come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import CHOSEN, WINDOW, Around, Posting, may_change, picks
from broadsheet.ports import Action, Delete, Put, Row, Span, Table
from broadsheet.publishing.links import (
    SHOWN,
    Picks,
    doc_of,
    guard,
    keys_of,
    mirror,
    opened,
    others_of,
    picks_from,
    picks_key,
    rows_of,
    unchanged,
)
from broadsheet.together import Together, in_turn

CHUNK = 90  # actions of one transaction, with room for the guard
HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class _Known:
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
    before = settling.picks(record.id, known)
    for owner in stale_owners(record, linked, catalogue):
        settling.picks(owner)
    for later in _disturbed(record, before, catalogue, together):
        settling.picks(later)


def picks_of(record: ArticleRecord, catalogue: Table) -> Picks:
    """What the story should have picked, as things stand; without a number."""
    return _pick(record, _before(record, catalogue, in_turn))


@dataclass(frozen=True)
class _Settling:
    catalogue: Table
    together: Together

    def picks(self, id_: str, known: _Known | None = None) -> dict[str, Around]:
        """Bring the rows that follow from one story's picks up to date; returns what it picked from."""
        before: dict[str, Around] = {}
        knowing = [known] if known else []  # for the first round
        converge(
            lambda: self._settle(id_, knowing.pop() if knowing else None, before), what=f"links of {id_}"
        )
        return before

    def _settle(self, id_: str, known: _Known | None, before: dict[str, Around]) -> Pass:
        old = known.picks if known else _opened(id_, self.catalogue)
        record = known.record if known else _record(id_, self.catalogue)
        before.clear()
        before.update(_before(record, self.catalogue, self.together))
        new = _pick(record, before)
        others = _records(others_of(old) | others_of(new), self.catalogue)
        wanted = (
            {(row["pk"], row["sk"]): (other, row) for other, row in rows_of(record, new, others)}
            if record
            else {}
        )
        there = _there({*wanted, *keys_of(id_, old)}, old, self.catalogue)
        puts: dict[str, list[Action]] = {}
        for key, (other, row) in wanted.items():
            if there.get(key) != row:
                puts.setdefault(other, []).append(Put(row))
        groups = [[*rows_, unchanged(other, others.get(other))] for other, rows_ in puts.items()]
        groups += [[Delete(*key)] for key in there if key not in wanted]
        _write(id_, old, new, groups, self.catalogue)
        return Pass.SETTLED


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


def _pick(record: ArticleRecord | None, before: Mapping[str, Around]) -> Picks:
    if record is None or record.live is None:
        return Picks()
    chosen = [(id_, CHOSEN - number) for number, id_ in enumerate(record.live.chosen)]
    near = [
        (id_, points) for id_, points in picks(rows.place(record), before) if id_ not in record.live.chosen
    ]
    return Picks(related=(*chosen, *near), cites=record.live.cites)


def _before(record: ArticleRecord | None, catalogue: Table, together: Together) -> dict[str, Around]:
    """Under each of a story's terms, the stories before it."""
    terms = dict(record.live.terms) if record and record.live else {}
    place = rows.place(record) if record else ""
    found = together([partial(_postings, term, catalogue, before=place) for term in terms])
    return {term: Around(terms[term], before, ()) for term, before in zip(terms, found, strict=True)}


def _postings(term: str, catalogue: Table, *, before: str = "", after: str = "") -> tuple[Posting, ...]:
    # "!" sorts right before and "~" right after whatever ids follow the place itself.
    span = Span(low="!", high=before + "!") if before else Span(low=after + "~", high=HIGHEST)
    here = before or after
    found = catalogue.query(f"TERM#{term}", span, limit=WINDOW + 1, newest_first=bool(before))
    postings = (Posting(row["sk"], row["weight"]) for row in found if row["sk"] != here)
    return tuple(postings)[:WINDOW]


def pages_showing(id_: str, *, catalogue: Table) -> list[str]:
    """Names of the pages of other stories that show this one or lead to it, or have done so."""
    names = [_page_of(row) for row in catalogue.query(f"RELATED#{id_}")]
    return sorted({name for name in names if name})


def _page_of(row: Row) -> str:
    sk = row["sk"]
    if sk.startswith(SHOWN):
        return f"at{sk.removeprefix(SHOWN)}"
    return f"article/{row['other']}" if sk.startswith(("SHOW#", "CITED#")) else ""


def stale_owners(record: ArticleRecord, linked: Iterable[Row], catalogue: Table) -> list[str]:
    """Stories that link to this one and do not show it as it is now."""
    inbound = [row for row in linked if row.get("owner", record.id) != record.id]
    theirs = {(f"RELATED#{row['owner']}", mirror(row["sk"], record.id)): row["owner"] for row in inbound}
    fresh = {
        (row["pk"], row["sk"])
        for row in catalogue.get_many(sorted(theirs))
        if row["doc"] == doc_of(row["sk"], record)
    }
    # A story that has gone must be replaced, not just blanked out.
    gone = record.live is None
    return sorted({owner for key, owner in theirs.items() if gone or key not in fresh})


def _disturbed(
    record: ArticleRecord, before: Mapping[str, Around], catalogue: Table, together: Together
) -> list[str]:
    """Later stories whose picks this one may change, by what it is now or by what it was before."""
    place = rows.place(record)
    latest = not catalogue.query("LIST#front", Span(low=place + "~", high=HIGHEST), limit=1)
    asked = {} if latest else {term: partial(_postings, term, catalogue, after=place) for term in before}
    after = dict(zip(asked, together(list(asked.values())), strict=True))
    around = {term: near._replace(after=after.get(term, ())) for term, near in before.items()}
    later = {posting.id for term in around.values() for posting in term.after}
    known = {
        row["pk"].removeprefix("RELATED#"): picks_from(row)
        for row in catalogue.get_many([picks_key(id_) for id_ in sorted(later)])
    }
    computed = {id_: _computed(picked) for id_, picked in known.items()}
    changed = set(may_change(place, around, computed)) if record.live else set()
    changed |= {id_ for id_, picked in known.items() if picked.open}
    for left, term in record.left_terms:
        changed |= {posting.id for posting in _postings(term, catalogue, after=left)}
    return sorted(changed - {record.id})


def _computed(picked: Picks) -> tuple[tuple[str, int], ...]:
    return tuple((id_, points) for id_, points in picked.related if points < CHOSEN // 2)


def _write(id_: str, old: Picks, new: Picks, groups: list[list[Action]], catalogue: Table) -> None:
    """The rows with their guard. Where they need several transactions, the guard names the rows of
    both states until the last, so that a crash in between leaves none without an owner."""
    both = Picks(related=(*old.related, *new.related), cites=(*old.cites, *new.cites), open=True)
    chunks = list(_chunks(groups))
    for rev, chunk in enumerate(chunks, old.rev + 1):
        last = rev == old.rev + len(chunks)
        catalogue.write([guard(id_, replace(new if last else both, rev=rev)), *chunk])


def _chunks(groups: list[list[Action]]) -> Iterator[list[Action]]:
    """Groups that belong together, as many as fit one transaction; one chunk at least."""
    chunk: list[Action] = []
    for group in groups:
        if len(chunk) + len(group) > CHUNK:
            yield chunk
            chunk = []
        chunk += group
    yield chunk


def _record(id_: str, catalogue: Table) -> ArticleRecord | None:
    row = catalogue.get(*rows.article_key(id_))
    return rows.article_from(row) if row else None


def _records(ids: Iterable[str], catalogue: Table) -> dict[str, ArticleRecord]:
    found = catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    return {record.id: record for record in map(rows.article_from, found)}
