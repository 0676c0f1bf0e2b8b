"""Work that is shared out among processes comes to the same as done by one."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from broadsheet_cli.bulk.labour import share_out

MAIN = os.getpid()


def squares(some: Sequence[int]) -> list[tuple[int, int]]:
    return [(number * number, os.getpid()) for number in some]


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
@pytest.mark.parametrize("many", [0, 1, 3, 4, 25])
def test_each_thing_is_done_once(many: int, jobs: int) -> None:
    results = sorted(square for square, _ in share_out(squares, range(many), jobs, 2))

    assert results == [number * number for number in range(many)]


def slowly(some: Sequence[int]) -> list[tuple[int, int]]:
    time.sleep(0.01)
    return squares(some)


def test_neighbours_are_seen_to_by_one_process() -> None:
    done = defaultdict(set)
    for square, process in share_out(slowly, range(100), 2, 5):
        done[process].add(square)

    mine, others = done.pop(MAIN), done.popitem()[1]
    assert max(mine) < min(others)


def slow_elsewhere(some: Sequence[int]) -> list[tuple[int, int]]:
    time.sleep(0.1 if os.getpid() != MAIN else 0)
    return squares(some)


def test_a_slow_process_has_the_less_to_do() -> None:
    processes = [process for _, process in share_out(slow_elsewhere, range(100), 2, 1)]

    assert processes.count(MAIN) > 90


def test_no_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    left = [
        [file for file in tmp_path.rglob("*") if file.is_file()] for _ in share_out(slowly, range(100), 2, 5)
    ]

    assert len(left) == 100
    assert left[-1] == []  # each goes as soon as it is read
    assert not [*tmp_path.iterdir()]


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
