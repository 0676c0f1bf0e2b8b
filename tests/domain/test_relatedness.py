"""Which earlier stories are nearest."""

from __future__ import annotations

from random import Random

import pytest

from broadsheet.domain.relatedness import (
    KEPT,
    PICKS,
    Posting,
    Ranking,
    of_the_picked,
    of_the_picking,
    picks,
    ranking,
    revised,
    score,
    spare,
)

DAY = 86_400_000_000  # microseconds
TERMS = [f"term {n}" for n in range(16)]


def place(hours: int) -> str:
    return f"20{10 + hours // 9000:02}-01-{1 + hours % 27:02}T{hours % 24:02}:00:00.000000+00:00#{hours:05}"


def story(chance: Random, most: int = 60) -> Posting:
    terms = {term: chance.randint(1, most) for term in chance.sample(TERMS, 5)}
    return Posting(place(chance.randrange(140_000)), terms)


def stories(chance: Random, most: int = 60) -> list[Posting]:
    found = [story(chance, most) for _ in range(chance.choice((2, 7, 9, 60)))]
    return [*{posting.place: posting for posting in found}.values()]


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_are_the_first_of_all_by_points(seed: int) -> None:
    chance = Random(seed)
    most = chance.choice((3, 60, 1000))
    here, met = story(chance, most), stories(chance, most)

    found = ranking(here, met)

    assert found.near == tuple(by_looking_at_all(here, met)[:KEPT])
    assert found.whole == (len(met) <= KEPT)
    assert (*picks(found), *spare(found)) == found.near
    assert len(picks(found)) == min(PICKS, len(met))


def by_looking_at_all(here: Posting, met: list[Posting]) -> list[tuple[str, int]]:
    from broadsheet.domain.relatedness import _moment

    scored = [
        (
            other.id,
            score(
                sum(here.terms.get(term, 0) * weight for term, weight in other.terms.items()),
                _moment(here.place),
                _moment(other.place),
            ),
        )
        for other in met
    ]
    return sorted(scored, key=lambda pick: (-pick[1], pick[0]))


def test_what_an_editor_has_chosen_takes_no_place_among_the_nearest() -> None:
    chance = Random(1)
    here, met = story(chance), [story(chance) for _ in range(30)]
    nearest = [id_ for id_, _ in picks(ranking(here, met))]

    ranked = ranking(here, met, nearest[:1])
    with_chosen = [id_ for id_, _ in picks(ranked, nearest[:1])]

    assert with_chosen[:PICKS] == nearest
    assert len(with_chosen) == PICKS + 1


@pytest.mark.parametrize("seed", range(60))
def test_a_ranking_that_is_revised_is_as_far_as_it_goes_that_of_a_look_at_all(seed: int) -> None:
    chance = Random(seed)
    here, met = story(chance), {posting.id: posting for posting in stories(chance)}
    known = ranking(here, met.values())
    for _ in range(30):
        news = {posting.id: posting for posting in (story(chance) for _ in range(chance.randrange(3)))}
        news |= {id_: story(chance)._replace(place=met[id_].place) for id_ in sample(chance, met, 1)}
        gone = sample(chance, met, 2) - news.keys()
        met = {id_: posting for id_, posting in (met | news).items() if id_ not in gone}

        new = revised(known, dict(ranking(here, news.values()).near), gone)

        whole = by_looking_at_all(here, [*met.values()])
        if new is None:
            assert not known.whole
            new = ranking(here, met.values())
        assert new.near == tuple(whole[: len(new.near)])
        assert len(new.near) >= min(PICKS, len(whole))
        assert not new.whole or len(new.near) == len(whole)
        known = new


def sample(chance: Random, met: dict[str, Posting], most: int) -> set[str]:
    return {*chance.sample(sorted(met), min(len(met), chance.randint(0, most)))}


def test_a_ranking_that_has_lost_too_many_is_not_known() -> None:
    long = Ranking(tuple((f"{n}", 9000 - n) for n in range(PICKS)), whole=False)

    assert revised(long, {}, {"0"}) is None
    assert revised(long._replace(whole=True), {}, {"0"}) == Ranking(long.near[1:], whole=True)


def test_a_story_that_comes_behind_all_that_are_known_is_not_ranked() -> None:
    """Others, who are not known, may be nearer."""
    long = Ranking(tuple((f"{n}", 9000 - n) for n in range(PICKS)), whole=False)

    assert revised(long, {"x": 10}, frozenset()) == long
    assert revised(long, {"0": 10}, frozenset()) is None


def test_points_fall_with_time_and_rise_with_what_is_shared() -> None:
    assert score(4000, 0, 0) > score(3000, 0, 0) > score(3000, 0, 400 * DAY) > score(1, 0, 9000 * DAY) > 0
    assert score(4000, 0, 5 * DAY) == score(4000, 5 * DAY, 0)


def test_a_small_edit_changes_no_points_and_of_two_the_younger_is_nearer() -> None:
    assert score(4000, 0, DAY) == score(4100, 0, DAY)
    assert score(4000, 0, DAY) > score(4100, 0, 2 * DAY)


def test_most_points_are_less_than_an_editor_s_choice() -> None:
    most = score(14 * 1000 * 1000, 0, 0)

    assert of_the_picked(most) == most == of_the_picking(most) < of_the_picked(9_000_000)
