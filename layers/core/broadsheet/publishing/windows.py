"""The stories next to a place in time under a term, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from broadsheet.domain.relatedness import WINDOW, Posting
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


def after(place: str, terms: Iterable[str], catalogue: Table, together: Together) -> dict[str, Postings]:
    """Under each term, the stories after the place."""
    return _windows(
        terms, together, partial(_window, place, Span(low=place + "~", high=HIGHEST), False, catalogue)
    )


def is_latest(place: str, catalogue: Table) -> bool:
    """Whether no public story is after the place, whatever its terms."""
    return not catalogue.query("LIST#front", Span(low=place + "~", high=HIGHEST), limit=1)


def _windows(
    terms: Iterable[str], together: Together, window: Callable[[str], Postings]
) -> dict[str, Postings]:
    asked = list(terms)
    return dict(zip(asked, together([partial(window, term) for term in asked]), strict=True))


def _window(place: str, span: Span, backwards: bool, catalogue: Table, term: str) -> Postings:
    found = catalogue.query(f"TERM#{term}", span, limit=WINDOW + 1, newest_first=backwards)
    return tuple(Posting(row["sk"], row["weight"]) for row in found if row["sk"] != place)[:WINDOW]
