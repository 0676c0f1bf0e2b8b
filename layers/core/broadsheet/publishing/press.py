"""Page names -> the pages in the site bucket, by compare-and-swap."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from broadsheet.converge import LOST_RACES, ROUNDS, jitter
from broadsheet.domain.addresses import object_key
from broadsheet.errors import BroadsheetError, Conflict, NotConverged, PageFailed
from broadsheet.ports import Clock, Edge, Found, Guards, Page, SiteStore
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.sheets import NOTHING_YET, Sheet
from broadsheet.together import Together, in_turn

LOG = logging.getLogger(__name__)

Cause = bool | frozenset[tuple[str, str]]
"""Why a page is to be printed: True: its source has changed. Rows, by their keys: these have, of partitions
of which it shows the first rows alone. False: it may not be what it should be."""


@dataclass
class Printed:
    """What was done for one name, as paths; `error` where some of it could not be done."""

    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)  # by what has changed, which nobody could see there
    error: BroadsheetError | None = None


@dataclass
class _Job:
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


class Press(NamedTuple):
    """Prints pages into the site bucket. `editions` begins a reading: all that it reads is at least as
    new as that moment."""

    editions: Callable[[], Editions]
    site: SiteStore
    guards: Guards
    clock: Clock
    together: Together = in_turn
    pause: Callable[[int], None] = jitter

    def print(self, names: Mapping[str, Cause]) -> dict[str, Printed]:
        """Make the pages of these names what they should be now. Safe to repeat; what fails is in the answer.

        A page whose source has changed is written even if it comes out the same: who still works on it with
        older knowledge must lose. But for rows below all that it shows: older knowledge of them does no
        harm. Of others only what differs is written. Guards are read before sources, and sources are shared
        by all pages.
        """
        runs = {name: Printed() for name in names}
        first = self.editions()
        jobs = left = _jobs(names, runs, first)
        self._recall([job for job in jobs if job.changed])
        for round_ in range(ROUNDS):
            self._round(left, first)
            left = [job for job in left if not job.done]
            if any(job.lost for job in left):
                self.pause(round_)
        for job in left:
            self._fail(job, NotConverged(f"{job.path} still moves after {ROUNDS} rounds"))
        self._note([job for job in jobs if job.meant or job.certain])
        return runs

    def _recall(self, jobs: list[_Job]) -> None:
        """Guards of pages that are written in any case: were one wrong, the write would fail."""
        try:
            known = self.guards.recall([job.key for job in jobs])
        except BroadsheetError as error:
            LOG.warning("guards are not at hand: %s", error)
            return
        for job in jobs:
            job.found = known.get(job.key)

    def _note(self, jobs: list[_Job]) -> None:
        try:
            self.guards.note({job.key: job.found for job in jobs if job.done})
        except BroadsheetError as error:
            LOG.warning("guards are not noted: %s", error)

    def _round(self, jobs: list[_Job], first: Editions) -> None:
        """Guards first, then sources. `first` is the reading by which the jobs were found."""
        self._each(self._look, [job for job in jobs if job.lost or not (job.found or job.changed)])
        self._hold([job for job in _at_work(jobs) if job.found is None], first)
        if jobs := _at_work(jobs):
            editions = self.editions()
            self._each(lambda job: self._pass_over(job, editions), [job for job in jobs if job.rows])
            jobs = _at_work(jobs)
            editions.foresee([(job.name, job.path) for job in jobs])
            self._each(lambda job: self._settle(job, editions), jobs)

    def _each(self, step: Callable[[_Job], None], jobs: list[_Job]) -> None:
        self.together([partial(self._try, step, job) for job in jobs])

    def _try(self, step: Callable[[_Job], None], job: _Job) -> None:
        job.lost = False
        try:
            step(job)
        except Conflict:
            LOST_RACES.info("%s", job.path)
            job.lost, job.found = True, None
        except Exception as error:
            self._fail(job, _named(job.path, error))

    def _look(self, job: _Job) -> None:
        job.found, job.certain = self.site.find(job.key), True

    def _hold(self, jobs: list[_Job], first: Editions) -> None:
        """Absence has no ETag. So a place is held before the reading that counts: for that an older one, of
        whether anything should stand there, will do."""
        if jobs:
            first.foresee([(job.name, job.path) for job in jobs], printed=False)
            self._each(lambda job: self._hold_place(job, first), jobs)

    def _hold_place(self, job: _Job, first: Editions) -> None:
        if first.stands(job.name, job.path):
            job.found = self._write(job, NOTHING_YET, None)
            return
        if not job.certain:
            self._look(job)
        if job.found is None:
            self._end(job, "unchanged")

    def _pass_over(self, job: _Job, editions: Editions) -> None:
        if job.found and job.found.digest and editions.is_below(job.rows):
            self._end(job, "untouched")

    def _settle(self, job: _Job, editions: Editions) -> None:
        found = job.found
        if found is None:
            raise AssertionError(f"{job.path} is neither found nor held")
        sheet = editions.sheet(job.name, job.path)
        if sheet is None:
            self.site.delete(job.key, etag=found.etag)
            job.found, job.certain = None, True
            self._end(job, "deleted")
        elif found.digest != digest(sheet) or (job.changed and found.rev != job.meant):
            job.found = self._write(job, sheet, found)
            self._end(job, "written")
        else:
            self._end(job, "written" if found.rev == job.meant else "unchanged")

    def _write(self, job: _Job, sheet: Sheet, found: Found | None) -> Found:
        job.meant = _next_rev(found, self.clock.now())
        page = page_of(sheet, rev=job.meant)
        etag = self.site.write(job.key, page, etag=found.etag if found else None)
        return Found(etag, page.rev, page.digest)

    def _end(self, job: _Job, how: Literal["written", "deleted", "unchanged", "untouched"]) -> None:
        job.done = True
        for run in job.runs:
            getattr(run, how).append(job.path)

    def _fail(self, job: _Job, error: BroadsheetError) -> None:
        job.done = True
        for run in job.runs:
            run.error = error


def both(one: Cause, other: Cause) -> Cause:
    """What two causes come to for one page. A page that may be wrong needs a look, whatever else there is."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    return bool(one or other)


