"""How near two stories are: from the words they share, halved for each year between them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

WINDOW = 8  # stories before a story, for each of its terms, that it is compared with
PICKS = 5  # earlier stories that a story picks
HALF_LIFE = 365 * 86_400 * 1_000_000  # microseconds
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 999_999  # points
CHOSEN = 9_000_000  # an editor's choice comes before every computed one
BACK = 4_000_000  # less for the story that was chosen: its own editor's choice comes before that


class Posting(NamedTuple):
    """A story under one term: its place in time, its id and the term's weight in it."""

    place: str
    weight: int

    @property
    def id(self) -> str:
        return _id(self.place)


class Around(NamedTuple):
    """The postings of one term next to a story: those before it, nearest first, and those after it."""

    weight: int
    before: Sequence[Posting]
    after: Sequence[Posting]


def picks(
    place: str, around: Mapping[str, Around], chosen: Sequence[str] = ()
) -> tuple[tuple[str, int], ...]:
    """The stories that an editor has chosen for the story at `place`, by id, and of the earlier ones those
    nearest to it, with scores, best first. One that is chosen takes no place among the nearest: so nobody
    else need be found for it when it leaves."""
    return (*((id_, CHOSEN - number) for number, id_ in enumerate(chosen)), *_nearest(place, around, chosen))


def _nearest(place: str, around: Mapping[str, Around], without: Sequence[str]) -> Iterable[tuple[str, int]]:
    shared: dict[str, int] = {}
    for term in around.values():
        weight = term.weight
        for at, other in term.before:
            shared[at] = shared.get(at, 0) + weight * other
    here, nearest = _moment(place), list[tuple[int, str]]()
    for at, product in sorted(shared.items(), key=itemgetter(1), reverse=True):
        if len(nearest) == PICKS and -nearest[-1][0] > max(product, 1):
            break  # no later one comes near enough: time only takes away from what is shared
        if _id(at) in without:
            continue
        insort(nearest, (-score(product, here, _moment(at)), _id(at)))
        del nearest[PICKS:]
    return ((id_, -points) for points, id_ in nearest)


def of_the_picked(points: int) -> int:
    """How near the story that has picked it is to a story, by the points of the one that picked."""
    return points - BACK if points > MOST else points


def of_the_picking(points: int) -> int:
    """The same the other way round."""
    return points + BACK if points > MOST else points


def score(product: int, one: int, other: int) -> int:
    """A sum of products of weights, as a whole number from 1 to 999,999 that falls with the time between two
    moments, which are given in microseconds."""
    points = int(product * 0.5 ** (abs(one - other) / HALF_LIFE))
    return points if 0 < points < MOST else max(1, min(points, MOST))


def _id(place: str) -> str:
    return place.rpartition("#")[2]


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
            # All that are out and not the nearest of them alone: others may be coming in at the same moment.
            out = term.before[WINDOW - distance - 1 :]
            pushed.setdefault(posting.id, set()).update(other.id for other in out)
    return [
        id_
        for id_, product in shared.items()
        if _differs(here.id, score(product, now, _moment(later[id_].place)), known.get(id_, ()))
        or pushed[id_] & {pick for pick, _ in known.get(id_, ())}
    ]


def may_gain(
    around: Mapping[str, Around],
    terms: Mapping[str, Mapping[str, int]],
    known: Mapping[str, tuple[tuple[str, int], ...]],
) -> set[str]:
    """Ids of later stories that may pick another, since one between them has left the terms of `around`.

    `terms` are those of the stories in `around`, with weights. Whether two stories meet under a term of
    `around` is seen there; under any other they are taken to, so that it may be some too many.
    """
    changed: set[str] = set()
    for (later, earlier), product in _meeting(around).items():
        ours, theirs = _id(later), _id(earlier)
        if ours not in changed:
            most = product + _elsewhere(terms.get(ours, {}), terms.get(theirs, {}), around)
            if _gains(theirs, score(most, _moment(later), _moment(earlier)), known.get(ours, ())):
                changed.add(ours)
    return changed


def _meeting(around: Mapping[str, Around]) -> dict[tuple[str, str], int]:
    """By the places of a later story and of an earlier one in its window: the sum of products of weights."""
    shared: dict[tuple[str, str], int] = {}
    for term in around.values():
        for distance, (later, weight) in enumerate(term.after):
            for earlier, other in term.before[: WINDOW - distance]:
                pair = later, earlier
                shared[pair] = shared.get(pair, 0) + weight * other
    return shared


def _elsewhere(ours: Mapping[str, int], theirs: Mapping[str, int], around: Mapping[str, Around]) -> int:
    return sum(ours[term] * theirs[term] for term in ours.keys() & theirs.keys() - around.keys())


def _gains(id_: str, most: int, present: Sequence[tuple[str, int]]) -> bool:
    """Whether a story with that many points at most may be picked, or have more of them than it has."""
    have = dict(present)
    return most > have[id_] if id_ in have else _enters(most, present)


def _differs(id_: str, points: int, present: Sequence[tuple[str, int]]) -> bool:
    have = dict(present)
    return points != have[id_] if id_ in have else _enters(points, present)


def _enters(points: int, present: Sequence[tuple[str, int]]) -> bool:
    return len(present) < PICKS or points >= min(points for _, points in present)
