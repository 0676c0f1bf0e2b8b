"""The whole system in one process: stores, queues and streams, and the invocations that these wake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.simulation.cloud import GreedyEdge, Message, Queue, Stream, Ticking
from tests.simulation.functions import Functions
from tests.simulation.invocation import Invocation
from tests.simulation.readers import Readers
from tests.simulation.watch import Watch

from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.guards import MemoryGuards
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain import rows
from broadsheet.publishing.sweeping.notes import REST, SWEEP, notes_from

NEVER = datetime.max.replace(tzinfo=UTC)
WHOLE, MANY = 1000, 200  # pages, and runs that take one thing each: more than this paper has
FUNCTIONS = {"uploads": "ingest", "images": "media", "pages": "render"}


class World:
    """Stores are plain; the use cases reach them through gates only."""

    def __init__(self) -> None:
        self.clock = Ticking()
        self.queues = {name: Queue(name) for name in FUNCTIONS}
        self.streams = {"catalogue": Stream(), "comments": Stream()}
        self.catalogue = MemoryTable(self.streams["catalogue"].changes.append)
        self.comments = MemoryTable(self.streams["comments"].changes.append)
        self.uploads = MemoryUploads(self._notify)
        self.site = MemorySite()
        self.guards = MemoryGuards()
        self.edge = GreedyEdge(self.site)
        self.watch = Watch(self.uploads, self.comments, self.site, self.edge, self.clock)
        self.functions = Functions(self)
        self.readers = Readers(self)
        self.invocations: list[Invocation] = []
        self.templates = {"clock": "t1", "render": "t1"}
        self.rendered = 0
        self.aloud = False
        self.swept = 0
        self.hasty = False

    # -- what wakes the functions

    def deliver(self, queue: str, messages: Sequence[Message]) -> Invocation | None:
        taken = [message for message in messages if self.queues[queue].receive(message)]
        if not taken:
            return None
        handles = [(message, message.handle, message.receives > 1) for message in taken]
        run = getattr(self.functions, FUNCTIONS[queue])

        def ended(failed: set[int] | None) -> None:
            if failed is None:
                return  # the process died: its messages come back when their time is up
            for message, handle, _ in handles:
                settle = self.queues[queue].return_ if message.number in failed else self.queues[queue].delete
                settle(message, handle)

        return self.start(FUNCTIONS[queue], lambda: run(handles), ended)

    def flow(self, stream: str, size: int, *, twice: bool = False) -> Invocation | None:
        source = self.streams[stream]
        if source.busy or not source.changes:
            return None
        batch, source.busy = source.batch(size), True

        def run() -> bool:
            self.functions.invalidate().changes(batch)
            return True

        def ended(done: bool | None) -> None:
            source.busy = False
            if done and not twice:
                source.done(batch)
            elif not done:
                source.failed()

        return self.start("invalidate", run, ended)

    def tick(self) -> Invocation:
        version = self.templates["clock"]
        return self.start("clock", lambda: self.functions.clock(version), lambda _: None)

    def sweep(self, limit: int) -> Invocation:
        version = self.templates["clock"]

        def run() -> None:
            self.swept += self.functions.sweep(version, limit)

        return self.start("sweep", run, lambda _: None)

    def sweep_on(self, drain: Callable[[], None] = lambda: None) -> None:
        """As far as it comes, in one run or in many."""
        begun = self.clock.moment
        for _ in range(MANY if self.hasty else 1):
            self.sweep(WHOLE).finish()
            drain()
            notes = notes_from(self.catalogue.get(*SWEEP))
            if notes.stage == REST:
                whole = notes.started and notes.started >= begun
                there = len(self.uploads.keys("articles/", limit=MANY))
                if whole and notes.last.articles != there:
                    self.watch.found.append(f"a pass has seen {notes.last.articles} stories of {there}")
                return

    def start(self, kind: str, run: Callable[[], Any], ended: Callable[[Any], None]) -> Invocation:
        invocation = Invocation(kind, run, ended, self.watch.found.append)
        invocation.aloud = self.aloud
        self.invocations.append(invocation)
        return invocation

    # -- what happens by itself

    def _notify(self, key: str) -> None:
        self.queues["images" if key.startswith("images/") else "uploads"].send([{"keys": [key]}])

    def expire(self) -> None:
        """The visibility of all messages is over, be their holders dead or only slow."""
        for message in self.messages():
            message.held = False
        for stream in self.streams.values():
            stream.busy = False

    def erase(self, key: str) -> None:
        """A page goes for no reason; what has been promised of it is off until the sweep."""
        del self.site.pages[key]
        self.watch.revs.pop(key, None)
        self.watch.erased.add(key)

    def due(self, until: datetime = NEVER) -> list[datetime]:
        """The moments at which time alone changes a story, the next one first."""
        found = [
            datetime.fromisoformat(row["sk"].partition("#")[0]) for row in self.catalogue.query(rows.DUE)
        ]
        return [moment for moment in found if moment <= until]

    def messages(self) -> list[Message]:
        return [message for queue in self.queues.values() for message in queue.messages]

    def sent(self) -> int:
        return sum(queue.sent for queue in self.queues.values())

    def busy(self) -> bool:
        return bool(self.messages()) or any(stream.changes for stream in self.streams.values())
