"""Whose ranking of earlier stories is another because of a story that comes, changes or goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from broadsheet.domain.relatedness import OTHERS, WINDOW, Around, Posting, Ranking, points_of, revised


class Known(NamedTuple):
    """A later story's ranking, and whom its editor has chosen."""

    ranking: Ranking
    chosen: Set[str] = frozenset()


class Disturbance(NamedTuple):
    """Whom a story may meet no more, and the terms under which to look: what it meets there and under the
    terms of its suspects, and nothing else, is new."""

    suspects: frozenset[str]
    terms: frozenset[str]


class _View(NamedTuple):
    """What is seen of a story's windows: whom it meets in one of them, and who is out of one of them."""

    here: Posting
    met: dict[str, Posting]
    out: set[str]


def disturbances(
    moving: Posting,
    around: Mapping[str, Around],
    left: Sequence[Mapping[str, Around]],
    known: Mapping[str, Known],
) -> dict[str, Disturbance]:
    """By id, the stories in `known` whose ranking may be another now.

    `around` are the terms that the moving story is filed under, and `left` those that it has left, for each
    place where it was. Known should be all that stand after it there, and all that have picked it.
    """
    views = _views(moving, around, left)
    terms = frozenset(around).union(*left)
    changed = {}
    for id_, before in known.items():
        suspects = _suspects(moving, views.get(id_), before.ranking)
        if suspects or (id_ in views and _gains(views[id_], before)):
            changed[id_] = Disturbance(frozenset(suspects), terms)
    return changed


def _views(
    moving: Posting, around: Mapping[str, Around], left: Sequence[Mapping[str, Around]]
) -> dict[str, _View]:
    views: dict[str, _View] = {}
    for near in around.values():
        _look(near, [moving], views)
    for there in left:
        for near in there.values():
            _look(near, [], views)
    return views


def _look(near: Around, between: list[Posting], views: dict[str, _View]) -> None:
    before = [*between, *near.before]
    for later in near.after:
        view = views.setdefault(later.id, _View(later, {}, set()))
        view.met.update((posting.id, posting) for posting in before[:WINDOW])
        # Not the nearest of them alone: others may be coming in at the same moment.
        view.out.update(posting.id for posting in before[WINDOW : WINDOW + 1 + OTHERS])
        before.insert(0, later)


def _suspects(moving: Posting, view: _View | None, ranking: Ranking) -> set[str]:
    """Whom the story ranks, and is not seen to meet."""
    out, met = (view.out, view.met) if view else (set(), {})
    return ({*out, moving.id} & dict(ranking.near).keys()) - met.keys()


def _gains(view: _View, before: Known) -> bool:
    met = points_of(view.here, (posting for id_, posting in view.met.items() if id_ not in before.chosen))
    return revised(before.ranking, met, frozenset()) != before.ranking
