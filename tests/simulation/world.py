"""The whole system in one process: the real use cases behind gates, and everything between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.simulation.cloud import GreedyEdge, Message, Queue, Stream, Ticking
from tests.simulation.gates import Call, Gate
from tests.simulation.invocation import Invocation
from tests.simulation.plain import printing_with
from tests.simulation.watch import Watch

from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.guards import MemoryGuards
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.ids import new_id
from broadsheet.commenting.post import Posted, post_comment
from broadsheet.commenting.refusals import Refused
from broadsheet.domain import rows
from broadsheet.domain.comments import Draft
from broadsheet.domain.media import is_image
from broadsheet.errors import BroadsheetError
from broadsheet.ports import Hint
from broadsheet.publishing.hints import heed
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.invalidating import Invalidate
from broadsheet.publishing.media import refresh_image
from broadsheet.publishing.rendering import Message as Print
from broadsheet.publishing.rendering import Rendering
from broadsheet.publishing.sweeping.sweep import Sweep
from broadsheet.publishing.ticking import tick

BASE = "https://news.example"
NEVER = datetime.max.replace(tzinfo=UTC)
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
        self.watch = Watch(self.uploads, self.site, self.edge, self.clock, BASE)
        self.invocations: list[Invocation] = []
        self.templates = {"clock": "t1", "render": "t1"}
        self.posted: dict[str, str] = {}
        self.told_failed: list[tuple[str, str, str, int]] = []
        self.lost = 0
        self.aloud = False
        self.swept = 0

    # -- what wakes the functions

    def deliver(self, queue: str, messages: Sequence[Message]) -> Invocation | None:
        taken = [message for message in messages if self.queues[queue].receive(message)]
        if not taken:
            return None
        handles = [(message, message.handle, message.receives > 1) for message in taken]
        run = {"uploads": self._ingest, "images": self._media, "pages": self._render}[queue]

        def ended(failed: set[int] | None) -> None:
            if failed is None:
                return  # the process died: its messages come back when their time is up
            for message, handle, _ in handles:
                settle = self.queues[queue].return_ if message.number in failed else self.queues[queue].delete
                settle(message, handle)

        return self._start(FUNCTIONS[queue], lambda: run(handles), ended)

    def flow(self, stream: str, size: int, *, twice: bool = False) -> Invocation | None:
        source = self.streams[stream]
        if source.busy or not source.changes:
            return None
        batch, source.busy = source.batch(size), True

        def run() -> bool:
            self._invalidate().changes(batch)
            return True

        def ended(done: bool | None) -> None:
            source.busy = False
            if done and not twice:
                source.done(batch)
            elif not done:
                source.failed()

        return self._start("invalidate", run, ended)

    def tick(self) -> Invocation:
        version = self.templates["clock"]

        def run() -> None:
            tick(
                self.clock.now(),
                catalogue=self._gate("catalogue"),
                uploads=self._gate("uploads_queue"),
                templates=version,
            )

        return self._start("clock", run, lambda _: None)

    def sweep(self, limit: int) -> Invocation:
        version = self.templates["clock"]

        def run() -> None:
            printing_with(version)
            self.swept += self._sweep().run(self.clock.now(), limit=limit).repairs

        return self._start("sweep", run, lambda _: None)

    def comment(self, article: str, words: str, key: str, tries: int = 3) -> Invocation:
        """A reader posts, and posts again if told that it failed; after no answer at all only with a key."""
        again = (article, words, key, tries - 1)

        def run() -> bool:
            try:
                posted = post_comment(
                    Draft("Ana", words, "", ""),
                    article=article,
                    key=key,
                    table=self._gate("comments"),
                    clock=self.clock,
                    new_id=lambda moment: new_id(moment, self._randomness),
                )
            except Refused:
                return True
            except BroadsheetError:
                self.told_failed.append(again)
                return True
            self._acknowledged(words, posted)
            return True

        def ended(answered: bool | None) -> None:
            if not answered and key:
                self.told_failed.append(again)

        return self._start("comments", run, ended)

    def readers_try_again(self) -> None:
        for article, words, key, tries in self.told_failed:
            if tries:
                self.comment(article, words, key, tries)
        self.told_failed.clear()

    def _start(self, kind: str, run: Callable[[], Any], ended: Callable[[Any], None]) -> Invocation:
        invocation = Invocation(kind, run, ended)
        invocation.aloud = self.aloud
        self.invocations.append(invocation)
        return invocation

    # -- the functions, as their handlers are

    def _ingest(self, taken: Sequence[tuple[Message, int, bool]]) -> set[int]:
        ingest = Ingest(self._gate("uploads"), self._gate("catalogue"), self._gate("comments"), self.clock)

        return _heeded(taken, lambda key, again: ingest.key(key, again=again), cautious=False)

    def _media(self, taken: Sequence[tuple[Message, int, bool]]) -> set[int]:
        def refresh(key: str, again: bool) -> None:
            if is_image(key):
                refresh_image(
                    key,
                    uploads=self._gate("uploads"),
                    catalogue=self._gate("catalogue"),
                    site=self._gate("site"),
                    queue=self._gate("uploads_queue"),
                    edge=self._gate("edge"),
                    again=again,
                )

        return _heeded(taken, refresh, cautious=True)

    def _render(self, taken: Sequence[tuple[Message, int, bool]]) -> set[int]:
        printing_with(self.templates["render"])
        rendering = Rendering(
            self._gate("uploads"),
            self._gate("catalogue"),
            self._gate("comments"),
            self._gate("site"),
            self._gate("guards"),
            self._gate("edge"),
            self.clock,
            BASE,
            self.templates["render"],
        )
        hints = [Print.parse(str(m.number), m.body, again=again) for m, _, again in taken]
        return {int(id_) for id_ in rendering.batch(hints).failed}

    def _invalidate(self) -> Invalidate:
        return Invalidate(self._gate("catalogue"), self._gate("pages_queue"), self._gate("uploads_queue"))

    def _sweep(self) -> Sweep:
        gate = self._gate
        return Sweep(
            gate("uploads"),
            gate("catalogue"),
            gate("comments"),
            gate("site"),
            gate("uploads_queue"),
            gate("images_queue"),
            gate("pages_queue"),
            BASE,
        )

    def _gate(self, port: str) -> Any:
        real = self.queues[port.removesuffix("_queue")] if port.endswith("_queue") else getattr(self, port)
        return Gate(port, real, self._watched)

    def _watched(self, call: Call) -> None:
        self.watch.after(call)

    # -- what happens by itself

    def _notify(self, key: str) -> None:
        self.queues["images" if key.startswith("images/") else "uploads"].send([{"keys": [key]}])

    def _acknowledged(self, words: str, posted: Posted) -> None:
        self.posted[words] = posted.article

    def _randomness(self, count: int) -> bytes:
        return self.clock.moment.microsecond.to_bytes(count, "big")

    def expire(self, message: Message) -> None:
        """Its visibility is over, be its holder dead or only slow."""
        message.held = False

    def erase(self, key: str) -> None:
        """A page goes for no reason; what has been promised of it is off until the sweep."""
        del self.site.pages[key]
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


def _heeded(
    taken: Sequence[tuple[Message, int, bool]], see_to: Callable[[str, bool], object], *, cautious: bool
) -> set[int]:
    hints = [
        Hint(str(m.number), tuple(m.body["keys"]), bool(m.body.get("again")) or (cautious and again))
        for m, _, again in taken
    ]
    return {int(id_) for id_ in heed(hints, see_to)}
