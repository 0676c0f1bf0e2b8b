"""Many runs of the simulator, or one of them told step by step.

`make simulate RUNS=50000` makes that many runs by chance and every drill, on all processors;
`make simulate SEED=123` replays one run, `make simulate DRILL='edit@12+delete'` one drill. Ctrl-C ends it
with what was found until then. Exit code 1 if any of them diverged.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from itertools import count, islice
from os import cpu_count
from threading import Event

from tests.simulation.blocks import DRILLS, Choice, Tally, Work, begin, replay, work
from tests.simulation.bugs import BUGS

ENOUGH = 5  # divergences: more would tell no more


def main() -> int:
    options = _options()
    if options.seed is not None or options.drill is not None:
        begin(options.bug)
        try:
            return replay(options.seed, options.drill)
        except ValueError as error:
            sys.exit(str(error))
    begun = time.monotonic()
    tally = Tally()
    with suppress(KeyboardInterrupt):  # what was found until then is told
        for block in _results(options, begun):
            tally.add(block)
            for line in block.diverged:
                print(line, flush=True)
            if len(tally.diverged) >= options.enough:
                break
    print(
        f"{tally.runs} runs, {tally.drills} drills, {tally.steps} steps, {tally.faults} faults injected, "
        f"{len(tally.diverged)} divergences, {time.monotonic() - begun:.1f} s"
    )
    return int(bool(tally.diverged))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--drills", type=int, help="at most so many of the drills, in their order")
    parser.add_argument("--deep", action="store_true", help="all drills with two pre-emptions, not a sample")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin nothing after this time")
    parser.add_argument("--seed", type=int, help="replay this run and tell every step")
    parser.add_argument("--drill", help="replay this drill and tell every step")
    parser.add_argument("--bug", choices=sorted(BUGS), help="with this bug in the code")
    parser.add_argument("--enough", type=int, default=ENOUGH, help="stop after so many divergences")
    parser.add_argument("--jobs", type=int, default=cpu_count())
    return parser.parse_args()


def _results(options: argparse.Namespace, begun: float) -> Iterator[Tally]:
    """Results as they come. No more is begun than there are processors for it."""
    with ProcessPoolExecutor(options.jobs, initializer=_begin, initargs=(options.bug,)) as pool:
        all_drilled = Event()
        todo = _todo(options, all_drilled)
        under_way: set[Future[Tally]] = set()
        while True:
            if time.monotonic() - begun < options.seconds:
                under_way |= {
                    pool.submit(work, one) for one in islice(todo, options.jobs + 1 - len(under_way))
                }
            if not under_way:
                return
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for tally in (future.result() for future in done):
                if not tally.runs and tally.drills < DRILLS:
                    all_drilled.set()
                yield tally


def _begin(bug: str | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # each ends its block
    begin(bug)


def _todo(options: argparse.Namespace, all_drilled: Event) -> Iterator[Work]:
    """Blocks of runs and of drills by turns."""
    for number in count():
        run = Work.runs(options.first, options.runs, number)
        if run:
            yield run
        if options.drills != 0 and not all_drilled.is_set():
            yield Work.drills(number, _choice(options))
        elif not run:
            return


def _choice(options: argparse.Namespace) -> Choice:
    where = BUGS[options.bug].where if options.bug else ""
    return Choice(options.deep, options.first, where, options.drills, options.enough)


if __name__ == "__main__":
    sys.exit(main())
