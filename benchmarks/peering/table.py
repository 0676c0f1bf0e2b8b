"""Trials -> the lines that are printed."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from peering.contestants import LEFT_OUT
from peering.measuring import Cost, median
from peering.trials import Trial

NAME = 22
COST = f"{'CPU s':>9}{'wall s':>9}{'peak MB':>9}"
FILES = f"{'pages':>9}{'files':>9}{'size MB':>9}"
MEGA = 1_000_000


def machine(versions: Mapping[str, str]) -> str:
    """What the figures hang on, in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    numbered = {"Python": platform.python_version(), **versions}
    system = f"{platform.system()} {platform.machine()}"
    return "; ".join(
        [f"{cores} cores", processor(), system, *(f"{name} {number}" for name, number in numbered.items())]
    )


def processor() -> str:
    """The model's name, as far as the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.is_file() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "a processor without a name")


def table(size: int, read: int, trials: Mapping[str, Sequence[Trial]]) -> Iterator[str]:
    """A line for each contestant, of the medians of its trials."""
    runs = max(map(len, trials.values()), default=0)
    yield f"{size:,} articles, {read / MEGA:.1f} MB of Markdown; {_runs(runs)}"
    yield ""
    yield f"{'':{NAME}}{'the whole site':>{len(COST)}}{'':{len(FILES)}}{'one more article':>{len(COST)}}"
    yield f"{'':{NAME}}{COST}{FILES}{COST}{'written':>9}"
    for name, found in trials.items():
        yield _line(name, found) if found else f"{name:{NAME}}  did not finish"


def _runs(runs: int) -> str:
    return "one run" if runs == 1 else f"medians of {runs} runs"


def _line(name: str, trials: Sequence[Trial]) -> str:
    written = trials[0].written
    whole, again = median([one.whole for one in trials]), median([one.again for one in trials])
    rewritten = int(statistics.median(one.rewritten for one in trials))
    files = f"{written.pages:>9,}{written.files:>9,}{written.size / MEGA:>9.1f}"
    return f"{name:{NAME}}{_cost(whole)}{files}{_cost(again)}{rewritten:>9,}"


def _cost(cost: Cost) -> str:
    return f"{cost.cpu:>9.2f}{cost.wall:>9.2f}{cost.memory / MEGA:>9.0f}"


def left_out(generators: Sequence[str], absent: Sequence[str]) -> Iterator[str]:
    """What is not made, so that nobody compares what cannot be compared."""
    yield "Left out:"
    for generator in generators:
        yield f"- {generator}: {LEFT_OUT[generator]}."
    for name in absent:
        yield f"- {name}: not on this machine, or no option of this Broadsheet."
