"""The stories next to a place in time under a term, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from broadsheet.domain.relatedness import SIGHT, WINDOW, Around, Posting
from broadsheet.domain.rows import posting_from
from broadsheet.ports import Span, Table
from broadsheet.together import Together

HIGHEST = "\U0010ffff"
MANY = 4  # windows that one look is to reach, and
FEW = 24  # later stories: so many more rows are cheaper than another request
Postings = tuple[Posting, ...]


def before(place: str, terms: Iterable[str], catalogue: Table, together: Together) -> dict[str, Around]:
    """Under each term, the stories before the place; nobody looks for those after it."""
    return _each(terms, together, lambda term: Around(_before(place, WINDOW, catalogue, term), ()))


def around(
    place: str, terms: Iterable[str], later: int | None, catalogue: Table, together: Together
) -> dict[str, Around]:
    """Under each term, the stories before the place and those after it, as far as sight goes. `later`: how
    many there are after it, whatever their terms; where these are few, one look shows both sides."""
    if later == 0:
        return before(place, terms, catalogue, together)
    look = _both_sides if later is None else partial(_from_the_newest, SIGHT + later + 1)
    return _each(terms, together, lambda term: look(place, catalogue, term))


def before_each(
    places: Mapping[str, Iterable[str]], catalogue: Table, together: Together
) -> dict[str, dict[str, Postings]]:
    """Under each term, the stories before each of the places that are given for it. Places that are near
    to each other are looked at together."""
    found: dict[str, dict[str, Postings]] = {term: {} for term in places}
    waiting = {term: sorted(set(there), reverse=True) for term, there in places.items()}
    while waiting:
        terms = list(waiting)
        looks = [partial(_stretch, waiting[term], catalogue, term) for term in terms]
        for term, reached in zip(terms, together(looks), strict=True):
            found[term] |= reached
        waiting = {
            term: left for term in terms if (left := [at for at in waiting[term] if at not in found[term]])
        }
    return found


def met(windows: Iterable[Sequence[Posting]]) -> list[Posting]:
    """The stories in these windows, each once."""
    return [*{posting.place: posting for window in windows for posting in window}.values()]


def later(place: str, catalogue: Table) -> int | None:
    """How many public stories are after the place, whatever their terms; None: more than a few."""
    found = len(catalogue.query("LIST#front", Span(low=place + "~", high=HIGHEST), limit=FEW + 1))
    return found if found <= FEW else None


def _each(terms: Iterable[str], together: Together, look: Callable[[str], Around]) -> dict[str, Around]:
    asked = list(terms)
    return dict(zip(asked, together([partial(look, term) for term in asked]), strict=True))


def _from_the_newest(most: int, place: str, catalogue: Table, term: str) -> Around:
    rows = catalogue.query(f"TERM#{term}", limit=most, newest_first=True)
    there = [posting_from(row) for row in rows if row["sk"] != place]
    before = tuple(posting for posting in there if posting.place < place)[:SIGHT]
    if len(before) < SIGHT and len(rows) == most:  # others have come in the meantime
        return _both_sides(place, catalogue, term)
    return Around(before, tuple(posting for posting in reversed(there) if posting.place > place)[:SIGHT])


def _both_sides(place: str, catalogue: Table, term: str) -> Around:
    # "~" sorts right after whatever ids follow the place itself.
    span = Span(low=place + "~", high=HIGHEST)
    after = catalogue.query(f"TERM#{term}", span, limit=SIGHT)
    return Around(_before(place, SIGHT, catalogue, term), tuple(map(posting_from, after)))


def _before(place: str, most: int, catalogue: Table, term: str) -> Postings:
    # "!" sorts right before them, so that the place itself is not among these.
    span = Span(low="!", high=place)
    found = catalogue.query(f"TERM#{term}", span, limit=most + 1, newest_first=True)
    return tuple(posting_from(row) for row in found if row["sk"] != place)[:most]


def _stretch(places: list[str], catalogue: Table, term: str) -> dict[str, Postings]:
    """The stories before the latest of the places, and before as many of the next as one look reaches."""
    most = (1 if len(places) == 1 else MANY) * WINDOW + 1
    span = Span(low="!", high=places[0] + "!")
    rows = catalogue.query(f"TERM#{term}", span, limit=most, newest_first=True)
    stretch = [posting_from(row) for row in rows]
    windows = {at: tuple(posting for posting in stretch if posting.place < at)[:WINDOW] for at in places}
    ended = len(stretch) < most
    return {at: window for at, window in windows.items() if ended or len(window) == WINDOW}
