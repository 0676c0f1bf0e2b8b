"""What one process does of a simulation at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import TYPE_CHECKING, TypeVar

from tests.simulation.bugs import BUGS
from tests.simulation.seeding import seed_bug

if TYPE_CHECKING:
    from tests.simulation.drill import Drill

SIZE = 10
T = TypeVar("T")


@dataclass
class Tally:
    """What was done; `diverged` has a line for each run or drill that went wrong."""

    runs: int = 0
    drills: int = 0
    steps: int = 0
    faults: int = 0
    diverged: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.runs += other.runs
        self.drills += other.drills
        self.steps += other.steps
        self.faults += other.faults
        self.diverged += other.diverged


@dataclass(frozen=True)
class Work:
    """Runs with the seeds from `first` up to `last`, or a block of the drills, of which `every` are taken."""

    first: int
    last: int
    every: int = 0
    deep: bool = False
    where: str = ""

    @classmethod
    def runs(cls, first: int, runs: int, number: int) -> Work | None:
        begin = first + number * SIZE
        return cls(begin, min(begin + SIZE, first + runs)) if begin < first + runs else None

    @classmethod
    def drills(cls, number: int, every: int, deep: bool, where: str) -> Work:
        return cls(number * SIZE, number * SIZE + SIZE, every, deep, where)


def begin(bug: str | None) -> None:
    """The use cases are imported only after this, so that a bug can be seeded in them."""
    if bug:
        seed_bug(BUGS[bug])


def blocks(every: int, deep: bool, where: str) -> int:
    """How many blocks the drills make."""
    return -(-len(_plainly(lambda: _drills(every, deep, where))) // SIZE)


def work(what: Work) -> Tally:
    return _plainly(lambda: _drill(what) if what.every else _run(what))


def replay(seed: int, bug: str | None) -> int:
    """Tell one run step by step."""
    begin(bug)
    from tests.simulation.scheduler import Run

    wrong = _plainly(lambda: Run(seed, aloud=True).go()).wrong
    print("\n".join(wrong) or "as it should be")
    return int(bool(wrong))


def _run(what: Work) -> Tally:
    from tests.simulation.scheduler import Run

    tally = Tally()
    for seed in range(what.first, what.last):
        outcome = Run(seed).go()
        wrong = [f"seed {seed}: {outcome.wrong[0]:.500}"] if outcome.wrong else []
        tally.add(Tally(runs=1, steps=outcome.steps, faults=outcome.faults, diverged=wrong))
    return tally


def _drill(what: Work) -> Tally:
    from tests.simulation.drill import run

    tally = Tally()
    for drill in _drills(what.every, what.deep, what.where)[what.first : what.last]:
        wrong, steps = run(drill)
        diverged = [f"{drill}: {wrong[0]:.500}"] if wrong else []
        tally.add(Tally(drills=1, steps=steps, faults=int(bool(drill.fault)), diverged=diverged))
    return tally


@cache
def _drills(every: int, deep: bool, where: str) -> list[Drill]:
    """Shuffled, always in the same way: what is wrong shows sooner, and one in so many is a fair sample.
    Those of `where`, all of them, come first: an operation, or a pair."""
    from tests.simulation.drill import all_drills, faults, interruptions

    drills = list(all_drills(deep))
    Random(0).shuffle(drills)
    one, _, other = where.partition("/")
    there = list(interruptions(one, other) if other else faults(one) if one else ())
    return there + drills[::every]


def _plainly(do: Callable[[], T]) -> T:
    from tests.simulation.plain import plainly

    with plainly():
        return do()
