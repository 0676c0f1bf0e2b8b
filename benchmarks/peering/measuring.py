"""What a command costs: the processor's time, with that of all its children; time on the wall; memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MAXRSS = 1 if sys.platform == "darwin" else 1024  # bytes of the unit in which systems tell it


class CommandFailed(Exception):
    """With the command, and the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """Seconds, user and system together; seconds; bytes of the largest process at its largest."""

    cpu: float
    wall: float
    memory: int


def measured(command: Sequence[str], folder: Path, log: Path) -> Cost:
    """Run the command in the folder. Raises CommandFailed if it fails.

    A new process starts with its parent's memory counted as its own, so whoever measures must stay small:
    this one holds no articles.
    """
    with log.open("wb") as said:
        begin = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for: Popen need not
    if process.returncode:
        raise CommandFailed(f"{' '.join(command)}\n{log.read_text('utf-8', 'replace')[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * MAXRSS)


def median(costs: Sequence[Cost]) -> Cost:
    """Of each value by itself."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        int(statistics.median(cost.memory for cost in costs)),
    )
