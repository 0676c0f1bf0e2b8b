"""Work that is shared out among processes comes to the same as done by one."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from broadsheet_cli.build import build
from broadsheet_cli.bulk import drafts, labour
from broadsheet_cli.bulk.labour import NotShared, share_out

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
    assert sorted((*mine, *others)) == [number * number for number in range(100)]
    assert max(mine) < min(others)


def slow_elsewhere(some: Sequence[int]) -> list[tuple[int, int]]:
    time.sleep(0.1 if os.getpid() != MAIN else 0)
    return squares(some)


def test_a_slow_process_has_the_less_to_do() -> None:
    processes = [process for _, process in share_out(slow_elsewhere, range(100), 2, 1)]

    assert processes.count(MAIN) > 90


def dying(some: Sequence[int]) -> list[int]:
    if os.getpid() != MAIN:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(some)


def failing(some: Sequence[int]) -> list[int]:
    if 7 in some:
        raise OSError(28, "No space left on device", "out")
    return list(some)


@pytest.mark.parametrize("jobs", [2, 3])
def test_a_process_that_is_ended_from_outside_ends_the_work_with_a_word(jobs: int) -> None:
    with pytest.raises(NotShared, match=r"was ended, for want of memory it may be$"):
        list(share_out(dying, range(100), jobs, 1))


def test_a_build_that_cannot_share_its_work_says_how_to_do_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "share_out", Mock(side_effect=NotShared("another process was ended")))
    story = tmp_path / "story.md"
    story.write_text("---\ntitle: A story\n---\nWords.\n")

    done = CliRunner().invoke(build, [str(story), str(tmp_path / "out")])

    assert done.exit_code == 1
    assert done.output == "Error: another process was ended; --jobs 1 does without other processes.\n"


def test_where_nothing_can_be_written_it_is_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labour, "TemporaryFile", lambda: Path("/dev/full").open("wb"))  # noqa: SIM115
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(NotShared, match=f"{tmp_path} .*No space left.* TMPDIR"):
        list(share_out(slowly, range(100), 2, 5))


ENDLESS = """
import os, sys, time
from broadsheet_cli.bulk.labour import share_out

def work(some):
    os.write(int(sys.argv[1]), b"%d " % os.getpid())
    time.sleep(0.05)
    return list(some)

list(share_out(work, range(10_000), 3, 1))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_first_process(tmp_path: Path, number: signal.Signals) -> None:
    here, there = os.pipe()
    env = os.environ | {"TMPDIR": str(tmp_path)}
    first = subprocess.Popen([sys.executable, "-c", ENDLESS, str(there)], pass_fds=[there], env=env)
    os.close(there)
    told = b""
    while len(set(told.split()[:-1])) < 3:
        told += os.read(here, 100)

    first.send_signal(number)
    first.wait()

    while select.select([here], [], [], 10)[0] and (more := os.read(here, 100)):
        told += more
    assert more == b""  # whoever could write is gone
    assert not [*tmp_path.iterdir()]
    os.close(here)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_what_goes_wrong_in_any_process_is_told(jobs: int) -> None:
    with pytest.raises(OSError, match="No space left"):
        list(share_out(failing, range(20), jobs, 2))
