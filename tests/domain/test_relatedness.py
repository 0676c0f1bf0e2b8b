"""Which earlier stories are nearest."""

from __future__ import annotations

from random import Random

import pytest

from broadsheet.domain.relatedness import PICKS, Around, Posting, picks, score

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
