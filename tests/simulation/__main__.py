"""Many runs of the simulator, or one of them told step by step.

`make simulate RUNS=50000` runs on all processors; `make simulate SEED=123` replays one run. Exit code 1 if
any run diverged.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from os import cpu_count

from tests.simulation.bugs import BUGS, seed_bug

ENOUGH = 5  # divergences: more would tell no more
BLOCK = 10  # runs that a process takes at a time


@dataclass
class Tally:
    """What a block of runs did; `diverged` has a line for each run that went wrong."""

    runs: int = 0
    steps: int = 0
    faults: int = 0
    diverged: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.runs += other.runs
        self.steps += other.steps
        self.faults += other.faults
        self.diverged += other.diverged


def main() -> int:
    options = _options()
    if options.seed is not None:
        return _replay(options.seed, options.bug)
    begun = time.monotonic()
    tally = Tally()
    for block in _blocks(options, begun):
        tally.add(block)
        for line in block.diverged:
            print(line, flush=True)
        if len(tally.diverged) >= options.enough:
            break
    print(
        f"{tally.runs} runs, {tally.steps} steps, {tally.faults} faults injected, "
        f"{len(tally.diverged)} divergences, {time.monotonic() - begun:.1f} s"
    )
    return int(bool(tally.diverged))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no run after this time")
    parser.add_argument("--seed", type=int, help="replay this run and tell every step")
    parser.add_argument("--bug", choices=sorted(BUGS), help="with this bug in the code")
    parser.add_argument("--enough", type=int, default=ENOUGH, help="stop after so many divergences")
    parser.add_argument("--drill", action="store_true", help="every place instead of chance")
    parser.add_argument("--every", type=int, default=1, help="of all drills, every so many")
    parser.add_argument("--jobs", type=int, default=cpu_count())
    return parser.parse_args()


def _blocks(options: argparse.Namespace, begun: float) -> Iterator[Tally]:
    """Blocks as they are done. No more are begun than there are processors to run them."""
    work = _drill if options.drill else _block
    firsts = iter(range(options.first, options.first + options.runs, BLOCK))
    if options.drill:
        firsts = iter(range(0, _drills(options), BLOCK * options.every))
    with ProcessPoolExecutor(options.jobs, initializer=_begin, initargs=(options.bug,)) as pool:
        under_way: set[Future[Tally]] = set()
        while True:
            if time.monotonic() - begun < options.seconds:
                wanted = options.jobs + 1 - len(under_way)
                under_way |= {pool.submit(work, first, options) for first in islice(firsts, wanted)}
            if not under_way:
                return
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


def _begin(bug: str | None) -> None:
    if bug:
        seed_bug(bug)


def _block(first: int, options: argparse.Namespace) -> Tally:
    # The use cases are imported here: a bug must be seeded before.
    from tests.simulation.plain import plainly
    from tests.simulation.scheduler import Run

    tally = Tally()
    with plainly():
        for seed in range(first, min(first + BLOCK, options.first + options.runs)):
            outcome = Run(seed).go()
            wrong = [f"seed {seed}: {outcome.wrong[0]:.500}"] if outcome.wrong else []
            tally.add(Tally(1, outcome.steps, outcome.faults, wrong))
    return tally


def _drills(options: argparse.Namespace) -> int:
    with ProcessPoolExecutor(1, initializer=_begin, initargs=(options.bug,)) as pool:
        return pool.submit(_count_drills).result()


def _count_drills() -> int:
    from tests.simulation import drill
    from tests.simulation.plain import plainly

    with plainly():
        return len(drill.all_drills())


def _drill(first: int, options: argparse.Namespace) -> Tally:
    from tests.simulation import drill
    from tests.simulation.plain import plainly

    tally = Tally()
    with plainly():
        for one in drill.all_drills()[first : first + BLOCK * options.every : options.every]:
            wrong = drill.run(one)
            diverged = [f"{one}: {wrong[0]:.500}"] if wrong else []
            tally.add(Tally(1, faults=1, diverged=diverged))
    return tally


def _replay(seed: int, bug: str | None) -> int:
    _begin(bug)
    from tests.simulation.plain import plainly
    from tests.simulation.scheduler import Run

    with plainly():
        outcome = Run(seed, aloud=True).go()
    print("\n".join(outcome.wrong) or "as it should be")
    return int(bool(outcome.wrong))


if __name__ == "__main__":
    sys.exit(main())
