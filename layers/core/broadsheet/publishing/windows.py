"""The stories next to a place in time under a term, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from broadsheet.domain.relatedness import WINDOW, Posting
from broadsheet.domain.rows import posting_from
from broadsheet.ports import Span, Table
from broadsheet.together import Together

HIGHEST = "\U0010ffff"
Postings = tuple[Posting, ...]


def before(place: str, terms: Iterable[str], catalogue: Table, together: Together) -> dict[str, Postings]:
    """Under each term, the stories before the place."""
    # "!" sorts right before and "~" right after whatever ids follow the place itself.
    return _windows(
        terms, together, partial(_window, place, Span(low="!", high=place + "!"), True, catalogue)
    )


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


def after(place: str, terms: Iterable[str], catalogue: Table, together: Together) -> dict[str, Postings]:
    """Under each term, the stories after the place."""
    return _windows(
        terms, together, partial(_window, place, Span(low=place + "~", high=HIGHEST), False, catalogue)
    )


def every(windows: Mapping[str, Postings]) -> list[Posting]:
    """The stories in these windows, each once."""
    return [*{posting.place: posting for window in windows.values() for posting in window}.values()]


def is_latest(place: str, catalogue: Table) -> bool:
    """Whether no public story is after the place, whatever its terms."""
    return not catalogue.query("LIST#front", Span(low=place + "~", high=HIGHEST), limit=1)


def _windows(
    terms: Iterable[str], together: Together, window: Callable[[str], Postings]
) -> dict[str, Postings]:
    asked = list(terms)
    return dict(zip(asked, together([partial(window, term) for term in asked]), strict=True))


def _stretch(places: list[str], catalogue: Table, term: str) -> dict[str, Postings]:
    """The stories before the latest of the places, and before as many of the next as one look reaches."""
    most = (WINDOW if len(places) == 1 else 2 * WINDOW) + 1
    span = Span(low="!", high=places[0] + "!")
    rows = catalogue.query(f"TERM#{term}", span, limit=most, newest_first=True)
    stretch = [posting_from(row) for row in rows]
    windows = {at: tuple(posting for posting in stretch if posting.place < at)[:WINDOW] for at in places}
    ended = len(stretch) < most
    return {at: window for at, window in windows.items() if ended or len(window) == WINDOW}


def _window(place: str, span: Span, backwards: bool, catalogue: Table, term: str) -> Postings:
    found = catalogue.query(f"TERM#{term}", span, limit=WINDOW + 1, newest_first=backwards)
    return tuple(posting_from(row) for row in found if row["sk"] != place)[:WINDOW]
