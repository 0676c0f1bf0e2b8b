"""Whose ranking changes when a story comes, changes or goes, and what is to be looked at for that."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from random import Random

import pytest

from broadsheet.domain.disturbance import Disturbance, Known, disturbances
from broadsheet.domain.relatedness import (
    PICKS,
    SIGHT,
    WINDOW,
    Around,
    Posting,
    Ranking,
    points_of,
    ranking,
    revised,
)
from broadsheet.domain.terms import FILED

TERMS = [f"term {n}" for n in range(16)]
Stories = dict[str, dict[str, int]]  # by place: terms with weights
Rankings = dict[str, Ranking]  # by place


def place(hours: int) -> str:
    return f"20{10 + hours // 9000:02}-01-{1 + hours % 27:02}T{hours % 24:02}:00:00.000000+00:00#{hours:05}"


def known_by(chance: Random) -> dict[str, int]:
    weights = sorted((chance.randint(1, 60) for _ in range(9)), reverse=True)
    return dict(zip(chance.sample(TERMS, 9), weights, strict=True))


def archive(chance: Random, count: int) -> Stories:
    return {at: known_by(chance) for at in sorted({place(chance.randrange(9_000)) for _ in range(count)})}


class Archive:
    """Stories under their terms."""

    def __init__(self, stories: Stories) -> None:
        self.stories = stories
        self.shelves: dict[str, list[Posting]] = {term: [] for term in TERMS}
        for at, terms in sorted(stories.items()):
            for term in [*terms][:FILED]:
                self.shelves[term].append(Posting(at, terms))

    def around(self, here: str, terms: Iterable[str]) -> dict[str, Around]:
        return {term: self.window(here, term) for term in terms}

    def window(self, here: str, term: str) -> Around:
        there = self.shelves[term]
        places = [posting.place for posting in there]
        before = bisect_left(places, here)
        after = before + (places[before : before + 1] == [here])
        return Around(there[max(0, before - SIGHT) : before][::-1], there[after : after + SIGHT])

    def met(self, here: str, terms: Iterable[str]) -> list[Posting]:
        windows = self.around(here, terms).values()
        return [*{posting.place: posting for near in windows for posting in near.before[:WINDOW]}.values()]

    def rankings(self) -> Rankings:
        return {at: self.ranking(at) for at in self.stories}

    def ranking(self, here: str) -> Ranking:
        return ranking(Posting(here, self.stories[here]), self.met(here, [*self.stories[here]][:FILED]))


class Change:
    """A story that is now somewhere else, or has other terms, or none any more."""

    def __init__(self, at: str, before: dict[str, int], after: dict[str, int]) -> None:
        self.at, self.terms = at, after
        self.left = {*[*before][:FILED]} - {*[*after][:FILED]}

    def disturbed(self, archive: Archive, known: Rankings) -> dict[str, Disturbance]:
        around = archive.around(self.at, [*self.terms][:FILED])
        left = archive.around(self.at, sorted(self.left))
        return disturbances(
            Posting(self.at, self.terms),
            around,
            [left],
            {id_of(at): Known(ranked) for at, ranked in known.items() if at != self.at},
        )


def changed(chance: Random, stories: Stories, many: int) -> tuple[Stories, list[Change]]:
    """What has become of so many that stand near each other: they come, go, or are known by other words."""
    new, changes = dict(stories), []
    near = min(len(stories), many * 4)
    begin = chance.randrange(len(stories) - near + 1)
    for at in sorted(chance.sample(sorted(stories)[begin : begin + near], many)):
        before = stories[at]
        after = chance.choice([{}, known_by(chance), slightly_other(chance, before)])
        new[at] = after
        changes.append(Change(at, before, after))
    return new, changes


def slightly_other(chance: Random, terms: dict[str, int]) -> dict[str, int]:
    return {term: max(1, weight - chance.randint(0, 9)) for term, weight in terms.items()}


@pytest.mark.parametrize("many", [1, 2, 4])
@pytest.mark.parametrize("seed", range(80))
def test_who_looks_where_it_is_disturbed_ranks_as_one_who_looks_at_all(seed: int, many: int) -> None:
    chance = Random(seed)
    stories = archive(chance, chance.choice((20, 60, 120)))
    known = Archive(stories).rankings()
    for _ in range(5):
        stories, changes = changed(chance, stories, many)
        now = Archive(stories)
        for change in chance.sample(changes, many):
            known[change.at] = now.ranking(change.at)
            for id_, disturbance in change.disturbed(now, known).items():
                at = next(there for there in stories if id_of(there) == id_)
                known[at] = looked_at(at, known[at], disturbance, now)

        for at, ranked in known.items():
            assert_is_beginning_of(all_met(at, now), ranked)


def looked_at(at: str, old: Ranking, disturbance: Disturbance, now: Archive) -> Ranking:
    mine = {*[*now.stories[at]][:FILED]}
    theirs = (terms for there, terms in now.stories.items() if id_of(there) in disturbance.suspects)
    terms = disturbance.terms.union(*([*terms][:FILED] for terms in theirs))
    met = points_of(Posting(at, now.stories[at]), now.met(at, mine & terms))
    return revised(old, met, disturbance.suspects - met.keys()) or now.ranking(at)


def all_met(at: str, now: Archive) -> list[tuple[str, int]]:
    mine = [*now.stories[at]][:FILED]
    points = points_of(Posting(at, now.stories[at]), now.met(at, mine))
    return sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))


def assert_is_beginning_of(every: list[tuple[str, int]], ranked: Ranking) -> None:
    assert ranked.near == tuple(every[: len(ranked.near)])
    assert len(ranked.near) >= min(PICKS, len(every))
    assert not ranked.whole or len(ranked.near) == len(every)


def test_few_are_disturbed_who_rank_as_before() -> None:
    named, other, after = 0, 0, 0
    for seed in range(40):
        chance = Random(seed)
        stories = archive(chance, 120)
        known = Archive(stories).rankings()
        stories, changes = changed(chance, stories, 1)
        now = Archive(stories)
        for change in changes:
            named += len(change.disturbed(now, known))
            after += len({p.id for near in now.around(change.at, TERMS).values() for p in near.after})
        rankings = now.rankings()
        other += sum(rankings[at] != ranked for at, ranked in known.items())

    assert other <= named < other * 1.5 < after


def id_of(at: str) -> str:
    return at.rpartition("#")[2]
