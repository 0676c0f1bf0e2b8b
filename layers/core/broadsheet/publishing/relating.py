"""Links between stories, kept on both ends so that a page needs one query to know its own.

    RELATED#<a>  PICKS                  what a has picked: earlier stories near to it, and files it links to
    RELATED#<a>  SHOW#<score>#<b>#own   a's page may show b; `doc` is b's teaser, "" while b is not public
    RELATED#<b>  SHOW#<score>#<a>#in    the other end of that, with a's teaser
    RELATED#<a>  CITES#<b>              a's text links to b; `doc` is b's address, "" while b is not public
    RELATED#<b>  CITED#<a>              the other end of that

Every row names its `owner`, the story whose picks it follows from. A story picks only earlier ones,
so publishing today's story changes what older pages show but never what they picked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.documents import to_json
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.relatedness import CHOSEN, WINDOW, Around, Posting, may_change, picks
from broadsheet.ports import Absent, Action, Delete, Matches, Put, Row, Span, Table

CHUNK = 90  # rows of one transaction, with room for the guard
HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class Picks:
    """What a story has picked: ids with scores, ids of cited stories, and the guard's number."""

    rev: int = 0
    related: tuple[tuple[str, int], ...] = ()
    cites: tuple[str, ...] = ()


def settle_links(record: ArticleRecord, *, catalogue: Table) -> None:
    """See to the story's own links, to those of others that lead to it, and to what it pushes aside."""
    before = settle_picks(record.id, catalogue=catalogue)
    for owner in _stale_owners(record, catalogue):
        settle_picks(owner, catalogue=catalogue)
    for later in _disturbed(record, before, catalogue):
        settle_picks(later, catalogue=catalogue)


def settle_picks(id_: str, *, catalogue: Table) -> dict[str, Around]:
    """Bring the rows that follow from one story's picks up to date; returns what it picked from."""
    before: dict[str, Around] = {}
    converge(lambda: _settle(id_, before, catalogue), what=f"links of {id_}")
    return before


def _settle(id_: str, before: dict[str, Around], catalogue: Table) -> Pass:
    old = _picks_from(catalogue.get(f"RELATED#{id_}", "PICKS"))
    record = _record(id_, catalogue)
    before.clear()
    before.update(_before(record, catalogue))
    new = _pick(record, before)
    others = _records(_others(old) | _others(new), catalogue)
    wanted = {(row["pk"], row["sk"]): row for row in _rows(record, new, others)} if record else {}
    keys = {*wanted, *_keys(id_, old)}
    there = {(row["pk"], row["sk"]): row for row in catalogue.get_many(sorted(keys))}
    actions: list[Action] = [Put(row) for key, row in wanted.items() if there.get(key) != row]
    actions += [Delete(*key) for key in there if key not in wanted]
    if not actions and (old.related, old.cites) == (new.related, new.cites):
        return Pass.SETTLED
    _write(id_, old, new, actions, catalogue)
    # What the others show may have moved while this was written, and they saw no row of ours yet.
    return Pass.SETTLED if _records(_others(new), catalogue) == _only(others, new) else Pass.MOVED


def _pick(record: ArticleRecord | None, before: Mapping[str, Around]) -> Picks:
    if record is None or record.live is None:
        return Picks()
    chosen = [(id_, CHOSEN - number) for number, id_ in enumerate(record.live.chosen)]
    near = [
        (id_, points) for id_, points in picks(rows.place(record), before) if id_ not in record.live.chosen
    ]
    return Picks(related=(*chosen, *near), cites=record.live.cites)


def _before(record: ArticleRecord | None, catalogue: Table) -> dict[str, Around]:
    """Under each of a story's terms, the stories before it."""
    terms = record.live.terms if record and record.live else ()
    place = rows.place(record) if record else ""
    return {term: Around(weight, _postings(term, catalogue, before=place), ()) for term, weight in terms}


def _postings(term: str, catalogue: Table, *, before: str = "", after: str = "") -> tuple[Posting, ...]:
    # "!" sorts right before and "~" right after whatever ids follow the place itself.
    span = Span(low="!", high=before + "!") if before else Span(low=after + "~", high=HIGHEST)
    here = before or after
    found = catalogue.query(f"TERM#{term}", span, limit=WINDOW + 1, newest_first=bool(before))
    postings = (Posting(row["sk"], row["weight"]) for row in found if row["sk"] != here)
    return tuple(postings)[:WINDOW]


def _stale_owners(record: ArticleRecord, catalogue: Table) -> list[str]:
    """Stories that link to this one and do not show it as it is now."""
    inbound = [
        row for row in catalogue.query(f"RELATED#{record.id}") if row.get("owner", record.id) != record.id
    ]
    theirs = {(f"RELATED#{row['owner']}", _mirror(row["sk"], record.id)): row["owner"] for row in inbound}
    fresh = {
        (row["pk"], row["sk"])
        for row in catalogue.get_many(sorted(theirs))
        if row["doc"] == _doc(row["sk"], record)
    }
    # A story that has gone must be replaced, not just blanked out.
    gone = record.live is None
    return sorted({owner for key, owner in theirs.items() if gone or key not in fresh})


