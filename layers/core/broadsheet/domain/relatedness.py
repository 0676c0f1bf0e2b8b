"""How near two stories are: from the words they share, halved for each year between them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

WINDOW = 12  # stories before a story, for each of its terms, that it is compared with
PICKS = 5  # earlier stories that a story picks
HALF_LIFE = 365 * 86_400 * 1_000_000  # microseconds
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 999_999  # points
CHOSEN = 9_000_000  # an editor's choice comes before every computed one


class Posting(NamedTuple):
    """A story under one term: its place in time, its id and the term's weight in it."""

    place: str
    weight: int

    @property
    def id(self) -> str:
        return self.place.rpartition("#")[2]


class Around(NamedTuple):
    """The postings of one term next to a story: those before it, nearest first, and those after it."""

    weight: int
    before: Sequence[Posting]
    after: Sequence[Posting]


def picks(place: str, around: Mapping[str, Around]) -> tuple[tuple[str, int], ...]:
    """The earlier stories nearest to the story at `place`, with scores, best first."""
    shared: dict[str, int] = {}
    for term in around.values():
        weight = term.weight
        for at, other in term.before:
            shared[at] = shared.get(at, 0) + weight * other
    here, nearest = _moment(place), list[tuple[int, str]]()
    for at, product in sorted(shared.items(), key=itemgetter(1), reverse=True):
        if len(nearest) == PICKS and -nearest[-1][0] > max(product, 1):
            break  # no later one comes near enough: time only takes away from what is shared
        insort(nearest, (-score(product, here, _moment(at)), at.rpartition("#")[2]))
        del nearest[PICKS:]
    return tuple((id_, -points) for points, id_ in nearest)


def score(product: int, one: int, other: int) -> int:
    """A sum of products of weights, as a whole number from 1 to 999,999 that falls with the time between two
    moments, which are given in microseconds."""
    points = int(product * 0.5 ** (abs(one - other) / HALF_LIFE))
    return points if 0 < points < MOST else max(1, min(points, MOST))


@lru_cache(maxsize=1 << 15)
def _moment(place: str) -> int:
    """When a story was published, in microseconds since 1970."""
    return (datetime.fromisoformat(place.rpartition("#")[0]) - EPOCH) // timedelta(microseconds=1)


def may_change(
    place: str, around: Mapping[str, Around], known: Mapping[str, tuple[tuple[str, int], ...]]
) -> list[str]:
    """Ids of later stories whose picks may change because of the story at `place`.

    `known` are the present picks of the stories after it. One changes if the story is, or should
    be, among its picks with another score, or if a story that it had picked has been pushed out
    of a term's window.
    """
    here, now = Posting(place, 0), _moment(place)
    shared: dict[str, int] = {}
    later: dict[str, Posting] = {}
    pushed: dict[str, set[str]] = {}
    for term in around.values():
        for distance, posting in enumerate(term.after):
            later[posting.id] = posting
            shared[posting.id] = shared.get(posting.id, 0) + term.weight * posting.weight
            if distance < WINDOW and len(term.before) >= WINDOW - distance:
                pushed.setdefault(posting.id, set()).add(term.before[WINDOW - distance - 1].id)
    return [
        id_
        for id_, product in shared.items()
        if _differs(here.id, score(product, now, _moment(later[id_].place)), known.get(id_, ()))
        or pushed.get(id_, set()) & {pick for pick, _ in known.get(id_, ())}
    ]


def _differs(id_: str, points: int, present: tuple[tuple[str, int], ...]) -> bool:
    have = dict(present)
    if id_ in have:
        return have[id_] != points
    return len(present) < PICKS or points >= min(have.values())
