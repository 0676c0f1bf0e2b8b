"""When nothing goes wrong any more: everything outstanding is brought to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.simulation.invocation import Invocation
from tests.simulation.newsroom import KEYS
from tests.simulation.world import World

from broadsheet.publishing.links import picks_from

DELIVERIES = 3  # at most, for each message that is outstanding when the faults stop
PASS = 6  # runs of the sweep that are more than a pass of so small a paper, and its second looks


@dataclass(frozen=True)
class Settling:
    world: World

    def settle(self) -> None:
        for queue in self.world.queues.values():
            queue.redrive()
        for stream in self.world.streams.values():
            stream.busy = False
        for _ in range(len(KEYS) + 1):  # more than a tick takes may be due, and more while a minute goes by
            self.minute()
            if not self.world.due(self.world.clock.moment):
                return

    def minute(self) -> None:
        self.world.tick().finish()
        self.drain()

    def sweep_through(self) -> None:
        sweep_through(self.world, self.minute, self.drain)

    def nothing_to_sweep(self) -> None:
        """A paper that is as it should be gives the sweep nothing to repair but picks that a second delivery
        opened, and died over, when all was done: they are right, and cost others a look."""
        self.world.swept, left_open = 0, self._left_open()
        self.sweep_through()
        if self.world.swept > left_open:
            self.world.watch.found.append(
                f"the sweep repaired {self.world.swept} faults where there were none"
            )

    def _left_open(self) -> int:
        return sum(picks_from(row).open for row in self.world.catalogue.rows() if row["sk"] == "PICKS")

    def drain(self) -> None:
        """Deliver until nothing is left, each message a bounded number of times."""
        world = self.world
        for message in world.messages():
            message.receives = min(message.receives, 1)
        allowed = DELIVERIES * (1 + len(world.messages()))
        while world.busy() and not world.watch.found:
            for message in world.messages():
                message.held = False  # whoever holds it has had its time
            sent = world.sent()
            delivered = self._deliver_all()
            allowed += DELIVERIES * (world.sent() - sent) - delivered
            if allowed < 0:
                world.watch.found.append("it does not come to rest")

    def _deliver_all(self) -> int:
        """Everything that is there now; returns how many messages that were."""
        world, delivered = self.world, 0
        for stream in world.streams:
            if invocation := world.flow(stream, 100):
                invocation.finish()
        for queue in world.queues.values():
            for message in queue.visible()[:10]:
                delivered += 1
                if invocation := world.deliver(queue.name, [message]):
                    invocation.finish()
        return delivered


def sweep_through(world: World, minute: Callable[[], None], drain: Callable[[], None]) -> None:
    """Whole passes, and second looks at what seemed wrong."""
    for _ in range(PASS):
        world.clock.jump(minutes=30)
        minute()
        world.sweep_on(drain)
        drain()


def finish(invocations: Iterable[Invocation]) -> None:
    for invocation in list(invocations):
        invocation.finish()
