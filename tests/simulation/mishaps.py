"""What happens by itself: to messages, and to pages."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.simulation.world import World


@dataclass(frozen=True)
class Mishaps:
    world: World
    chance: Random

    def of_messages(self) -> None:
        queue = self.chance.choice(list(self.world.queues.values()))
        held = [message for message in queue.messages if message.held]
        move = self.chance.random()
        if held and move < 0.6:
            self.chance.choice(held).held = False  # its time is over, be its holder dead or only slow
        elif queue.deleted and move < 0.8:
            back = self.chance.choice(queue.deleted)
            back.held = False
            queue.deleted.remove(back)
            queue.messages.append(back)
        elif queue.visible():
            queue.send([self.chance.choice(queue.visible()).body])
        if self.chance.random() < 0.1:
            queue.redrive()

    def lose(self) -> None:
        """On its way, as S3 may lose an event. What has arrived once is not lost by AWS."""
        queue = self.chance.choice(list(self.world.queues.values()))
        fresh = [message for message in queue.visible() if not message.receives]
        if fresh:
            queue.messages.remove(self.chance.choice(fresh))

    def erase(self) -> None:
        """Somebody deletes a page by accident."""
        pages = sorted(key for key in self.world.site.pages if not key.startswith("media/"))
        if pages and self.chance.random() < 0.2:
            self.world.erase(self.chance.choice(pages))
