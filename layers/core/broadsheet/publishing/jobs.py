"""Page names, and why they are to be printed -> one job for each path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from broadsheet.domain.addresses import object_key
from broadsheet.errors import BroadsheetError, PageFailed
from broadsheet.ports import Found
from broadsheet.publishing.causes import Cause, both
from broadsheet.publishing.editions import Editions


@dataclass
class Printed:
    """What was done for one name, as paths; `error` where some of it could not be done."""

    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)  # by what has changed, which nobody could see there
    error: BroadsheetError | None = None


@dataclass
class Job:
    """One path to be printed, for all names that it has.

    `found` is the guard: what stands there, as it was noted, or for `certain`.
    """

    name: str
    path: str
    cause: Cause
    runs: list[Printed] = field(default_factory=list)
    found: Found | None = None
    certain: bool = False
    meant: int = 0  # the number under which it was last to be written
    done: bool = False
    lost: bool = False  # a race, in this round

    @property
    def changed(self) -> bool:
        return bool(self.cause)

    @property
    def rows(self) -> frozenset[tuple[str, str]]:
        """Those that have changed, where nothing else has."""
        return self.cause if isinstance(self.cause, frozenset) else frozenset()

    @property
    def key(self) -> str:
        return object_key(self.path)

    def end(self, how: Literal["written", "deleted", "unchanged", "untouched"]) -> None:
        self.done = True
        for run in self.runs:
            getattr(run, how).append(self.path)

    def fail(self, error: BroadsheetError) -> None:
        self.done = True
        for run in self.runs:
            run.error = error


def jobs_of(names: Mapping[str, Cause], runs: Mapping[str, Printed], editions: Editions) -> list[Job]:
    """One job for each path, be it under several names; pages whose sources have changed come first."""
    if stories := [(name, "") for name in names if name.startswith("article/")]:
        editions.foresee(stories)
    jobs: dict[str, Job] = {}
    for name in sorted(names, key=lambda name: not names[name]):
        try:
            paths = editions.paths(name)
        except Exception as error:
            runs[name].error = named(name, error)
            continue
        for path in paths:
            job = jobs.setdefault(path, Job(name, path, names[name]))
            job.cause = both(job.cause, names[name])
            job.runs.append(runs[name])
    return list(jobs.values())


def at_work(jobs: list[Job]) -> list[Job]:
    return [job for job in jobs if not job.done and not job.lost]


def named(what: str, error: Exception) -> BroadsheetError:
    """What a page failed with, as one of our own."""
    if isinstance(error, BroadsheetError):
        return error
    failed = PageFailed(f"{what}: {type(error).__name__}: {error}")
    failed.__cause__ = error
    return failed