def _disturbed(record: ArticleRecord, before: Mapping[str, Around], catalogue: Table) -> list[str]:
    """Later stories whose picks this one may change, by what it is now or by what it was before."""
    place = rows.place(record)
    around = {
        term: replace(near, after=_postings(term, catalogue, after=place)) for term, near in before.items()
    }
    later = {posting.id for term in around.values() for posting in term.after}
    known = {
        row["pk"].removeprefix("RELATED#"): _computed(_picks_from(row))
        for row in catalogue.get_many([(f"RELATED#{id_}", "PICKS") for id_ in sorted(later)])
    }
    changed = set(may_change(place, around, known)) if record.live else set()
    for left, term in record.left_terms:
        changed |= {posting.id for posting in _postings(term, catalogue, after=left)}
    return sorted(changed - {record.id})


def _computed(picked: Picks) -> tuple[tuple[str, int], ...]:
    return tuple((id_, points) for id_, points in picked.related if points < CHOSEN // 2)


def _rows(record: ArticleRecord, new: Picks, others: Mapping[str, ArticleRecord]) -> Iterator[Row]:
    for other, points in new.related:
        here, there = _ends(points, record.id, other)
        yield _row(record.id, record.id, here, other, _doc(here, others.get(other)))
        yield _row(record.id, other, there, record.id, _doc(there, record))
    for other in new.cites:
        yield _row(record.id, record.id, f"CITES#{other}", other, _doc("CITES#", others.get(other)))
        yield _row(record.id, other, f"CITED#{record.id}", record.id, "")


def _row(owner: str, end: str, sk: str, other: str, doc: str) -> Row:
    return {"pk": f"RELATED#{end}", "sk": sk, "owner": owner, "other": other, "doc": doc}


def _doc(sk: str, shown: ArticleRecord | None) -> str:
    if shown is None or shown.live is None or sk.startswith("CITED#"):
        return ""
    return to_json(shown.live.teaser) if sk.startswith("SHOW#") else shown.live.teaser.path


def _mirror(sk: str, id_: str) -> str:
    """The sort key of the same link as seen from its other end."""
    parts = sk.split("#")
    return f"SHOW#{parts[1]}#{id_}#own" if parts[0] == "SHOW" else f"CITES#{id_}"


def _ends(points: int, owner: str, other: str) -> tuple[str, str]:
    return f"SHOW#{points:07d}#{other}#own", f"SHOW#{points:07d}#{owner}#in"


def _keys(id_: str, picked: Picks) -> Iterable[tuple[str, str]]:
    for other, points in picked.related:
        here, there = _ends(points, id_, other)
        yield f"RELATED#{id_}", here
        yield f"RELATED#{other}", there
    for other in picked.cites:
        yield f"RELATED#{id_}", f"CITES#{other}"
        yield f"RELATED#{other}", f"CITED#{id_}"


def _write(id_: str, old: Picks, new: Picks, actions: list[Action], catalogue: Table) -> None:
    """The rows with their guard. Where they need several transactions, the guard names the rows of
    both states until the last, so that a crash in between leaves none without an owner."""
    chunks = [actions[i : i + CHUNK] for i in range(0, len(actions), CHUNK)] or [[]]
    both = {"related": [*old.related, *new.related], "cites": [*old.cites, *new.cites]}
    for rev, chunk in enumerate(chunks, old.rev + 1):
        last = rev == old.rev + len(chunks)
        doc = json.dumps({"related": new.related, "cites": new.cites} if last else both)
        guard = {"pk": f"RELATED#{id_}", "sk": "PICKS", "rev": rev, "doc": doc}
        catalogue.write([Put(guard, Matches({"rev": rev - 1}) if rev > 1 else Absent()), *chunk])


def _picks_from(row: Row | None) -> Picks:
    if row is None:
        return Picks()
    doc = json.loads(row["doc"])
    return Picks(row["rev"], tuple((id_, points) for id_, points in doc["related"]), tuple(doc["cites"]))


def _others(picked: Picks) -> set[str]:
    return {*(id_ for id_, _ in picked.related), *picked.cites}


def _only(others: Mapping[str, ArticleRecord], picked: Picks) -> dict[str, ArticleRecord]:
    return {id_: record for id_, record in others.items() if id_ in _others(picked)}


def _record(id_: str, catalogue: Table) -> ArticleRecord | None:
    row = catalogue.get(*rows.article_key(id_))
    return rows.article_from(row) if row else None


def _records(ids: Iterable[str], catalogue: Table) -> dict[str, ArticleRecord]:
    found = catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    return {record.id: record for record in map(rows.article_from, found)}
