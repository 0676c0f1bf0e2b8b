"""The whole system in one process and in memory: the same use cases, on the other set of adapters."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.guards import MemoryGuards
from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.adapters.memory.messages import MemoryEdge, MemoryQueue, SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.media import is_image
from broadsheet.ports import Change
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.invalidating import Invalidate
from broadsheet.publishing.media import refresh_image
from broadsheet.publishing.rendering import Message, Rendering
from broadsheet.publishing.ticking import tick
from broadsheet.rendering import templates_version

STREAM_BATCH, PAGES_BATCH, UPLOADS_BATCH = 100, 50, 10  # as in template.yaml


class Newsroom:
    """Upload with `uploads.put`, then `settle`: every message is delivered, once and in order.

    `ledger` counts the requests that the use cases made. `pages_batch` is how many messages with page
    names are taken at a time: a page that many of them name is rendered once. `around` puts something
    around the port of that name before the use cases get it.
    """

    def __init__(
        self,
        *,
        now: datetime | None = None,
        base_url: str = "http://127.0.0.1:8000",
        pages_batch: int = PAGES_BATCH,
        templates: str = "",
        around: Callable[[str, Any], Any] = lambda name, port: port,
    ) -> None:
        self.ledger = Ledger()
        self._pages_batch = pages_batch
        self._templates = templates or templates_version()
        self.clock = SetClock(now) if now else SetClock()
        self.changes: deque[Change] = deque()
        self.catalogue = MemoryTable(self.changes.append, ledger=self.ledger, name="catalogue")
        self.comments = MemoryTable(self.changes.append, ledger=self.ledger, name="comments")
        self.uploads_queue = MemoryQueue(ledger=self.ledger, name="uploads_queue")
        self.images_queue = MemoryQueue(ledger=self.ledger, name="images_queue")
        self.pages_queue = MemoryQueue(ledger=self.ledger, name="pages_queue")
        self.uploads = MemoryUploads(self._notify, ledger=self.ledger)
        self.site = MemorySite(ledger=self.ledger)
        self.guards = MemoryGuards(ledger=self.ledger)
        self.edge = MemoryEdge(ledger=self.ledger)
        uploads, catalogue = around("uploads", self.uploads), around("catalogue", self.catalogue)
        comments, queue = around("comments", self.comments), around("uploads_queue", self.uploads_queue)
        self._ingest = Ingest(uploads, catalogue, comments, self.clock)
        self._invalidate = Invalidate(catalogue, around("pages_queue", self.pages_queue), queue)
        self._rendering = Rendering(
            uploads,
            catalogue,
            comments,
            around("site", self.site),
            around("guards", self.guards),
            around("edge", self.edge),
            self.clock,
            base_url,
            self._templates,
        )

    def tick(self) -> None:
        """What the clock function does every minute."""
        tick(
            self.clock.now(),
            catalogue=self.catalogue,
            uploads=self.uploads_queue,
            templates=self._templates,
        )

    def settle(self) -> None:
        """Deliver until nothing is under way. Raises what a message failed with."""
        for _ in self.steps():
            pass

    def steps(self) -> Iterator[str]:
        """The same, batch by batch: yields what was just worked on."""
        while True:
            if self.images_queue.messages:
                yield from self._take_images()
            elif self.uploads_queue.messages:
                yield from self._take_uploads()
            elif self.changes:
                self._invalidate.changes(
                    [self.changes.popleft() for _ in range(min(STREAM_BATCH, len(self.changes)))]
                )
            elif self.pages_queue.messages:
                yield from self._render()
            else:
                return

    def _notify(self, key: str) -> None:
        """What the uploads bucket's notifications do; they wake a function, which is no request of ours."""
        queue = self.images_queue if key.startswith("images/") else self.uploads_queue
        queue.messages.append({"keys": [key]})

    def _take_images(self) -> Iterator[str]:
        for message in self.images_queue.take(UPLOADS_BATCH):
            for key in filter(is_image, message["keys"]):
                refresh_image(
                    key,
                    uploads=self.uploads,
                    catalogue=self.catalogue,
                    site=self.site,
                    queue=self.uploads_queue,
                    edge=self.edge,
                    again=bool(message.get("again")),
                    now=self.clock.now(),
                )
                yield key

    def _take_uploads(self) -> Iterator[str]:
        for message in self.uploads_queue.take(UPLOADS_BATCH):
            for key in message["keys"]:
                self._ingest.key(key, again=bool(message.get("again")))
                yield key

    def _render(self) -> Iterator[str]:
        taken = self.pages_queue.take(self._pages_batch)
        rendered = self._rendering.batch([Message.parse(str(i), body) for i, body in enumerate(taken)])
        for error in rendered.failed.values():
            raise error
        yield from dict.fromkeys(name for body in taken for name in body["pages"])
