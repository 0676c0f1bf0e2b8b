"""Page names -> the pages in the site bucket, by compare-and-swap."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from broadsheet.converge import LOST_RACES, ROUNDS, jitter
from broadsheet.errors import BroadsheetError, Conflict, NotConverged
from broadsheet.ports import Clock, Edge, Found, Guards, SiteStore
from broadsheet.publishing.causes import Cause
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.jobs import Job, Printed, at_work, jobs_of, named
from broadsheet.publishing.numbering import digest, has_faded, next_rev, page_of
from broadsheet.publishing.sheets import Sheet
from broadsheet.together import Together, in_turn

LOG = logging.getLogger(__name__)


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
        jobs = left = jobs_of(names, runs, first)
        self._recall([job for job in jobs if job.changed])
        for round_ in range(ROUNDS):
            self._round(left)
            left = [job for job in left if not job.done]
            if any(job.lost for job in left):
                self.pause(round_)
        for job in left:
            job.fail(NotConverged(f"{job.path} still moves after {ROUNDS} rounds"))
        self._note([job for job in jobs if job.meant or job.certain])
        return runs

    def _recall(self, jobs: list[Job]) -> None:
        """Guards of pages that are written in any case: were one wrong, the write would fail."""
        try:
            known = self.guards.recall([job.key for job in jobs])
        except BroadsheetError as error:
            LOG.warning("guards are not at hand: %s", error)
            return
        for job in jobs:
            job.found = known.get(job.key)

    def _note(self, jobs: list[Job]) -> None:
        try:
            self.guards.note({job.key: job.found for job in jobs if job.done})
        except BroadsheetError as error:
            LOG.warning("guards are not noted: %s", error)

    def _round(self, jobs: list[Job]) -> None:
        """Guards first, then sources. Absence has no ETag, and needs none: it never comes back as long as
        anybody can know of it, since a tombstone is left where a page was."""
        self._each(self._look, [job for job in jobs if job.lost or not (job.found or job.changed)])
        if jobs := at_work(jobs):
            editions = self.editions()
            self._each(lambda job: self._pass_over(job, editions), [job for job in jobs if job.rows])
            jobs = at_work(jobs)
            editions.foresee([(job.name, job.path) for job in jobs])
            self._each(lambda job: self._settle(job, editions), jobs)

    def _each(self, step: Callable[[Job], None], jobs: list[Job]) -> None:
        self.together([partial(self._try, step, job) for job in jobs])

    def _try(self, step: Callable[[Job], None], job: Job) -> None:
        job.lost = False
        try:
            step(job)
        except Conflict:
            LOST_RACES.info("%s", job.path)
            job.lost, job.found = True, None
        except Exception as error:
            job.fail(named(job.path, error))

    def _look(self, job: Job) -> None:
        job.found, job.certain = self.site.find(job.key), True

    def _pass_over(self, job: Job, editions: Editions) -> None:
        if job.found and job.found.digest and editions.is_below(job.name, job.rows):
            job.end("untouched")

    def _settle(self, job: Job, editions: Editions) -> None:
        found, sheet = job.found, editions.sheet(job.name, job.path)
        is_ours = bool(found and found.rev == job.meant)
        if sheet is None:
            self._clear(job, editions, is_ours)
        elif not found or found.digest != digest(sheet) or (job.changed and not is_ours):
            job.found = self._write(job, sheet)
            job.end("written")
        else:
            job.end("written" if is_ours else "unchanged")

    def _clear(self, job: Job, editions: Editions, is_ours: bool) -> None:
        """Leave a tombstone: whoever read the source before loses to it. It goes when there is nobody left
        who may have done so."""
        found = job.found
        stood = bool(found and not found.is_tombstone)
        if stood or (job.changed and not is_ours):
            job.found = self._write(job, editions.tombstone())
        elif found and has_faded(found, self.clock.now()):
            self.site.delete(job.key, etag=found.etag)
            job.found, job.certain = None, True
        job.end("deleted" if stood or is_ours else "unchanged")

    def _write(self, job: Job, sheet: Sheet) -> Found:
        found = job.found
        job.meant = next_rev(found, self.clock.now())
        page = page_of(sheet, rev=job.meant)
        etag = self.site.write(job.key, page, etag=found.etag if found else None)
        return Found(etag, page.rev, page.digest)


def purge(runs: Mapping[str, Printed], names: Mapping[str, Cause], *, edge: Edge) -> None:
    """Have the edge fetch again what was written or deleted, and what has changed in any case: who
    printed that may have died before it came to this."""
    paths: dict[str, None] = {}
    for name, run in runs.items():
        paths.update(dict.fromkeys((*run.written, *run.deleted, *(run.unchanged if names[name] else ()))))
    if paths:
        edge.purge(list(paths))
