"""One run of the sweep: read the notes, go on, send off what is wrong, write the notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.errors import Conflict
from broadsheet.ports import Queue, SiteStore, Table, Uploads
from broadsheet.publishing.sweeping.items import PAGE
from broadsheet.publishing.sweeping.notes import (
    SWEEP,
    Suspect,
    afresh,
    at_rest,
    awake,
    must_wait,
    notes_from,
    swap,
)
from broadsheet.publishing.sweeping.run import Run
from broadsheet.publishing.sweeping.strays import page_of, remove

if TYPE_CHECKING:
    from broadsheet.publishing.sweeping.looks import Looks

LIMIT = 400  # pages of one run: 100,000 articles and as many images in less than a day
BUSY = 100  # messages on the queues: so many are work under way, fewer may be stuck


class Swept(NamedTuple):
    """What one run did: uploads and pages looked at closely, the names of those that it has had repaired,
    and how many differences wait for a second look."""

    uploads: int = 0
    pages: int = 0
    repaired: tuple[str, ...] = ()
    suspects: int = 0

    @property
    def repairs(self) -> int:
        return len(self.repaired)


class Sweep(NamedTuple):
    """The collaborators of this use case.

    `waiting` tells how many messages are on the queues. `hurry` says that time is running out: the run
    then ends with what it has.
    """

    uploads: Uploads
    catalogue: Table
    comments: Table
    site: SiteStore
    uploads_queue: Queue
    images_queue: Queue
    pages_queue: Queue
    base_url: str
    waiting: Callable[[], int] = lambda: 0
    hurry: Callable[[], bool] = lambda: False

    def run(self, now: datetime, *, limit: int = LIMIT) -> Swept:
        """Go on where the last run stopped, for about as much work as `limit` pages are.

        Of two runs at a time one counts. A run that dies is repeated by the next. Raises
        StoreUnavailable.
        """
        old = notes_from(self.catalogue.get(*SWEEP))
        run = Run(awake(old, now), now, limit * PAGE, lambda: self.reading(now), self.hurry)
        if at_rest(run.notes):
            return Swept()
        busy = self.waiting() > BUSY
        if busy and must_wait(old, now):
            run.notes = afresh(old, now)
        else:
            run.notes = replace(run.notes, busy=old.busy if busy else None)
            run.look_again()
            run.go_on()
        self._send_off(run.faults)
        self.images_queue.send([{"keys": [key]} for key in run.outworn])
        self.pages_queue.send([{"pages": [name]} for name in sorted(run.faded)])
        try:
            if run.notes != old:
                self.catalogue.write([swap(old, run.notes)])
        except Conflict:
            return Swept()  # another run is at work, and counts what it finds
        return Swept(
            run.looked["upload"],
            run.looked["page"],
            tuple(fault.name for fault in run.faults),
            len(run.notes.suspects),
        )

    def reading(self, now: datetime) -> Looks:
        """The beginning of a reading of everything, in which each thing is read once."""
        from broadsheet.publishing.sweeping.stages import looks_at  # noqa: PLC0415  few ticks need it

        return looks_at(
            self.uploads, self.catalogue, self.comments, self.site, base_url=self.base_url, now=now
        )

    def _send_off(self, faults: Sequence[Suspect]) -> None:
        """To whoever makes it right, before it is forgotten here. One name a message: what fails holds up
        nothing else."""
        uploads = [fault.name for fault in faults if fault.kind == "upload"]
        images = [key for key in uploads if key.startswith("images/")]
        unwaited = [key for key in uploads if not key.startswith("articles/")]  # no page brings their answer
        strays = [fault.name for fault in faults if fault.kind == "row"]
        for name in strays:
            with suppress(Conflict):  # somebody is at work there
                remove(name, self.catalogue)
        pages = [fault.name for fault in faults if fault.kind == "page"]
        pages += dict.fromkeys(page for name in strays if (page := page_of(name)))
        self.uploads_queue.send([{"keys": [key], "again": True} for key in uploads if key not in images])
        self.images_queue.send([{"keys": [key], "again": True} for key in images])
        self.pages_queue.send([{"pages": [name]} for name in pages])
        self.pages_queue.send([{"pages": [], "receipt": key} for key in unwaited])
