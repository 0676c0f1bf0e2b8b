"""A paper of two or three stories on which one operation, or two, are done under watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from tests.simulation import model
from tests.simulation.invocation import Invocation
from tests.simulation.newsroom import KEYS, Editor
from tests.simulation.scheduler import PASS
from tests.simulation.world import World

A, B, C = KEYS
WHOSE = {"new": C, "last": C, "other": B}
PREPARED = {  # what comes before the last of each has settled when a drill begins
    "release": ("clash other", "delete"),
    "leave": ("clash", "slug"),
    "take": ("clash", "slug", "clash other"),
    "return": ("clash", "slug", "delete", "clash other", "edit"),
    "go back": ("clash", "slug", "clash"),
    "depart": ("clash", "slug", "delete"),
    "due": ("embargo", "time passes"),
    "nearly due": ("embargo", "time nearly comes", "rebuild"),
    "expiry beneath": ("expiry", "broken", "time passes"),
    "expiry beneath waiting": ("clash", "expiry other", "clash other", "time passes"),
    "expiry of waiting": ("clash", "clash other", "expiry other", "time passes"),
    "old news beneath": ("today", "broken", "days pass"),
    "two images": ("second image", "image"),
    "two pictures": ("second picture", "picture"),
    "fresh picture beneath": ("image", "broken", "fresh picture"),
    "far site beneath": ("zoneless", "broken", "far site"),
    "picture of two": ("image", "image other", "fresh picture"),
    "lost picture": ("image", "no picture"),
    "refused picture": ("no picture", "image", "broken picture"),
    "chosen appears": ("delete other", "chosen address", "edit other"),
    "picture returns": ("fresh picture", "no picture", "fresh picture"),
    "author leaves": ("author", "author"),
    "expiry passes": ("expiry", "time passes"),
    "half deployed": ("templates", "clock first"),
    "deployment": ("templates", "deployed"),
    "rollback": ("templates", "deployed", "templates", "deployed", "back to old templates", "deployed"),
}


@dataclass
class Floor:
    """Where a drill takes place."""

    world: World = field(default_factory=World)
    kind: str = ""  # "crowded": three stories with words in common; "contested": one has what another wants

    @classmethod
    def of(cls, operation: str) -> Floor:
        """As that operation needs it to begin with."""
        return cls(kind=_kind(operation))

    def __post_init__(self) -> None:
        self.editor = Editor(self.world, Random(1), ())
        base = {"crowded": ("no words", "other words", "all words"), "contested": ("clash", "edit")}
        for operation, key in zip(base.get(self.kind, ("edit", "edit")), KEYS, strict=False):
            self.editor.edit(operation, key)
        if self.kind != "bare":
            self.editor.act_as("picture")
        self.world.tick().finish()
        self.drain()

    def do(self, operation: str, *, again: bool = False) -> None:
        """`again`: as the second of two, which in a clash is another story's."""
        *before, operation = PREPARED.get(operation, (operation,))
        for step in before:
            self.do(step)
            self.drain()
        if operation == "clash" and again:
            operation = "clash other"
        key = next((key for word, key in WHOSE.items() if word in operation.split()), A)
        kind = " ".join(word for word in operation.split() if word not in WHOSE)
        if kind in TIMES:
            TIMES[kind](self)
            self.world.tick()
        else:
            self.editor.act_as("rollback" if kind == "back to old templates" else kind or "edit", key)

    def lose_messages(self) -> None:
        for queue in self.world.queues.values():
            queue.messages.clear()

    def moves(self) -> Iterator[Invocation]:
        """Everything that can be begun, one after the other, until nothing is left."""
        world = self.world
        while True:
            yield from [one for one in world.invocations if not one.over and not one.calls]
            started = [world.flow(name, 100) for name in world.streams]
            yield from [one for one in started if one]
            waiting = [(queue, queue.visible()[:10]) for queue in world.queues.values() if queue.visible()]
            if not waiting and not any(started):
                return
            for queue, messages in waiting:
                if invocation := world.deliver(queue.name, messages):
                    yield invocation

    def drain(self) -> None:
        for invocation in self.moves():
            invocation.finish()

    def quiet(self) -> list[str]:
        """Faults are over: everything outstanding comes to its end, and is looked at."""
        self.editor.finish_deployment()
        for queue in self.world.queues.values():
            for message in queue.messages:
                message.held = False
        for stream in self.world.streams.values():
            stream.busy = False
        while self.world.told_failed:
            self.world.readers_try_again()
            self.drain()
        self.world.clock.jump(minutes=60)
        self.minute()
        self.minute()  # what had failed too often has only now become a dead letter
        return self.world.watch.found or model.faults(self.world)

    def minute(self) -> None:
        for queue in self.world.queues.values():
            queue.redrive()
        self.world.tick().finish()
        self.drain()

    def sweep(self) -> None:
        """Whole passes, and second looks at what seemed wrong."""
        for _ in range(PASS):
            self.world.clock.jump(minutes=30)
            self.minute()
            self.world.sweep(1000).finish()
            self.drain()


def _kind(operation: str) -> str:
    if operation in ("clash other", "release"):
        return "contested"
    if operation in ("image", "two images"):
        return "bare"
    return "crowded" if operation.endswith((" other", "word", "last")) else ""


TIMES: dict[str, Callable[[Floor], None]] = {  # what happens before the clock strikes
    "time passes": lambda floor: floor.world.clock.jump(minutes=45),
    "days pass": lambda floor: floor.world.clock.jump(days=3),
    "time nearly comes": lambda floor: floor.world.clock.reach(floor.world.due()[0], -10),
    "clock first": lambda floor: floor.world.templates.update(clock="t2", render="t1"),
    "deployed": lambda floor: floor.editor.finish_deployment(),
}
