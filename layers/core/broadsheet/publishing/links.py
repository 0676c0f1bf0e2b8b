"""Links between stories, kept on both ends so that a page needs one query to know its own.

    RELATED#<a>  PICKS                  what a has picked: earlier stories near to it, and files it links to;
                                        with those that it would pick next
    RELATED#<a>  SHOW#<score>#<b>#own   a's page may show b; `doc` is b's teaser, "" while b is not public
    RELATED#<b>  SHOW#<score>#<a>#in    the other end of that, with a's teaser
    RELATED#<a>  CITES#<b>              a's text links to b; `doc` is b's address, "" while b is not public
    RELATED#<b>  CITED#<a>              the other end of that
    RELATED#<a>  SHOWN#<path>           the page at that address shows a, or has shown it; never taken back,
                                        so that a's withdrawal knows every page that may still do so

Every row names its `owner`, the story whose picks it follows from. A story picks only earlier ones,
so publishing today's story changes what older pages show but never what they picked.

Picks are opened before what they are made from is read, and closed with what follows from them. A
story is recorded before the picks of others are looked at. So of two stories at work at once, one
sees the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Shown
from broadsheet.domain.relatedness import Points, Ranking, is_chosen, of_the_picked, of_the_picking
from broadsheet.ports import Absent, Check, Matches, Put, Row

SHOWN = "SHOWN#"

Others = Mapping[str, ArticleRecord] | Mapping[str, Shown]  # by id


class Picks(NamedTuple):
    """What a story has picked: ids with points, ids of cited stories, and the guard's number.

    `spare` are those that it would pick next, and `whole` says that it meets no others (see `Ranking`).
    `open`: somebody is working them out, or should be. So whoever publishes a story in the meantime
    knows that these picks may have been made without it.
    """

    rev: int = 0
    related: Points = ()
    cites: tuple[str, ...] = ()
    open: bool = False
    spare: Points = ()
    whole: bool = True

    @property
    def ranking(self) -> Ranking:
        computed = (pair for pair in self.related if not is_chosen(pair[1]))
        return Ranking((*computed, *self.spare), self.whole)

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(id_ for id_, points in self.related if is_chosen(points))


def picks_key(id_: str) -> tuple[str, str]:
    return f"RELATED#{id_}", "PICKS"


def opened(id_: str, row: Row | None) -> Put:
    """What says that a story's picks are to be worked out anew: slower work on them is in vain."""
    old = picks_from(row)
    return guard(id_, old._replace(rev=old.rev + 1, open=True))


def guard(id_: str, picked: Picks) -> Put:
    """The guard's row under its new number."""
    pk, sk = picks_key(id_)
    doc = json.dumps({name: getattr(picked, name) for name in ("related", "cites", "open", "spare", "whole")})
    condition = Matches({"rev": picked.rev - 1}) if picked.rev > 1 else Absent()
    return Put({"pk": pk, "sk": sk, "rev": picked.rev, "doc": doc}, condition)


def picks_from(row: Row | None) -> Picks:
    if row is None:
        return Picks()
    doc = json.loads(row["doc"])
    related, spare = _pairs(doc["related"]), _pairs(doc.get("spare", ()))
    whole, cites = doc.get("whole"), tuple(doc["cites"])
    # Earlier releases knew of no spare ones, and counted other points: what they picked is to be picked anew.
    return Picks(row["rev"], related, cites, whole is None or doc["open"], spare, bool(whole))


def _pairs(found: Iterable[list[Any]]) -> Points:
    return tuple((id_, points) for id_, points in found)


def others_of(picked: Picks) -> set[str]:
    return {*(id_ for id_, _ in picked.related), *picked.cites}


def rows_of(record: ArticleRecord, new: Picks, others: Others) -> Iterator[tuple[str, Row]]:
    """The rows that follow from a story's picks, each with the other story that it speaks of."""
    ours = doc_of("SHOW#", record)
    for other, points in new.related:
        here, there = _ends(points, record.id, other)
        yield other, _row(record.id, record.id, here, other, doc_of(here, others.get(other)))
        yield other, _row(record.id, other, there, record.id, ours)
        yield other, _shown(other, record.path)
        if (shown := others.get(other)) and shown.live:
            yield other, _shown(record.id, shown.path)
    for other in new.cites:
        yield other, _row(record.id, record.id, f"CITES#{other}", other, doc_of("CITES#", others.get(other)))
        yield other, _row(record.id, other, f"CITED#{record.id}", record.id, "")


def _row(owner: str, end: str, sk: str, other: str, doc: str) -> Row:
    return {"pk": f"RELATED#{end}", "sk": sk, "owner": owner, "other": other, "doc": doc}


def _shown(id_: str, path: str) -> Row:
    return {"pk": f"RELATED#{id_}", "sk": f"{SHOWN}{path}"}


def doc_of(sk: str, shown: ArticleRecord | Shown | None) -> str:
    if shown is None or shown.live is None or sk.startswith("CITED#"):
        return ""
    return rows.teaser_doc(shown.live.teaser.listed) if sk.startswith("SHOW#") else shown.live.teaser.path


def mirror(sk: str, id_: str) -> str:
    """The sort key of the link at the story that it follows from."""
    parts = sk.split("#")
    return _own(of_the_picking(int(parts[1])), id_) if parts[0] == "SHOW" else f"CITES#{id_}"


def _ends(points: int, owner: str, other: str) -> tuple[str, str]:
    return _own(points, other), f"SHOW#{of_the_picked(points):07d}#{owner}#in"


def _own(points: int, other: str) -> str:
    return f"SHOW#{points:07d}#{other}#own"


def keys_of(id_: str, picked: Picks) -> Iterable[tuple[str, str]]:
    for other, points in picked.related:
        here, there = _ends(points, id_, other)
        yield f"RELATED#{id_}", here
        yield f"RELATED#{other}", there
    for other in picked.cites:
        yield f"RELATED#{id_}", f"CITES#{other}"
        yield f"RELATED#{other}", f"CITED#{id_}"


def cited_keys(record: ArticleRecord) -> list[tuple[str, str]]:
    """Keys of the rows that tell where the stories are which the text links to."""
    return [
        (f"RELATED#{record.id}", f"CITES#{other}") for other in (record.live.cites if record.live else ())
    ]


def shown_at(record: ArticleRecord, picked: Picks) -> Iterable[tuple[str, str]]:
    """Keys of the rows that say of the others that the story's page shows them."""
    found = (_shown(other, record.path) for other, _ in picked.related)
    return ((row["pk"], row["sk"]) for row in found)


def unchanged(other: str, seen: ArticleRecord | Shown | None) -> Check:
    """What is shown of another story is what it is now: later changes of it find the rows."""
    return Check(*rows.article_key(other), Matches({"rev": seen.rev}) if seen else Absent())
