"""Who runs below a process, as /proc tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
HOME_OF_A_WORKER = re.compile(r"ministack-lambda-(?:broadsheet-)?(\w+?)Function\b")


@dataclass(frozen=True)
class Worker:
    """A process in which a function runs; `worked` is the processor time that it has used."""

    pid: int
    function: str
    worked: int


@dataclass(frozen=True)
class _Process:
    pid: int
    parent: int
    group: int
    worked: int


def groups_below(pid: int) -> list[int]:
    """The process groups of all that this process has started, its own apart."""
    return sorted({process.group for process in _below(pid)} - {pid})


def workers_below(pid: int) -> list[Worker]:
    workers = []
    for process in _below(pid):
        try:
            home = str((PROC / str(process.pid) / "cwd").readlink())
        except OSError:  # it has just ended
            continue
        if found := HOME_OF_A_WORKER.search(home):
            workers.append(Worker(process.pid, found[1], process.worked))
    return sorted(workers, key=lambda worker: (worker.function, worker.pid))


def _below(pid: int) -> list[_Process]:
    everyone = list(_processes())
    family, found = {pid}, []
    while more := [p for p in everyone if p.parent in family and p.pid not in family]:
        family |= {process.pid for process in more}
        found += more
    return found


def _processes() -> Iterator[_Process]:
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parent, group = (int(field) for field in fields[1:3])
                yield _Process(int(entry.name), parent, group, int(fields[11]) + int(fields[12]))
