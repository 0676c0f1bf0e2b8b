"""What one process does of a simulation at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from tests.simulation.bugs import BUGS
from tests.simulation.seeding import seed_bug
from tests.simulation.telling import wrong_line

if TYPE_CHECKING:
    from tests.simulation.drill import Drill

RUNS, DRILLS = 2, 50  # of one block: each takes less than a second
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
class Choice:
    """Of the drills: those of `where` first (as of a bug), then all, or as many as `most`; no more of a block
    when `enough` of it have gone wrong."""

    deep: bool = False
    seed: int = 0
    where: str = ""
    most: int | None = None
    enough: int | None = None


@dataclass(frozen=True)
class Work:
    """Runs with the seeds from `first` up to `last`, or the drills with these numbers, of those chosen."""

    first: int
    last: int
    choice: Choice | None = None

    @classmethod
    def runs(cls, first: int, runs: int, number: int) -> Work | None:
        begin = first + number * RUNS
        return cls(begin, min(begin + RUNS, first + runs)) if begin < first + runs else None

    @classmethod
    def drills(cls, number: int, choice: Choice) -> Work:
        return cls(number * DRILLS, (number + 1) * DRILLS, choice)


def begin(bug: str | None) -> None:
    """The use cases are imported only after this, so that a bug can be seeded in them."""
    if bug:
        seed_bug(BUGS[bug])


def work(what: Work) -> Tally:
    return _plainly(lambda: _drill(what.choice, what.first, what.last) if what.choice else _run(what))


def replay(seed: int | None, drill: str | None) -> int:
    """Tell one run, or one drill, step by step."""
    from tests.simulation.drill import Drill, run
    from tests.simulation.scheduler import Run

    def go() -> list[str]:
        if drill is not None:
            return run(Drill.named(drill), aloud=True)[0]
        return Run(seed or 0, aloud=True).go().wrong

    wrong = _plainly(go)
    print("\n".join(wrong) or "as it should be")
    return int(bool(wrong))


def _run(what: Work) -> Tally:
    from tests.simulation.scheduler import Run

    tally = Tally()
    for seed in range(what.first, what.last):
        outcome = Run(seed).go()
        again = f"make simulate SEED={seed}"
        wrong = [wrong_line(f"seed {seed}", outcome.wrong, again)] if outcome.wrong else []
        tally.add(Tally(runs=1, steps=outcome.steps, faults=outcome.faults, diverged=wrong))
    return tally


def _drill(choice: Choice, first: int, last: int) -> Tally:
    from tests.simulation.drill import run

    tally = Tally()
    for drill in _drills(choice).between(first, last):
        wrong, steps = run(drill)
        diverged = [wrong_line(f"drill {drill}", wrong, f"make simulate DRILL='{drill}'")] if wrong else []
        tally.add(Tally(drills=1, steps=steps, faults=int(bool(drill.fault)), diverged=diverged))
        if len(tally.diverged) == choice.enough:
            break
    return tally


@dataclass(frozen=True)
class _Known:
    """Drills as far as somebody has asked for them: to find all takes longer than to do the first of them."""

    rest: Iterator[Drill]
    found: list[Drill] = field(default_factory=list)

    def between(self, first: int, last: int) -> list[Drill]:
        self.found.extend(islice(self.rest, max(0, last - len(self.found))))
        return self.found[first:last]


@cache
def _drills(choice: Choice) -> _Known:
    from tests.simulation.drills import all_drills, those_of

    every = chain(those_of(choice.where), all_drills(choice.deep, choice.seed))
    return _Known(islice(every, choice.most))


def _plainly(do: Callable[[], T]) -> T:
    from tests.simulation.plain import plainly

    with plainly():
        return do()
