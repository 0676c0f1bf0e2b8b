"""Queues, streams, edge and clock that behave as badly as AWS allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.adapters.memory.buckets import MemorySite
from broadsheet.domain.addresses import object_key
from broadsheet.ports import Change

MAX_RECEIVES = 6  # maxReceiveCount of template.yaml
BEGIN = datetime(2026, 11, 23, 12, 0, 41, 250_000, tzinfo=UTC)  # no round time: most moments are none


class Ticking:
    """A clock that moves a millisecond whenever it is read."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def jump(self, **time: float) -> None:
        self.moment += timedelta(**time)

    def reach(self, moment: datetime, milliseconds: int) -> None:
        """Go on to right before or after a moment, if that is still to come."""
        self.moment = max(self.moment, moment + timedelta(milliseconds=milliseconds))


@dataclass(frozen=True)
class Behind:
    """The same clock on a machine where it is some seconds behind."""

    clock: Ticking
    seconds: float

    def now(self) -> datetime:
        return self.clock.now() - timedelta(seconds=self.seconds)


@dataclass(eq=False)
class Message:
    """`handle` changes with every delivery; who comes with an older one deletes nothing."""

    body: dict[str, Any]
    number: int
    receives: int = 0
    handle: int = 0
    held: bool = False
    lost: bool = False


@dataclass
class Queue:
    """A standard SQS queue with its dead letters."""

    name: str
    messages: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    deleted: list[Message] = field(default_factory=list)
    sent: int = 0

    def send(self, messages: Sequence[Mapping[str, Any]]) -> None:
        for body in messages:
            self.sent += 1
            self.messages.append(Message(dict(body), self.sent))

    def visible(self) -> list[Message]:
        return [message for message in self.messages if not message.held]

    def receive(self, message: Message) -> bool:
        """Whether it is handed over; what was received too often becomes a dead letter."""
        if message.receives >= MAX_RECEIVES:
            self.messages.remove(message)
            self.dead.append(message)
            return False
        message.receives += 1
        message.handle += 1
        message.held = True
        return True

    def delete(self, message: Message, handle: int) -> None:
        if handle == message.handle and message in self.messages:
            self.messages.remove(message)
            self.deleted.append(message)

    def return_(self, message: Message, handle: int) -> None:
        if handle == message.handle:
            message.held = False

    def redrive(self) -> None:
        """What `broadsheet redrive` does."""
        for letter in self.dead:
            how = {"change": True} if self.name == "pages" else {"again": True}
            self.send([letter.body | how])
        self.dead.clear()


@dataclass
class Stream:
    """One shard: batches in order, each until it succeeds, and sometimes once more."""

    changes: list[Change] = field(default_factory=list)
    busy: bool = False
    most: int = 100  # halved after a failure

    def batch(self, size: int) -> list[Change]:
        return self.changes[: max(1, min(size, self.most))]

    def done(self, batch: list[Change]) -> None:
        """Go on behind the batch, unless whoever ends now was slower than another with the same batch."""
        if [id(change) for change in self.changes[: len(batch)]] == [id(change) for change in batch]:
            del self.changes[: len(batch)]
        self.most = 100

    def failed(self) -> None:
        self.most = max(1, self.most // 2)


class GreedyEdge:
    """A cache that asks for a page at the worst moment: as soon as it has none, even of an absence."""

    def __init__(self, site: MemorySite) -> None:
        self._site = site
        self.cache: dict[str, bytes | None] = {}

    def purge(self, paths: Sequence[str]) -> None:
        for path in paths:
            self.cache.pop(object_key(path), None)
            self.ask(object_key(path))

    def ask(self, key: str) -> None:
        page = self._site.pages.get(key)
        held = page is not None and not page.digest
        # A holder is not to be stored; and who asks for a picture knows of it from a page.
        if key not in self.cache and not held and (page or not key.startswith("media/")):
            self.cache[key] = page.body if page else None

    def shows(self, key: str) -> bytes | None:
        if key in self.cache:
            return self.cache[key]
        page = self._site.pages.get(key)
        return page.body if page and page.digest else None
