"""Which earlier stories are nearest."""

from __future__ import annotations

from bisect import bisect_left
from random import Random

import pytest

from broadsheet.domain.relatedness import PICKS, WINDOW, Around, Posting, may_change, may_gain, picks, score

HERE = "2026-11-26T12:00:00.000000+00:00#here"


def place(hours: int) -> str:
    return f"20{10 + hours // 9000:02}-01-{1 + hours % 27:02}T{hours % 24:02}:00:00.000000+00:00#{hours:05}"


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_are_the_first_of_all_by_score(seed: int) -> None:
    chance = Random(seed)
    most = chance.choice((3, 60, 1000))
    stories = [place(chance.randrange(140_000)) for _ in range(chance.choice((2, 7, 60)))]
    around = {
        f"term {n}": Around(
            chance.randint(1, most),
            [Posting(at, chance.randint(1, most)) for at in chance.sample(stories, min(len(stories), 12))],
            (),
        )
        for n in range(14)
    }

    assert picks(HERE, around) == tuple(by_looking_at_all(around)[:PICKS])


def test_what_an_editor_has_chosen_takes_no_place_among_the_nearest() -> None:
    stories = [place(hours) for hours in range(PICKS + 2)]
    around = {"term": Around(9, [Posting(at, 9 + n) for n, at in enumerate(stories)], ())}
    nearest = [id_ for id_, _ in picks(HERE, around)]

    with_chosen = [id_ for id_, _ in picks(HERE, around, nearest[:1])]

    assert with_chosen[:PICKS] == nearest
    assert len(with_chosen) == PICKS + 1


def by_looking_at_all(around: dict[str, Around]) -> list[tuple[str, int]]:
    from broadsheet.domain.relatedness import _moment

    products: dict[str, int] = {}
    for term in around.values():
        for posting in term.before:
            products[posting.place] = products.get(posting.place, 0) + term.weight * posting.weight
    scored = [
        (at.rpartition("#")[2], score(product, _moment(HERE), _moment(at)))
        for at, product in products.items()
    ]
    return sorted(scored, key=lambda pick: (-pick[1], pick[0]))


TERMS = [f"term {n}" for n in range(16)]
Stories = dict[str, dict[str, int]]  # by place: terms with weights


@pytest.mark.parametrize("at_once", [1, 2, 4])
@pytest.mark.parametrize("seed", range(60))
def test_whoever_may_pick_another_when_stories_leave_their_terms_is_named(seed: int, at_once: int) -> None:
    chance = Random(seed)
    stories = archive(chance, chance.choice((20, 60, 120)))
    before = all_picks(stories)
    begin = chance.randrange(len(stories) - at_once)
    left = {
        leaving: chance.sample(sorted(stories[leaving]), chance.randint(1, 5))
        for leaving in sorted(stories)[begin : begin + at_once]
    }
    for leaving, terms in left.items():
        stories[leaving] = {term: weight for term, weight in stories[leaving].items() if term not in terms}

    named = {
        id_
        for leaving, terms in left.items()
        for id_ in may_gain(Archive(stories).around(leaving, terms), by_id(stories), before)
    }

    gone = {id_of(leaving) for leaving in left}
    had = {id_ for id_, present in before.items() if gone & dict(present).keys()}
    now = all_picks(stories)
    assert {id_ for id_ in now if now[id_] != before[id_]} - had - gone <= named


@pytest.mark.parametrize("at_once", [1, 2, 4])
@pytest.mark.parametrize("seed", range(60))
def test_whoever_picks_another_when_stories_come_is_named(seed: int, at_once: int) -> None:
    chance = Random(seed)
    stories = archive(chance, chance.choice((20, 60, 120)))
    begin = chance.randrange(len(stories) - at_once)
    coming = sorted(stories)[begin : begin + at_once]
    before = all_picks({at: terms for at, terms in stories.items() if at not in coming})

    named = {
        id_ for at in coming for id_ in may_change(at, Archive(stories).around(at, list(stories[at])), before)
    }

    now = all_picks(stories)
    assert {id_ for id_ in before if now[id_] != before[id_]} <= named


def test_few_are_named_who_pick_what_they_have_picked() -> None:
    named, changed, looked_at = 0, 0, 0
    for seed in range(40):
        stories = archive(Random(seed), 120)
        before, leaving = all_picks(stories), sorted(stories)[60]
        around = Archive(stories).around(leaving, list(stories[leaving]))
        stories[leaving] = {}
        looked_at += len({posting.id for term in around.values() for posting in term.after})
        named += len(may_gain(around, by_id(stories), before))
        now = all_picks(stories)
        changed += sum(now[id_] != before[id_] for id_ in now if id_ != id_of(leaving))

    assert named < changed * 2 < looked_at


def archive(chance: Random, count: int) -> Stories:
    places = {place(chance.randrange(9_000)) for _ in range(count)}
    return {at: {term: chance.randint(1, 60) for term in chance.sample(TERMS, 5)} for at in sorted(places)}


class Archive:
    """Stories under their terms."""

    def __init__(self, stories: Stories) -> None:
        self.stories = stories
        self.postings: dict[str, list[Posting]] = {term: [] for term in TERMS}
        for at, terms in sorted(stories.items()):
            for term, weight in terms.items():
                self.postings[term].append(Posting(at, weight))

    def around(self, here: str, terms: list[str]) -> dict[str, Around]:
        return {term: self.window(here, term) for term in terms}

    def window(self, here: str, term: str) -> Around:
        there = self.postings[term]
        before, after = bisect_left(there, (here,)), bisect_left(there, (here, 1000))
        nearest = there[max(0, before - WINDOW) : before][::-1]
        return Around(self.stories[here].get(term, 0), nearest, there[after : after + WINDOW])


def all_picks(stories: Stories) -> dict[str, tuple[tuple[str, int], ...]]:
    by_term = Archive(stories)
    return {id_of(at): picks(at, by_term.around(at, list(terms))) for at, terms in stories.items()}


def by_id(stories: Stories) -> dict[str, dict[str, int]]:
    return {id_of(at): terms for at, terms in stories.items()}


def id_of(at: str) -> str:
    return at.rpartition("#")[2]
