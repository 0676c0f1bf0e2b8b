"""The simulator in short: by chance, by drill, and with every bug that it must find.

`make simulate RUNS=50000` does the same at length (docs/simulation.md).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.simulation.bugs import BUGS
from tests.simulation.drill import Drill, run
from tests.simulation.plain import plainly
from tests.simulation.scheduler import Run
from tests.simulation.seeding import mutated, source_of
from tests.simulation.telling import apart

ROOT = Path(__file__).resolve().parents[2]
CHANCE, DRILLS, SEARCH = 20, 40, 120  # seconds


def simulate(*options: object) -> subprocess.CompletedProcess[str]:
    """A run must go the same way wherever it is made: no hash may differ."""
    command = [sys.executable, "-m", "tests.simulation", *map(str, options)]
    env = os.environ | {"PYTHONHASHSEED": "0"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_whatever_aws_does_the_site_is_what_the_uploads_say() -> None:
    told = simulate("--runs", 100_000, "--drills", 0, "--seconds", CHANCE)

    assert told.returncode == 0, told.stdout + told.stderr


def test_no_operation_can_be_hit_anywhere_so_that_it_stays_wrong() -> None:
    told = simulate("--runs", 0, "--seconds", DRILLS)

    assert told.returncode == 0, told.stdout + told.stderr


def test_a_seed_always_makes_the_same_run() -> None:
    with plainly():
        one, other = Run(7).go(), Run(7).go()

    assert (one.steps, one.faults, one.wrong) == (other.steps, other.faults, [])


@pytest.mark.parametrize(
    "name",
    [
        "edit@-1",
        "edit@12:throttled*3",
        "new@4~+delete last",
        "edit@3+delete/5",
        "edit@4+delete/1w",
        "delete@14+edit/1t!",
        "words@4:crash_after+edit",
    ],
)
def test_a_drill_is_made_again_by_its_name(name: str) -> None:
    drill = Drill.named(name)

    with plainly():
        one, other = run(drill), run(drill)

    assert str(drill) == name
    assert one == other
    assert one[0] == []


def test_a_name_that_no_drill_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no drill"):
        Drill.named("edit at 3")


def test_a_difference_is_told_by_its_first_place() -> None:
    told = apart(b"x" * 5000 + b"here", b"x" * 5000 + b"there")

    assert "character 5000" in told
    assert "here" in told
    assert len(told) < 500


def test_a_failure_says_how_to_see_it_again() -> None:
    told = simulate("--bug", "a page is deleted blind", "--runs", 0, "--drills", 100, "--enough", 1)

    assert "make simulate DRILL='delete@" in told.stdout


@pytest.mark.parametrize("name", BUGS)
def test_the_place_of_a_seeded_bug_is_still_there(name: str) -> None:
    compile(mutated(source_of(BUGS[name]), BUGS[name]), name, "exec")


@pytest.mark.parametrize("name", BUGS)
def test_a_seeded_bug_is_found(name: str) -> None:
    """On one processor: two that look for the same take twice the work to find it."""
    told = simulate("--bug", name, "--runs", 100_000, "--seconds", SEARCH, "--enough", 1, "--jobs", 1)

    assert told.returncode == 1, told.stdout + told.stderr
    assert "divergences" in told.stdout, told.stderr
