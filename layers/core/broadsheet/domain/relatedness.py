"""How near two stories are: from the words they share, halved for each year between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

WINDOW = 12  # stories before a story, for each of its terms, that it is compared with
PICKS = 5  # earlier stories that a story picks
HALF_LIFE = 365  # days
CHOSEN = 9_000_000  # an editor's choice comes before every computed one


@dataclass(frozen=True)
class Posting:
    """A story under one term: its place in time, its id and the term's weight in it."""

    place: str
    weight: int

    @property
    def id(self) -> str:
        return self.place.rsplit("#", 1)[1]

    @property
    def published(self) -> datetime:
        return datetime.fromisoformat(self.place.rsplit("#", 1)[0])


@dataclass(frozen=True)
class Around:
    """The postings of one term next to a story: those before it, nearest first, and those after it."""

    weight: int
    before: tuple[Posting, ...]
    after: tuple[Posting, ...]


def picks(place: str, around: Mapping[str, Around]) -> tuple[tuple[str, int], ...]:
    """The earlier stories nearest to the story at `place`, with scores, best first."""
    here = Posting(place, 0).published
    shared: dict[str, int] = {}
    for term in around.values():
        weight = term.weight
        for posting in term.before:
            at = posting.place
            shared[at] = shared.get(at, 0) + weight * posting.weight
    nearest = [
        (-score(product, there.published, here), there.id)
        for there, product in ((Posting(at, 0), product) for at, product in shared.items())
    ]
    return tuple((id_, -points) for points, id_ in nsmallest(PICKS, nearest))


def score(product: int, one: datetime, other: datetime) -> int:
    """A sum of products of weights, as a whole number from 1 to 999,999 that falls with the days between."""
    days = abs((one - other).total_seconds()) / 86_400
    return max(1, min(int(product * 0.5 ** (days / HALF_LIFE)), 999_999))


def may_change(
    place: str, around: Mapping[str, Around], known: Mapping[str, tuple[tuple[str, int], ...]]
) -> list[str]:
    """Ids of later stories whose picks may change because of the story at `place`.

    `known` are the present picks of the stories after it. One changes if the story is, or should
    be, among its picks with another score, or if a story that it had picked has been pushed out
    of a term's window.
    """
    here = Posting(place, 0)
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
        if _differs(here.id, score(product, here.published, later[id_].published), known.get(id_, ()))
        or pushed.get(id_, set()) & {pick for pick, _ in known.get(id_, ())}
    ]


def _differs(id_: str, points: int, present: tuple[tuple[str, int], ...]) -> bool:
    have = dict(present)
    if id_ in have:
        return have[id_] != points
    return len(present) < PICKS or points >= min(have.values())