def _jobs(names: Mapping[str, Cause], runs: Mapping[str, Printed], editions: Editions) -> list[_Job]:
    """One job for each path, be it under several names; pages whose sources have changed come first."""
    editions.foresee([(name, "") for name in names if name.startswith("article/")])
    jobs: dict[str, _Job] = {}
    for name in sorted(names, key=lambda name: not names[name]):
        try:
            paths = editions.paths(name)
        except Exception as error:
            runs[name].error = _named(name, error)
            continue
        for path in paths:
            job = jobs.setdefault(path, _Job(name, path, names[name]))
            job.cause = both(job.cause, names[name])
            job.runs.append(runs[name])
    return list(jobs.values())


def _at_work(jobs: list[_Job]) -> list[_Job]:
    return [job for job in jobs if not job.done and not job.lost]


def digest(sheet: Sheet) -> str:
    """What the content is known by, its number apart; "" for a place that is only held."""
    if sheet is NOTHING_YET:
        return ""
    what = "\n".join((sheet.content_type, sheet.cache_control, sheet.location, sheet.text))
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def page_of(sheet: Sheet, *, rev: int) -> Page:
    """The object for a sheet, numbered."""
    body = (sheet.text.rstrip() + numbered(rev)).encode()
    return Page(body, sheet.content_type, sheet.cache_control, rev, digest(sheet), sheet.location)


def numbered(rev: int) -> str:
    """A page's number as its last line: binary digits, 0 a space and 1 a tab.

    Two writes of one page must not have equal bytes, so that an ETag names one write. White space
    at the end is the one thing that HTML, XML, JSON, CSS and plain text all allow.
    """
    return "\n" + format(rev, "b").replace("0", " ").replace("1", "\t") + "\n"


def _next_rev(found: Found | None, now: datetime) -> int:
    """Milliseconds since 1970, or one more than before: so it grows even where a page was absent."""
    return max(found.rev + 1 if found else 0, int(now.timestamp() * 1000))


def _named(what: str, error: Exception) -> BroadsheetError:
    if isinstance(error, BroadsheetError):
        return error
    failed = PageFailed(f"{what}: {type(error).__name__}: {error}")
    failed.__cause__ = error
    return failed


def purge(runs: Mapping[str, Printed], names: Mapping[str, Cause], *, edge: Edge) -> None:
    """Have the edge fetch again what was written or deleted, and what has changed in any case: who
    printed that may have died before it came to this."""
    paths: dict[str, None] = {}
    for name, run in runs.items():
        paths.update(dict.fromkeys((*run.written, *run.deleted, *(run.unchanged if names[name] else ()))))
    if paths:
        edge.purge(list(paths))
