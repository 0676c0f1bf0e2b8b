"""Work that is shared out among processes comes to the same as done by one."""

from __future__ import annotations

import os
import signal
from collections import defaultdict
from collections.abc import Sequence

import click
import pytest

from broadsheet_cli.bulk.labour import _stretches, share_out

MAIN = os.getpid()


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


def dying(some: Sequence[int]) -> list[int]:
    if os.getpid() != MAIN:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(some)


def failing(some: Sequence[int]) -> list[int]:
    if 7 in some:
        raise OSError(28, "No space left on device", "out")
    return list(some)


def test_a_process_that_is_ended_from_outside_ends_the_work_with_a_word() -> None:
    with pytest.raises(click.ClickException, match="--jobs 1"):
        list(share_out(dying, range(100), 2, 5))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_what_goes_wrong_in_any_process_is_told(jobs: int) -> None:
    with pytest.raises(OSError, match="No space left"):
        list(share_out(failing, range(20), jobs, 2))


@pytest.mark.parametrize(("parts", "jobs"), [(10, 4), (10, 3), (9, 4), (2, 2), (109, 2)])
def test_who_takes_each_so_manyth_part_gets_a_stretch(parts: int, jobs: int) -> None:
    ordered = _stretches(list(range(parts)), jobs)

    for job in range(jobs):
        mine = ordered[job::jobs]
        assert mine == list(range(mine[0], mine[0] + len(mine)))
