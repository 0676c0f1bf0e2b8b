"""Work that is shared out among processes comes to the same as done by one."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence

import pytest

from broadsheet_cli.bulk.labour import share_out


def squares(some: Sequence[int]) -> list[tuple[int, int]]:
    return [(number * number, os.getpid()) for number in some]


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
@pytest.mark.parametrize("many", [0, 1, 3, 4, 25])
@pytest.mark.parametrize("stretches", [False, True])
def test_each_thing_is_done_once(many: int, jobs: int, stretches: bool) -> None:
    results = [square for square, _ in share_out(squares, range(many), jobs, 2, stretches=stretches)]

    expected = [number * number for number in range(many)]
    assert (sorted(results) if stretches else results) == expected


def test_neighbours_are_seen_to_by_one_process() -> None:
    done = defaultdict(set)
    for square, process in share_out(squares, range(100), 2, 5, stretches=True):
        done[process].add(square)

    assert sorted(map(len, done.values())) == [50, 50]
    assert all(max(one) < min(other) or min(one) > max(other) for one, other in [done.values()])
