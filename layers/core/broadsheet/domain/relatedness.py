"""How near two stories are: from the terms they share, half of that for every two years between them.

A story meets those that are filed close to it under one of its terms. How near it is to one that it meets
hangs on the two stories alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import log
from typing import NamedTuple

WINDOW = 5  # stories before a story, under each of these, that it meets
OTHERS = 3  # stories that may be coming in at the same moment as one that changes
SIGHT = WINDOW + OTHERS  # stories on either side that it sees
PICKS = 5  # of those that it meets, the nearest, which it picks
KEPT = 8  # of those that it meets, so that another can be picked when one leaves
DAY = 86_400 * 1_000_000  # microseconds
HALF_LIFE = 730 * DAY
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEPS = 12  # for what is e times as near: of two on one step the one that is closer in time comes first
FADING = STEPS * log(2) / HALF_LIFE  # of a step, in a microsecond
CHOSEN = 9_000_000  # points: an editor's choice comes before every computed one
BACK = 4_000_000  # less for the story that was chosen: its own editor's choice comes before that
MOST = 999_999

Points = tuple[tuple[str, int], ...]  # by id


class Posting(NamedTuple):
    """A story that is filed under a term: its place in time, and all that it is known by, with weights."""

    place: str
    terms: Mapping[str, int]

    @property
    def id(self) -> str:
        return _id(self.place)


class Around(NamedTuple):
    """The postings of one term next to a story: those before it, nearest first, and those after it."""

    before: Sequence[Posting]
    after: Sequence[Posting]


class Ranking(NamedTuple):
    """Stories that a story meets, by id with points, the nearest first. These are all where it is `whole`;
    otherwise no other is nearer than the last of them."""

    near: Points = ()
    whole: bool = True


def ranking(here: Posting, met: Iterable[Posting], chosen: Sequence[str] = ()) -> Ranking:
    """Of all that a story meets the nearest. One that an editor has chosen takes no place among them: so
    nobody else need be found for it when it leaves."""
    others = [posting for posting in met if posting.id not in chosen] if chosen else [*met]
    return _ranked(points_of(here, others).items(), whole=True)


def revised(old: Ranking, met: Mapping[str, int], lost: Set[str]) -> Ranking | None:
    """The ranking when these are met with so many points, and those no more; None: nobody knows without a
    look at all that the story meets."""
    points = {id_: points for id_, points in {**dict(old.near), **met}.items() if id_ not in lost}
    if old.whole:
        return _ranked(points.items(), whole=True)
    last = _order(old.near[-1]) if old.near else (-MOST, "")
    new = _ranked((pair for pair in points.items() if _order(pair) <= last), whole=False)
    return new if len(new.near) >= PICKS else None


def is_beginning(known: Ranking, whole: Ranking) -> bool:
    """Whether what is known of a ranking is as by a look at all: how far it is known is history."""
    same = known.near == whole.near[: len(known.near)]
    return same and not (known.whole and len(known.near) < len(whole.near))


def _ranked(points: Iterable[tuple[str, int]], *, whole: bool) -> Ranking:
    near = sorted(points, key=_order)
    return Ranking(tuple(near[:KEPT]), whole and len(near) <= KEPT)


def _order(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def points_of(here: Posting, met: Iterable[Posting]) -> dict[str, int]:
    """How near each of these is to a story, by id."""
    now, ours = _moment(here.place), here.terms
    return {_id(at): score(_shared(ours, theirs), now, _moment(at)) for at, theirs in met}


def _shared(ours: Mapping[str, int], theirs: Mapping[str, int]) -> int:
    product = 0
    for term in theirs:
        if term in ours:
            product += ours[term] * theirs[term]
    return product


def score(product: int, one: int, other: int) -> int:
    """Points for a sum of products of weights and the time between two moments, in microseconds: a thousand
    for each step, and of two on one step more for the one that is fewer days away."""
    apart = abs(one - other)
    steps = round(STEPS * log(product or 1) - FADING * apart)
    return 1000 * max(steps, 1) - min(apart // DAY, 999)


def of_the_picked(points: int) -> int:
    """How near the story that has picked it is to a story, by the points of the one that picked."""
    return points - BACK if points > MOST else points


def of_the_picking(points: int) -> int:
    """The same the other way round."""
    return points + BACK if points > MOST else points


def picks(ranking: Ranking, chosen: Sequence[str] = ()) -> Points:
    """Whom an editor has chosen, by id, and the nearest of the others, with points, best first."""
    return (*((id_, CHOSEN - number) for number, id_ in enumerate(chosen)), *ranking.near[:PICKS])


def spare(ranking: Ranking) -> Points:
    """Whom it picks next when one of these leaves."""
    return ranking.near[PICKS:]


def is_chosen(points: int) -> bool:
    return points > MOST


def _id(place: str) -> str:
    return place.rpartition("#")[2]


@lru_cache(maxsize=1 << 15)
def _moment(place: str) -> int:
    """When a story was published, in microseconds since 1970."""
    return (datetime.fromisoformat(place.rpartition("#")[0]) - EPOCH) // timedelta(microseconds=1)
